"""The fixtures of the journeys themselves: they see what they are to see."""

import pytest
from support.api import ApiError

from tools.inside.world import errors_in
from tools.mailbox import links_in

INVOICE_LINK = "http://localhost/my?a=1&b=2"


def test_a_user_signs_in_and_sees_the_web_client(sign_in, picture):
    page = sign_in("demo", "/odoo/discuss")
    assert page.locator(".o_main_navbar").is_visible()
    assert picture(page, "support-discuss").stat().st_size > 10_000


def test_what_goes_wrong_in_a_page_is_noted(pages, visitor):
    pages.go(visitor, "/web/login")
    assert pages.problems == []
    visitor.evaluate("console.error('planted')")
    visitor.evaluate("fetch('/no-such-page')")
    pages.wait_until_idle(visitor)
    noted, pages.problems = pages.problems, []
    assert any("planted" in problem for problem in noted)
    assert any(problem.startswith("404: GET") for problem in noted)


def test_mail_is_caught_with_its_links(api, mailbox, run_cron):
    values = {
        "subject": "Grüße",
        "email_to": "leaver@example.com",
        "body_html": f'<a href="{INVOICE_LINK.replace("&", "&amp;")}">Open</a>',
    }
    api("admin").create("mail.mail", values)
    assert mailbox.messages(to="leaver@example.com") == []
    run_cron("mail.ir_cron_mail_scheduler_action")
    (message,) = mailbox.messages(to="leaver@example.com", subject="grüße")
    assert links_in(message) == [INVOICE_LINK]


def test_the_api_speaks_as_the_user_whose_key_it_has(api):
    own = api("demo").read("res.users", [["login", "=", "demo"]], ["login"])
    assert [user["login"] for user in own] == ["demo"]
    with pytest.raises(ApiError) as caught:
        api("demo").create("res.groups", {"name": "Mine"})
    assert caught.value.status == 403


def test_errors_are_read_from_the_log_with_their_traces():
    log = """\
2026-01-01 10:00:00,000 1 INFO db odoo: fine
2026-01-01 10:00:00,001 1 ERROR db odoo.http: Exception
Traceback (most recent call last):
ValueError: planted
2026-01-01 10:00:00,002 1 WARNING db odoo: careful
2026-01-01 10:00:00,003 1 ERROR db odoo.sql_db: bad query: UPDATE
ERROR: could not serialize access due to concurrent update
"""
    (error,) = errors_in(log)
    assert error.endswith("ValueError: planted")
