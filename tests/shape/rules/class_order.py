"""Order inside a model: names, constants, defaults, fields, constraints, methods."""

import ast

from ..reading import dotted, is_field, read_addon

ORDER = ("names", "constants", "defaults", "fields", "constraints", "methods")


def check(addon_path):
    """Things that stand after what they should stand before."""
    addon = read_addon(addon_path)
    found = []
    for model_class in addon.model_classes:
        highest = 0
        for statement in model_class.node.body:
            rank = _rank(statement)
            if rank is None:
                continue
            if rank < highest:
                found.append(
                    f"{model_class.where(statement)}: {ORDER[rank]} of "
                    f"{model_class.model} come before {ORDER[highest]}."
                )
            highest = max(highest, rank)
    return found


def _rank(statement):
    if isinstance(statement, ast.FunctionDef):
        return 2 if statement.name.startswith("_default_") else 5
    if not isinstance(statement, ast.Assign):
        return None
    if is_field(statement.value):
        return 3
    if isinstance(statement.value, ast.Call) and dotted(
        statement.value.func
    ).startswith("models."):
        return 4
    name = dotted(statement.targets[0])
    return 0 if name.startswith("_") and name.islower() else 1
