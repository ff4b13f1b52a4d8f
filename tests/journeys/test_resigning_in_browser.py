"""Somebody resigns in My Profile, HR confirms, and the own page works on a phone."""

import re

from tools.mailbox import links_in

PHONE = {"width": 390, "height": 844}
LOGIN, ADDRESS = "nora.novak", "nora.novak.private@example.com"


def _hire(admin):
    """An employee with a login, who appears in no other story."""
    [user] = admin.call(
        "res.users",
        "create",
        vals_list=[
            {
                "name": "Nora Novak",
                "login": LOGIN,
                "email": "nora.novak@yourcompany.example.com",
                "tz": "Europe/London",
            }
        ],
    )
    admin.call(
        "hr.employee",
        "create",
        vals_list=[{"name": "Nora Novak", "user_id": user, "private_email": ADDRESS}],
    )


def test_resigning_and_the_own_page(sign_in, pages, picture, mailbox, api):
    _hire(api("admin"))

    page = sign_in(LOGIN, "/odoo")
    page.locator(".o_user_menu button").first.click()
    page.get_by_role("menuitem", name=re.compile("Preferences|Profile")).click()
    page.get_by_role("tab", name="Leaving").click()
    page.get_by_role("button", name="I Want to Resign").click()
    page.get_by_role("heading", name="What happens next").wait_for()
    resign = page.get_by_role("button", name="Resign", exact=True)
    resign.click()
    # Nothing is sent before it was said in words.
    page.get_by_text("Tick the sentence").wait_for()
    page.keyboard.press("Escape")
    page.get_by_text("Tick the sentence").wait_for(state="hidden")
    page.locator("[name=is_sure] input").check()
    picture(page, "resigning")
    resign.click()
    page.get_by_text("HR has your resignation").wait_for()
    picture(page, "resigning-told")

    officer = api("officer")
    [case] = officer.call(
        "hr.offboarding",
        "search_read",
        domain=[["employee_id.name", "=", "Nora Novak"]],
        fields=["state"],
    )
    assert case["state"] == "draft"
    officer.call("hr.offboarding", "action_confirm", ids=[case["id"]])
    officer.call("hr.offboarding", "action_send_own_page", ids=[case["id"]])

    [link] = [
        link
        for message in mailbox.messages(to=ADDRESS)
        for link in links_in(message)
        if "/departure/" in link
    ]
    phone = pages.open_page(**PHONE)
    pages.go(phone, link)
    assert "Hello Nora Novak" in phone.inner_text("body")
    wide = "document.documentElement.scrollWidth > window.innerWidth"
    assert not phone.evaluate(wide), "nothing is cut off on a phone"
    picture(phone, "own-page-phone", whole=True)

    done = phone.get_by_role("button", name=re.compile("^Done"))
    count = done.count()
    assert count
    done.first.focus()
    phone.keyboard.press("Enter")
    phone.get_by_text("this task is done").wait_for()
    pages.wait_until_idle(phone)
    assert done.count() == count - 1
