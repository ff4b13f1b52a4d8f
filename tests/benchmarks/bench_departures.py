"""What departures cost beside core's own wizard.

Both ways are taken in turn on new employees. The first two bars are those of
`hr_exit_interview` alone; the others show the whole, with the former colleagues that
`hr_alumni` proposes.
"""

from contextlib import ExitStack
from unittest.mock import patch

from measuring import Bench

env = globals()["env"]  # Given by the shell.
bench = Bench(env)
DAY = "2025-06-30"
REASON = env.ref("hr.departure_resigned")
OFF = {
    "hr.employee": [
        "_prepare_archiving",
        "_follow_archiving",
        "_close_employment_periods",
        "_complete_employment_periods",
        "_complete_offboardings",
    ],
    "hr.offboarding": ["_follow_closed_logins"],
}


def run_wizard(employees):
    env["hr.departure.wizard"].with_context(employee_termination=True).create(
        {
            "employee_ids": employees.ids,
            "departure_reason_id": REASON.id,
            "departure_date": DAY,
            "set_date_end": True,
        }
    ).action_register_departure()


def run_core_wizard(employees):
    """Core's wizard as it is without these addons."""
    with ExitStack() as stack:
        for model, names in OFF.items():
            for name in names:
                stack.enter_context(
                    patch.object(env.registry[model], name, lambda *a, **k: None)
                )
        run_wizard(employees)


def new_departures():
    cases = env["hr.offboarding"].create(
        [
            {
                "employee_id": employee.id,
                "reason_id": REASON.id,
                "notice_date": "2025-06-01",
                "last_working_date": DAY,
                "template_id": False,
            }
            for employee in bench.new_employees()
        ]
    )
    cases.action_confirm()
    return cases


def compare_all(suffix):
    bench.measure(bench.new_employees, run_wizard)  # Warm.
    core = (bench.new_employees, run_core_wizard)
    bench.compare(
        f"core_wizard_with_hooks{suffix}",
        (bench.new_employees, run_wizard),
        core,
        1.15,
        lambda ours, base: ours <= base + 0.1,
    )
    bench.compare(
        f"depart_together{suffix}",
        (new_departures, lambda cases: cases._depart_due()),
        core,
        0.5,
        lambda ours, base: ours <= 4.5,
    )


with patch.object(
    env.registry["hr.offboarding"], "_do_after_departure", lambda cases: None
):
    compare_all("")
compare_all("_and_alumni")
env.cr.rollback()
