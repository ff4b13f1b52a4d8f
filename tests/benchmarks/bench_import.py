"""What importing past leavers costs beside making the same people with the platform.

The base is one batch of contacts, then one of employees; ours is the whole import: the
file is read, everybody is looked for, contact, record and stint are written. Everybody
has a number, an address, a phone number, a department and a job; the database holds as
many people before.

`BENCH_COUNT=100000` measures one import of that size instead, in batches with a commit
after each as the job does: it says how long it takes and how the memory grows.
"""

import base64
import csv
import io
import os
import resource
import time
from pathlib import Path

from measuring import Bench

env = globals()["env"]  # Given by the shell.
bench = Bench(env, int(os.environ.get("BENCH_COUNT", "1000")))
company = env.company
QUIET = {"tracking_disable": True, "mail_create_nolog": True}
MEGABYTE = 1024
LARGE = 10_000
MEMORY_BAR = 200


def get_rows(count, prefix):
    return [
        {
            "name": f"Past {prefix}{number} Leaver",
            "employee_number": f"{prefix}{number}",
            "private_email": f"{prefix}{number}@example.com",
            "private_phone": f"+1 555 {number:07}",
            "date_start": "2012-01-01",
            "date_end": f"20{13 + number % 10}-06-30",
            "department": "Research",
            "job": "Chemist",
        }
        for number in range(count)
    ]


def new_import(count, prefix="B"):
    output = io.StringIO()
    rows = get_rows(count, prefix)
    writer = csv.DictWriter(output, rows[0])
    writer.writeheader()
    writer.writerows(rows)
    content = base64.b64encode(output.getvalue().encode())
    record = env["hr.alumni.import"].create({"file": content, "row_count": count})
    record.state = "running"
    return record


def run_import(record):
    record._import_file(commit=False)
    assert record.created_count == bench.count, record.read(record._COUNTS)


def run_again(record):
    record._import_file(commit=False)
    assert record.unchanged_count == bench.count, record.read(record._COUNTS)


def create_partners(_subject):
    env["res.partner"].with_context(**QUIET).create(
        [
            {
                "name": row["name"],
                "email": row["private_email"],
                "phone": row["private_phone"],
                "company_id": company.id,
                "lang": company.partner_id.lang,
            }
            for row in get_rows(bench.count, "B")
        ]
    )


def create_employees(_subject):
    env["hr.employee"].with_context(**QUIET).create(
        [
            {
                "name": row["name"],
                "private_email": row["private_email"],
                "private_phone": row["private_phone"],
                "company_id": company.id,
            }
            for row in get_rows(bench.count, "B")
        ]
    )


def get_memory():
    """Megabytes that this process holds now, and has held at most."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    now = pages * resource.getpagesize() / MEGABYTE**2
    return now, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


def measure_large():
    """One import of many rows, as the job does it, in a copy of the database."""
    new_import(1000, "W")._import_file()  # Warm.
    checked = new_import(bench.count, "L")
    env.cr.commit()
    env.invalidate_all()
    start, _most = get_memory()
    clock = time.monotonic()
    checked.state = "checking"
    checked._check_file()
    env.cr.commit()
    checking = time.monotonic() - clock
    after_check = get_memory()[1]
    checked.action_import()
    env.cr.commit()
    clock, queries = time.monotonic(), env.cr.sql_log_count
    checked._import_file()
    seconds = time.monotonic() - clock
    queries = (env.cr.sql_log_count - queries) / bench.count
    assert checked.created_count == bench.count
    grown = get_memory()[1] - start
    print(
        f"RATIO import_memory n={bench.count} MB={grown:.0f} bar={MEMORY_BAR} "
        f"check={checking:.0f}s/{after_check - start:.0f}MB import={seconds:.0f}s "
        f"q={queries:.3f} {'PASS' if grown <= MEMORY_BAR else 'FAIL'}",
        flush=True,
    )


def measure_ratios():
    new_import(bench.count, "K")._import_file(commit=False)
    env.flush_all()
    prepare = lambda: new_import(bench.count)  # noqa: E731
    bench.measure(prepare, run_import)  # Warm.
    bench.compare(
        "import_beside_partners",
        (prepare, run_import),
        (lambda: None, create_partners),
        1.5,
        lambda ours, _base: ours <= 0.1,
    )
    bench.compare(
        "import_beside_employees",
        (prepare, run_import),
        (lambda: None, create_employees),
        0.15,
        lambda ours, _base: ours <= 0.1,
    )
    bench.compare(
        "import_again_beside_partners",
        (lambda: new_import(bench.count, "K"), run_again),
        (lambda: None, create_partners),
        1.5,
        lambda ours, _base: ours <= 0.1,
    )


if bench.count >= LARGE:
    measure_large()
else:
    measure_ratios()
env.cr.rollback()
