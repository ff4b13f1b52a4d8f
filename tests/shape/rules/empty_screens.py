"""A screen without records says what will stand there and how to begin."""

from ..reading import read_addon

# A dialogue and a form that opens by itself never show an empty list.
NO_LIST = {"form", "qweb"}


def check(addon_path):
    """Window actions that list records and have no `help`."""
    addon = read_addon(addon_path)
    return [
        f"{action.where}: {action.id} shows nothing at all while it is empty; write a "
        "help."
        for action in addon.records_of("ir.actions.act_window")
        if _lists(action) and action.element.find("field[@name='help']") is None
    ]


def _lists(action):
    if action.text("target") == "new":
        return False
    modes = action.text("view_mode")
    return not modes or set(modes.split(",")) - NO_LIST
