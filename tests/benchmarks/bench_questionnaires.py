"""What sending questionnaires costs beside core's invitation to a survey."""

from measuring import Bench

env = globals()["env"]  # Given by the shell.
bench = Bench(env)
reason = env.ref("hr.departure_resigned")
survey = env.ref("hr_exit_interview.survey_survey_exit_short")
core_survey = env["survey.survey"].create(
    {"title": "Bench", "access_mode": "public", "users_login_required": False}
)


def new_interviews():
    employees = bench.new_employees()
    for number, employee in enumerate(employees):
        employee.private_email = f"bench{number}@example.com"
    cases = env["hr.offboarding"].create(
        [
            {
                "employee_id": employee.id,
                "reason_id": reason.id,
                "notice_date": "2025-06-01",
                "last_working_date": "2025-06-30",
                "template_id": False,
            }
            for employee in employees
        ]
    )
    cases.action_confirm()
    return cases.interview_ids.filtered(lambda talk: talk.kind == "exit")


def invite(partners):
    env["survey.invite"].create(
        {
            "survey_id": core_survey.id,
            "partner_ids": [(6, 0, partners.ids)],
            "subject": "Bench",
            "body": "<p>Bench</p>",
            "template_id": env.ref("survey.mail_template_user_input_invite").id,
        }
    ).action_invite()


def new_partners():
    return env["res.partner"].create(
        [
            {"name": f"Bench {number}", "email": f"bench{number}@example.com"}
            for number in range(bench.count)
        ]
    )


def send(interviews):
    interviews.action_send_questionnaire()


bench.measure(new_interviews, send)  # Warm.
bench.compare(
    "send_questionnaires",
    (new_interviews, send),
    (new_partners, invite),
    0.5,
    lambda ours, base: ours <= 1,
)
env.cr.rollback()
