"""XML ids tell the model and the kind of a record; a view's name follows its id."""

import re

from ..reading import read_addon

VIEWS = "form|list|search|kanban|graph|pivot|calendar|activity|hierarchy"
PREFIXES = {
    "ir.cron": "ir_cron_",
    "mail.template": "mail_template_",
    "res.groups": "group_",
}
ACTIONS = {
    "ir.actions.act_window": ("field", "res_model"),
    "ir.actions.server": ("ref", "model_id"),
}
# Core calls its demo user so.
DEMO_PREFIXES = {"res.users": "user_demo_"}
# Checked elsewhere or free: pages, and records that only the platform knows.
FREE = {
    "qweb",
    "ir.actions.report",
    "ir.actions.act_url",
    "ir.actions.client",
    "ir.module.category",
    "res.groups.privilege",
    "report.paperformat",
}


def check(addon_path):
    """Ids and names off the pattern."""
    addon = read_addon(addon_path)
    found = []
    for record in addon.records:
        # An id with a dot is a record of another addon that is changed here.
        if record.id and "." not in record.id and record.model not in FREE:
            found += [
                f"{record.where}: {text}" for text in _wrong(addon, record) if text
            ]
    return found


def _wrong(addon, record):
    if record.model == "ir.ui.view":
        yield from _view(addon, record)
    elif record.model in PREFIXES:
        yield _starts(record, PREFIXES[record.model])
    elif record.model in ACTIONS:
        yield _action(record)
    elif record.model == "ir.ui.menu":
        yield _matches(record, r"\w+_menu(_\w+)?", "<model>_menu[_<detail>]")
    elif record.model == "ir.rule":
        model = record.attribute("model_id", "ref").split(".")[-1]
        yield _starts(record, f"{model.removeprefix('model_')}_rule_")
    else:
        yield _data(addon, record)


def _view(addon, record):
    model = record.text("model").replace(".", "_")
    extended = record.attribute("inherit_id", "ref")
    if not model:
        return
    if extended:
        own = extended.split(".")[-1]
        if not (record.id == own or record.id.startswith(f"{own}_")):
            yield f"the id of the extended view is {own}, so must this one be."
        if not record.text("name").endswith(f".inherit.{addon.name}"):
            yield f"the name of {record.id} must end in .inherit.{addon.name}."
        return
    yield _matches(record, rf"{model}_view_({VIEWS})(_\w+)?", f"{model}_view_<type>")
    if record.text("name") != record.id.replace("_", "."):
        yield f"the name of {record.id} must be {record.id.replace('_', '.')}."


def _action(record):
    kind, field = ACTIONS[record.model]
    model = record.text(field) if kind == "field" else record.attribute(field, "ref")
    stem = model.split(".")[-1] if kind == "ref" else model.replace(".", "_")
    return _starts(record, f"{stem.removeprefix('model_')}_action")


def _data(addon, record):
    model = record.model.replace(".", "_")
    if addon.relative(record.file).startswith("demo/"):
        return _starts(record, DEMO_PREFIXES.get(record.model, f"{model}_demo_"))
    return _starts(record, f"{model}_")


def _starts(record, prefix):
    if record.id.startswith(prefix):
        return None
    return f"the id {record.id} must begin with {prefix}."


def _matches(record, pattern, words):
    if re.fullmatch(pattern, record.id):
        return None
    return f"the id {record.id} must look like {words}."
