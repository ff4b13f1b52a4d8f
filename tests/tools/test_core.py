"""`./dev core`: what it reads from the logs of two runs, and how it compares them."""

from tools.commands import core

HEAD = "2026-01-05 10:00:00,1 7 %s x odoo.addons.hr.tests.test_a: %s"
LOG = "\n".join(
    HEAD % line
    for line in [
        ("INFO", "Starting TestA.test_one ... "),
        ("INFO", "Starting TestA.test_two ... "),
        ("INFO", "Subtest TestA.test_two (1)"),
        ("ERROR", "FAIL: TestA.test_two"),
        ("ERROR", "ERROR: Subtest TestA.test_one (2)"),
    ]
)


def test_a_log_tells_what_ran_and_what_failed():
    started, failed = core.read(LOG)
    assert started == {
        "odoo.addons.hr.tests.test_a: TestA.test_one",
        "odoo.addons.hr.tests.test_a: TestA.test_two",
    }
    assert failed == {"TestA.test_one", "TestA.test_two"}


def test_each_difference_is_a_sentence():
    without = ({"hr: A.test_one", "hr: A.test_gone"}, {"A.test_one"})
    beside = ({"hr: A.test_one", "hr: A.test_new"}, {"A.test_new"})
    assert core.differences(without, without) == []
    assert core.differences(without, beside) == [
        "hr: A.test_gone runs only without the addon.",
        "hr: A.test_new runs only with the addon.",
        "A.test_one fails only without the addon.",
        "A.test_new fails only with the addon.",
    ]
