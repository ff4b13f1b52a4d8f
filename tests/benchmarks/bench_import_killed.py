"""An import that is killed twenty times ends like one that was left alone.

The same file is imported for two companies of a copy of the database. For one it runs
to its end. For the other a process of its own does it, is killed with signal 9 at a
random moment, and is started again, twenty times; then it runs to its end. Both
companies must have the same people, stints and counts.

`BENCH_COUNT` is the number of rows: `./dev bench bench_import_killed --count 100000`.
"""

import base64
import os
import random
import signal
import subprocess
import sys
import time

from measuring import COUNT

env = globals()["env"]  # Given by the shell.
KILLS = 20
chance = random.Random(7)
BATCH = max(10, COUNT // 100)
WORKER = """
env.registry["hr.alumni.import"]._BATCH = {batch}
record = env["hr.alumni.import"].browse({record})
print("READY", flush=True)
record._import_file()
print("DONE", flush=True)
"""


def get_file():
    lines = ["name,employee_number,private_email,date_start,date_end,employer"]
    for number in range(COUNT):
        person = number - number % 3 if number % 2 else number  # Some have two stints.
        year = 2000 + (number - person) * 4
        lines.append(
            f"Past {person} Leaver,K{person},k{person}@example.com,"
            f"{year}-01-01,{year + 2}-12-31,Kilns {number % 40}"
        )
        if number % 50 == 0:
            lines.append(f"Bad Date {number},Z{number},,03/04/2001,2002-01-01,")
    return base64.b64encode("\n".join(lines).encode())


def new_import(name):
    company = env["res.company"].create({"name": name})
    record = env["hr.alumni.import"].create(
        {"file": get_file(), "company_id": company.id}
    )
    record.state = "running"
    env.cr.commit()
    return record


def get_result(record):
    """Everything that an import has written, without ids and names of the company."""
    env.invalidate_all()
    env.cr.execute(
        """
        SELECT p.name, a.employee_number, a.private_email, a.state, a.left_date,
               a.stint_count, a.service_days, a.employer_name, s.date_start,
               s.date_end, s.stint, s.employee_name
          FROM hr_alumni a
          JOIN res_partner p ON p.id = a.partner_id
     LEFT JOIN hr_employment_period s ON s.alumni_id = a.id
         WHERE a.company_id = %s
      ORDER BY a.employee_number, s.date_start
        """,
        [record.company_id.id],
    )
    rows = env.cr.fetchall()
    lines = [(line.row, line.kind, line.message) for line in record.line_ids]
    counts = [record[name] for name in record._COUNTS]
    return rows, lines, counts, record.state, record.row_done


def start(record):
    """Start a process that imports, and wait until it begins to."""
    process = subprocess.Popen(
        sys.orig_argv,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=os.environ,
    )
    process.stdin.write(WORKER.format(batch=BATCH, record=record.id))
    process.stdin.close()
    for line in process.stdout:
        if "READY" in line:
            break
    return process


def get_place(record):
    env.cr.rollback()
    env.invalidate_all()
    return record.row_done


def kill_often(record, seconds):
    """Let it be killed, and return the places at which that happened."""
    places = []
    for _time in range(KILLS):
        process = start(record)
        time.sleep(chance.uniform(0, 1.5 * seconds / KILLS))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        places.append(get_place(record))
    return places


alone, killed = new_import("Left alone"), new_import("Killed often")
env.registry["hr.alumni.import"]._BATCH = BATCH
clock = time.monotonic()
alone._import_file()
env.cr.commit()
seconds = time.monotonic() - clock
places = kill_often(killed, seconds)
killed._import_file()
env.cr.commit()
results = zip(get_result(alone), get_result(killed), strict=True)
parts = ("people", "rows", "counts", "state", "place")
wrong = [
    part for part, (one, other) in zip(parts, results, strict=True) if one != other
]
moved = len(set(places))
print(
    f"RATIO import_killed n={COUNT} kills={KILLS} places={moved} "
    f"last={places[-1]} people={alone.created_count} differ={wrong} "
    f"{'PASS' if not wrong and moved > 2 else 'FAIL'}",
    flush=True,
)
