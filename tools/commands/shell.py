"""`./dev shell`: a Python shell of Odoo on the database of `./dev run`.

`env` is there as in an addon; what you change is kept after `env.cr.commit()`. A
program can be fed to it: `./dev shell < program.py`.
"""

import argparse
import signal
import subprocess

from tools import dev_database, workshop


def main(context, arguments):
    """Open the shell, and end with its exit code."""
    parser = argparse.ArgumentParser(
        prog="./dev shell",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.parse_args(arguments)
    with workshop.opened(context) as databases:
        # Beside a running server the database is taken as it is.
        name = dev_database.prepare(databases, shared=True)
        config = databases.write_config(f"shell-{name}", log_level="warn")
        line = databases.odoo.command(databases.python, "shell", "-c", config)
        line += ["-d", name, "--no-http"]
        # The shell answers Ctrl-C itself, and ends with Ctrl-D.
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            return subprocess.call(
                [str(part) for part in line],
                env=databases.environment(),
                cwd=context.folder("config"),
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
            )
        finally:
            signal.signal(signal.SIGINT, before)
            config.unlink(missing_ok=True)
