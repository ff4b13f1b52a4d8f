"""Everything set up: Odoo, its Python, PostgreSQL, and the databases on it."""

import contextlib
import threading

from tools import browser, locks, odoo, odoo_package, postgres, python
from tools.databases import Databases
from tools.errors import Trouble
from tools.sql import Sql

NEEDED_MB = 3000


@contextlib.contextmanager
def opened(context, with_browser=False):
    """Set everything up and yield the databases; the last one out stops PostgreSQL.

    Several may work at the same time: each holds the lock `use` together with the
    others, and sets up alone.
    """
    server = postgres.server_for(context)
    try:
        with locks.shared(context, "use"):
            with locks.exclusive(context, "setup", "setting up"):
                databases = _set_up(context, server, with_browser)
            yield databases
    finally:
        _stop_when_last(context, server)


def _set_up(context, server, with_browser):
    check_space(context)
    found = fetch_all(context, with_browser)
    server.ensure()
    databases = databases_on(context, server, found["odoo"], found["python"])
    databases.sql.check()
    databases.remove_leftovers()
    return databases


def databases_on(context, server, source, interpreter):
    """Return the databases on a server that runs already."""
    sql = Sql(context, interpreter, server)
    return Databases(context, source, interpreter, sql, server.key())


def check_space(context):
    """Stop with a sentence before the disk is full, not after."""
    if odoo_package.ready_folder(context):
        return
    free = odoo_package.free_space(context)
    if free < NEEDED_MB:
        raise Trouble(
            f"The first start needs about {NEEDED_MB} MB in {context.cache} and only "
            f"{free} MB are free. Make room, or set HR_LEAVERS_CACHE to another folder."
        )


def fetch_all(context, with_browser):
    """Fetch what is missing, side by side: most of that time is spent waiting."""
    jobs = {
        "python": lambda: python.odoo_python(context),
        "odoo": lambda: odoo.ensure(context),
    }
    if with_browser:
        jobs["browser"] = lambda: browser.ensure(context)
    return side_by_side(jobs)


def side_by_side(jobs):
    """Do the jobs at the same time; return what they return, or raise a trouble."""
    results, troubles = {}, []

    def do(name, job):
        try:
            results[name] = job()
        except BaseException as error:  # noqa: B036 - handed to the main thread
            troubles.append(error)

    threads = [threading.Thread(target=do, args=pair) for pair in jobs.items()]
    for thread in threads:
        thread.daemon = True
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]
    return results


def _stop_when_last(context, server):
    held = locks.lock(context, "use")
    if held.acquire(wait=False):
        try:
            server.stop()
        finally:
            held.release()
