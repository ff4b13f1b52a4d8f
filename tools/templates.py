"""Templates: databases that are made once and copied in a moment.

`base_<hash>` holds Odoo's addons on which ours build, with demo data; `full_<hash>`
adds our addons. A template is made under another name and gets its own when it is
complete, so that a half-made one is never taken for a whole one.
"""

import json
import os

from tools import files
from tools import odoo as odoo_source
from tools.context import REPO, short_hash

# To be raised when templates are made in another way, so that old ones are not used.
RECIPE = "3"
# The first is that of the users.
LANGUAGES = "en_US,zh_CN"
FINISH_PROGRAM = REPO / "tools" / "inside" / "finish.py"
# How many states of each kind are kept besides the newest.
KEPT = {"full": 3, "base": 1}


def base_key(databases):
    """Return what a base template depends on, as a short text."""
    needed = ",".join(odoo_source.outside_dependencies(databases.context))
    parts = [RECIPE, databases.odoo.identity, needed, LANGUAGES]
    return short_hash("|".join(parts), 10)


def addon_hashes(context, names):
    """Return a hash of the files of each addon.

    Its tests are left out: they change often and nothing of them is in a database.
    """
    return {
        name: files.tree_hash([context.addon_path(name)], without=("tests",))[:16]
        for name in names
    }


def facts_about(databases, names):
    """Return what is noted in a database that has these addons of ours."""
    for name in names:
        # Odoo would only log that it cannot be read, and go on without the addon.
        odoo_source.manifest(databases.context.addon_path(name))
    return {
        "odoo": databases.odoo.identity,
        "addons": addon_hashes(databases.context, names),
    }


def ensure(databases):
    """Return the template with all our addons, made when needed."""
    return _ensure_full(databases, databases.context.addons, ensure_base)


def ensure_for_tests(databases):
    """Return the template that has also the addons which only tests install."""
    names = databases.context.addons + databases.context.test_addons
    return _ensure_full(databases, names, ensure)


def _ensure_full(databases, names, ensure_lower):
    facts = facts_about(databases, names)
    key = short_hash(json.dumps([base_key(databases), facts]), 10)
    full = databases.name("full", key)
    if databases.exists(full):
        return full
    lower = ensure_lower(databases)
    if full == lower:
        return full
    work = databases.name("making", f"full_{os.getpid()}")
    databases.copy(lower, work)
    missing = [n for n in names if n not in databases.noted(lower)["addons"]]
    if missing:
        title = "Database: installing " + ", ".join(missing)
        with databases.context.progress.step(title):
            databases.install(work, missing)
        if _bring_assets(databases.context, missing):
            _finish_inside(databases, work)
    _finish(databases, work, full, facts)
    _prune(databases, keep={lower, full})
    return full


def _bring_assets(context, names):
    """Return whether one of the addons adds to the styles and scripts of the pages.

    If not, those compiled in the template below are still the right ones.
    """
    paths = [context.addon_path(name) for name in names]
    return any(odoo_source.manifest(path).get("assets") for path in paths)


def ensure_base(databases):
    """Return the template with Odoo's addons alone, made when needed."""
    base = databases.name("base", base_key(databases))
    if databases.exists(base):
        return base
    work = databases.name("making", f"base_{os.getpid()}")
    databases.create_empty(work)
    needed = odoo_source.outside_dependencies(databases.context)
    with databases.context.progress.step("Database: Odoo with demo data, once"):
        databases.install(work, needed, "--with-demo", f"--load-language={LANGUAGES}")
    _finish_inside(databases, work)
    _finish(databases, work, base, facts_about(databases, []))
    return base


def _finish_inside(databases, name):
    title = "Database: compiling styles and scripts"
    with databases.context.progress.step(title), open(FINISH_PROGRAM) as program:
        databases.odoo_command(
            name,
            "shell",
            "--no-http",
            stdin=program,
            failure="The styles and scripts of the addons do not compile.",
        )


def _finish(databases, work, name, facts):
    databases.note(work, facts)
    files.remove_tree(databases.filestore / name)
    (databases.filestore / work).rename(databases.filestore / name)
    # Last: from here on it counts as complete.
    databases.rename(work, name)


def _prune(databases, keep):
    """Keep only the newest templates; older states of the addons are gone."""
    for kind, number in KEPT.items():
        old = [name for name in databases.newest(kind) if name not in keep]
        for name in old[number:]:
            databases.drop(name)
