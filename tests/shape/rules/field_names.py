"""Names of fields and of the methods behind them tell what they are."""

from ..reading import constant, keyword, read_addon

ENDINGS = {"Many2one": "_id", "One2many": "_ids", "Many2many": "_ids"}
BEHIND = ("compute", "inverse", "search")


def check(addon_path):
    """Relations without _id or _ids, and methods not named after their field."""
    addon = read_addon(addon_path)
    found = []
    for model_class in addon.model_classes:
        for name, call in model_class.fields.items():
            where = model_class.where(call)
            ending = ENDINGS.get(call.func.attr)
            if ending and not name.endswith(ending):
                found.append(f"{where}: the relation {name} must end in {ending}.")
            found += _methods(where, name, call)
        found += _overwritten_methods(model_class)
    return found


def _methods(where, name, call):
    for kind in BEHIND:
        method = constant(keyword(call, kind))
        if isinstance(method, str) and not method.startswith(f"_{kind}_"):
            yield f"{where}: the method behind {name} must begin with _{kind}_."


def _overwritten_methods(model_class):
    """A second method of the same name silently takes the place of the first."""
    names = [method.name for method in model_class.methods]
    return [
        f"{model_class.where(model_class.node)}: {name} is defined twice."
        for name in sorted(set(names))
        if names.count(name) > 1
    ]
