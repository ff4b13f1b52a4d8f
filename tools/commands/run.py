"""`./dev run`: Odoo with the three addons and demo data, ready to be tried."""

import argparse

from tools import dev_database, ports, server, workshop
from tools.mailbox import catching
from tools.screens import ROLES, VISITOR

DEFAULT_PORT = 8069
USER = "admin"


def main(context, arguments):
    """Run Odoo until Ctrl-C."""
    options = parse(arguments)
    ports.check_free(options.port, "./dev run")
    with workshop.opened(context) as databases:
        name = dev_database.prepare(databases, options.fresh)
        folder = context.folder("mail", name)
        with catching(context, databases.python, folder) as mailbox:
            serve(databases, name, options.port, mailbox)
    return 0


def parse(arguments):
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="./dev run", description=__doc__)
    parser.add_argument(
        "--fresh", action="store_true", help="start again from new demo data"
    )
    parser.add_argument(
        "--port",
        type=int,
        default=DEFAULT_PORT,
        help=f"the port of the address, {DEFAULT_PORT} when not given",
    )
    return parser.parse_args(arguments)


def serve(databases, name, port, mailbox):
    """Run the server, tell how to get in, and wait."""
    context = databases.context
    with context.progress.step("Odoo: starting"):
        context_manager = server.running(
            databases, name, port, mailbox, max_cron_threads=1, log_level="info"
        )
        running = context_manager.__enter__()
    try:
        _tell(context, running)
        running.process.wait()
    except KeyboardInterrupt:
        context.progress.say("Stopping ...")
    finally:
        context_manager.__exit__(None, None, None)


def _tell(context, running):
    people = sorted({*ROLES.values()} - {USER, VISITOR})
    print(
        f"""
  Odoo is ready after {context.progress.total()}.

    Address   {running.url}
    User      {USER}
    Password  {USER}
    Others    {", ".join(people)}
              Each logs in with the login as the password; README.md says who they are.
    Mail      {running.mailbox.folder}
              Nothing is sent: open the .eml files there to follow their links.
    Log       {running.log}

  Ctrl-C stops it. The data stay for the next time; --fresh starts from new ones.
""",
        flush=True,
    )
