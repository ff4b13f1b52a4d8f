"""`./dev run`: Odoo with the three addons and demo data, ready to be tried."""

import argparse

from tools import ports, server, workshop
from tools.errors import Trouble
from tools.mailbox import catching

DEFAULT_PORT = 8069
USER = "admin"


def main(context, arguments):
    """Run Odoo until Ctrl-C."""
    options = parse(arguments)
    if not context.addons:
        raise Trouble("There is no addon in this clone yet, so there is none to run.")
    ports.check_free(options.port, "./dev run")
    with workshop.opened(context) as databases:
        name = prepare_database(databases, options.fresh)
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


def prepare_database(databases, fresh=False):
    """Return the database of this clone, up to date with its addons."""
    context = databases.context
    name = databases.name("dev", context.clone_key)
    if not databases.hold(name):
        raise Trouble(
            "Another ./dev of this clone uses its database. End that one first, for "
            "example with Ctrl-C where it runs."
        )
    if fresh or not databases.exists(name):
        template = databases.ensure_full(context.addons)
        facts = databases.noted(template)
        with context.progress.step("Database: copying"):
            databases.copy(template, name)
            databases.note(name, facts)
    else:
        update_database(databases, name)
    return name


def update_database(databases, name):
    """Update the addons whose files have changed since the last time."""
    context = databases.context
    known = databases.noted(name) or {}
    base = databases.name("base", databases.base_key())
    if known.get("odoo", databases.odoo.identity) != databases.odoo.identity:
        raise Trouble(
            "The database was made with another Odoo. `./dev run --fresh` starts from "
            "new demo data; what was entered by hand is lost."
        )
    hashes = databases.addon_hashes(context.addons)
    before = known.get("addons", {})
    new = [name for name in hashes if name not in before]
    changed = [name for name in hashes if name in before and hashes[name] != before[name]]
    if not new and not changed:
        return
    title = "Database: updating " + ", ".join(new + changed)
    with context.progress.step(title):
        databases.install(name, new, update=changed)
    facts = {"base": base, "addons": hashes, "odoo": databases.odoo.identity}
    databases.note(name, facts)


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
    print(
        f"""
  Odoo is ready after {context.progress.total()}.

    Address   {running.url}
    User      {USER}
    Password  {USER}
    Mail      {running.mailbox.folder}
              Nothing is sent: open the .eml files there to follow their links.
    Log       {running.log}

  Ctrl-C stops it. The data stay for the next time; --fresh starts from new ones.
""",
        flush=True,
    )
