"""security/ir.model.access.csv: every model has lines, one for each group."""

from ..reading import read_addon


def check(addon_path):
    """Models without a line, ids off the pattern, wrong order, repeated lines."""
    addon = read_addon(addon_path)
    lines = addon.access_lines
    found = []
    for number, line in enumerate(lines, 2):
        found += [f"ir.model.access.csv:{number}: {text}" for text in _wrong(line)]
    found += _order(lines) + _repeated(lines)
    covered = {_model(line) for line in lines}
    found += [
        f"{model_class.where(model_class.node)}: {model_class.model} has no line in "
        "security/ir.model.access.csv."
        for model_class in addon.new_models
        if model_class.stem not in covered
    ]
    return found


def _model(line):
    return line["model_id:id"].split(".")[-1].removeprefix("model_")


def _wrong(line):
    model, group = _model(line), line["group_id:id"]
    module, _, short = group.rpartition(".")
    bare = short.removeprefix("group_")
    suffixes = {short, bare, f"{module}_{bare}", f"{module}_{short}"}
    if not group:
        yield f"{line['id']} gives rights to everybody; name a group."
    elif line["id"] not in {f"{model}_access_{suffix}" for suffix in suffixes}:
        yield (f"{line['id']} must be called {model}_access_{module}_{short}.")


def _order(lines):
    models = [_model(line) for line in lines]
    return [
        f"ir.model.access.csv is not sorted by model: {model} comes too late."
        for before, model in zip(models, models[1:], strict=False)
        if model < before
    ]


def _repeated(lines):
    pairs = [(_model(line), line["group_id:id"]) for line in lines]
    return [
        f"ir.model.access.csv has more than one line for {model} and {group}."
        for model, group in sorted(set(pairs))
        if pairs.count((model, group)) > 1
    ]
