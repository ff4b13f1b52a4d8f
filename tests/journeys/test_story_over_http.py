"""One leaver's story over HTTP, from notice to return, each step as its role.

The people inside speak the external API, as other programs of the company do: JSON, and
the recruiter XML-RPC. The leaver has nothing but the links in the mails.
"""

import datetime
import xmlrpc.client

import pytest
from story_clients import (
    ADDRESS,
    NAME,
    Story,
    XmlRpc,
    answers_to,
    assert_refused,
    only,
    ref,
)

# More than any questionnaire has.
PAGES = 15
PASSWORD = "a-long-walk-at-the-lake"
# Planted in the answers: whoever reads it and is no exit officer read too much.
MARKER = "Marmoset-4412"
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


def _register(story):
    """The officer registers the notice: dates are proposed, tasks are created."""
    officer = story.api("officer")
    reason = ref(story.api, "hr.departure_resigned")
    values = {"employee_id": story.employee, "reason_id": reason}
    (story.case,) = officer.create(
        "hr.offboarding", {**values, "notice_date": _day(-20)}
    )
    case = only(
        story.api,
        "officer",
        "hr.offboarding",
        [["id", "=", story.case]],
        *(
            "name",
            "notice_date",
            "last_working_date",
            "departure_date",
            "private_email",
        ),
    )
    assert NAME not in case["name"]
    assert case["private_email"] == ADDRESS
    assert case["notice_date"] < case["last_working_date"] == case["departure_date"]
    officer.call("hr.offboarding", "action_confirm", [story.case])
    assert_refused(422, officer.write, "hr.offboarding", [story.case], state="done")
    case_of = ("hr.offboarding", [["id", "=", story.case]])
    for login in ("alumni", "sales", "recruiter"):
        assert story.api(login).read(*case_of, ["name"]) == []
    # The managers above learn that somebody leaves, and when; not why.
    for login in ("manager", "director"):
        [shown] = story.api(login).read(*case_of, ["name", "last_working_date"])
        assert shown["name"] == case["name"]
        assert_refused(403, story.api(login).read, *case_of, ["reason_id"])


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
    talk = only(
        story.api,
        "director",
        "hr.exit.interview",
        [["employee_id", "=", story.employee]],
        *("questionnaire_state", "name"),
    )
    assert NAME not in talk["name"]
    assert_refused(403, story.api("manager").read, "hr.exit.interview", [], ["name"])
    officer = story.api("officer")
    officer.call("hr.exit.interview", "action_send_questionnaire", [talk["id"]])
    link = story.link("/survey/start/")
    assert "voluntary" in story.leaver.open(link)
    survey, _, sheet = link.rpartition("/survey/start/")[2].partition("?answer_token=")
    path = f"{survey}/{sheet}"
    result = story.leaver.ask(f"/survey/begin/{path}")
    wanted = {
        "How may your answers be used": "With my name",
        "main reason for leaving": "Career",
        "treated me fairly": "4",
        "recommend us": "7",
        "What should we keep?": f"The lake, {MARKER}",
    }
    for _page in range(PAGES):
        sent = answers_to(result[1]["survey_content"], wanted)
        result = story.leaver.ask(f"/survey/submit/{path}", **sent)
        if "sealed" in result[1]["survey_content"]:
            break
    assert "sealed" in result[1]["survey_content"]
    assert "Your answers were sent" in story.leaver.open(link)
    state = [["id", "=", talk["id"]], ["questionnaire_state", "=", "done"]]
    only(story.api, "officer", "hr.exit.interview", state)

    answers = story.api("admin").read(
        "hr.exit.answer", [["interview_id", "=", talk["id"]]], ["value"]
    )
    assert [answer["value"] for answer in answers] == [
        *("Career", "4 of 5", "7 of 10", f"The lake, {MARKER}")
    ]
    for login in ("officer", "manager", "director", "greta", "alumni", "recruiter"):
        assert_refused(403, story.api(login).read, "hr.exit.answer", [], ["value"])


def _depart(story):
    """The last day: the stint is in the ledger, the employee is archived."""
    officer = story.api("officer")
    said = assert_refused(
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
    assert_refused(401, story.old_login.read, "hr.offboarding.task", [], ["name"])


def _invite(story):
    """The leaver is a candidate; nobody but HR and the alumni office sees more."""
    found = only(
        story.api,
        "alumni",
        "hr.alumni",
        [["employee_number", "=", story.number]],
        *("state", "private_email", "partner_id"),
    )
    assert (found["state"], found["private_email"]) == ("candidate", ADDRESS)
    story.alumni, story.contact = found["id"], found["partner_id"][0]
    contact = [["id", "=", story.contact], ["email", "=", False]]
    only(story.api, "manager", "res.partner", contact)
    for login in ("director", "sales", "recruiter"):
        assert_refused(403, story.api(login).read, "hr.alumni", [], ["state"])
    # She keeps in touch with somebody else, and sees nobody but that person.
    this = [["id", "=", story.alumni]]
    assert not story.api("manager").read("hr.alumni", this, ["state"])
    office = story.api("alumni")
    office.call("hr.alumni", "action_invite", [story.alumni])
    assert_refused(422, office.call, "hr.alumni", "action_invite", [story.alumni])


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
    story.leaver.open(story.link("/web/signup"))
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
    lead = only(
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
        assert_refused(403, story.api("sales").read, model, [], ["state"])
    for model in ("crm.lead", "hr.alumni", "hr.employment.period"):
        assert_refused(403, story.api(ADDRESS).read, model, [], ["display_name"])


def _apply(story, recruiter):
    """The alumna applies with her own address, and the recruiter is told."""
    values = {"partner_name": NAME, "email_from": ADDRESS.upper()}
    job = ref(story.api, "hr.job_developer")
    story.applicant = recruiter.call(
        "hr.applicant", "create", {**values, "job_id": job}
    )
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


def _return(story, recruiter):
    """The officer takes the same record into use again: same number, two stints."""
    officer = story.api("officer")
    said = assert_refused(
        422, officer.write, "hr.rehire", [story.rehire], state="returned"
    )
    assert "Return to Work" in said
    (wizard,) = officer.create("hr.rehire.wizard", {"rehire_id": story.rehire})
    officer.write("hr.rehire.wizard", [wizard], start_date=_day(0))
    officer.call("hr.rehire.wizard", "action_return", [wizard])

    people = [["name", "=", NAME], ["active", "in", [True, False]]]
    same = only(
        story.api, "officer", "hr.employee", people, "active", "employee_number"
    )
    assert same == {
        "id": story.employee,
        "active": True,
        "employee_number": story.number,
    }
    first, second = story.read_periods()
    assert first["employee_number"] == second["employee_number"] == story.number
    assert (first["date_end"], first["reason_id"][1]) == (_day(-1), "Resigned")
    assert (second["date_start"], second["date_end"]) == (_day(0), False)
    story.assert_alumni("returned")
    (seen,) = recruiter.call("hr.rehire", "read", [story.rehire], ["state"])
    assert seen["state"] == "returned"
    (seen,) = recruiter.call(
        "hr.applicant", "read", [story.applicant], ["application_status"]
    )
    assert seen["application_status"] == "hired"


def test_story_over_http(server, api, mailbox, run_cron):
    story = Story(server, api, mailbox, run_cron)
    recruiter = XmlRpc(server, "recruiter")
    story.hire()
    _register(story)
    _do_tasks(story)
    _answer_questionnaire(story)
    _depart(story)
    _invite(story)
    _agree(story)
    _refer(story)
    _apply(story, recruiter)
    _return(story, recruiter)
