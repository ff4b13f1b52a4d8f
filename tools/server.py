"""An Odoo server on a database, with its mail caught, for as long as it is needed."""

import contextlib
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tools.errors import Trouble
from tools.files import tail
from tools.mailbox import Mailbox
from tools.ports import HOST
from tools.process import start, stop, wait_until

START_SECONDS = 120


@dataclass
class RunningServer:
    """A server that answers."""

    url: str
    database: str
    log: Path
    mailbox: Mailbox
    process: object


@contextlib.contextmanager
def running(databases, name, port, mailbox, **settings):
    """Run Odoo on the database until the block ends.

    :param settings: more settings for Odoo's configuration file.
    """
    context = databases.context
    url = f"http://localhost:{port}"
    _tell_address(databases, name, url)
    log = context.folder("logs") / f"server-{name}.log"
    log.write_text("")
    config = databases.write_config(
        f"server-{name}",
        http_port=port,
        smtp_server=HOST,
        smtp_port=mailbox.port,
        email_from="odoo@example.com",
        dbfilter=f"^{name}$",
        **settings,
    )
    line = databases.odoo.command(databases.python, "server", "-c", config, "-d", name)
    with open(log, "ab") as output:
        process = start(
            line,
            stdout=output,
            stderr=output,
            env=databases.environment(),
            cwd=context.folder("config"),
        )
    try:
        _wait_for(process, port, log)
        yield RunningServer(url, name, log, mailbox, process)
    finally:
        stop(process, patience=20)
        config.unlink(missing_ok=True)


def _tell_address(databases, name, url):
    """Let the links in mails point at this server, whoever signs in first."""
    databases.sql.run(
        "DELETE FROM ir_config_parameter WHERE key IN "
        "('web.base.url', 'web.base.url.freeze')",
        database=name,
    )
    databases.sql.run(
        "INSERT INTO ir_config_parameter (key, value) VALUES "
        "('web.base.url', %s), ('web.base.url.freeze', 'True')",
        values=[url],
        database=name,
    )


def _wait_for(process, port, log):
    ready = wait_until(lambda: answers(port), START_SECONDS, process, pause=0.2)
    if not ready:
        raise Trouble(
            "Odoo does not start. `./dev run --fresh` starts from a new database; if "
            f"that does not help, these are the last lines of {log}:\n{tail(log)}"
        )


def answers(port):
    """Return whether a server on the port answers with a page."""
    try:
        # Straight to this machine, whatever proxy the environment names.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"http://{HOST}:{port}/web/login", timeout=20) as answer:
            return answer.status == 200
    except (OSError, urllib.error.URLError, ValueError):
        return False
