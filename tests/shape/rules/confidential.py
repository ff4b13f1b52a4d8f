"""Confidential models have no chatter, and no field leads into them unguarded."""

from pathlib import Path

from ..reading import addons_beside, constant, keyword, read_addon, read_list

LIST = Path(__file__).parent.parent / "confidential_models.txt"
CHATTER = {"mail.thread", "mail.thread.main.attachment", "mail.activity.mixin"}


def check(addon_path, confidential=None):
    """Chatter and tracking on confidential models, related fields that open them."""
    addon = read_addon(addon_path)
    confidential = read_list(LIST) if confidential is None else confidential
    comodels = _comodels(addon_path)
    found = []
    for model_class in addon.model_classes:
        if model_class.model in confidential:
            found += _chatter(model_class)
        for name, call in model_class.fields.items():
            entered = _entered(model_class.model, call, comodels, confidential)
            if entered and keyword(call, "groups") is None:
                found.append(
                    f"{model_class.where(call)}: {name} leads into {entered}; related "
                    "fields read as superuser, so give it groups."
                )
    return found


def _chatter(model_class):
    where = model_class.where(model_class.node)
    found = [
        f"{where}: {model_class.model} is confidential and must not inherit {name}: "
        "followers would get its content by mail."
        for name in model_class.inherited
        if name in CHATTER
    ]
    return found + [
        f"{model_class.where(call)}: {name} is confidential and must not be tracked."
        for name, call in model_class.fields.items()
        if keyword(call, "tracking") is not None
    ]


def _comodels(addon_path):
    """(model, field) to the model that a relational field leads to."""
    leads = {}
    for addon in addons_beside(addon_path):
        for model_class in addon.model_classes:
            for name, call in model_class.fields.items():
                comodel = constant(keyword(call, "comodel_name")) or (
                    constant(call.args[0]) if call.args else None
                )
                if isinstance(comodel, str) and "." in comodel:
                    leads[model_class.model, name] = comodel
    return leads


def _entered(model, call, comodels, confidential):
    """The confidential model on the way of a related field, if there is one."""
    path = constant(keyword(call, "related"))
    for step in (path or "").split(".")[:-1]:
        model = comodels.get((model, step))
        if model in confidential and model:
            return model
    return None
