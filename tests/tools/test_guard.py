"""The guard of the tests, each rule proven by a deliberately bad test."""

import json
import os
import subprocess
import sys

import pytest

from tools.context import REPO

BAD = {
    "error_logged": """
import logging

def test_it():
    logging.getLogger("odoo.sql_db").error("bad query")
""",
    "error_in_teardown": """
import logging
import pytest

@pytest.fixture
def thing():
    yield
    logging.getLogger("odoo").error("late")

def test_it(thing):
    pass
""",
    "skip_for_chromium": """
import unittest

class TestIt(unittest.TestCase):
    def test_it(self):
        raise unittest.SkipTest("Failed to detect chrome devtools port after 10.0s.")
""",
    "skip_for_websocket": """
import pytest

pytestmark = pytest.mark.skip("websocket-client module is not installed")

def test_it():
    pass
""",
    "skip_for_http": """
import pytest

def test_it():
    pytest.skip("skipped because it is an HttpCase and --odoo-http is not set")
""",
    "error_while_loading": """
import logging
logging.getLogger("odoo.modules").error("cannot load")

def test_it():
    pass
""",
    "failing_subtest": """
import unittest

class TestIt(unittest.TestCase):
    def test_it(self):
        for number in range(3):
            with self.subTest(number=number):
                self.assertLess(number, 2)
""",
}
GOOD = """
import logging
import unittest

class TestIt(unittest.TestCase):
    def test_expected_error(self):
        with self.assertLogs("odoo", "ERROR"):
            logging.getLogger("odoo").error("expected")

    def test_warning(self):
        logging.getLogger("odoo").warning("careful")

    def test_skipped_for_a_reason(self):
        self.skipTest("Needs the addon `fleet`.")
"""


@pytest.fixture
def run(tmp_path):
    """Return the function that runs a test under the guard: its code and numbers."""

    def under_guard(text):
        (tmp_path / "test_it.py").write_text(text)
        result = tmp_path / "result.json"
        env = {**os.environ, "DEV_RESULT": str(result), "PYTHONPATH": str(REPO)}
        command = [sys.executable, "-m", "pytest", "-p", "tools.guard", "-p", "no:odoo"]
        command += ["-q", "-p", "no:cacheprovider", "--rootdir", tmp_path, tmp_path]
        done = subprocess.run(
            list(map(str, command)), env=env, cwd=tmp_path, capture_output=True
        )
        return done.returncode, json.loads(result.read_text())

    return under_guard


@pytest.mark.parametrize("name", BAD)
def test_a_bad_test_fails(run, name):
    code, numbers = run(BAD[name])
    assert code == 1
    assert numbers["failed"] >= 1


def test_good_tests_pass(run):
    counted = {"passed": 2, "failed": 0, "skipped": 1}
    numbers = {**counted, "outside": False, "files": {"test_it.py": counted}}
    assert run(GOOD) == (0, numbers)


def test_a_run_without_tests_is_told_apart(run):
    code, numbers = run("")
    assert code == pytest.ExitCode.NO_TESTS_COLLECTED
    assert (numbers["passed"], numbers["failed"], numbers["files"]) == (0, 0, {})
