"""Fixtures of the journeys: a real Odoo server, its mail, a browser, API clients."""

from support.fixtures import (  # noqa: F401 - pytest finds them by their names
    api,
    chromium,
    mailbox,
    no_errors_in_the_log,
    pages,
    picture,
    run_cron,
    server,
    sign_in,
    visitor,
)
