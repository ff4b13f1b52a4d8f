"""A pytest plugin that does not let a test pass for a wrong reason.

* An error in the log fails the test during which it was written.
* A skip because a browser or a connection was missing is a failure: what was to be
  tested was not.
* A run without a test is a failure (told by the exit code of pytest itself).

It also writes the numbers of the run into the file that DEV_RESULT names.
"""

import json
import logging
import os
import re
import sys

import pytest

NO_EXCUSE = re.compile(r"chrom|browser|websocket|--odoo-http|HttpCase", re.IGNORECASE)
# How we count what pytest tells apart.
WORDS = {
    "passed": ("passed", "xfailed"),
    "failed": ("failed", "error", "xpassed"),
    "skipped": ("skipped",),
}
# Odoo gives Chromium ten seconds and then skips the test: too few on a busy machine.
BROWSER_SECONDS = 60


class ErrorKeeper(logging.Handler):
    """Keep the errors that were logged since somebody last asked."""

    def __init__(self):
        super().__init__(logging.ERROR)
        self.lines = []

    def emit(self, record):
        """Keep one error, with its traceback when it has one."""
        self.lines.append(self.format(record))

    def take(self):
        """Return what was kept, and forget it."""
        lines, self.lines = self.lines, []
        return lines


class Guard:
    """The hooks, with what they have seen."""

    def __init__(self):
        self.keeper = ErrorKeeper()
        form = "%(levelname)s %(name)s: %(message)s"
        self.keeper.setFormatter(logging.Formatter(form))
        self.outside = []

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_protocol(self, item):
        """Errors from before the test are not the test's: they end up on their own."""
        self.outside += self.keeper.take()
        yield

    @pytest.hookimpl(hookwrapper=True)
    def pytest_runtest_makereport(self, item, call):
        """Turn what must not pass into a failure."""
        outcome = yield
        report = outcome.get_result()
        errors = self.keeper.take()
        if errors and report.outcome == "passed":
            _fail(report, "An error was logged during the test:\n" + "\n".join(errors))
        if report.skipped and not hasattr(report, "wasxfail"):
            reason = str(report.longrepr)
            if NO_EXCUSE.search(reason):
                _fail(report, f"A skip for this reason is a failure: {reason}")

    @pytest.hookimpl(tryfirst=True)
    def pytest_sessionfinish(self, session):
        """Errors outside of tests, while Odoo loads or stops, fail the run."""
        self.outside += self.keeper.take()
        if self.outside and session.exitstatus == 0:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter):
        """Say what went wrong outside of tests, and write the numbers down."""
        if self.outside:
            terminalreporter.section("errors logged outside of the tests", red=True)
            for line in self.outside:
                terminalreporter.write_line(line)
        path = os.environ.get("DEV_RESULT")
        if path:
            with open(path, "w", encoding="utf-8") as file:
                json.dump(self.numbers(terminalreporter.stats), file)

    def numbers(self, stats):
        """Return how many tests ended how, in all and by file."""

        by_file = {}
        for word, names in WORDS.items():
            for report in (report for name in names for report in stats.get(name, ())):
                file = report.nodeid.split("::")[0]
                counted = by_file.setdefault(file, dict.fromkeys(WORDS, 0))
                counted[word] += 1
        total = {word: sum(c[word] for c in by_file.values()) for word in WORDS}
        total["failed"] += bool(self.outside)
        return {**total, "outside": bool(self.outside), "files": by_file}


def _fail(report, text):
    report.outcome = "failed"
    report.longrepr = text


def pytest_configure(config):
    """Start to listen."""
    guard = Guard()
    logging.getLogger().addHandler(guard.keeper)
    config.pluginmanager.register(guard, "hr-leavers-guard")


def pytest_collection_finish(session):
    """Be patient with Chromium, once Odoo's test classes are loaded."""
    common = sys.modules.get("odoo.tests.common")
    if common:
        common.CHECK_BROWSER_ITERATIONS = int(
            BROWSER_SECONDS / common.CHECK_BROWSER_SLEEP
        )
