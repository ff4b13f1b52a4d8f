"""What launching departures costs beside core's wizard that launches a plan.

Ours makes six tasks for each employee, each with an activity for whoever does it, where
core's plan has two activities.
"""

from measuring import Bench

env = globals()["env"]  # Given by the shell.
bench = Bench(env)
reason = env.ref("hr.departure_resigned")
template = env["hr.offboarding.template"].create(
    {
        "name": "Bench",
        "task_ids": [
            (0, 0, {"name": f"Task {number}", "responsible": "hr"})
            for number in range(6)
        ],
    }
)
plan = env["mail.activity.plan"].create(
    {
        "name": "Bench",
        "res_model": "hr.employee",
        "template_ids": [
            (
                0,
                0,
                {
                    "summary": f"Step {number}",
                    "responsible_type": "other",
                    "responsible_id": env.uid,
                },
            )
            for number in range(2)
        ],
    }
)


def launch(employees):
    env["hr.offboarding"].create(
        [
            {
                "employee_id": employee.id,
                "reason_id": reason.id,
                "notice_date": "2025-06-01",
                "last_working_date": "2025-06-30",
                "template_id": template.id,
            }
            for employee in employees
        ]
    ).action_confirm()


def launch_plan(employees):
    env["mail.activity.schedule"].with_context(
        active_model="hr.employee", active_ids=employees.ids
    ).create({"plan_id": plan.id}).action_schedule_plan()


bench.measure(bench.new_employees, launch)  # Warm.
bench.compare(
    "launch_departures",
    (bench.new_employees, launch),
    (bench.new_employees, launch_plan),
    0.25,
    lambda ours, base: ours <= 0.5,
)
env.cr.rollback()
