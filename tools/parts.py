"""The parts of the tests: what belongs to which, and how pytest is called for each."""

import json
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path

from tools import templates
from tools.context import REPO
from tools.errors import Trouble
from tools.halves import halves

PLAIN, UNIT, JOURNEYS = "plain", "unit", "journeys"
# A package that Odoo needs, and that will not change any more.
PASSLIB = "ignore:'crypt' is deprecated:DeprecationWarning"
TITLES = {
    PLAIN: "Tests without Odoo",
    UNIT: "Tests of the addons inside Odoo",
    JOURNEYS: "Journeys over HTTP and in the browser",
}


@dataclass
class Part:
    """One call of pytest."""

    kind: str
    paths: list
    env: dict = field(default_factory=dict)
    options: list = field(default_factory=list)
    database: str = ""
    share: str = ""

    @property
    def title(self):
        """What the part is called in the output."""
        return TITLES[self.kind] + self.share


def all_paths(context):
    """Return the paths of each part that has tests in this clone."""
    tests = context.repo / "tests"
    plain = [path for path in (tests / "shape", tests / "tools") if has_tests(path)]
    plain += sorted(tests.glob("test_*.py"))
    names = context.addons + context.test_addons
    unit = [context.addon_path(name) / "tests" for name in names]
    found = {
        PLAIN: plain,
        UNIT: [path for path in unit if has_tests(path)],
        JOURNEYS: [path for path in (tests / "journeys",) if has_tests(path)],
    }
    return {kind: paths for kind, paths in found.items() if paths}


def has_tests(folder):
    """Return whether there is a file of tests somewhere in the folder."""
    return any(folder.rglob("test_*.py"))


def paths_by_part(context, wanted):
    """Sort paths of the command line into the parts, or stop with a sentence."""
    if not wanted:
        return all_paths(context)
    found = {}
    for text in wanted:
        name, mark, rest = text.partition("::")
        path = Path(os.path.abspath(name))
        if not path.exists():
            raise Trouble(f"There is no file or folder {name} to take tests from.")
        if path == context.repo:
            return all_paths(context)
        for kind, place in _places(context, path):
            found.setdefault(kind, []).append(f"{place}{mark}{rest}")
    return {kind: found[kind] for kind in TITLES if kind in found}


def _places(context, path):
    tests = context.repo / "tests"
    if path == tests:
        every = all_paths(context)
        inside = [(k, p) for k, paths in every.items() for p in paths]
        return [(kind, place) for kind, place in inside if tests in place.parents]
    if path.is_relative_to(tests / "journeys"):
        return [(JOURNEYS, path)]
    if path.is_relative_to(tests) and not path.is_relative_to(tests / "addons"):
        return [(PLAIN, path)]
    for name in context.addons + context.test_addons:
        addon = context.addon_path(name)
        if path == addon:
            return [(UNIT, addon / "tests")]
        if path.is_relative_to(addon):
            return [(UNIT, path)]
    if path == tests / "addons":
        return [(UNIT, context.addon_path(n) / "tests") for n in context.test_addons]
    raise Trouble(
        f"{path} holds no tests of this project. Give a path in tests/ or in one of "
        "the addons."
    )


def plain_part(context, paths):
    """Return the call for the tests that need no Odoo."""
    return Part(PLAIN, paths, env={"PYTHONPATH": str(REPO)}, options=["-p", "no:odoo"])


def unit_parts(databases, paths, script):
    """Return the calls for the tests inside Odoo: one, or two when they are many."""
    template = templates.ensure_for_tests(databases)
    lists = halves(paths)
    for number, files in enumerate(lists, start=1):
        name = databases.working_copy(template, UNIT, number)
        part = _unit_part(databases, files, script, name)
        part.share = f" ({number} of {len(lists)})" if len(lists) > 1 else ""
        yield part


def _unit_part(databases, paths, script, name):
    context = databases.context
    config = databases.write_config(name, db_name=name)
    path = os.pathsep.join([str(databases.odoo.python_path), str(context.repo)])
    options = ["--odoo-http", "--odoo-log-level=error"]
    env = {**databases.sql.env, "ODOO_RC": str(config), "PYTHONPATH": path}
    # Odoo looks for a browser on the path.
    env["PATH"] = os.pathsep.join([str(script.parent), env["PATH"]])
    return Part(UNIT, paths, env, options, database=name)


def journeys_part(databases, paths, script, pictures):
    """Return the call for the journeys, which start a server themselves."""
    env = {
        "PYTHONPATH": str(databases.context.repo),
        "DEV_TEMPLATE": templates.ensure(databases),
        "DEV_BROWSER": str(script),
        "DEV_PICTURES": str(pictures),
    }
    return Part(JOURNEYS, paths, env, options=["-p", "no:odoo"])


def command(python, part, result, options):
    """Return the command line and the environment that run a part."""
    line = [python, "-m", "pytest", "-p", "tools.guard", "-p", "no:cacheprovider"]
    line += ["--rootdir", REPO, "-r", "fEs", "-W", PASSLIB]
    line += [*part.options, *options, *part.paths]
    return line, {**part.env, "DEV_RESULT": str(result)}


def numbers(result):
    """Return the numbers that a part wrote down, or nothing when it died before."""
    try:
        return json.loads(Path(result).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None


def supports_colour():
    """Return whether the output goes to somebody who sees colours."""
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
