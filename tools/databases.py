"""Databases with their files: created, copied, noted, dropped, and Odoo run on them.

The comment on a database says what is in it.
"""

import json
import os

from tools import files, locks
from tools import odoo as odoo_source
from tools.context import ADDONS, TEST_ADDONS, short_hash
from tools.errors import Trouble
from tools.process import run_logged
from tools.sql import SqlError

TEMPORARY = ("making", "unit", "journey", "shots", "bench")
KINDS = (*TEMPORARY, "base", "full", "dev")
ADDON_FAULT = (
    "Odoo could not install or update the addons. What it says of it is below; "
    "correct the addon and start again."
)
ODOO_FAULT = (
    "Odoo could not make a database with its own addons. What it says of it is below; "
    "`./dev clean --all` and a new start fetch everything anew."
)


# What Odoo logs when it goes on without the demo data of an addon.
_DEMO_FAILED = "demo data failed to install"


class Databases:
    """The databases of one cache on one server."""

    def __init__(self, context, odoo, python, sql, server_key):
        self.context = context
        self.odoo = odoo
        self.python = python
        self.sql = sql
        self.data = context.folder("data", server_key)
        self.filestore = context.folder("data", server_key, "filestore")
        # On a server that is not ours the names must not meet those of others.
        given = context.env.get("PGHOST")
        self._prefix = f"hrl{short_hash(str(context.cache), 6)}_" if given else ""
        self._held = {}

    def name(self, kind, key):
        """Return the full name of a database."""
        return f"{self._prefix}{kind}_{key}"

    def install(self, name, addons, *options, update=()):
        """Install addons into a database, and update others."""
        arguments = ["--stop-after-init", "--no-http", *options]
        if addons:
            arguments += ["-i", ",".join(addons)]
        if update:
            arguments += ["-u", ",".join(update)]
        ours = [addon for addon in [*addons, *update] if addon in ADDONS + TEST_ADDONS]
        # What went wrong the last time is no matter of this one.
        self._log(name).unlink(missing_ok=True)
        self.odoo_command(
            name, "server", *arguments, failure=ADDON_FAULT if ours else ODOO_FAULT
        )
        self._check_installed(name, [*addons, *update])
        self._check_demo_loaded(name)

    def _log(self, name):
        return self.context.folder("logs") / f"odoo-{name}.log"

    def _check_demo_loaded(self, name):
        """Stop when demo data did not load: Odoo goes on without, and only logs it."""
        log = self._log(name)
        text = log.read_text(errors="replace") if log.exists() else ""
        if _DEMO_FAILED in text:
            raise Trouble(
                f"Demo data did not load. What Odoo says is in {log}, after "
                f"“{_DEMO_FAILED}”."
            )

    def _check_installed(self, name, addons):
        """Stop with a sentence when Odoo has left an addon out, which it only logs."""
        rows = self.sql.run(
            "SELECT name FROM ir_module_module WHERE state = 'installed'",
            database=name,
        )
        missing = sorted(set(addons) - {row[0] for row in rows})
        if missing:
            log = self._log(name)
            raise Trouble(
                f"Odoo did not install {', '.join(missing)}: something on which it "
                f"builds is missing. The last lines of {log}:\n{files.tail(log)}"
            )

    def odoo_command(self, name, command, *arguments, failure, stdin=None):
        """Run a command of Odoo on a database to its end."""
        config = self.write_config(f"setup-{os.getpid()}", log_level="warn")
        line = self.odoo.command(self.python, command, "-c", config, "-d", name)
        log = self._log(name)
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

    def write_config(self, name, **settings):
        """Write a configuration file of Odoo for these databases; return its path."""
        return odoo_source.write_config(
            self.context, self.odoo, name, data_dir=self.data, **settings
        )

    def environment(self):
        """Return the environment in which Odoo finds itself and the server."""
        return {**self.sql.env, "PYTHONPATH": str(self.odoo.python_path)}

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
        # Odoo does without either: its searches are slower, or tell é from e.
        self._try(name, "CREATE EXTENSION pg_trgm")
        self._try(name, "CREATE EXTENSION unaccent")
        if not self._try(name, "ALTER FUNCTION unaccent(text) IMMUTABLE"):
            # Only a superuser may do that, and an index needs it.
            self._try(name, "DROP EXTENSION IF EXISTS unaccent")

    def _try(self, name, statement):
        try:
            self.sql.run(statement, database=name)
        except SqlError:
            return False
        return True

    def copy(self, source, name):
        """Copy a database with its files, whatever had that name before."""
        self.drop(name)
        self.sql.run(f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
        files.link_tree(self.filestore / source, self.filestore / name)

    def drop(self, name):
        """Drop a database with its files; nothing happens when there is none."""
        self.sql.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        files.remove_tree(self.filestore / name)

    def rename(self, name, new_name):
        """Give a database another name; its files are moved by the caller."""
        self.sql.run(f'DROP DATABASE IF EXISTS "{new_name}" WITH (FORCE)')
        self.sql.run(f'ALTER DATABASE "{name}" RENAME TO "{new_name}"')

    def newest(self, kind):
        """Return the databases of a kind, newest first."""
        rows = self.sql.run(
            "SELECT datname FROM pg_database WHERE starts_with(datname, %s) "
            "ORDER BY oid DESC",
            values=[self.name(kind, "")],
        )
        return [name for (name,) in rows]

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

    def set_up(self):
        """Return a context in which nobody else makes templates."""
        return locks.exclusive(self.context, "setup", "setting up")

    # Working copies

    def hold(self, name):
        """Reserve a name for this process; return whether nobody else has it."""
        lock = locks.Lock(self.context.folder("locks") / f"db-{name}.lock")
        if not lock.acquire(wait=False):
            return False
        self._held[name] = lock
        return True

    def working_copy(self, source, kind, number=1):
        """Return a copy that belongs to this process until it is given back."""
        name = self.name(kind, f"{os.getpid()}_{number}")
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
            if not name.startswith(self.name("dev", "")):
                # Nobody else asks for a name with the number of a process in it.
                lock.path.unlink(missing_ok=True)
            lock.release()

    def all_names(self):
        """Return the names of all databases of this cache."""
        rows = self.sql.run("SELECT datname FROM pg_database")
        kinds = tuple(self.name(kind, "") for kind in KINDS)
        return sorted(name for (name,) in rows if name.startswith(kinds))

    def remove_leftovers(self):
        """Drop what killed processes left behind, while set-up is locked."""
        temporary = tuple(self.name(kind, "") for kind in TEMPORARY)
        names = set(self.all_names())
        for name in sorted(names):
            if name.startswith(temporary) and self.hold(name):
                self.give_back(name)
                names.discard(name)
        for folder in self.filestore.iterdir():
            if folder.name not in names and folder.name.startswith(self._prefix):
                files.remove_tree(folder)
        for kind in ("config", "logs"):
            files.remove_old_files(self.context.folder(kind))
