"""One name, one thing: a model has the same stem in models, views and tests."""

import re

from ..reading import read_addon

FOLDERS = {
    "Model": ["models"],
    "AbstractModel": ["models", "report"],
    "TransientModel": ["wizard"],
}


def check(addon_path):
    """Models in a file of another name, views and tests that are elsewhere."""
    addon = read_addon(addon_path)
    return _files(addon) + _views(addon) + _tests(addon)


def _files(addon):
    found, seen = [], set()
    new = {model_class.model for model_class in addon.new_models}
    for model_class in addon.model_classes:
        where = model_class.where(model_class.node)
        stem, file = model_class.stem, model_class.file
        if file in seen:
            found.append(f"{where} holds a second model; give it a file of its own.")
        seen.add(file)
        # A model of the addon that grew is told in parts: hr_thing_mail.py.
        is_part = model_class.model in new and not model_class.is_new
        if file.stem != stem and not (is_part and file.stem.startswith(f"{stem}_")):
            found.append(f"{where}: {model_class.model} belongs in {stem}.py.")
        if model_class.node.name not in (_class_name(stem), _class_name(file.stem)):
            found.append(f"{where}: the class must be called {_class_name(stem)}.")
        found += _folder(model_class, where)
    return found


def _folder(model_class, where):
    folders = FOLDERS[model_class.kind]
    if model_class.is_new and model_class.file.parent.name not in folders:
        return [f"{where}: a {model_class.kind} belongs in {folders[0]}/."]
    return []


def _class_name(stem):
    return "".join(part.capitalize() for part in stem.split("_"))


def _views(addon):
    """A view stands in the file that is named after its model.

    A page that one part of a large model adds to its form may stand in a file of its
    own, as the part does: hr_thing_mail_views.xml.
    """
    found = []
    for record in addon.records_of("ir.ui.view"):
        model = record.text("model")
        stem = model.replace(".", "_")
        wanted = f"{stem}_views.xml"
        is_part = record.attribute("inherit_id", "ref") and re.fullmatch(
            rf"{stem}_\w+_views\.xml", record.file.name
        )
        if model and record.file.name != wanted and not is_part:
            found.append(
                f"{record.where}: the view {record.id} of {model} belongs in {wanted}."
            )
    return found


def _tests(addon):
    """A model has its test_<stem>.py; a line may share that of its head."""
    tested = {file.stem.removeprefix("test_") for file in addon.files("test_*.py")}
    return [
        f"{model_class.where(model_class.node)}: tests/test_{model_class.stem}.py "
        f"is missing for {model_class.model}."
        for model_class in addon.new_models
        if model_class.kind == "Model"
        and not any(
            model_class.stem == stem
            or (model_class.stem.startswith(f"{stem}_") and stem.count("_"))
            for stem in tested
        )
    ]
