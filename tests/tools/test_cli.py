"""The command line: what a user reads, also when something is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools import browser, cli, files, screens
from tools.commands import bench, shots
from tools.context import REPO, cache_folder
from tools.errors import Trouble
from tools.progress import Progress, in_words


@pytest.fixture
def dev(tmp_path):
    """Return the function that runs ./dev with an empty cache."""

    def run(*arguments, **variables):
        env = {**os.environ, "HR_LEAVERS_CACHE": str(tmp_path / "cache"), **variables}
        command = [sys.executable, str(REPO / "dev"), *arguments]
        return subprocess.run(command, env=env, capture_output=True, text=True)

    return run


def test_help_names_every_command_and_variable(dev):
    done = dev("--help")
    assert done.returncode == 0
    for word in [*cli.COMMANDS, "HR_LEAVERS_CACHE", "ODOO_SRC", "PGHOST"]:
        assert word in done.stdout


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_every_command_has_a_help_and_fetches_nothing_for_it(dev, tmp_path, command):
    done = dev(command, "--help")
    assert done.returncode == 0
    assert f"./dev {command}" in done.stdout
    assert not (tmp_path / "cache" / "odoo").exists()


def test_an_unknown_command_is_told_with_those_there_are(dev):
    done = dev("serve")
    assert done.returncode == 2
    assert "no command `serve`. There are: run, test" in done.stdout


def test_a_failure_is_a_sentence_and_a_trace_on_demand(dev):
    done = dev("test", "no-such-path")
    assert done.returncode == 1
    assert done.stderr.startswith("./dev: There is no file or folder no-such-path")
    assert "Traceback" not in done.stderr
    assert "Traceback" in dev("test", "no-such-path", DEV_DEBUG="1").stderr
    assert "Traceback" in dev("--debug", "test", "no-such-path").stderr


def test_an_odoo_that_is_none_is_told_before_anything_is_asked_of_it(dev, tmp_path):
    done = dev("doctor", ODOO_SRC=str(tmp_path))
    assert done.returncode == 1
    assert "no odoo/release.py" in done.stdout


def test_doctor_changes_nothing(dev, tmp_path):
    done = dev("doctor")
    for word in ("Python", "Odoo 19", "PostgreSQL", "Chromium", "Cache"):
        assert word in done.stdout
    assert not (tmp_path / "cache").exists()


def test_clean_of_nothing_is_no_failure(dev, tmp_path):
    assert dev("clean", "--all").returncode == 0
    (tmp_path / "cache" / "odoo" / "half").mkdir(parents=True)
    done = dev("clean")
    assert (done.returncode, "no database" in done.stdout) == (0, True)
    assert dev("clean", "--all").returncode == 0
    assert not (tmp_path / "cache").exists()


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        ({"HOME": "/h"}, "/h/.cache/hr-leavers"),
        ({"HOME": "/h", "XDG_CACHE_HOME": "/x"}, "/x/hr-leavers"),
        ({"HOME": "/h", "XDG_CACHE_HOME": "x"}, "/h/.cache/hr-leavers"),
        ({"HOME": "/h", "HR_LEAVERS_CACHE": "/c d"}, "/c d"),
    ],
)
def test_the_cache_is_where_it_was_asked_to_be(env, expected):
    assert str(cache_folder(env)) == expected


def test_a_cache_that_cannot_be_made_is_told(context, tmp_path):
    (tmp_path / "file").touch()
    context.cache = tmp_path / "file" / "cache"
    with pytest.raises(Trouble, match="Set HR_LEAVERS_CACHE"):
        context.folder("odoo")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.04, "0.0 s"), (9.94, "9.9 s"), (12.3, "12 s"), (59.6, "1 min 0 s")],
)
def test_durations_are_in_words(seconds, words):
    assert in_words(seconds) == words


def test_a_step_tells_its_time_also_when_it_fails(capsys):
    progress = Progress(clock=iter([0, 0, 30, 30, 95]).__next__)
    with progress.step("Fetching"):
        pass
    with pytest.raises(ValueError, match="x"), progress.step("Unpacking"):
        raise ValueError("x")
    assert capsys.readouterr().err.split("\n  ")[1:] == [
        "Fetching: 30 s",
        "Unpacking ...",
        "Unpacking: stopped after 1 min 5 s\n",
    ]


def test_screens_have_names_of_their_own_and_roles_that_exist():
    names = [screen.name for screen in screens.SCREENS]
    assert len(names) == len(set(names))
    assert {screen.role for screen in screens.SCREENS} <= set(screens.ROLES)
    assert shots.choose([]) == list(screens.SCREENS)


def test_a_screen_seen_by_another_role_does_not_overwrite_the_picture():
    screen = screens.SCREENS[0]
    (seen,) = shots.choose([screen.name], "visitor")
    assert (seen.role, seen.path) == ("visitor", screen.path)
    assert seen.name != screen.name
    with pytest.raises(Trouble, match="no screen `nothing`"):
        shots.choose(["nothing"])
    with pytest.raises(Trouble, match="no role `nobody`"):
        shots.choose([], "nobody")


def make_program(path, text):
    """Write a program."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return path


def test_a_browser_that_does_not_start_is_not_found(context, tmp_path):
    context.env["PATH"] = str(tmp_path / "bin")
    make_program(tmp_path / "bin/chromium", "exit 1")
    assert browser.find(context) is None
    working = make_program(tmp_path / "bin/chromium-browser", "echo 156")
    assert browser.find(context) == str(working)


def test_a_private_browser_gets_its_libraries_also_with_spaces(context, tmp_path):
    context.cache = tmp_path / "my cache"
    root = context.folder("browser", "root")
    show = 'echo "$LD_LIBRARY_PATH|$FONTCONFIG_FILE|$1"'
    program = make_program(root / "usr/lib/chromium/chromium", show)
    (root / "usr/lib/x86").mkdir()
    (root / "usr/lib/x86/libx.so.1").touch()
    files.write_stamp(root)
    script = browser._write_script(context, program)
    told = subprocess.check_output([script, "a b"], text=True, env={"PATH": "/bin"})
    libraries, fonts, argument = told.strip().split("|")
    assert libraries == str(root / "usr/lib/x86")
    assert str(root / "usr/share/fonts") in Path(fonts).read_text()
    assert argument == "a b"


def test_a_benchmark_holds_when_no_more_queries_are_added_than_the_bar_allows():
    core = "COUNT read q=4 bar=1\nCOUNT write q=2 bar=0"
    ours = "COUNT read q=5 bar=1\nCOUNT write q=3 bar=0"
    assert bench.compare(core, ours).splitlines() == [
        "RATIO read q=5/4 bar=+1 PASS",
        "RATIO write q=3/2 bar=+0 FAIL",
    ]
    with pytest.raises(Trouble, match="no benchmark `speed`. There are: bench_dep"):
        bench.choose(["speed"])
