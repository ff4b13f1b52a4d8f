"""Run a program, and end it with all that it started when `./dev` is gone.

`./dev` may be killed at any moment. What it had started would go on writing into the
same folders as the next `./dev`; so it runs each set-up program through this one, in a
process group of its own. Arguments: the number of `./dev`, then the command.
"""

import ctypes
import os
import signal
import subprocess
import sys

PR_SET_PDEATHSIG = 1


def main(parent, command):
    """Run the command and return its exit code."""
    signal.signal(signal.SIGTERM, _end_group)
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        # It was gone before it could be watched.
        return 1
    return subprocess.call(command)


def _end_group(_signum, _frame):
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), sys.argv[2:]))
