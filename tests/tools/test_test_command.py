"""`./dev test`: which tests are meant, and the numbers at the end."""

import io
from types import SimpleNamespace

import pytest

from tools import parts
from tools.commands import test as command
from tools.errors import Trouble
from tools.follow import Follower
from tools.halves import halves


@pytest.fixture
def clone(context, make_addon):
    """Return a context whose clone has tests of each part."""
    make_addon("hr_exit_interview", tests=True)
    make_addon("hr_alumni")
    make_addon("test_hr_leavers", tests=True)
    for name in ("shape", "tools", "journeys"):
        folder = context.repo / "tests" / name
        folder.mkdir()
        (folder / f"test_{name}.py").touch()
    return context


def names(found, clone):
    """Return what was found, with paths as they are in the clone."""
    return {
        kind: [str(path).removeprefix(f"{clone.repo}/") for path in paths]
        for kind, paths in found.items()
    }


def test_all_parts_are_found_and_empty_ones_left_out(clone):
    assert names(parts.paths_by_part(clone, []), clone) == {
        "plain": ["tests/shape", "tests/tools"],
        "unit": ["hr_exit_interview/tests", "tests/addons/test_hr_leavers/tests"],
        "journeys": ["tests/journeys"],
    }


@pytest.mark.parametrize(
    ("path", "kind", "place"),
    [
        ("tests/shape", "plain", "tests/shape"),
        ("tests/journeys", "journeys", "tests/journeys"),
        ("hr_exit_interview", "unit", "hr_exit_interview/tests"),
        ("tests/addons", "unit", "tests/addons/test_hr_leavers/tests"),
        (
            "hr_exit_interview/tests/test_it.py::TestX::test_y",
            "unit",
            "hr_exit_interview/tests/test_it.py::TestX::test_y",
        ),
    ],
)
def test_a_path_runs_just_its_part(clone, monkeypatch, path, kind, place):
    monkeypatch.chdir(clone.repo)
    assert names(parts.paths_by_part(clone, [path]), clone) == {kind: [place]}


def test_a_folder_above_runs_what_is_in_it(clone, monkeypatch):
    monkeypatch.chdir(clone.repo)
    every = parts.all_paths(clone)
    assert parts.paths_by_part(clone, ["."]) == every
    below = names(parts.paths_by_part(clone, ["tests"]), clone)
    assert below["unit"] == ["tests/addons/test_hr_leavers/tests"]
    assert set(below) == {"plain", "unit", "journeys"}


@pytest.mark.parametrize(
    ("path", "words"),
    [("nowhere", "no file or folder nowhere"), ("README.md", "holds no tests")],
)
def test_a_path_without_tests_is_told(clone, monkeypatch, path, words):
    monkeypatch.chdir(clone.repo)
    (clone.repo / "README.md").touch()
    with pytest.raises(Trouble, match=words):
        parts.paths_by_part(clone, [path])


def outcome(kind, code=0, passed=0, failed=0, skipped=0, died=False):
    """Return what a part left behind."""
    numbers = {"passed": passed, "failed": failed, "skipped": skipped}
    return parts.Part(kind, []), code, None if died else numbers


@pytest.mark.parametrize(
    ("outcomes", "selecting", "last", "code"),
    [
        ([outcome("plain", passed=2)], False, "2 passed, 0 failed", 0),
        (
            [outcome("plain", passed=2, skipped=1), outcome("unit", passed=3)],
            False,
            "5 passed, 0 failed, 1 skipped",
            0,
        ),
        ([outcome("plain", 1, 2, 1)], False, "2 passed, 1 failed", 1),
        # Died before it could write its numbers down.
        (
            [outcome("plain", passed=2), outcome("unit", 139, died=True)],
            False,
            "2 passed, 1 failed",
            1,
        ),
        # No test found: a failure, unless words were given that fit elsewhere.
        (
            [outcome("plain", passed=2), outcome("unit", 5)],
            False,
            "2 passed, 1 failed",
            1,
        ),
        (
            [outcome("plain", passed=2), outcome("unit", 5)],
            True,
            "2 passed, 0 failed",
            0,
        ),
        ([outcome("plain", 5)], True, "0 passed, 1 failed", 1),
        ([outcome("plain", skipped=3)], False, "0 passed, 1 failed, 3 skipped", 1),
        # Every test passed, but pytest was not content.
        ([outcome("plain", 3, passed=2)], False, "2 passed, 1 failed", 1),
        ([], False, "0 passed, 1 failed", 1),
    ],
)
def test_the_last_line_is_the_total(capsys, outcomes, selecting, last, code):
    assert command.tell(outcomes, selecting) == code
    assert capsys.readouterr().out.splitlines()[-1] == last


def test_options_reach_pytest():
    options = command.parse(["-k", "a or b", "-x", "hr_alumni", "--", "--durations=3"])
    assert options.paths == ["hr_alumni"]
    chosen = command.pytest_options(options)
    assert chosen == ["-k", "a or b", "-x", "-q", "--durations=3"]


def test_output_is_shown_in_order_and_never_twice(tmp_path):
    codes = [None, 0]
    processes = [SimpleNamespace(poll=lambda n=n: codes[n]) for n in (0, 1)]
    shown = io.StringIO()
    follower = Follower(shown)
    paths = [tmp_path / "a", tmp_path / "b"]
    for path, text in zip(paths, ("one ", "three"), strict=True):
        path.write_text(text)
        follower.add(path.name, path, processes[int(path.name == "b")])
    follower.show()
    assert shown.getvalue() == "\n--- a ---\none "
    euro = "€".encode()
    with open(paths[0], "ab") as file:
        file.write(euro[:1])
        file.flush()
        follower.show()
        file.write(euro[1:])
    codes[0] = 1
    follower.show()
    assert shown.getvalue() == "\n--- a ---\none €\n--- b ---\nthree"


def make_tests(folder, **numbers):
    """Make files with so many tests."""
    folder.mkdir(exist_ok=True)
    for name, number in numbers.items():
        text = "".join(f"def test_{n}():\n    pass\n" for n in range(number))
        (folder / f"test_{name}.py").write_text(text)


def test_many_tests_are_cut_into_two_equal_halves(tmp_path):
    make_tests(tmp_path / "x", a=50, b=30, c=20)
    make_tests(tmp_path / "y", d=10)
    first, second = halves([tmp_path / "x", tmp_path / "y"])
    assert [path.name for path in first] == ["test_a.py", "test_d.py"]
    assert [path.name for path in second] == ["test_b.py", "test_c.py"]


def test_few_tests_and_single_ones_stay_together(tmp_path):
    make_tests(tmp_path / "x", a=30, b=30)
    assert halves([tmp_path / "x"]) == [[tmp_path / "x"]]
    make_tests(tmp_path / "x", a=90, b=30)
    one = [f"{tmp_path}/x/test_a.py::test_1"]
    assert halves(one) == [one]
    alone = [tmp_path / "x" / "test_a.py"]
    assert halves(alone) == [alone]


def test_the_long_parts_start_first():
    calls = [
        parts.Part("plain", []),
        parts.Part("unit", [], share=" (1 of 2)"),
        parts.Part("unit", [], share=" (2 of 2)"),
        parts.Part("journeys", []),
    ]
    ordered = [part.title for part in command.longest_first(calls)]
    assert ordered == [
        "Tests of the addons inside Odoo (1 of 2)",
        "Journeys over HTTP and in the browser",
        "Tests of the addons inside Odoo (2 of 2)",
        "Tests without Odoo",
    ]
    assert command.longest_first(calls[:1]) == calls[:1]
