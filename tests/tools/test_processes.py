"""Locks and programs: who waits for whom, and what is left when somebody dies."""

import os
import signal
import subprocess
import sys
import time

import pytest

from tools import locks, ports
from tools.context import REPO
from tools.errors import Trouble
from tools.process import output_of, run_logged, start, stop, wait_until

HOLDER = """
import sys, time
from pathlib import Path
from tools.locks import Lock
Lock(Path(sys.argv[1])).acquire(shared=sys.argv[2] == "shared")
print("held", flush=True)
time.sleep(60)
"""
STARTER = """
import os, sys, time
from pathlib import Path
from tools.process import run_logged
program = "import os,subprocess,time; subprocess.Popen(['sleep', '61.5']); "
program += "open('ready', 'w').close(); time.sleep(60)"
os.chdir(sys.argv[1])
run_logged([sys.executable, "-c", program], Path("log"), "It failed.")
"""


def run_beside(program, *arguments):
    """Start a program of ours and return it."""
    env = {**os.environ, "PYTHONPATH": str(REPO)}
    command = [sys.executable, "-c", program, *map(str, arguments)]
    return subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True)


@pytest.fixture
def holder(context):
    """Return the function that lets another process take the lock `use`."""
    started = []

    def hold(mode):
        path = locks.lock(context, "use").path
        process = run_beside(HOLDER, path, mode)
        started.append(process)
        assert process.stdout.readline() == "held\n"
        return process

    yield hold
    for process in started:
        process.kill()
        process.communicate()


def test_users_share_and_the_last_one_is_alone(context, holder):
    mine = locks.lock(context, "use")
    other = holder("shared")
    assert mine.acquire(shared=True, wait=False)
    mine.release()
    assert not mine.acquire(wait=False)
    other.kill()
    other.wait()
    assert mine.acquire(wait=False)
    mine.release()


def test_who_must_wait_is_told_for_what(context, said, holder):
    other = holder("alone")
    alone = locks.alone_or_trouble(context, "use", "Somebody works: end that.")
    with pytest.raises(Trouble, match="end that"), alone:
        pass
    stopper = subprocess.Popen(["sh", "-c", f"sleep 0.3; kill -9 {other.pid}"])
    with locks.exclusive(context, "use", "setting up"):
        assert said == ["Waiting for another ./dev that is setting up ..."]
    stopper.wait()


def test_a_failure_is_told_with_the_last_lines(tmp_path):
    log = tmp_path / "logs" / "x.log"
    with pytest.raises(Trouble) as caught:
        run_logged(["sh", "-c", "echo one; echo two; exit 3"], log, "It failed.")
    assert str(caught.value).startswith("It failed.\nThe last lines of ")
    assert str(caught.value).endswith("one\ntwo")


def test_the_sentence_may_depend_on_the_output_of_this_run_only(tmp_path):
    log = tmp_path / "x.log"
    log.write_text("earlier\n")
    with pytest.raises(Trouble) as caught:
        run_logged(["sh", "-c", "echo now; exit 1"], log, lambda text: f"<{text}>")
    assert str(caught.value).startswith("<now\n>")


def test_a_missing_program_is_named(tmp_path):
    with pytest.raises(Trouble, match="no-such-program is not on this machine"):
        run_logged(["no-such-program"], tmp_path / "x.log", "It failed.")
    assert output_of(["no-such-program"]) is None


def test_nothing_goes_on_when_we_are_killed(tmp_path):
    starter = run_beside(STARTER, tmp_path)
    assert wait_until((tmp_path / "ready").exists, 20)
    starter.send_signal(signal.SIGKILL)
    starter.communicate()
    assert wait_until(lambda: not sleeping("61.5"), 10)


def sleeping(seconds):
    """Return whether a program sleeps for that time, which nobody else does."""
    for entry in os.listdir("/proc"):
        try:
            with open(f"/proc/{entry}/cmdline", "rb") as file:
                if file.read() == f"sleep\0{seconds}\0".encode():
                    return True
        except OSError:
            continue
    return False


def test_a_stubborn_program_is_ended_with_what_it_started():
    process = start(["sh", "-c", "trap '' TERM; sleep 62.5 & wait; sleep 62.5"])
    assert wait_until(lambda: sleeping("62.5"), 10)
    begin = time.monotonic()
    stop(process, patience=0.3)
    assert wait_until(lambda: not sleeping("62.5"), 10)
    assert time.monotonic() - begin < 10


def test_a_taken_port_is_told_with_another_one():
    with ports.socket.socket() as taken:
        taken.bind((ports.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(Trouble, match=f"Port {port} is in use.*--port {port + 1}"):
            ports.check_free(port, "./dev run")
    ports.check_free(ports.free_port(), "./dev run")
    with pytest.raises(Trouble, match="between 1024 and 65535"):
        ports.check_free(70000, "./dev run")
