"""A PostgreSQL server of our own on a socket of our own, or the one in PGHOST."""

import json
import os
import pwd
import re
import tempfile
from pathlib import Path

from tools import files, postgres_binaries
from tools.context import short_hash
from tools.errors import Trouble
from tools.process import output_of, run_logged

USER = "odoo"
# The system allows 107 bytes for the path of a socket.
LONGEST_FOLDER = 107 - len("/.s.PGSQL.5432")
LIBPQ = re.compile(r"^PG[A-Z]+$")
SETTINGS = """\
listen_addresses = ''
unix_socket_directories = '{socket}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
# All of it can be made anew: quick is worth more here than safe against a power cut.
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
autovacuum_naptime = 5min
logging_collector = off
"""


class Server:
    """The private server: made on first use, started when needed."""

    def __init__(self, context):
        self.context = context
        self.account = server_account()
        self.home = self._home()
        self.socket = self._socket_folder()
        self.log = context.folder("logs") / "postgres.log"

    def key(self):
        """Return a name for what belongs to the databases of this server."""
        return self._data(self._programs()).name.replace("data", "private")

    def environment(self):
        """Return the variables by which every client finds this server."""
        return {"PGHOST": str(self.socket), "PGPORT": "5432", "PGUSER": USER}

    def ensure(self):
        """Start the server unless it runs; make its files when there are none."""
        programs = self._programs()
        data = self._data(programs)
        if not (data / "PG_VERSION").is_file():
            self._initialise(programs, data)
        self._make_folder(self.socket, 0o700)
        self._own(self.socket)
        if not self._answers(programs):
            self._start(programs, data)

    def stop(self):
        """Stop the server, if it runs."""
        programs = self._find_programs()
        for data in self.home.glob("data-*"):
            if programs and (data / "postmaster.pid").exists():
                command = [programs / "pg_ctl", "stop", "-D", data, "-m", "fast"]
                output_of([*command, "-t", "20"], **self._as_account())

    def _data(self, programs):
        return self.home / f"data-{postgres_binaries.major_version(programs)}"

    def _find_programs(self):
        machine = postgres_binaries.find_on_machine()
        return machine or postgres_binaries.fetched_folder(self.home)

    def _programs(self):
        found = self._find_programs()
        if found:
            return found
        return postgres_binaries.fetch(self.context, self.home)

    def _initialise(self, programs, data):
        work = data.with_name(f"making-{data.name}")
        files.remove_tree(work)
        self._make_folder(work, 0o700)
        self._own(work)
        command = [programs / "initdb", "-D", work, "-U", USER, "-A", "trust"]
        command += ["--encoding=UTF8", "--no-sync", "--no-instructions"]
        failure = f"PostgreSQL cannot make its files in {work}."
        with self.context.progress.step("PostgreSQL: making its files"):
            try:
                self._run([*command, "--locale=C.UTF-8"], failure)
            except Trouble:
                # Some machines do not know that locale.
                files.remove_tree(work)
                self._make_folder(work, 0o700)
                self._own(work)
                self._run([*command, "--locale=C"], failure)
        with open(work / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write("include_if_exists = 'dev.conf'\n")
        files.remove_tree(data)
        work.rename(data)

    def _start(self, programs, data):
        settings = data / "dev.conf"
        settings.write_text(SETTINGS.format(socket=self.socket), encoding="utf-8")
        self._own(settings)
        command = [programs / "pg_ctl", "start", "-D", data, "-w", "-t", "60", "-s"]
        self._run(
            command,
            "PostgreSQL does not start. `./dev clean --all` removes its files with "
            "everything else in the cache, and the next start makes them anew.",
        )

    def _answers(self, programs):
        command = [programs / "pg_ctl", "status", "-D"]
        for data in self.home.glob("data-*"):
            running = output_of([*command, data], **self._as_account()) is not None
            if running and self._has_socket():
                return True
        return False

    def _has_socket(self):
        return any(self.socket.glob(".s.PGSQL.*[0-9]"))

    def _run(self, command, failure):
        run_logged(command, self.log, failure, **self._as_account())

    def _as_account(self):
        # Another account may not enter the folder in which we are.
        if self.account is None:
            return {"cwd": "/"}
        account = self.account
        return {
            "user": account.pw_uid,
            "group": account.pw_gid,
            "extra_groups": [],
            "cwd": "/",
        }

    def _own(self, path):
        if self.account:
            os.chown(path, self.account.pw_uid, self.account.pw_gid)

    def _home(self):
        if self.account is None:
            return self.context.folder("postgres")
        home = elsewhere(self.context)
        self._make_folder(home, 0o711)
        return home

    def _socket_folder(self):
        folder = self.home / "socket"
        plain = re.fullmatch(r"[\w./-]+", str(folder))
        if plain and len(os.fsencode(folder)) <= LONGEST_FOLDER:
            return folder
        name = f"hr-leavers-{os.getuid()}-{short_hash(str(self.context.cache))}"
        return Path(tempfile.gettempdir(), name)

    def _make_folder(self, folder, mode):
        """Make a folder, and refuse one that somebody else has put there."""
        try:
            folder.mkdir(mode=mode, parents=True, exist_ok=True)
            owner = folder.stat().st_uid
        except OSError as error:
            raise Trouble(
                f"The folder {folder} cannot be made ({error.strerror})."
            ) from error
        ours = {os.getuid()} | ({self.account.pw_uid} if self.account else set())
        if owner not in ours or folder.is_symlink():
            raise Trouble(
                f"The folder {folder} belongs to somebody else. Remove it and start "
                "again."
            )
        folder.chmod(mode)


def server_account():
    """Return the account for the server when we are root, which it refuses to be."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise Trouble(
        "PostgreSQL does not run as root and this machine has no account `postgres` "
        "or `nobody`. Start ./dev as an ordinary user."
    )


def elsewhere(context):
    """Return where the server lives when its account cannot reach our cache.

    The home of root is closed to others, so that is nearly always so.
    """
    return Path("/var/tmp", f"hr-leavers-{short_hash(str(context.cache))}")


class GivenServer:
    """The server that PGHOST names: used as it is, never started or stopped."""

    def __init__(self, context):
        self.context = context

    def key(self):
        """Return a name for what belongs to the databases of this server."""
        env = self.context.env
        place = [env.get(name) for name in ("PGHOST", "PGPORT", "PGUSER")]
        return f"given-{short_hash(json.dumps(place))}"

    def environment(self):
        """Return the variables by which every client finds this server."""
        env = self.context.env
        names = [key for key in env if LIBPQ.match(key) and key != "PGDATABASE"]
        return {name: env[name] for name in names}

    def ensure(self):
        """Nothing to start; whether it answers is found out by the first question."""

    def stop(self):
        """Nothing to stop: it is not ours."""


def server_for(context):
    """Return the server to use: the one in PGHOST, or our own."""
    return GivenServer(context) if context.env.get("PGHOST") else Server(context)


def without_libpq(env):
    """Return the environment without variables meant for another server."""
    return {key: value for key, value in env.items() if not LIBPQ.match(key)}
