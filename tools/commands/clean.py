"""`./dev clean`: remove the database of this clone; with --all everything fetched."""

import argparse
import contextlib

from tools import files, locks, odoo, odoo_package, postgres, python, workshop

BUSY = "Another ./dev is running. End it first, for example with Ctrl-C where it runs."


def main(context, arguments):
    """Remove what ./dev has made."""
    parser = argparse.ArgumentParser(prog="./dev clean", description=__doc__)
    parser.add_argument(
        "--all",
        action="store_true",
        help="remove also Odoo, the Python packages, PostgreSQL and the browser",
    )
    options = parser.parse_args(arguments)
    if not context.cache.is_dir():
        print("There is nothing to remove.")
        return 0
    if options.all:
        return _remove_everything(context)
    return _remove_database(context)


def _remove_database(context):
    if not _can_reach_databases(context):
        print("This clone has no database, so there is nothing to remove.")
        return 0
    with workshop.opened(context) as databases:
        name = databases.name("dev", context.clone_key)
        if not databases.hold(name):
            print(f"./dev: {BUSY}")
            return 1
        databases.give_back(name)
        files.remove_tree(context.cache / "mail" / name)
    print("Removed the database of this clone. `./dev run` makes a new one.")
    return 0


def _can_reach_databases(context):
    venv = python.venv_folder(context, "odoo", python.LOCK_FILE)
    has_odoo = context.env.get("ODOO_SRC") or odoo_package.ready_folder(context)
    return python.is_ready(venv) and bool(has_odoo)


def _remove_everything(context):
    with contextlib.ExitStack() as stack:
        for name in ("use", "lint"):
            stack.enter_context(locks.alone_or_trouble(context, name, BUSY))
        if context.env.get("PGHOST"):
            _drop_on_given_server(context)
        server = postgres.Server(context)
        server.stop()
        files.remove_tree(server.home)
        files.remove_tree(server.socket)
        for path in context.cache.iterdir():
            if path.name != "locks":
                files.remove_tree(path)
    files.remove_tree(context.cache)
    print(f"Removed everything in {context.cache}. The next start fetches it anew.")
    return 0


def _drop_on_given_server(context):
    if not _can_reach_databases(context):
        return
    server = postgres.GivenServer(context)
    interpreter = python.odoo_python(context)
    source = odoo.ensure(context)
    databases = workshop.databases_on(context, server, source, interpreter)
    for name in databases.all_names():
        databases.drop(name)
