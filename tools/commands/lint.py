"""`./dev lint`: check the style of everything; the work is done in tools/lint.py."""

from tools.errors import Trouble


def main(context, arguments):
    """Run the linters."""
    try:
        from tools import lint
    except ModuleNotFoundError as error:
        raise Trouble("tools/lint.py is not in this clone, so nothing lints.") from error
    return lint.main(arguments, context.env)
