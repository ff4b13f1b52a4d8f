"""One leaver's story in the browser, from notice to return, each step as its role."""

import datetime

from alumni_steps import choose_keeper, keep_in_touch
from playwright.sync_api import TimeoutError as NotThereInTime

from tools.mailbox import links_in

PHONE = {"width": 390, "height": 844}
ADDRESS = "tomas.lindqvist@example.com"
# More than any questionnaire has.
PAGES = 15
PASSWORD = "a-long-walk-at-the-lake"


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
        """Open a path or a whole address."""
        self.pages.go(self.page, path)

    def fill(self, **texts):
        """Write texts into the fields of a form of the portal."""
        for name, text in texts.items():
            self.page.locator(f"[name={name}]").fill(text)

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

    def show(self, name, text, whole=False):
        """Take a picture of a page that shows this text."""
        self.pages.wait_until_idle(self.page)
        assert text in self.page.inner_text("body"), f"{name}: no “{text}” here."
        self.picture(self.page, f"story-{name}", whole)


class Stage:
    """Everybody who takes part, and what the steps hand on to each other."""

    def __init__(self, sign_in, pages, picture, mailbox, api, run_cron):
        self.sign_in, self.pages, self.picture = sign_in, pages, picture
        self.mailbox, self.api, self.run_cron = mailbox, api, run_cron
        self.leaver = Actor(pages, pages.open_page(**PHONE), picture)

    def enter(self, login, path, **options):
        """A user comes in, on this page."""
        page = self.sign_in(login, path, **options)
        return Actor(self.pages, page, self.picture)

    def find(self, login, model, domain):
        """The number of the only such record that this user finds."""
        found = self.api(login).read(model, domain, ["id"])
        assert len(found) == 1, (model, domain, found)
        return found[0]["id"]

    def open_mail(self, part):
        """The leaver opens, on the phone, the newest link with this part."""
        self.run_cron("mail.ir_cron_mail_scheduler_action")
        link = _link(self.mailbox, part)
        self.leaver.go(link)
        return link

    def read_periods(self):
        """The ledger of the leaver, as the HR officer reads it."""
        return self.api("officer").read(
            "hr.employment.period",
            [["employee_id", "=", self.employee]],
            ["employee_number", "date_end"],
            order="date_start",
        )


def _give_notice(stage):
    """The HR officer registers the notice: dates are proposed, tasks created."""
    named = [["name", "=", "Tomas Lindqvist"]]
    stage.employee = stage.find("officer", "hr.employee", named)
    officer = stage.enter("officer", f"/odoo/employees/{stage.employee}")
    officer.show("01-employee", "Register Departure")
    officer.press("Register Departure")
    officer.choose("reason_id", "Resigned")
    officer.fill_date("notice_date", _day(-20))
    officer.show("02-notice", "Tomas Lindqvist")
    officer.press("Confirm")
    officer.show("03-case", "Return laptop, phone, keys, badge and cards")
    officer.fill_date("last_working_date", _day(-1))
    officer.page.locator(".o_form_button_save").click()
    stage.pages.wait_until_idle(officer.page)
    about = [["employee_id", "=", stage.employee]]
    stage.case = stage.find("officer", "hr.offboarding", about)
    exit_talk = [*about, ["kind", "=", "exit"]]
    stage.talk = stage.find("officer", "hr.exit.interview", exit_talk)
    officer.go("/odoo/departures")
    officer.show("04-departures", "Tomas Lindqvist")
    return officer


def _do_tasks(stage):
    """The manager has tasks, completes one, and learns nothing else."""
    task = "Tell the team; agree when customers are told"
    manager = stage.enter("manager", "/odoo/offboarding-tasks")
    manager.show("05-tasks", task)
    assert "Resigned" not in manager.page.inner_text("body")
    row = manager.page.locator(".o_data_row", has_text=task)
    row.get_by_role("button", name="Done").click()
    row.wait_for(state="detached")
    manager.show("06-task-done", "Name successors")


def _answer_questionnaire(stage, officer):
    """It goes to the private address, is answered on a phone, and read by few."""
    officer.go(f"/odoo/exit-interviews/{stage.talk}")
    officer.press("Send Questionnaire")
    officer.show("07-interview", "Tomas Lindqvist")
    leaver = stage.leaver
    link = stage.open_mail("/survey/start/")
    leaver.show("08-questionnaire", "voluntary")
    leaver.press("Begin")
    leaver.page.get_by_text("With my name", exact=True).first.click()
    _turn_to(leaver, leaver.page.get_by_text("main reason for leaving").first)
    leaver.page.get_by_text("Career", exact=True).first.click()
    leaver.show("09-question", "main reason", whole=True)
    for number, question in (("10", "treated me fairly"), ("11", "recommend us")):
        _turn_to(leaver, leaver.page.get_by_text(question).first)
        leaver.show(f"{number}-questions", question, whole=True)
    _turn_to(leaver, leaver.page.get_by_role("button", name="Submit", exact=True))
    leaver.press("Submit", sure=True)
    leaver.page.get_by_text("sealed").first.wait_for()
    leaver.show("12-sealed", "sealed")
    leaver.go(link)
    leaver.show("13-link-is-dead", "Your answers were sent")
    interviewer = stage.enter("director", f"/odoo/exit-interviews/{stage.talk}")
    interviewer.show("14-interviewer", "The answers are sealed")
    assert "Career" not in interviewer.page.inner_text("body")
    exit_officer = stage.enter("admin", f"/odoo/exit-interviews/{stage.talk}")
    exit_officer.show("15-answers", "Career")


def _turn_to(leaver, wanted):
    """Turn the pages of the questionnaire until one has this."""
    for _page in range(PAGES):
        try:
            wanted.wait_for(timeout=3000)
            return
        except NotThereInTime:
            leaver.press("Continue")
    wanted.wait_for()


def _depart(stage, officer):
    """The last day."""
    officer.go(f"/odoo/departures/{stage.case}")
    officer.press("Execute Departure", sure=True)
    officer.page.get_by_role("tab", name="Last Day").click()
    officer.show("16-departed", "Written to the Ledger as")
    [stage.first] = stage.read_periods()


def _stay_in_touch(stage):
    """A candidate is asked, agrees, and chooses a password, all on the phone."""
    named = [["partner_id.name", "=", "Tomas Lindqvist"]]
    alumni = stage.find("alumni", "hr.alumni", named)
    office = stage.enter("alumni", f"/odoo/alumni/{alumni}")
    office.show("17-candidate", "Candidate")
    office.press("Invite", sure=True)
    leaver = stage.leaver
    stage.open_mail("/alumni/consent/")
    assert leaver.page.locator("input[type=checkbox]:checked").count() == 0
    leaver.show("18-consent", "I agree to what I ticked", whole=True)
    for purpose in ("member", "business", "jobs", "keepers", "circles"):
        leaver.page.locator(f"input[name=purpose_{purpose}]").check()
    leaver.press("I agree to what I ticked")
    leaver.show("19-agreed", "Thank you")
    choose_keeper(stage)
    stage.open_mail("/web/signup")
    leaver.show("20-password", "Password")
    leaver.fill(password=PASSWORD, confirm_password=PASSWORD)
    leaver.page.locator(".oe_signup_form button[type=submit]").click()
    stage.pages.wait_until_idle(leaver.page)
    leaver.go("/my")
    leaver.show("21-portal", "Former colleagues")
    office.go(f"/odoo/alumni/{alumni}")
    office.show("22-active", "In use")
    keep_in_touch(stage, office, alumni)


def _refer(stage):
    """The alumnus refers business; sales sees where it comes from."""
    alumnus = stage.leaver
    alumnus.go("/my/alumni")
    alumnus.show("23-my-alumni", "Refer business", whole=True)
    alumnus.go("/my/alumni/refer")
    alumnus.fill(
        partner_name="Fjord Ceramics",
        contact_name="Ingrid Holm",
        email_from="ingrid.holm@example.com",
        description="They look for a supplier.",
    )
    alumnus.page.locator("[name=is_agreed]").check()
    alumnus.show("24-refer", "Send to sales")
    alumnus.press("Send to sales")
    alumnus.show("25-referred", "Sales has it now")
    about = [["partner_name", "=", "Fjord Ceramics"]]
    lead = stage.find("sales", "crm.lead", about)
    sales = stage.enter("sales", "/odoo/crm")
    sales.show("26-pipeline", "Fjord Ceramics")
    sales.go(f"/odoo/crm/{lead}")
    sales.show("27-lead", "Tomas Lindqvist")


def _apply(stage):
    """He applies again, and the recruiter who enters it is told who that is."""
    applications = "/odoo/action-hr_recruitment.crm_case_categ0_act_job"
    recruiter = stage.enter("recruiter", f"{applications}/new")
    recruiter.page.locator(
        "[name=partner_name] input, [name=partner_name] textarea"
    ).first.fill("Tomas Lindqvist")
    recruiter.page.locator("[name=email_from] input").first.fill(ADDRESS)
    recruiter.choose("job_id", "Experienced Developer")
    recruiter.page.locator(".o_form_button_save").click()
    recruiter.page.get_by_role("button", name="Start Return Case").wait_for()
    recruiter.show("28-application", "A former colleague has applied.")
    recruiter.press("Start Return Case")
    for step in ("Start Review", "Start Interviews", "Make Offer"):
        recruiter.press(step)
    recruiter.show("29-offer", "Offer")


def _return(stage, officer):
    """He returns on the same employee with the same number: two stints."""
    about = [["employee_id", "=", stage.employee]]
    rehire = stage.find("officer", "hr.rehire", about)
    officer.go(f"/odoo/returns/{rehire}")
    officer.press("Return to Work")
    officer.show("30-return", "First Day")
    officer.page.locator(".modal-footer .btn-primary").click()
    stage.pages.wait_until_idle(officer.page)
    officer.page.get_by_role("tab", name="Employment").click()
    officer.show("31-two-stints", "Tomas Lindqvist")
    periods = stage.read_periods()
    assert {period["employee_number"] for period in periods} == {
        stage.first["employee_number"]
    }
    assert [bool(period["date_end"]) for period in periods] == [True, False]


def test_story_in_browser(sign_in, pages, picture, mailbox, api, run_cron):
    stage = Stage(sign_in, pages, picture, mailbox, api, run_cron)
    officer = _give_notice(stage)
    _do_tasks(stage)
    _answer_questionnaire(stage, officer)
    _depart(stage, officer)
    _stay_in_touch(stage)
    _refer(stage)
    _apply(stage)
    _return(stage, officer)
