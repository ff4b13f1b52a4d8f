"""`./dev lint`: check the style of everything; the work is done in tools/lint.py."""

from tools import locks
from tools.errors import Trouble


def main(context, arguments):
    """Run the linters."""
    try:
        from tools import lint
    except ModuleNotFoundError as error:
        raise Trouble("tools/lint.py is missing: get a whole clone.") from error
    with locks.shared(context, "lint"):
        return lint.main(arguments, context.env)
