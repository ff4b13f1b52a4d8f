"""Which role reads which of the fields that have groups."""


def find_restricted(env, addon):
    """(model, field) of every field with groups that an addon defines or restricts.

    A field that is a copy of one on a parent record has the groups of that one, and a
    model of an addon that builds on this one is a matter of that.
    """
    return [
        (name, field)
        for name in sorted(env.registry.models)
        for field in env[name]._fields.values()
        if field.groups
        and addon in field._modules
        and not field.inherited
        and not env[name]._abstract
        and _is_defined_in(env[name], addon)
    ]


def _is_defined_in(model, addon):
    """Whether an addon defines or extends a model itself, not a mixin of it."""
    return any(
        cls.__module__.startswith(f"odoo.addons.{addon}.")
        and vars(cls).get("_name") == model._name
        for cls in type(model).mro()
    )


def get_readers(env, roles, model, names):
    """Field: words with the roles that may read it, as they are in the tables."""
    found = {name: [] for name in names}
    for role, user in sorted(roles.items()):
        shown = env[model].with_user(user).fields_get(names, ["type"])
        for name in shown:
            found[name].append(role)
    return {name: " ".join(readers) for name, readers in found.items()}


def make_table(env, roles, addon):
    """The table as it would be now: model: {roles: names of fields}."""
    table = {}
    names = {}
    for model, field in find_restricted(env, addon):
        names.setdefault(model, []).append(field.name)
    for model, fields in names.items():
        for name, readers in get_readers(env, roles, model, fields).items():
            table.setdefault(model, {}).setdefault(readers, []).append(name)
    return {
        model: {readers: " ".join(sorted(fields)) for readers, fields in rows.items()}
        for model, rows in table.items()
    }
