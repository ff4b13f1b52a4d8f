"""One leaver's story in the browser, from notice to return, each step as its role."""

import datetime

from tools.mailbox import links_in

PHONE = {"width": 390, "height": 844}
ADDRESS = "tomas.lindqvist@example.com"


def _day(days):
    """A day as an English user of the demo database types it."""
    return (datetime.date.today() + datetime.timedelta(days=days)).strftime("%m/%d/%Y")


def _link(mailbox, part):
    """The newest link with this part that was mailed to the leaver."""
    links = [
        link
        for message in mailbox.messages(to=ADDRESS)
        for link in links_in(message)
        if part in link
    ]
    assert links, f"No mail to {ADDRESS} has a link with {part}."
    return links[-1]


class Actor:
    """A page and what its user does in it."""

    def __init__(self, pages, page, picture):
        self.pages = pages
        self.page = page
        self.picture = picture

    def go(self, path):
        self.pages.go(self.page, path)

    def press(self, text, sure=False):
        """Press a button by its text, and confirm where the client asks."""
        self.page.get_by_role("button", name=text, exact=True).first.click()
        if sure:
            self.page.locator(
                ".modal.show .btn-primary, .modal .btn-primary"
            ).first.click()
        self.pages.wait_until_idle(self.page)

    def fill_date(self, field, day):
        """Type a day into a date field, which is a button until it is used."""
        self.page.locator(f"[name='{field}'] button").first.click()
        box = self.page.locator(f"[name='{field}'] input").first
        box.fill(day)
        box.press("Enter")

    def choose(self, field, text):
        """Choose a record in a field of a form."""
        box = self.page.locator(f"[name='{field}'] input").first
        box.fill(text)
        self.page.locator(".o-autocomplete--dropdown-item", has_text=text).first.click()

    def show(self, name, text):
        """Take a picture of a page that shows this text."""
        self.pages.wait_until_idle(self.page)
        assert text in self.page.inner_text("body"), f"{name}: no “{text}” here."
        self.picture(self.page, f"story-{name}")


def _find(api, login, model, domain):
    found = api(login).read(model, domain, ["id"])
    assert len(found) == 1, (model, domain, found)
    return found[0]["id"]


def test_story_in_browser(sign_in, pages, picture, mailbox, api, run_cron):
    def act(login, path="/odoo", **options):
        return Actor(pages, sign_in(login, path, **options), picture)

    employee = _find(api, "officer", "hr.employee", [["name", "=", "Tomas Lindqvist"]])

    # The HR officer registers the resignation; dates are proposed, tasks created.
    officer = act("officer", f"/odoo/employees/{employee}")
    officer.show("01-employee", "Register Departure")
    officer.press("Register Departure")
    officer.choose("reason_id", "Resigned")
    officer.fill_date("notice_date", _day(-20))
    officer.show("02-notice", "Tomas Lindqvist")
    officer.press("Confirm")
    officer.show("03-case", "Return laptop, phone, keys, badge and cards")
    officer.fill_date("last_working_date", _day(-1))
    officer.page.locator(".o_form_button_save").click()
    pages.wait_until_idle(officer.page)
    case = _find(api, "officer", "hr.offboarding", [["employee_id", "=", employee]])
    officer.go("/odoo/departures")
    officer.show("04-departures", "Tomas Lindqvist")

    # The manager has tasks and learns nothing else.
    manager = act("manager", "/odoo/offboarding-tasks")
    manager.show("05-tasks", "Tell the team; agree when customers are told")
    assert "Resigned" not in manager.page.inner_text("body")

    # The questionnaire goes to the private address and is answered on a phone.
    interview = _find(
        api, "officer", "hr.exit.interview", [["offboarding_id", "=", case]]
    )
    officer.go(f"/odoo/exit-interviews/{interview}")
    officer.press("Send Questionnaire")
    officer.show("06-interview", "Tomas Lindqvist")
    run_cron("mail.ir_cron_mail_scheduler_action")
    leaver = Actor(pages, pages.open_page(**PHONE), picture)
    link = _link(mailbox, "/survey/start/")
    leaver.go(link)
    leaver.show("07-questionnaire", "voluntary")
    leaver.press("Begin")
    leaver.page.get_by_text("Career", exact=True).first.click()
    leaver.show("08-question", "main reason")
    for next_question in ("treated me fairly", "recommend us"):
        leaver.press("Continue")
        leaver.page.get_by_text(next_question).first.wait_for()
    leaver.press("Submit", sure=True)
    leaver.page.get_by_text("sealed").first.wait_for()
    leaver.show("09-sealed", "sealed")
    leaver.go(link)
    leaver.show("10-link-is-dead", "Your answers were sent")

    # The last day.
    officer.go(f"/odoo/departures/{case}")
    officer.press("Execute Departure", sure=True)
    officer.show("11-departed", "Employment Period")

    # An alumni candidate is asked, and agrees by the link, on the phone.
    alumni = _find(
        api, "alumni", "hr.alumni", [["partner_id.name", "=", "Tomas Lindqvist"]]
    )
    director = act("alumni", f"/odoo/alumni/{alumni}")
    director.show("12-candidate", "Candidate")
    director.press("Invite", sure=True)
    run_cron("mail.ir_cron_mail_scheduler_action")
    leaver.go(_link(mailbox, "/alumni/consent/"))
    assert leaver.page.locator("input[type=checkbox]:checked").count() == 0
    leaver.show("13-consent", "I agree to what I ticked")
    for purpose in ("member", "business", "jobs"):
        leaver.page.locator(f"input[name=purpose_{purpose}]").check()
    leaver.press("I agree to what I ticked")
    leaver.show("14-agreed", "Thank you")
    run_cron("mail.ir_cron_mail_scheduler_action")

    # The alumnus refers business; sales sees where it comes from.
    alumnus = act(ADDRESS, "/my/alumni", **PHONE)
    alumnus.show("15-my-alumni", "Refer business")
    alumnus.go("/my/alumni/refer")
    for name, value in {
        "partner_name": "Fjord Ceramics",
        "contact_name": "Ingrid Holm",
        "email_from": "ingrid.holm@example.com",
        "description": "They look for a supplier.",
    }.items():
        alumnus.page.locator(f"[name={name}]").fill(value)
    alumnus.page.locator("[name=is_agreed]").check()
    alumnus.picture(alumnus.page, "story-16-refer")
    alumnus.page.locator("form button[type=submit]").last.click()
    alumnus.show("17-referred", "Fjord Ceramics")
    lead = _find(api, "sales", "crm.lead", [["partner_name", "=", "Fjord Ceramics"]])
    sales = act("sales", f"/odoo/crm/{lead}")
    sales.show("18-lead", "Tomas Lindqvist")

    # He applies again and is recognised.
    job = _find(api, "recruiter", "hr.job", [["name", "=", "Experienced Developer"]])
    [applicant] = api("recruiter").create(
        "hr.applicant",
        {"partner_name": "Tomas Lindqvist", "email_from": ADDRESS, "job_id": job},
    )
    recruiter = act(
        "recruiter",
        f"/odoo/action-hr_recruitment.crm_case_categ0_act_job/{applicant}",
    )
    recruiter.show("19-application", "A former colleague has applied.")
    recruiter.press("Start Return Case")
    for step in ("Start Review", "Start Interviews", "Make Offer"):
        recruiter.press(step)
    recruiter.show("20-offer", "Offer")

    # He returns on the same employee with the same number: two stints.
    before = api("officer").read(
        "hr.employment.period", [["employee_id", "=", employee]], ["employee_number"]
    )
    rehire = _find(api, "officer", "hr.rehire", [["applicant_id", "=", applicant]])
    officer.go(f"/odoo/returns/{rehire}")
    officer.press("Return to Work")
    officer.show("21-return", "First Day")
    officer.page.locator(".modal-footer .btn-primary").click()
    pages.wait_until_idle(officer.page)
    officer.page.get_by_role("tab", name="Employment").click()
    officer.show("22-two-stints", "Tomas Lindqvist")
    after = api("officer").read(
        "hr.employment.period",
        [["employee_id", "=", employee]],
        ["employee_number", "date_end"],
        order="date_start",
    )
    assert len(before) == 1
    assert {period["employee_number"] for period in after} == {
        before[0]["employee_number"]
    }
    assert [bool(period["date_end"]) for period in after] == [True, False]
