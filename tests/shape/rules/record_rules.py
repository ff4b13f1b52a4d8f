"""Record rules: companies kept apart, wizards kept to their user, always updated."""

from ..reading import read_addon


def check(addon_path):
    """Models without the rule that they need, and rules that updates never reach."""
    addon = read_addon(addon_path)
    rules = addon.records_of("ir.rule")
    found = [
        f"{rule.where}: the rule {rule.id} is in noupdate; a corrected rule would "
        "never reach a database that already has it."
        for rule in rules
        if rule.noupdate
    ]
    for model_class in addon.new_models:
        own = [rule for rule in rules if _model(rule) == model_class.stem]
        where = model_class.where(model_class.node)
        if model_class.kind == "TransientModel":
            found += _wizard(model_class, own, where)
        elif "company_id" in model_class.fields:
            found += _company(model_class, own, where)
    return found


def _model(rule):
    return rule.attribute("model_id", "ref").split(".")[-1].removeprefix("model_")


def _wizard(model_class, rules, where):
    """Core lets everybody with rights on a wizard read those of other users."""
    if any(
        "create_uid" in rule.text("domain_force") and not _groups(rule)
        for rule in rules
    ):
        return []
    return [f"{where}: {model_class.model} needs a rule for everybody on create_uid."]


def _company(model_class, rules, where):
    wanted = f"{model_class.stem}_rule_company"
    rule = next((rule for rule in rules if rule.id == wanted), None)
    if rule is None:
        return [f"{where}: {model_class.model} has a company and needs {wanted}."]
    if _groups(rule):
        return [f"{rule.where}: {wanted} must hold for everybody, without groups."]
    if "company" not in rule.text("domain_force"):
        return [f"{rule.where}: {wanted} does not look at the company."]
    return []


def _groups(rule):
    return rule.attribute("groups", "eval")
