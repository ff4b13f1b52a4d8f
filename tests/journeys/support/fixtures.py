"""The fixtures of the journeys.

* `server`: Odoo on a fresh copy of the demo database, shared by all journeys of a run;
* `mailbox`: the mails that it sent;
* `sign_in("login", "/odoo/employees")`: a browser page of that user; `visitor`: a page
  of somebody without an account; errors in the console and refused requests in either
  fail the journey; `pages.go(page, path)` and `pages.wait_until_idle(page)` go on;
* `picture(page, "name")`: a picture of the page;
* `api("login")`: a client of the external API with a key of that user;
* `run_cron("module.xml_id")`: a scheduled action, run now: none runs by itself.
"""

import os
from pathlib import Path

import pytest

from support.api import Api
from tools.inside.pages import Pages, launched
from tools.inside.world import opened_world


@pytest.fixture(scope="session")
def server():
    """Return the running server."""
    template = os.environ.get("DEV_TEMPLATE")
    if not template:
        pytest.fail("The journeys need a server: run `./dev test tests/journeys`.")
    with opened_world(template) as world:
        yield world


@pytest.fixture
def mailbox(server):
    """Return the mails caught so far, by this journey and those before it."""
    return server.mailbox


@pytest.fixture(scope="session")
def chromium():
    """Return the browser, started once."""
    with launched(os.environ["DEV_BROWSER"]) as browser:
        yield browser


@pytest.fixture
def pages(server, chromium):
    """Return the pages that this journey opens; their problems fail it at the end."""
    pages = Pages(server, chromium)
    yield pages
    pages.close()
    assert not pages.problems, "\n".join(pages.problems)


@pytest.fixture
def sign_in(server, pages):
    """Return the function that gives a page of a user, whatever the password was."""

    def open_for(login, path="/odoo", **options):
        password = os.urandom(8).hex()
        server.set_password(login, password)
        return pages.sign_in(login, password, path, **options)

    return open_for


@pytest.fixture
def visitor(pages):
    """Return a page of somebody without an account."""
    return pages.open_page()


@pytest.fixture
def picture(pages):
    """Return the function that takes a picture of a page and gives its path."""
    folder = Path(os.environ["DEV_PICTURES"])
    folder.mkdir(parents=True, exist_ok=True)

    def take(page, name, whole=False):
        path = folder / f"{name}.png"
        pages.picture(page, path, whole)
        return path

    return take


@pytest.fixture
def api(server):
    """Return the function that gives an API client of a user."""
    return lambda login: Api(server.url, server.database, server.new_key(login))


@pytest.fixture
def run_cron(api):
    """Return the function that runs a scheduled action as the scheduler would."""

    def run(xml_id):
        admin = api("admin")
        module, name = xml_id.split(".")
        domain = [["module", "=", module], ["name", "=", name]]
        found = admin.call("ir.model.data", "search_read", domain=domain)
        assert found, f"There is no scheduled action {xml_id}."
        admin.call("ir.cron", "method_direct_trigger", ids=[found[0]["res_id"]])

    return run


@pytest.fixture(autouse=True)
def no_errors_in_the_log(server):
    """Fail the journey during which the server wrote an error into its log."""
    server.new_errors()
    yield
    errors = server.new_errors()
    assert not errors, "The server logged errors:\n" + "\n".join(errors)
