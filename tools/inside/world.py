"""A server on a copy of the demo data, and what may be done to it from behind."""

import contextlib
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from passlib.context import CryptContext

from tools import mailbox, odoo, ports, postgres, server, workshop
from tools.context import Context

ERROR_LINE = re.compile(r"^\S+ \S+ \d+ (ERROR|CRITICAL) ")
LINE = re.compile(r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ [A-Z]+ ")
# Two requests wrote the same row: Odoo logs an error and tries the second one again.
RETRIED = "could not serialize access due to concurrent update"
# The way Odoo keeps keys: the first characters in clear, to find it, and a hash.
KEYS = CryptContext(["pbkdf2_sha512"], pbkdf2_sha512__rounds=6000)
VISIBLE_CHARACTERS = 8


@contextlib.contextmanager
def opened_copy(template, number=1):
    """Yield the databases and the name of a copy of the template for the block."""
    context = Context.from_environment()
    source = odoo.ensure(context)
    found = postgres.server_for(context)
    databases = workshop.databases_on(context, found, source, Path(sys.executable))
    name = databases.working_copy(template, "journey", number)
    try:
        yield databases, name
    finally:
        databases.give_back(name)


@contextlib.contextmanager
def opened_world(template):
    """Run a server on a copy of the template until the block ends."""
    with contextlib.ExitStack() as stack:
        databases, name = stack.enter_context(opened_copy(template))
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        mail = mailbox.catching(databases.context, databases.python, Path(folder))
        caught = stack.enter_context(mail)
        port = ports.free_port()
        running = server.running(databases, name, port, caught, log_level="info")
        yield World(stack.enter_context(running), databases.sql)


def run_in_shell(template, program):
    """Return what a program prints that Odoo's shell runs on a copy of the template."""
    # Another copy than that of the server, which may be running.
    with opened_copy(template, 2) as (databases, name):
        config = databases.write_config(f"shell-{name}", log_level="error")
        line = databases.odoo.command(databases.python, "shell", "-c", config)
        try:
            done = subprocess.run(
                [*map(str, line), "-d", name, "--no-http"],
                input=program.read_text(encoding="utf-8"),
                env=databases.environment(),
                cwd=databases.context.folder("config"),
                capture_output=True,
                text=True,
            )
        finally:
            config.unlink(missing_ok=True)
    assert done.returncode == 0, done.stderr
    return done.stdout


class World:
    """A running server with its database."""

    def __init__(self, running, sql):
        self.url = running.url
        self.database = running.database
        self.mailbox = running.mailbox
        self.log = running.log
        self._sql = sql
        self._read = 0

    def query(self, statement, values=None):
        """Return the rows of a statement, to check what no user can see."""
        return self._sql.run(statement, database=self.database, values=values)

    def new_key(self, login):
        """Return a new API key of a user."""
        key = os.urandom(20).hex()
        made = self.query(
            "INSERT INTO res_users_apikeys (name, user_id, scope, key, index) "
            "SELECT 'journey', id, 'rpc', %s, %s FROM res_users WHERE login = %s "
            "RETURNING id",
            [KEYS.hash(key), key[:VISIBLE_CHARACTERS], login],
        )
        assert made, f"There is no user with the login {login}."
        return key

    def set_password(self, login, password):
        """Give a user a password, whatever it was before."""
        made = self.query(
            "UPDATE res_users SET password = %s WHERE login = %s RETURNING id",
            [KEYS.hash(password), login],
        )
        assert made, f"There is no user with the login {login}."

    def new_errors(self):
        """Return the errors that were logged since the last time, with their traces."""
        with open(self.log, encoding="utf-8", errors="replace") as file:
            file.seek(self._read)
            text = file.read()
            self._read = file.tell()
        return errors_in(text)


def errors_in(text):
    """Return the errors in the text of a log, each with the lines that follow it."""
    found, inside = [], False
    for line in text.splitlines():
        if ERROR_LINE.match(line):
            found.append(line)
            inside = True
        elif LINE.match(line):
            inside = False
        elif inside:
            found[-1] += "\n" + line
    return [error for error in found if RETRIED not in error]
