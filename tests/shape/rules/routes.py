"""Routes: which ones answer without a login is a list that somebody reviews."""

import ast
from pathlib import Path

from ..reading import constant, dotted, keyword, read_addon, read_list

ALLOWED = Path(__file__).parent.parent / "allowed_routes.txt"


def check(addon_path, allowed=None):
    """Routes without login or without the form's token that the list lacks."""
    addon = read_addon(addon_path)
    allowed = read_list(ALLOWED) if allowed is None else allowed
    found, seen = [], set()
    for file, call in _routes(addon):
        where = f"{addon.relative(file)}:{call.lineno}"
        paths = _paths(call)
        if constant(keyword(call, "csrf")) is False:
            # Only what mail programs call by themselves, each path reviewed.
            tokenless = {f"{addon.name} {path} csrf=False" for path in paths}
            seen |= tokenless
            if not tokenless <= set(allowed):
                found.append(f"{where}: csrf=False is refused.")
        if constant(keyword(call, "type")) == "json":
            found.append(f'{where}: type="json" is old: write "jsonrpc".')
        if constant(keyword(call, "auth")) in ("public", "none"):
            seen.update(f"{addon.name} {path}" for path in paths)
            found += [
                f"{where}: {path} answers without a login; review it and add "
                f"`{addon.name} {path}` to tests/shape/{ALLOWED.name}."
                for path in paths
                if f"{addon.name} {path}" not in allowed
            ]
    stale = {entry for entry in allowed if entry.startswith(f"{addon.name} ")} - seen
    return found + [
        f"tests/shape/{ALLOWED.name} lists `{entry}`, which does not exist any more."
        for entry in sorted(stale)
    ]


def _routes(addon):
    for file, tree in addon.code.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and dotted(node.func).endswith("route"):
                yield file, node


def _paths(call):
    if not call.args:
        return []
    given = call.args[0]
    elements = given.elts if isinstance(given, ast.List | ast.Tuple) else [given]
    return [constant(element) for element in elements]
