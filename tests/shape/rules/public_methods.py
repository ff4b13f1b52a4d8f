"""A method without an underscore is an interface for everybody with a login."""

import ast
from pathlib import Path

from ..reading import dotted, read_addon, read_list

ALLOWED = Path(__file__).parent.parent / "allowed_methods.txt"

# Everybody can call these on every model; a model that refuses one has no super().
ORM = {"create", "write", "unlink", "copy"}
# /json/2 takes these two names for itself; the others let a caller choose too much.
REFUSED_PARAMETERS = {"ids", "context", "domain", "sudo", "model"}


def check(addon_path, allowed=None):
    """Public methods that are neither buttons, nor the platform's, nor reviewed."""
    addon = read_addon(addon_path)
    allowed = read_list(ALLOWED) if allowed is None else allowed
    found, seen = [], set()
    for model_class in addon.model_classes:
        for method in model_class.methods:
            if method.name.startswith("_") or _is_private(method):
                continue
            name = f"{addon.name} {model_class.model}.{method.name}"
            seen.add(name)
            where = model_class.where(method)
            if method.name in ORM or _is_override(method):
                continue
            if not method.name.startswith("action_") and name not in allowed:
                found.append(
                    f"{where}: everybody with a login can call {method.name}; give it "
                    f"an underscore or add `{name}` to tests/shape/{ALLOWED.name}."
                )
            found += _parameters(method, where)
    stale = {entry for entry in allowed if entry.startswith(f"{addon.name} ")} - seen
    return found + [
        f"tests/shape/{ALLOWED.name} lists `{entry}`, which does not exist any more."
        for entry in sorted(stale)
    ]


def _is_override(method):
    """Whether the method extends one of the platform, which chose its name."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == method.name
        and isinstance(node.value, ast.Call)
        and dotted(node.value.func) == "super"
        for node in ast.walk(method)
    )


def _is_private(method):
    return any(dotted(node) == "api.private" for node in method.decorator_list)


def _parameters(method, where):
    arguments = [*method.args.args, *method.args.kwonlyargs]
    return [
        f"{where}: the public {method.name} must not have a parameter called "
        f"{argument.arg}."
        for argument in arguments
        if isinstance(argument, ast.arg) and argument.arg in REFUSED_PARAMETERS
    ]
