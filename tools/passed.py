"""What has passed, and under which code: `./dev test` does not run it again.

An entry stands for one file of tests inside Odoo, or for one folder of the others. Its
name is a hash of all that the tests depend on: Odoo, the packages, the addons, what
tests share, the tests themselves. Whatever changes, there is no such entry, and the
tests run. Only what has passed is noted; a failure always runs again.
"""

import datetime
import hashlib
import json
import platform
from pathlib import Path

from tools import files, odoo, odoo_package, parts, python
from tools.halves import files_of

FOLDER = "passed"
# To be raised when entries of before must not be believed any more.
RECIPE = "1"
# What the tests of the addons read outside of these.
READ = ("data", "docs/privacy.md", "tests/shape")
# What the tests of the tooling read, besides themselves.
TOOLING = ("dev", "tools", "requirements.txt", "requirements-dev.txt", "pyproject.toml")


class Passed:
    """The entries for the tests of one run."""

    def __init__(self, context, paths):
        self.context = context
        self.paths = paths
        self.keys = {}

    def take(self):
        """Sort the paths into those to run and the numbers of those that need not.

        :return: paths by part, and numbers by part
        """
        self.keys = self._all_keys()
        to_run, known = {}, {}
        for kind, places in self._places().items():
            for place in places:
                entry = self._read(place)
                if entry:
                    known.setdefault(kind, []).append(entry)
                else:
                    to_run.setdefault(kind, []).append(place)
        return to_run, {kind: _sum(entries) for kind, entries in known.items()}

    def keep(self, outcomes):
        """Note what has passed in these outcomes of parts.

        Nothing is noted of a part in which an error belongs to no test, and nothing at
        all when a file was changed while the tests ran.
        """
        if not self.keys or self._all_keys() != self.keys:
            return
        folder = self.context.folder(FOLDER)
        for part, _code, numbers in outcomes:
            if not numbers or numbers["outside"]:
                continue
            for place in self._places(part.kind).get(part.kind, []):
                counted = _of_place(numbers["files"], place, self.context.repo)
                if counted["passed"] and not counted["failed"]:
                    today = datetime.date.today().isoformat()
                    text = json.dumps({**counted, "on": today})
                    files.write_text(folder / self.keys[place], text)
        files.remove_old_files(folder)

    def _read(self, place):
        key = self.keys.get(place)
        return key and files.read_json(self.context.cache / FOLDER / key)

    def _places(self, only=None):
        """Return what has entries of its own, by part."""
        return {
            kind: files_of(paths) if kind == parts.UNIT else [Path(p) for p in paths]
            for kind, paths in self.paths.items()
            if only in (None, kind)
        }

    def _all_keys(self):
        """Return the name of the entry of each place; none before Odoo is fetched."""
        ground = self._ground()
        if not ground:
            return {}
        shared = self._shared_hash()
        keys = {}
        for kind, places in self._places().items():
            for place in places:
                own = [self._plain_hash(place)]
                if kind != parts.PLAIN:
                    own = [shared, _hash_of([place])]
                name = str(place.relative_to(self.context.repo))
                keys[place] = _digest([ground, kind, name, *own])
        return keys

    def _ground(self):
        """Return what everything stands on: Odoo, Python, its packages, the system."""
        context = self.context
        venv = python.venv_folder(context, "odoo", python.LOCK_FILE)
        has_odoo = context.env.get("ODOO_SRC") or odoo_package.ready_folder(context)
        if not python.is_ready(venv) or not has_odoo:
            return ""
        # The clone, too: what passed in one may still depend on where it was.
        facts = [context.clone_key, venv.name, platform.platform()]
        return _digest([RECIPE, odoo.ensure(context).identity, *facts])

    def _shared_hash(self):
        """Return a hash of the addons and of what all tests inside Odoo share."""
        names = self.context.addons + self.context.test_addons
        read = [self.context.repo / name for name in TOOLING + READ]
        addons = [self.context.addon_path(name) for name in names]
        return _digest([_hash_of(read), _hash_of(addons, without="test_")])

    def _plain_hash(self, place):
        """Return a hash of what tests without Odoo read: the tooling, or everything."""
        repo = self.context.repo
        if place == repo / "tests" / "tools":
            return _hash_of([*(repo / name for name in TOOLING), place])
        every = [path for path in sorted(repo.iterdir()) if path.name != ".git"]
        return _hash_of(every)


def _of_place(by_file, place, repo):
    """Return the numbers of a file, or of all files in a folder, added up."""
    inside = [
        counted
        for name, counted in by_file.items()
        if (repo / name) == place or place in (repo / name).parents
    ]
    return _sum(inside)


def _sum(entries):
    total = {"passed": 0, "failed": 0, "skipped": 0}
    for entry in entries:
        for key in total:
            total[key] += entry[key]
    return total


def _hash_of(paths, without=None):
    """Return a hash of names and contents; files beginning like `without` left out."""
    lines = []
    for path in paths:
        inside = files.walk(path) if path.is_dir() else [path]
        lines += [
            f"{file}={_file_hash(file)}"
            for file in inside
            if file.is_file() and not (without and file.name.startswith(without))
        ]
    return _digest(lines)


def _file_hash(path):
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _digest(texts):
    return hashlib.sha256("\n".join(texts).encode()).hexdigest()[:24]
