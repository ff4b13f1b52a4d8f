"""The database of a clone: kept between runs, and brought up to date by each."""

from tools import templates
from tools.errors import Trouble

FRESH = (
    "`./dev run --fresh` starts from new demo data; what was entered by hand is lost."
)


def prepare(databases, fresh=False, shared=False):
    """Return the name of this clone's database, made or brought up to date.

    :param shared: whether one that is in use may be taken as it is.
    """
    name = databases.name("dev", databases.context.clone_key)
    if not databases.hold(name):
        if shared and databases.exists(name):
            return name
        raise Trouble(
            "Another ./dev of this clone uses its database. End that one first, for "
            "example with Ctrl-C where it runs."
        )
    if fresh or not databases.exists(name):
        _make(databases, name)
    else:
        _update(databases, name)
    return name


def _make(databases, name):
    with databases.set_up():
        template = templates.ensure(databases)
    facts = databases.noted(template)
    with databases.context.progress.step("Database: copying"):
        databases.copy(template, name)
        databases.note(name, facts)


def _update(databases, name):
    """Update the addons whose files have changed since the last time."""
    wanted = templates.facts_about(databases, databases.context.addons)
    known = databases.noted(name)
    if not known or known.get("odoo") != wanted["odoo"]:
        raise Trouble("The database was made with another Odoo. " + FRESH)
    before, now = known["addons"], wanted["addons"]
    new = [addon for addon in now if addon not in before]
    changed = [addon for addon in now if before.get(addon, now[addon]) != now[addon]]
    if not new and not changed:
        return
    # Until the update is through, nobody can tell in which state these are.
    unsure = {**before, **dict.fromkeys(changed, "")}
    databases.note(name, {**known, "addons": unsure})
    title = "Database: updating " + ", ".join(new + changed)
    with databases.context.progress.step(title):
        try:
            databases.install(name, new, update=changed)
        except Trouble as trouble:
            raise Trouble(f"{trouble}\nIf the addon is right: {FRESH}") from trouble
    databases.note(name, wanted)
