"""`./dev mutate`: take each right of the addons away in turn; does a test notice?

A rule, an access line or the `groups=` of a field is taken away inside a transaction
that is rolled back, and tests of access are run until one fails. Told are the share of
those that are missed and the names of the others; the command fails below 95 %.
"""

import argparse

from tools.commands import test
from tools.errors import Trouble


def main(context, arguments):
    """Run it for the addons that are named, or for all; return 1 when it fails."""
    parser = argparse.ArgumentParser(
        prog="./dev mutate",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("addons", nargs="*", help="names, all when none is given")
    names = parser.parse_args(arguments).addons or context.addons
    paths = [context.addon_path(name) / "tests" / "mutate_access.py" for name in names]
    paths = [str(path) for path in paths if path.exists()]
    if not paths:
        raise Trouble(f"Nothing is taken away from {', '.join(names)} so far.")
    return test.main(context, [*paths, "--", "-s"])
