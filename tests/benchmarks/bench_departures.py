"""What departures cost beside core's own wizard.

Run it by `./dev shell < tests/benchmarks/bench_departures.py`.

Both are run in turn on new employees of one database, which is left as it was. Each
line is one bar: the ratio of processor time and of wall time (the least of several
rounds), the queries for each employee, ours and core's, and whether the bar holds. The
number of employees is taken from BENCH_COUNT, 300 by default.
"""

import os
import time
from contextlib import ExitStack
from pathlib import Path
from unittest.mock import patch

COUNT = int(os.environ.get("BENCH_COUNT", "300"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
env = globals()["env"]  # Given by the shell.
DAY = env["hr.version"]._fields["date_version"].to_date("2025-06-30")
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


def new_employees(count):
    return env["hr.employee"].create(
        [
            {
                "name": f"Bench {number}",
                "contract_date_start": "2021-05-01",
                "wage": 3000,
            }
            for number in range(count)
        ]
    )


def database_seconds():
    """Processor time of the server process of this connection, where it can be seen."""
    pid = env.cr._cnx.get_backend_pid()
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure(prepare, run):
    """Return processor seconds, wall seconds and queries, and undo what was done."""
    env.cr.execute("SAVEPOINT bench")
    subject = prepare()
    env.flush_all()
    env.cr.precommit.run()
    env.invalidate_all()
    before = time.process_time() + database_seconds(), time.monotonic()
    queries = env.cr.sql_log_count
    run(subject)
    env.flush_all()
    env.cr.precommit.run()  # What is tracked is written when it is committed.
    queries = env.cr.sql_log_count - queries
    after = time.process_time() + database_seconds(), time.monotonic()
    env.cr.execute("ROLLBACK TO SAVEPOINT bench")
    env.invalidate_all()
    return after[0] - before[0], after[1] - before[1], queries


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
    """Core's wizard as it is without this addon."""
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
            for employee in new_employees(COUNT)
        ]
    )
    cases.action_confirm()
    return cases


def compare(name, ours, base, ratio, queries):
    """Print one bar; `queries` tells from the two numbers whether it holds."""
    runs = [(measure(*ours), measure(*base)) for _round in range(ROUNDS)]
    own, core = (
        [min(values) for values in zip(*side, strict=True)]
        for side in zip(*runs, strict=True)
    )
    cpu, wall = own[0] / core[0], own[1] / core[1]
    own_queries, core_queries = own[2] / COUNT, core[2] / COUNT
    passed = queries(own_queries, core_queries) and min(cpu, wall) <= ratio
    print(
        f"RATIO {name} cpu={cpu:.2f} t={wall:.2f} "
        f"q={own_queries:.2f}/{core_queries:.2f} bar={ratio} "
        f"{'PASS' if passed else 'FAIL'}",
        flush=True,
    )


def employees():
    return new_employees(COUNT)


def depart(cases):
    cases._depart_due()


with patch.object(
    env.registry["hr.offboarding"], "_do_after_departure", lambda cases: None
):
    measure(employees, run_wizard)  # Warm.
    compare(
        "core_wizard_with_hooks",
        (employees, run_wizard),
        (employees, run_core_wizard),
        1.15,
        lambda ours, core: ours <= core + 0.1,
    )
    compare(
        "depart_together",
        (new_departures, depart),
        (employees, run_core_wizard),
        0.5,
        lambda ours, core: ours <= 4.5,
    )
env.cr.rollback()
