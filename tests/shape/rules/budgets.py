"""Sizes past which a review asks why: printed, and never a failure."""

import ast

from ..reading import parse, read_addon

FILE_LINES, VIEW_LINES, FUNCTION_LINES, CLASS_METHODS = 300, 250, 40, 25


def check(addon_path):
    """Files, functions and classes past their budget."""
    addon = read_addon(addon_path)
    found = []
    for pattern, budget in (("*.py", FILE_LINES), ("*.xml", VIEW_LINES)):
        for file in addon.files(pattern):
            lines = file.read_text().count("\n")
            if lines > budget and "data" not in file.parts and "demo" not in file.parts:
                found.append(f"{addon.relative(file)} has {lines} lines (of {budget}).")
    for file in addon.files("*.py"):
        for node in ast.walk(parse(file)):
            found += [f"{addon.relative(file)}: {text}" for text in _node(node)]
    return found


def _node(node):
    if isinstance(node, ast.FunctionDef):
        lines = node.end_lineno - node.lineno + 1
        if lines > FUNCTION_LINES:
            yield f"{node.name} has {lines} lines (of {FUNCTION_LINES})."
    if isinstance(node, ast.ClassDef):
        methods = sum(isinstance(child, ast.FunctionDef) for child in node.body)
        if methods > CLASS_METHODS:
            yield f"{node.name} has {methods} methods (of {CLASS_METHODS})."
