"""`./dev core`: run tests of Odoo itself, without and with our addon.

The tests of the apps that a departure touches must end alike, whether the addon is
installed or not. Each way runs in an empty database without demo data; together that
takes some twenty minutes.
"""

import argparse
import re
import subprocess
import sys
import tempfile

from tools import workshop
from tools.errors import Trouble
from tools.ports import free_port

APPS = ("hr", "hr_holidays", "hr_skills", "calendar", "resource")
OURS = "hr_exit_interview"
_STARTED = re.compile(r" (\S+): Starting (\w+)\.(test\w+) \.\.\. ?$", re.MULTILINE)
_FAILED = re.compile(r" (?:FAIL|ERROR): (?:Subtest )?(\w+)\.(test\w+)", re.MULTILINE)


def main(context, arguments):
    """Compare both ways; return 1 when they differ."""
    parser = argparse.ArgumentParser(
        prog="./dev core",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("apps", nargs="*", help=f"by default {', '.join(APPS)}")
    apps = tuple(parser.parse_args(arguments).apps) or APPS
    with workshop.opened(context) as databases:
        without = run(databases, "without", APPS, apps)
        beside = run(databases, "with", (*APPS, OURS), apps)
    lines = differences(without, beside)
    print("\n".join(lines))
    print(
        f"{len(without[0])} tests without the addon, {len(without[1])} of them failed; "
        f"{len(beside[0])} with it, {len(beside[1])} failed. "
        + ("They differ." if lines else "They end alike.")
    )
    return int(bool(lines))


def run(databases, way, installed, apps):
    """Run the tests of some apps; return those that ran and those that failed."""
    name = databases.name("making", f"core_{way}")
    if not databases.hold(name):
        raise Trouble("Another ./dev core is running.")
    log = databases.context.folder("logs") / f"core-{way}.log"
    log.unlink(missing_ok=True)
    databases.create_empty(name)
    config = databases.write_config(f"core-{way}", log_level="info", logfile=log)
    line = databases.odoo.command(databases.python, "server", "-c", config, "-d", name)
    line += ["-i", ",".join(installed), "--without-demo", "True", "--stop-after-init"]
    line += ["--test-tags", ",".join(f"/{app}" for app in apps)]
    line += ["--http-port", free_port()]
    title = f"Odoo's tests of {', '.join(apps)}, {way} the addon"
    try:
        # Its own files, so that no run sees what another has left.
        with (
            tempfile.TemporaryDirectory() as data,
            databases.context.progress.step(title),
        ):
            subprocess.call(
                [str(part) for part in (*line, "--data-dir", data)],
                env=databases.environment(),
                cwd=databases.context.folder("config"),
                stdout=sys.stderr,
            )
    finally:
        config.unlink(missing_ok=True)
        databases.give_back(name)
    found = read(log.read_text(errors="replace"))
    if not found[0]:
        raise Trouble(f"No test of Odoo ran. What it says is in {log}.")
    return found


def read(text):
    """Return the tests that ran and those that failed, from a log, as two sets."""
    started = {f"{path}: {case}.{test}" for path, case, test in _STARTED.findall(text)}
    failed = {f"{case}.{test}" for case, test in _FAILED.findall(text)}
    return started, failed


def differences(without, beside):
    """Return a sentence for each test that does not end alike, sorted."""
    told = (
        ("runs only without the addon", without[0] - beside[0]),
        ("runs only with the addon", beside[0] - without[0]),
        ("fails only without the addon", without[1] - beside[1]),
        ("fails only with the addon", beside[1] - without[1]),
    )
    return [f"{test} {what}." for what, tests in told for test in sorted(tests)]
