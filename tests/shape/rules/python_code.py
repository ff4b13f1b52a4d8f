"""Python that is refused, or asks for its reason on the line above."""

import ast
import re

from ..reading import dotted, keyword, read_addon

OLD_NAMES = {
    "_sql_constraints": "write models.Constraint, the platform ignores it",
    "_cr": "write self.env.cr",
    "_uid": "write self.env.uid",
    "_context": "write self.env.context",
    "read_group": "write _read_group",
    "toggle_active": "write action_archive or action_unarchive",
}
LOOSE_NAMES = {"rec", "r", "x"}


def check(addon_path):
    """Every refused construct in the code that users run."""
    addon = read_addon(addon_path)
    found = []
    for file, tree in addon.code.items():
        lines = file.read_text().splitlines()
        for line, text in _in_file(tree, lines):
            found.append(f"{addon.relative(file)}:{line}: {text}")
    return found


def _in_file(tree, lines):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield from _in_call(node, lines)
        if isinstance(node, ast.Attribute) and node.attr in OLD_NAMES:
            yield node.lineno, f"{node.attr} is old: {OLD_NAMES[node.attr]}."
        if isinstance(node, ast.Name) and node.id == "_sql_constraints":
            yield node.lineno, f"{node.id} is old: {OLD_NAMES[node.id]}."
        if isinstance(node, ast.For) and dotted(node.target) in LOOSE_NAMES:
            name = dotted(node.target)
            yield node.lineno, f"the loop must name what it holds, not {name}."


def _in_call(call, lines):
    name = call.func.attr if isinstance(call.func, ast.Attribute) else dotted(call.func)
    whole = dotted(call.func)
    if name == "sudo" and not _has_reason(call, lines):
        yield call.func.end_lineno, "sudo() needs its reason on the line above."
    if name in ("commit", "rollback") and whole.endswith(f"cr.{name}"):
        yield call.lineno, f"cr.{name}() is refused; a cron has _commit_progress()."
    if name == "execute" and whole.endswith("cr.execute") and not _is_sql(call):
        yield call.lineno, "cr.execute() takes SQL(...) only."
    if name == "Markup" and call.args and not _is_plain(call.args[0]):
        yield call.lineno, "Markup() of a built text trusts what was put into it."
    if name == "redirect" and _is_outward(call, whole):
        yield call.lineno, "redirects stay on the own host."


def _has_reason(call, lines):
    """A comment at the end of the line, or above it in the same paragraph."""
    own = call.func.end_lineno
    if re.search(r"\s#\s", lines[own - 1]):
        return True
    for line in reversed(lines[: own - 1]):
        text = line.strip()
        if not text or re.match(r"(async )?(def|class) |@", text):
            return False
        if text.startswith("#"):
            return True
    return False


def _is_sql(call):
    return (
        bool(call.args)
        and isinstance(call.args[0], ast.Call)
        and dotted(call.args[0].func) == "SQL"
    )


def _is_plain(node):
    return isinstance(node, ast.Constant) or (
        isinstance(node, ast.Call) and dotted(node.func) in ("_", "self.env._")
    )


def _is_outward(call, whole):
    local = keyword(call, "local")
    return whole.startswith("werkzeug.") or (
        isinstance(local, ast.Constant) and local.value is False
    )
