"""The command line of `./dev`: which command, and how failures are told."""

import importlib
import signal
import sys
import traceback

from tools.context import CACHE_VARIABLE, Context
from tools.errors import Trouble

COMMANDS = {
    "run": "start Odoo with the three addons and demo data at http://localhost:8069",
    "test": "run all tests, or those of a path",
    "shell": "open a Python shell of Odoo on the database of `run`",
    "bench": "measure what the addons cost beside Odoo alone",
    "core": "run tests of Odoo itself, without and with our addon",
    "mutate": "take each right of the addons away: does a test of access notice?",
    "lint": "check the style of everything",
    "shots": "take the pictures of the documents",
    "doctor": "say what is found on this machine, what is missing, how to get it",
    "clean": "remove the database of this clone, or with --all everything fetched",
}
HELP = f"""\
usage: ./dev COMMAND [options]

{{commands}}

`./dev COMMAND --help` tells the options of a command.

Everything fetched is kept outside this folder and used again. Variables:
  {CACHE_VARIABLE:<18}the folder for it, ~/.cache/hr-leavers when not set
  {"ODOO_SRC":<18}a checkout of Odoo 19.0 to use instead of Debian's package
  {"PGHOST":<18}a PostgreSQL server to use instead of a private one, with PGUSER,
  {"":<18}PGPORT and PGPASSWORD; the user must be allowed to create databases
  {"DEV_DEBUG":<18}set to 1 to see where in the tooling a failure happened
"""


def main(arguments):
    """Run one command and return the exit code."""
    context = Context.from_environment()
    if arguments[:1] == ["--debug"]:
        context.env["DEV_DEBUG"] = "1"
        arguments = arguments[1:]
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        print(_help())
        return 0 if arguments else 2
    command, *rest = arguments
    if command not in COMMANDS:
        known = ", ".join(COMMANDS)
        print(f"./dev: there is no command `{command}`. There are: {known}.")
        return 2
    for signum in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _interrupt)
    return _guarded(context, command, rest)


def _guarded(context, command, arguments):
    try:
        module = importlib.import_module(f"tools.commands.{command}")
        return module.main(context, arguments)
    except Trouble as trouble:
        _show_trace(context)
        return _fail(str(trouble))
    except KeyboardInterrupt:
        _show_trace(context)
        print("./dev: stopped.", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 1
    except Exception as error:  # the last resort before the user
        _show_trace(context)
        return _fail(
            f"Something went wrong that was not foreseen: {type(error).__name__}: "
            f"{error}\n`DEV_DEBUG=1 ./dev {command}` shows where."
        )


def _show_trace(context):
    if context.debug:
        traceback.print_exc()


def _fail(sentence):
    sys.stdout.flush()
    print(f"./dev: {sentence}", file=sys.stderr, flush=True)
    return 1


def _interrupt(_signum, _frame):
    raise KeyboardInterrupt


def _help():
    lines = [f"  {name:<9}{text}" for name, text in COMMANDS.items()]
    return HELP.format(commands="\n".join(lines))
