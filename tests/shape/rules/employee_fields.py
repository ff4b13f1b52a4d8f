"""A field on the employee without groups closes all employees to ordinary users."""

from ..reading import keyword, read_addon

MIRROR = "hr.employee.public"


def check(addon_path):
    """Fields that were added to the employee for everybody."""
    addon = read_addon(addon_path)
    mirrored = {
        name
        for model_class in addon.model_classes
        if model_class.model == MIRROR
        for name in model_class.fields
    }
    return [
        f"{model_class.where(call)}: {name} of {model_class.model} needs groups (as a "
        f'rule "hr.group_hr_user"), or the same field on {MIRROR}.'
        for model_class in addon.model_classes
        if model_class.model in ("hr.employee", "hr.version")
        for name, call in model_class.fields.items()
        if keyword(call, "groups") is None and name not in mirrored
    ]
