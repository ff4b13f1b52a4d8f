"""Databases: two templates that are made once, and quick copies of them.

`base_<hash>` holds Odoo's addons on which ours build, with demo data; `full_<hash>`
adds our addons; whatever is worked in is a copy of that. A template is made under
another name and gets its own when it is complete, so that a half-made one is never
taken for a whole one. The comment on a database says what is in it.
"""

import json
import os

from tools import files, odoo as odoo_source
from tools.context import REPO, short_hash
from tools.errors import Trouble
from tools.locks import Lock
from tools.process import run_logged
from tools.sql import SqlError

RECIPE = "1"
LANGUAGES = "zh_CN"
ASSETS_PROGRAM = REPO / "tools" / "inside" / "assets.py"


class Databases:
    """The databases of one cache on one server."""

    def __init__(self, context, odoo, python, sql):
        self.context = context
        self.odoo = odoo
        self.python = python
        self.sql = sql
        self.filestore = context.folder("data", "filestore")
        # On a server that is not ours the names must not meet those of others.
        given = context.env.get("PGHOST")
        self._prefix = f"hrl{short_hash(str(context.cache), 6)}_" if given else ""
        self._held = {}

    def name(self, kind, key):
        """Return the full name of a database."""
        return f"{self._prefix}{kind}_{key}"

    # What is in them

    def base_key(self):
        """Return what a base template depends on, as a short text."""
        needed = ",".join(odoo_source.outside_dependencies(self.context))
        parts = [RECIPE, self.odoo.identity, needed, LANGUAGES]
        return short_hash("|".join(parts), 10)

    def addon_hashes(self, names):
        """Return a hash of the files of each addon."""
        return {
            name: files.tree_hash([self.context.addon_path(name)])[:16]
            for name in names
        }

    def full_key(self, names):
        """Return what a full template depends on, as a short text."""
        hashes = self.addon_hashes(names)
        return short_hash(json.dumps([self.base_key(), hashes]), 10)

    # Templates

    def ensure_full(self, names):
        """Return the template that has these addons of ours, made when needed."""
        full = self.name("full", self.full_key(names))
        if self.exists(full):
            return full
        base = self._ensure_base()
        work = self.name("making", f"full_{os.getpid()}")
        hashes = self.addon_hashes(names)
        self.copy(base, work)
        with self.context.progress.step("Database: installing " + ", ".join(names)):
            self.install(work, names)
        self._compile_assets(work)
        self._finish(work, full, {"base": base, "addons": hashes})
        self._prune(keep={base, full})
        return full

    def _ensure_base(self):
        base = self.name("base", self.base_key())
        if self.exists(base):
            return base
        work = self.name("making", f"base_{os.getpid()}")
        self.create_empty(work)
        needed = odoo_source.outside_dependencies(self.context)
        with self.context.progress.step("Database: Odoo with demo data, once"):
            self.install(work, needed, "--with-demo", f"--load-language={LANGUAGES}")
        self._compile_assets(work)
        self._finish(work, base, {"base": base, "addons": {}})
        return base

    def _compile_assets(self, name):
        with self.context.progress.step("Database: compiling styles and scripts"):
            with open(ASSETS_PROGRAM, encoding="utf-8") as program:
                self.odoo_command(
                    name,
                    "shell",
                    "--no-http",
                    stdin=program,
                    failure="The styles and scripts of the addons do not compile.",
                )

    def _finish(self, work, name, facts):
        self.note(work, facts)
        files.remove_tree(self.filestore / name)
        if (self.filestore / work).exists():
            (self.filestore / work).rename(self.filestore / name)
        # Last: from here on it counts as complete.
        self.sql.run(f'ALTER DATABASE "{work}" RENAME TO "{name}"')

    def install(self, name, addons, *options, update=()):
        """Install addons into a database, and update others."""
        arguments = ["--stop-after-init", "--no-http", *options]
        if addons:
            arguments += ["-i", ",".join(addons)]
        if update:
            arguments += ["-u", ",".join(update)]
        self.odoo_command(name, "server", *arguments, failure=_why_not_installed)

    def odoo_command(self, name, command, *arguments, failure, stdin=None):
        """Run a command of Odoo on a database to its end."""
        config = odoo_source.write_config(
            self.context, self.odoo, f"setup-{os.getpid()}", log_level="warn"
        )
        line = self.odoo.command(self.python, command, "-c", config, "-d", name)
        log = self.context.folder("logs") / f"odoo-{name}.log"
        try:
            run_logged(
                [*line, *arguments],
                log,
                failure,
                env=self.environment(),
                cwd=self.context.folder("config"),
                **({"stdin": stdin} if stdin else {}),
            )
        finally:
            config.unlink(missing_ok=True)

    def environment(self):
        """Return the environment in which Odoo finds itself and the server."""
        return {**self.sql.env, "PYTHONPATH": str(self.odoo.python_path)}

    # Single databases

    def exists(self, name):
        """Return whether a database is there, with its files."""
        rows = self.sql.run(
            "SELECT 1 FROM pg_database WHERE datname = %s", values=[name]
        )
        return bool(rows) and (self.filestore / name).is_dir()

    def create_empty(self, name):
        """Create an empty database as Odoo likes it.

        Its own way of creating one writes errors into the log where the extensions
        are missing.
        """
        self.drop(name)
        self.sql.run(
            f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8' "
            "LC_COLLATE 'C'"
        )
        (self.filestore / name).mkdir(parents=True, exist_ok=True)
        for extension in ("pg_trgm", "unaccent"):
            try:
                self.sql.run(f"CREATE EXTENSION {extension}", database=name)
            except SqlError:
                continue  # Odoo does without: searches are slower and know accents.
        try:
            self.sql.run("ALTER FUNCTION unaccent(text) IMMUTABLE", database=name)
        except SqlError:
            return

    def copy(self, source, name):
        """Copy a database with its files, whatever had that name before."""
        self.drop(name)
        self.sql.run(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        files.link_tree(self.filestore / source, self.filestore / name)

    def drop(self, name):
        """Drop a database with its files; nothing happens when there is none."""
        self.sql.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        files.remove_tree(self.filestore / name)

    def note(self, name, facts):
        """Write down in a database what is in it."""
        self.sql.run(f'COMMENT ON DATABASE "{name}" IS %s', values=[json.dumps(facts)])

    def noted(self, name):
        """Return what was written down in a database, or nothing."""
        rows = self.sql.run(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database "
            "WHERE datname = %s",
            values=[name],
        )
        try:
            return json.loads(rows[0][0]) if rows else None
        except (TypeError, ValueError):
            return None

    # Working copies

    def hold(self, name):
        """Reserve a name for this process; return whether nobody else has it."""
        lock = Lock(self.context.folder("locks") / f"db-{name}.lock")
        if not lock.acquire(wait=False):
            return False
        self._held[name] = lock
        return True

    def working_copy(self, source, kind):
        """Return a copy that belongs to this process until it is given back."""
        name = self.name(kind, f"{os.getpid()}")
        if not self.hold(name):
            raise Trouble(f"The database {name} is in use by another ./dev.")
        self.copy(source, name)
        return name

    def give_back(self, name):
        """Drop a working copy and free its name."""
        self.drop(name)
        self.free(name)

    def free(self, name):
        """Free a name that was held."""
        lock = self._held.pop(name, None)
        if lock:
            lock.path.unlink(missing_ok=True)
            lock.release()

    def all_names(self):
        """Return the names of all databases of this cache."""
        rows = self.sql.run("SELECT datname FROM pg_database")
        kinds = tuple(self.name(kind, "") for kind in KINDS)
        return sorted(name for (name,) in rows if name.startswith(kinds))

    def remove_leftovers(self):
        """Drop what killed processes left behind; to be called while set-up is locked."""
        temporary = tuple(self.name(kind, "") for kind in TEMPORARY)
        names = set(self.all_names())
        for name in names:
            if name.startswith(temporary) and self.hold(name):
                self.give_back(name)
                names.discard(name)
        for folder in self.filestore.iterdir():
            if folder.name not in names and folder.name.startswith(self._prefix):
                files.remove_tree(folder)

    def _prune(self, keep):
        """Keep only the newest templates; older states of the addons are gone."""
        for kind, number in (("full", 4), ("base", 2)):
            rows = self.sql.run(
                "SELECT datname FROM pg_database WHERE datname LIKE %s "
                "ORDER BY oid DESC",
                values=[self.name(kind, "") + "%"],
            )
            old = [name for (name,) in rows if name not in keep]
            for name in old[number - 1 :]:
                self.drop(name)


TEMPORARY = ("making", "unit", "journey", "shots")
KINDS = (*TEMPORARY, "base", "full", "dev")


def _why_not_installed(text):
    return (
        "Odoo could not install or update the addons. What it says of it is below; "
        "correct the addon and start again."
    )
