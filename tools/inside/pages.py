"""Pages of a browser, signed in or not, that remember what went wrong in them."""

import contextlib
import re
import time

import requests
from playwright.sync_api import sync_playwright

from tools.browser import FLAGS

WIDTH, HEIGHT = 1366, 900
IDLE_SECONDS = 0.4
PATIENCE_SECONDS = 60
# What a browser asks for by itself, and what says nothing about our pages.
HARMLESS = re.compile(
    r"favicon\.ico"
    # The client shows the icons of apps that only the Enterprise edition has.
    r"|/(ai|documents|hr_appraisal|hr_payroll|hr_referral|planning|sign)"
    r"/static/description/icon\.png"
)
# Requests of the worker that waits for messages: they are never seen to end.
ENDLESS = ("/websocket", "/bus/websocket_worker_bundle")


class PageError(Exception):
    """A page that does not come to be as it should."""


@contextlib.contextmanager
def launched(program):
    """Run the browser until the block ends."""
    flags = [flag for flag in FLAGS if flag != "--headless"]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        yield browser
        browser.close()


def session_of(url, database, login, password):
    """Return the session id of a user who signs in over HTTP."""
    answer = requests.post(
        f"{url}/web/session/authenticate",
        json={
            "jsonrpc": "2.0",
            "method": "call",
            "params": {"db": database, "login": login, "password": password},
        },
        # As the browser does: the first login keeps it, and forms ask for it.
        cookies={"tz": "UTC"},
        timeout=60,
    )
    answer.raise_for_status()
    if not (answer.json().get("result") or {}).get("uid"):
        raise PageError(f"The user {login} cannot sign in.")
    return answer.cookies["session_id"]


class Traffic:
    """The requests of a page that have not been answered yet."""

    def __init__(self, page):
        self.open = {}
        self.last_change = time.monotonic()
        page.on("request", self._begin)
        page.on("requestfinished", self._end)
        page.on("requestfailed", self._end)

    def is_quiet(self):
        """Return whether nothing has happened for a moment."""
        quiet = time.monotonic() - self.last_change > IDLE_SECONDS
        return quiet and not self.open

    def _begin(self, request):
        if not any(part in request.url for part in ENDLESS):
            self.open[id(request)] = request
            self.last_change = time.monotonic()

    def _end(self, request):
        self.open.pop(id(request), None)
        self.last_change = time.monotonic()


class Pages:
    """Pages on one server, opened by one story."""

    def __init__(self, server, browser):
        self.server = server
        self.problems = []
        self._browser = browser
        self._contexts = []
        self._traffic = {}

    def sign_in(self, login, password, path="/odoo", **options):
        """Return a page of a user, opened at a path of the server."""
        server = self.server
        session = session_of(server.url, server.database, login, password)
        page = self.open_page(**options)
        cookie = {"name": "session_id", "value": session, "url": server.url}
        page.context.add_cookies([cookie])
        self.go(page, path)
        return page

    def open_page(self, width=WIDTH, height=HEIGHT, locale="en-GB"):
        """Return a page of somebody who is not signed in."""
        context = self._browser.new_context(
            viewport={"width": width, "height": height},
            base_url=self.server.url,
            locale=locale,
        )
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self._note(f"script error: {error}"))
        page.on("response", self._on_response)
        self._traffic[page] = Traffic(page)
        return page

    def go(self, page, path):
        """Open a path or a whole address in a page and wait until it has settled."""
        page.goto(path)
        self.wait_until_idle(page)

    def wait_until_idle(self, page):
        """Wait until the page has settled: nothing asked, nothing loading."""
        limit = time.monotonic() + PATIENCE_SECONDS
        traffic = self._traffic[page]
        while not (traffic.is_quiet() and _is_drawn(page)):
            if time.monotonic() > limit:
                asked = [request.url for request in traffic.open.values()]
                raise PageError(f"{page.url} does not settle; it waits for {asked}.")
            page.wait_for_timeout(50)

    def picture(self, page, path, whole=False):
        """Take a picture of what the page shows, once it has settled."""
        self.wait_until_idle(page)
        page.screenshot(path=str(path), animations="disabled", full_page=whole)

    def close(self):
        """Close all pages."""
        for context in self._contexts:
            context.close()
        self._contexts.clear()
        self._traffic.clear()

    def _on_console(self, message):
        if message.type == "error":
            place = message.location.get("url", "")
            self._note(f"console: {message.text} ({place})")

    def _on_response(self, response):
        if response.status >= 400:
            self._note(f"{response.status}: {response.request.method} {response.url}")

    def _note(self, text):
        if not HARMLESS.search(text):
            self.problems.append(text)


def _is_drawn(page):
    """Return whether the page is loaded and Odoo's client, if it is one, is at rest."""
    return page.evaluate(
        """() => {
            if (document.readyState !== "complete") return false;
            if (document.fonts.status !== "loaded") return false;
            if (!document.querySelector(".o_web_client")) return true;
            if (document.querySelector(".o_loading_indicator")) return false;
            return Boolean(document.querySelector(".o_action_manager > *, .o_dialog"));
        }"""
    )
