"""Other programs: run to the end with their words kept, or in the background."""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from tools.errors import Trouble
from tools.files import tail

PR_SET_PDEATHSIG = 1
KEEPER = Path(__file__).with_name("keeper.py")


def die_with_parent():
    """Ask the system to end this process when `./dev` is killed: nothing is orphaned.

    Called between fork and exec. The signal follows the death of the thread that
    started the process, which is why long-lived ones start from the main thread.
    """
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def start(command, **options):
    """Start a program in a process group of its own: Ctrl-C is ours to pass on."""
    if threading.current_thread() is threading.main_thread():
        options.setdefault("preexec_fn", die_with_parent)
    return subprocess.Popen(
        [str(part) for part in command], start_new_session=True, **options
    )


def run_logged(command, log, failure, outlive=False, **options):
    """Run a program with its output in a file; a failure is told with its last lines.

    :param failure: the sentence for the user, or a function that is given the
        output and returns one.
    :param outlive: whether the program must be left to end by itself when we are
        interrupted or killed.
    """
    log.parent.mkdir(parents=True, exist_ok=True)
    check_exists(command[0], failure, options.get("env"))
    # Another account may not be able to read the program that watches over this one.
    if not outlive and "user" not in options:
        command = [sys.executable, KEEPER, os.getpid(), *command]
    with open(log, "ab") as output:
        begin = output.tell()
        process = start(
            command,
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=output,
            stderr=subprocess.STDOUT,
            **options,
        )
        code = process.wait() if outlive else wait_or_stop(process)
    if code:
        with open(log, "rb") as file:
            file.seek(begin)
            text = file.read().decode(errors="replace")
        sentence = failure(text) if callable(failure) else failure
        raise Trouble(f"{sentence}\nThe last lines of {log}:\n{tail(log)}")


def check_exists(program, failure, env=None):
    """Stop with a sentence when a program is not on this machine."""
    path = (env or os.environ).get("PATH", os.defpath)
    if shutil.which(str(program), path=path) is None:
        sentence = failure("") if callable(failure) else failure
        raise Trouble(f"{sentence}\n{program} is not on this machine.")


def output_of(command, **options):
    """Return what a short program prints, or nothing when it fails or is missing."""
    options.setdefault("stderr", subprocess.DEVNULL)
    options.setdefault("stdin", subprocess.DEVNULL)
    command = [str(part) for part in command]
    try:
        done = subprocess.run(
            command, stdout=subprocess.PIPE, text=True, check=True, **options
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return done.stdout


def wait_or_stop(process):
    """Wait for a program; when we are interrupted, end it before going on."""
    try:
        return process.wait()
    except BaseException:
        stop(process)
        raise


def stop(process, patience=10):
    """End a program and what it started: asked first, made to after a while."""
    for signum, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5)):
        if process.poll() is None:
            signal_group(process, signum)
        try:
            process.wait(seconds)
            break
        except subprocess.TimeoutExpired:
            continue
    # A member of the group may have outlived its head.
    signal_group(process, signal.SIGKILL)


def signal_group(process, signum):
    """Send a signal to a program and to what it started, if any of it is left."""
    try:
        os.killpg(process.pid, signum)
    except (ProcessLookupError, PermissionError):
        return


def wait_until(condition, seconds, process=None, pause=0.1):
    """Wait for a condition; return whether it came true in time.

    A process that ends meanwhile ends the waiting.
    """
    limit = time.monotonic() + seconds
    while time.monotonic() < limit:
        if condition():
            return True
        if process is not None and process.poll() is not None:
            return False
        time.sleep(pause)
    return False
