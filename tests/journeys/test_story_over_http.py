"""One leaver's story over HTTP, from notice to return, each step as its role.

The people inside speak the external API, as other programs of the company do: JSON, and
the recruiter XML-RPC. The leaver has nothing but the links in the mails.
"""

import datetime
import xmlrpc.client

import pytest
import requests
from lxml import html
from support.api import ApiError

from tools.mailbox import body_of, links_in

NAME = "Greta Sandberg"
ADDRESS = "greta.sandberg@example.com"
PASSWORD = "a-long-walk-at-the-lake"
# Planted in the answers: whoever reads it and is no exit officer read too much.
MARKER = "Marmoset-4412"
MAIL_QUEUE = "mail.ir_cron_mail_scheduler_action"
REFERRAL = {
    "partner_name": "Harbour Glass",
    "contact_name": "Odile Marchand",
    "email_from": "odile.marchand@example.com",
    "phone": "+33 1 55 50 01 77",
    "description": "They look for a supplier before the summer.",
    "is_agreed": "on",
}


def _day(days):
    """A day as the API takes it; the person of this story lives by UTC."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    return str(today + datetime.timedelta(days=days))


def _is_refused(status, call, *args, **options):
    """Assert that the server refuses a call, and return its words."""
    with pytest.raises(ApiError) as caught:
        call(*args, **options)
    assert caught.value.status == status, caught.value
    return caught.value.message


def _only(api, login, model, domain, *fields):
    """The one record that this user finds."""
    found = api(login).read(model, domain, ["id", *fields])
    assert len(found) == 1, (login, model, domain, found)
    return found[0]


def _ref(api, xml_id):
    """The number of a record of the demo data."""
    module, name = xml_id.split(".")
    domain = [["module", "=", module], ["name", "=", name]]
    return _only(api, "admin", "ir.model.data", domain, "res_id")["res_id"]


class Recruiter:
    """The recruiter's own program, which speaks XML-RPC."""

    def __init__(self, server):
        self._database = server.database
        self._key = server.new_key("recruiter")
        common = xmlrpc.client.ServerProxy(f"{server.url}/xmlrpc/2/common")
        self._uid = common.authenticate(self._database, "recruiter", self._key, {})
        assert self._uid, "The recruiter's key is not taken."
        self._models = xmlrpc.client.ServerProxy(
            f"{server.url}/xmlrpc/2/object", allow_none=True
        )

    def call(self, model, method, *args, **options):
        """Call a method of a model and return what it returns."""
        return self._models.execute_kw(
            self._database, self._uid, self._key, model, method, args, options
        )


class Visitor:
    """Somebody who opens links and fills in the forms behind them."""

    def __init__(self, server):
        self._url = server.url
        self._session = requests.Session()
        self._page = None

    def open(self, path, status=200):
        """Open a link or a path, and return the page as text."""
        address = path if path.startswith("http") else self._url + path
        return self._look_at(self._session.get(address, timeout=60), status)

    def send(self, status=200, **values):
        """Fill in the form that has these fields, and send it."""
        (form,) = (
            form
            for form in self._page.forms
            if values.keys() <= {field.get("name") for field in form.iter()}
        )
        hidden = form.xpath(".//input[@type='hidden']")
        data = {field.get("name"): field.get("value") for field in hidden} | values
        action = form.get("action") or self._page.base_url
        address = requests.compat.urljoin(self._page.base_url, action)
        return self._look_at(
            self._session.post(address, data=data, timeout=60), status
        )

    def ask(self, path, **params):
        """Call what the scripts of a page call, and return the answer."""
        response = self._session.post(
            self._url + path, json={"jsonrpc": "2.0", "params": params}, timeout=60
        )
        assert "error" not in response.json(), response.text
        return response.json()["result"]

    def _look_at(self, response, status):
        assert response.status_code == status, (response.url, response.status_code)
        self._page = html.fromstring(response.text, base_url=response.url)
        return " ".join(self._page.text_content().split())


class Story:
    """What the steps hand on to each other."""

    def __init__(self, server, api, mailbox, run_cron):
        self.server, self.api, self.mailbox = server, api, mailbox
        self.run_cron = run_cron
        self.leaver = Visitor(server)

    def link(self, part):
        """The only link with this part that was mailed to the leaver's own address."""
        self.run_cron(MAIL_QUEUE)
        messages = self.mailbox.messages(to=ADDRESS)
        links = [link for message in messages for link in links_in(message)]
        (link,) = {link for link in links if part in link}
        return link

    def hire(self):
        """Somebody has worked here for years, in the team of Ana Ferreira."""
        admin = self.api("admin")
        groups = [[6, 0, [_ref(self.api, "base.group_user")]]]
        user = {"name": NAME, "login": "greta", "email": "greta@work.example.com"}
        (user_id,) = admin.create("res.users", {**user, "group_ids": groups})
        (self.employee,) = admin.create(
            "hr.employee",
            {
                "name": NAME,
                "user_id": user_id,
                "tz": "UTC",
                "parent_id": _ref(
                    self.api, "hr_exit_interview.hr_employee_demo_manager"
                ),
                "job_id": _ref(self.api, "hr.job_developer"),
                "private_email": ADDRESS,
                "contract_date_start": "2021-05-01",
                "wage": 4500,
            },
        )
        self.number = self.read_employee("employee_number")
        assert self.number

    def read_employee(self, field):
        """A field of the leaver's employee record, as the HR officer reads it."""
        domain = [["id", "=", self.employee], ["active", "in", [True, False]]]
        return _only(self.api, "officer", "hr.employee", domain, field)[field]

    def read_periods(self):
        """The ledger of the leaver, as the HR officer reads it."""
        return self.api("officer").read(
            "hr.employment.period",
            [["employee_id", "=", self.employee]],
            ["employee_number", "date_start", "date_end", "reason_id"],
            order="date_start",
        )


def _answers(content, wanted):
    """What a page of the questionnaire sends for answers given by their words."""
    page = html.fromstring(content)
    sent = {"page_id": int(page.xpath("//input[@name='page_id']/@value")[0])}
    for question, answer in wanted.items():
        (block,) = (
            block
            for block in page.find_class("js_question-wrapper")
            if question in block.text_content()
        )
        fields = block.xpath(".//*[self::input or self::textarea][@name]")
        labels = [(field, field.getnext()) for field in fields]
        chosen = [
            field.get("value")
            for field, label in labels
            if label is not None and label.text_content().strip() == answer
        ]
        sent[fields[0].get("name")] = chosen[0] if chosen else answer
    return sent


def _register(story):
    """The officer registers the notice: dates are proposed, tasks are created."""
    officer = story.api("officer")
    reason = _ref(story.api, "hr.departure_resigned")
    values = {"employee_id": story.employee, "reason_id": reason}
    (story.case,) = officer.create(
        "hr.offboarding", {**values, "notice_date": _day(-20)}
    )
    case = _only(
        story.api,
        "officer",
        "hr.offboarding",
        [["id", "=", story.case]],
        *("name", "notice_date", "last_working_date", "departure_date", "private_email"),
    )
    assert NAME not in case["name"]
    assert case["private_email"] == ADDRESS
    assert case["notice_date"] < case["last_working_date"] == case["departure_date"]
    officer.call("hr.offboarding", "action_confirm", [story.case])
    _is_refused(422, officer.write, "hr.offboarding", [story.case], state="done")
    for login in ("manager", "director", "greta", "alumni", "sales", "recruiter"):
        _is_refused(403, story.api(login).read, "hr.offboarding", [], ["name"])


def _do_tasks(story):
    """Manager and leaver see their own tasks of this departure, and complete them."""
    mine = [["person_name", "=", NAME]]
    for login, task in (("manager", "Tell the team"), ("greta", "Return laptop")):
        client = story.api(login)
        tasks = client.read("hr.offboarding.task", mine, ["name", "user_id"])
        assert any(found["name"].startswith(task) for found in tasks), tasks
        assert len({found["user_id"][0] for found in tasks}) == 1, tasks
        client.call(
            "hr.offboarding.task", "action_done", [found["id"] for found in tasks]
        )
    left = story.api("officer").read(
        "hr.offboarding.task", [*mine, ["state", "=", "todo"]], ["user_id"]
    )
    assert {found["user_id"][1] for found in left} == {"Hana Petrov"}, left


def _answer_questionnaire(story):
    """The manager's manager is to hold the talk; the leaver answers by the link."""
    talk = _only(
        story.api,
        "director",
        "hr.exit.interview",
        [["employee_id", "=", story.employee]],
        *("questionnaire_state", "name"),
    )
    assert NAME not in talk["name"]
    _is_refused(403, story.api("manager").read, "hr.exit.interview", [], ["name"])
    officer = story.api("officer")
    officer.call("hr.exit.interview", "action_send_questionnaire", [talk["id"]])
    link = story.link("/survey/start/")
    assert "voluntary" in story.leaver.open(link)
    survey, _, sheet = link.rpartition("/survey/start/")[2].partition("?answer_token=")
    path = f"{survey}/{sheet}"
    result = story.leaver.ask(f"/survey/begin/{path}")
    for wanted in (
        {"main reason": "Career"},
        {"treated me fairly": "4"},
        {"recommend us": "7", "What should we keep?": f"The lake, {MARKER}"},
    ):
        sent = _answers(result[1]["survey_content"], wanted)
        result = story.leaver.ask(f"/survey/submit/{path}", **sent)
    assert "sealed" in result[1]["survey_content"]
    assert "Your answers were sent" in story.leaver.open(link)
    state = [["id", "=", talk["id"]], ["questionnaire_state", "=", "done"]]
    _only(story.api, "officer", "hr.exit.interview", state)

    answers = story.api("admin").read(
        "hr.exit.answer", [["interview_id", "=", talk["id"]]], ["value"]
    )
    assert [answer["value"] for answer in answers] == [
        *("Career", "4 of 5", "7 of 10", f"The lake, {MARKER}")
    ]
    for login in ("officer", "manager", "director", "greta", "alumni", "recruiter"):
        _is_refused(403, story.api(login).read, "hr.exit.answer", [], ["value"])


def _depart(story):
    """The last day: the stint is in the ledger, the employee is archived."""
    officer = story.api("officer")
    said = _is_refused(
        422, officer.call, "hr.offboarding", "action_depart", [story.case]
    )
    assert "ends on" in said
    officer.write(
        "hr.offboarding",
        [story.case],
        last_working_date=_day(-1),
        departure_date=_day(-1),
    )
    officer.call("hr.offboarding", "action_depart", [story.case])
    (period,) = story.read_periods()
    assert (period["date_start"], period["date_end"]) == ("2021-05-01", _day(-1))
    assert period["employee_number"] == story.number
    assert period["reason_id"][1] == "Resigned"
    assert story.read_employee("active") is False
    _is_refused(401, story.old_login.read, "hr.offboarding.task", [], ["name"])


def _invite(story):
    """The leaver is a candidate; nobody but HR and the alumni office sees more."""
    found = _only(
        story.api,
        "alumni",
        "hr.alumni",
        [["employee_number", "=", story.number]],
        *("state", "private_email", "partner_id"),
    )
    assert (found["state"], found["private_email"]) == ("candidate", ADDRESS)
    story.alumni, story.contact = found["id"], found["partner_id"][0]
    contact = [["id", "=", story.contact], ["email", "=", False]]
    _only(story.api, "manager", "res.partner", contact)
    for login in ("manager", "director", "sales", "recruiter"):
        _is_refused(403, story.api(login).read, "hr.alumni", [], ["state"])
    office = story.api("alumni")
    office.call("hr.alumni", "action_invite", [story.alumni])
    _is_refused(422, office.call, "hr.alumni", "action_invite", [story.alumni])


def _agree(story):
    """The link of the mail asks; the answer opens an account, and the link is void."""
    link = story.link("/alumni/consent/")
    assert f"Hello {NAME}" in story.leaver.open(link)
    story.assert_alumni("invited")
    story.leaver.send(status=400, answer="yes")
    story.assert_alumni("invited")
    said = story.leaver.send(
        answer="yes", purpose_member="on", purpose_business="on", purpose_jobs="on"
    )
    assert f"Thank you, {NAME}" in said
    story.assert_alumni("active")
    story.leaver.open(link, status=410)
    story.leaver.open(story.link("token="))
    story.leaver.send(password=PASSWORD, confirm_password=PASSWORD)


def _refer(story):
    """The alumna refers business; sales sees from whom it is, and no more of her."""
    said = story.leaver.open("/my/alumni")
    assert story.number in said
    assert "Resigned" not in said
    story.leaver.open("/my/alumni/refer")
    assert "Ask them first" in story.leaver.send(400, **{**REFERRAL, "is_agreed": ""})
    said = story.leaver.send(**REFERRAL)
    assert "Sales has it now" in said
    assert REFERRAL["partner_name"] in said
    lead = _only(
        story.api,
        "sales",
        "crm.lead",
        [["partner_name", "=", REFERRAL["partner_name"]]],
        *("alumni_id", "alumni_kind", "user_id", "source_id", "email_from"),
    )
    assert lead["alumni_id"] == [story.alumni, NAME]
    assert lead["alumni_kind"] == "sourced"
    assert lead["user_id"][1] == "Liam Chen"
    assert lead["email_from"] == REFERRAL["email_from"]
    for model in ("hr.alumni", "hr.privacy.consent"):
        _is_refused(403, story.api("sales").read, model, [], ["state"])
    for model in ("crm.lead", "hr.alumni", "hr.employment.period"):
        _is_refused(403, story.api(ADDRESS).read, model, [], ["display_name"])


def _apply(story, recruiter):
    """The alumna applies with her own address, and the recruiter is told."""
    values = {"partner_name": NAME, "email_from": ADDRESS.upper()}
    job = _ref(story.api, "hr.job_developer")
    story.applicant = recruiter.call("hr.applicant", "create", {**values, "job_id": job})
    fields = ["former_match", "former_facts"]
    (seen,) = recruiter.call("hr.applicant", "read", [story.applicant], fields)
    assert seen["former_match"] == "certain"
    assert "2021" in seen["former_facts"]
    assert "Resigned" not in seen["former_facts"]
    recruiter.call("hr.applicant", "action_start_rehire", [story.applicant])
    (seen,) = recruiter.call("hr.applicant", "read", [story.applicant], ["rehire_id"])
    story.rehire = seen["rehire_id"][0]
    for step in ("action_review", "action_interviews", "action_offer"):
        recruiter.call("hr.rehire", step, [story.rehire])
    for model, method, argument in (
        ("hr.alumni", "search", []),
        ("hr.applicant", "read", [story.applicant, ["former_alumni_id"]]),
        ("hr.rehire", "read", [story.rehire, ["employee_id"]]),
        ("hr.rehire.wizard", "create", [{"rehire_id": story.rehire}]),
    ):
        with pytest.raises(xmlrpc.client.Fault):
            recruiter.call(model, method, *(argument or [[]]))
