"""What has passed is not run again, and everything that changed is."""

from types import SimpleNamespace

import pytest

from tools import odoo, parts, passed, python
from tools.commands import test as command
from tools.halves import files_of


@pytest.fixture
def clone(context, make_addon, monkeypatch):
    """Return a context whose clone has tests of each part, and Odoo at hand."""
    repo = context.repo
    make_addon("hr_exit_interview", tests=True)
    make_addon("test_hr_leavers", tests=True)
    for name in ("shape", "tools", "journeys"):
        folder = repo / "tests" / name
        folder.mkdir()
        (folder / f"test_{name}.py").touch()
    (repo / "hr_exit_interview" / "models.py").touch()
    (repo / "hr_exit_interview" / "tests" / "common.py").touch()
    (repo / "hr_exit_interview" / "tests" / "test_more.py").touch()
    (repo / "tools").mkdir()
    context.env["ODOO_SRC"] = "somewhere"
    monkeypatch.setattr(python, "is_ready", lambda folder: True)
    monkeypatch.setattr(odoo, "ensure", lambda _: SimpleNamespace(identity="Odoo 1"))
    return context


def everything(clone):
    """Return the entries of all tests of the clone."""
    return passed.Passed(clone, parts.all_paths(clone))


def names(to_run, clone):
    """Return what is to be run, with paths as they are in the clone."""
    places = [place for paths in to_run.values() for place in paths]
    return {str(place.relative_to(clone.repo)) for place in places}


def run(clone, failing=(), outside=False, before_end=None):
    """Run what is to be run: two tests in each file, of which one fails in some.

    :return: the names of the places that were run
    """
    entries = everything(clone)
    to_run, _known = entries.take()
    outcomes = []
    for kind, paths in to_run.items():
        found = [file for path in paths for file in files_of([path])]
        by_file = {}
        for file in found:
            name = str(file.relative_to(clone.repo))
            bad = int(name in failing)
            by_file[name] = {"passed": 2 - bad, "failed": bad, "skipped": 0}
        numbers = {"files": by_file, "outside": outside}
        outcomes.append((parts.Part(kind, paths), 0, numbers))
    if before_end:
        before_end()
    entries.keep(outcomes)
    return names(to_run, clone)


UNIT = {
    "hr_exit_interview/tests/test_it.py",
    "hr_exit_interview/tests/test_more.py",
    "tests/addons/test_hr_leavers/tests/test_it.py",
}
JOURNEYS, SHAPE, TOOLS = "tests/journeys", "tests/shape", "tests/tools"
ALL = {*UNIT, JOURNEYS, SHAPE, TOOLS}


def test_what_has_passed_is_not_run_again(clone):
    assert run(clone) == ALL
    assert run(clone) == set()
    _to_run, known = everything(clone).take()
    assert known["unit"] == {"passed": 6, "failed": 0, "skipped": 0}
    assert known["journeys"] == {"passed": 2, "failed": 0, "skipped": 0}


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("hr_exit_interview/models.py", ALL - {TOOLS}),
        ("hr_exit_interview/new.xml", ALL - {TOOLS}),
        ("hr_exit_interview/tests/common.py", ALL - {TOOLS}),
        (
            "hr_exit_interview/tests/test_it.py",
            {"hr_exit_interview/tests/test_it.py", SHAPE},
        ),
        ("tests/journeys/test_journeys.py", {JOURNEYS, SHAPE}),
        ("tests/tools/test_tools.py", {TOOLS, SHAPE}),
        ("tests/shape/allowed.txt", ALL - {TOOLS}),
        ("tools/any.py", ALL),
        ("requirements.txt", ALL),
        ("README.md", {SHAPE}),
    ],
)
def test_what_a_change_touches_is_run_again(clone, changed, again):
    run(clone)
    (clone.repo / changed).write_text("changed")
    assert run(clone) == again
    assert run(clone) == set()


def test_a_file_that_went_away_is_a_change(clone):
    run(clone)
    (clone.repo / "hr_exit_interview" / "models.py").unlink()
    assert run(clone) == ALL - {TOOLS}


def test_another_odoo_is_a_change(clone, monkeypatch):
    run(clone)
    monkeypatch.setattr(odoo, "ensure", lambda _: SimpleNamespace(identity="Odoo 2"))
    assert run(clone) == ALL


def test_a_failure_is_run_again_with_nothing_changed(clone):
    failing = {"hr_exit_interview/tests/test_it.py", "tests/journeys/test_journeys.py"}
    run(clone, failing)
    assert run(clone, failing) == {"hr_exit_interview/tests/test_it.py", JOURNEYS}


def test_an_error_outside_of_the_tests_is_no_pass(clone):
    run(clone, outside=True)
    assert run(clone) == ALL


def test_nothing_is_noted_when_a_file_changed_meanwhile(clone):
    changed = clone.repo / "hr_exit_interview" / "models.py"
    run(clone, before_end=lambda: changed.write_text("changed"))
    changed.write_text("")
    assert run(clone) == ALL


def test_a_broken_entry_is_none(clone):
    run(clone)
    for entry in (clone.cache / passed.FOLDER).iterdir():
        entry.write_text("{")
    assert run(clone) == ALL


def test_nothing_is_known_before_odoo_is_there(clone, monkeypatch):
    run(clone)
    monkeypatch.setattr(python, "is_ready", lambda folder: False)
    assert run(clone) == ALL


@pytest.mark.parametrize(
    ("line", "whole"),
    [
        ([], True),
        (["--again"], True),
        (["hr_alumni"], True),
        (["hr_alumni/tests/test_it.py::TestX"], False),
        (["-k", "word"], False),
        (["-m", "slow"], False),
        (["-x"], False),
        (["--", "--durations=3"], False),
    ],
)
def test_only_whole_files_count(line, whole):
    assert command._is_whole(command.parse(line)) is whole


def test_the_total_says_what_was_not_run(capsys):
    known = {"unit": {"passed": 6, "failed": 0, "skipped": 1}}
    assert command.tell([], known=known) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "6 passed, 0 failed, 1 skipped"
    assert lines[-2].startswith("6 of these tests passed before")
