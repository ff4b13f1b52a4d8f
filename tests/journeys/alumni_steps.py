"""The part of the story in which somebody who has left is kept in touch with."""

import datetime

PHONE_PAGE = "/my/alumni/circles"
COLLEAGUE = "Kofi Mensah"
CIRCLE = "Research and development"
POST = "Who knows a good kiln builder?"


def keep_in_touch(stage, office, alumni):
    """A segment, a keeper, a contact, a move and a circle, each clicked by its role."""
    _find_in_segment(office)
    keeper = _accept(stage, alumni)
    _log_contact(keeper)
    _do_today(stage, keeper)
    office.go(f"/odoo/alumni/{alumni}")
    office.page.get_by_role("tab", name="Career").click()
    office.show("22d-move", "Fjord Ceramics")
    _meet_in_circle(stage, office)


def choose_keeper(stage):
    """On the phone, by the link on the page that thanked for the answer."""
    leaver = stage.leaver
    leaver.page.get_by_role("link", name="keeps in touch").click()
    leaver.page.locator("form[name=keeper_choice] select").select_option(
        label=COLLEAGUE
    )
    leaver.press("Ask this colleague")
    leaver.show("19b-keeper", COLLEAGUE, whole=True)


def _find_in_segment(office):
    """The alumnus is in the saved segment of those who were heard of."""
    office.go("/odoo/alumni")
    page = office.page
    page.locator(".o_searchview_dropdown_toggler").click()
    page.locator(
        ".o_favorite_menu .o_menu_item, .o_favorite_menu .dropdown-item"
    ).get_by_text("Heard of in the Last Year").click()
    page.keyboard.press("Escape")
    office.show("22a-segment", "Tomas Lindqvist")


def _accept(stage, alumni):
    """The colleague has an activity without a name, says yes, and sees the person."""
    about = [["alumni_id", "=", alumni], ["user_id.login", "=", "kofi"]]
    keeper = stage.find("alumni", "hr.alumni.keeper", about)
    actor = stage.enter("kofi", f"/odoo/hr.alumni.keeper/{keeper}")
    actor.show("22b-asked", "would like to stay in touch with you")
    actor.press("Yes, I Keep in Touch")
    actor.show("22c-keeper", "Tomas Lindqvist")
    return actor


def _log_contact(keeper):
    """The keeper notes a call, a promise for today, and the new job."""
    keeper.press("Note a Contact")
    page = keeper.page
    page.locator(".modal [name=topics] input").fill("The first weeks")
    step = page.locator(".modal [name=next_step] input")
    step.fill("Send the photos")
    step.press("Tab")
    day = page.locator(".modal [name=next_step_date]")
    day.locator("button, input").first.click()
    day.locator("input").fill(f"{datetime.date.today():%m/%d/%Y}")
    day.locator("input").press("Enter")
    page.locator(".modal [name=has_new_job] input").check()
    page.locator(".modal [name=employer_name] input").fill("Fjord Ceramics")
    page.locator(".modal [name=job_title] input").fill("Plant manager")
    page.locator(".modal button[name=action_log]").click()
    page.locator(".modal").wait_for(state="detached")


def _do_today(stage, keeper):
    """Today of the keeper: own people only; what was promised is done."""
    keeper.go("/odoo/alumni-today")
    keeper.show("22e-today", "Send the photos")
    assert "Mei Tanaka" not in keeper.page.inner_text("body")
    row = keeper.page.locator(".o_data_row", has_text="Send the photos")
    row.get_by_role("button", name="Done").click()
    keeper.page.locator(".modal button[name=action_log]").click()
    row.wait_for(state="detached")


def _meet_in_circle(stage, office):
    """Asks to join, is let in, and posts; the moderator publishes it."""
    leaver = stage.leaver
    leaver.go(PHONE_PAGE)
    leaver.show("22f-circles", "All of us", whole=True)
    leaver.page.get_by_role("link", name=CIRCLE).click()
    leaver.page.locator("#is_rules_accepted").check()
    leaver.press("Ask to join")
    leaver.show("22g-asked-to-join", "You have asked to join")
    path = leaver.page.url
    office.go("/odoo/alumni-circle-members")
    row = office.page.locator(".o_data_row", has_text="Tomas Lindqvist")
    row = row.filter(has_text=CIRCLE)
    row.locator(".o_list_record_selector input").check()
    office.press("Let In")
    leaver.go(path)
    leaver.page.get_by_text("Write a post").click()
    leaver.fill(title=POST, body="For a small workshop at a lake.")
    leaver.press("Send")
    office.go("/odoo/alumni-moderation")
    row = office.page.locator(".o_data_row", has_text=POST)
    row.get_by_role("button", name="Publish").click()
    stage.pages.wait_until_idle(office.page)
    leaver.go(path)
    leaver.show("22h-post", POST, whole=True)
    assert "Your posts that are not shown" not in leaver.page.inner_text("body")
