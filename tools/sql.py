"""Questions to PostgreSQL, asked through the Python that has a client for it."""

import json
import subprocess

from tools.context import REPO
from tools.errors import Trouble
from tools.postgres import without_libpq
from tools.python import clean_environment

PROGRAM = REPO / "tools" / "inside" / "sql.py"


class SqlError(Exception):
    """What PostgreSQL answered instead of a result."""


class Sql:
    """A way to run statements on a server."""

    def __init__(self, context, python, server):
        self._python = python
        env = clean_environment(context)
        self.env = {**without_libpq(env), **server.environment()}

    def run(self, *statements, database="postgres", values=None):
        """Run statements and return the rows of the last one.

        :param values: the values for the only statement, when it has places for them.
        """
        if values is not None and len(statements) != 1:
            raise ValueError("Values belong to exactly one statement.")
        pairs = [[statement, values] for statement in statements]
        job = json.dumps({"database": database, "statements": pairs})
        done = subprocess.run(
            [str(self._python), str(PROGRAM)],
            input=job,
            capture_output=True,
            text=True,
            env=self.env,
        )
        if done.returncode:
            raise SqlError(done.stderr.strip())
        return json.loads(done.stdout)

    def check(self):
        """See whether the server answers and lets us work, or stop with a sentence."""
        place = self.env.get("PGHOST", "the default place")
        try:
            ((version, user, allowed),) = self.run(
                "SELECT current_setting('server_version_num')::int, current_user,"
                " rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
            )
        except SqlError as error:
            raise Trouble(
                f"The PostgreSQL server at {place} does not let us in: {error}\n"
                "Check PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset PGHOST to use "
                "a private server."
            ) from error
        self._judge(version, user, allowed)

    def _judge(self, version, user, allowed):
        if version < 130000:
            raise Trouble(
                "The PostgreSQL server is too old: Odoo 19 needs version 13 or newer."
            )
        if user == "postgres":
            raise Trouble(
                "Odoo refuses the PostgreSQL user `postgres`. Make another with "
                "`createuser --createdb odoo` and set PGUSER=odoo."
            )
        if not allowed:
            raise Trouble(
                f"The PostgreSQL user `{user}` may not create databases. Allow it with "
                f'`ALTER ROLE "{user}" CREATEDB`.'
            )
