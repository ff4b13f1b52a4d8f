"""What publishing the exit statistics costs beside the computation itself.

One window of 500 leavers who have answered six questions, cut by six dimensions. The
base is the plain Python that merges, audits and counts, given the same answers in
memory; ours is the job that reads them, does the same and writes the lines.
"""

import random
from datetime import datetime

from freezegun import freeze_time
from measuring import Bench

from odoo.addons.hr_exit_interview.tools.stat_publish import Window

env = globals()["env"]  # Given by the shell.
bench = Bench(env, 500)
chance = random.Random(0)
company = env["res.company"].create({"name": "Bench"})
env = env(context={**env.context, "allowed_company_ids": company.ids})
bench.env = env
SCALES = ("manager_fair", "future", "pay_fair", "equal_treatment")
DONE = datetime(2026, 2, 10, 9)


def new_records(model, count):
    return env[model].create(
        [
            {
                "name": f"Bench {number}",
                **(
                    {"company_id": company.id}
                    if "company_id" in env[model]._fields
                    else {}
                ),
                **(
                    {"address_id": company.partner_id.id}
                    if model == "hr.work.location"
                    else {}
                ),
            }
            for number in range(count)
        ]
    )


def new_interviews():
    """500 people of 12 departments, 10 jobs, 4 places and 3 kinds of contract."""
    cases = env["hr.offboarding"].create(
        [
            {
                "employee_id": employee.id,
                "reason_id": env.ref("hr.departure_resigned").id,
                "notice_date": "2026-01-10",
                "last_working_date": "2026-02-15",
                "template_id": False,
            }
            for employee in bench.new_employees()
        ]
    )
    cases.flush_recordset()
    dealt = {
        "department_id": new_records("hr.department", 12),
        "job_id": new_records("hr.job", 10),
        "work_location_id": new_records("hr.work.location", 4),
        "contract_type_id": new_records("hr.contract.type", 3),
    }
    kinds = ["resignation", "retirement", "dismissal"]
    for case in cases:
        case.write(
            {name: chance.choice(records).id for name, records in dealt.items()}
            | {"kind": chance.choice(kinds)}
        )
    return env["hr.exit.interview"].create(
        [{"offboarding_id": case.id, "kind": "exit"} for case in cases]
    )


def seal(talks):
    talks.write(
        {
            "questionnaire_state": "done",
            "questionnaire_sent_date": DONE,
            "questionnaire_done_date": DONE,
        }
    )
    env["hr.exit.answer"].create(
        [
            {
                "interview_id": talk.id,
                "company_id": company.id,
                "question_key": key,
                "question_title": key,
                "value": "x",
                **values,
            }
            for talk in talks
            for key, values in get_answers().items()
        ]
    )


def get_answers():
    """One person's: seldom is a question left out."""
    answers = {
        key: {"answer_type": "scale", "value_number": chance.randint(1, 5)}
        for key in SCALES
    }
    answers["recommend"] = {
        "answer_type": "scale",
        "value_number": chance.randint(0, 10),
    }
    answers["main_reason"] = {
        "answer_type": "choice",
        "value_key": chance.choice(["car", "mgr", "pay"]),
    }
    return {key: values for key, values in answers.items() if chance.random() < 0.98}


def publish(_subject):
    with freeze_time("2026-04-01 03:00:00"):
        assert env["hr.exit.stat.window"]._publish(company)


def prepare():
    """The answers in memory, as the publisher hands them to the plain computation."""
    Publisher = env["hr.exit.stat.window"]
    with freeze_time("2026-04-01 03:00:00"):
        [due] = Publisher._get_due_windows(company)
        entries = list(Publisher._get_entries(due))
        own = Publisher._get_dimensions(due.interviews.offboarding_id)[0]
        return due, [
            (
                entry,
                Publisher._get_dimensions(entry["cases"])[0]
                if entry.get("cases")
                else own,
            )
            for entry in entries
        ]


def compute(subject):
    due, entries = subject
    shared = Window(entries[0][1], due.minimum, due.hidden)
    for entry, dimensions in entries:
        window = Window(dimensions, due.minimum) if entry.get("cases") else shared
        window.get_lines(entry["question"], entry["answers"])


seal(new_interviews())
env.flush_all()
bench.compare(
    "publish_statistics",
    (lambda: None, publish),
    (prepare, compute),
    3,
    lambda ours, _base: ours <= 0.2,
)
env.cr.rollback()
