"""`./dev shots`: take the pictures of the documents, on a fresh copy of the demo data.

The screens are listed in tools/screens.py. A picture on which the browser or the
server reports an error is taken all the same, and the command fails.
"""

import argparse
import json
from pathlib import Path

from tools import browser, python, screens, templates, workshop
from tools.errors import Trouble
from tools.process import start, wait_or_stop

FOLDER = "docs/images"


def main(context, arguments):
    """Take the pictures; return 1 when a page reported an error."""
    options = parse(arguments)
    chosen = choose(options.names, options.role)
    out = Path(options.out) if options.out else context.repo / FOLDER
    out.mkdir(parents=True, exist_ok=True)
    with workshop.opened(context, with_browser=True) as databases:
        with databases.set_up():
            script = browser.ensure(context)
            browser.warm_up(context, script)
            template = templates.ensure(databases)
        job = {
            "template": template,
            "browser": str(script),
            "folder": str(out.absolute()),
            "screens": [vars(screen) for screen in chosen],
            "logins": screens.ROLES,
        }
        env = python.clean_environment(context, PYTHONPATH=str(context.repo))
        line = [databases.python, "-m", "tools.inside.shots", json.dumps(job)]
        return wait_or_stop(start(line, env=env))


def parse(arguments):
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="./dev shots", description=__doc__)
    parser.add_argument("names", nargs="*", help="screens, all when none is given")
    parser.add_argument(
        "--as", dest="role", metavar="ROLE", help="look as somebody else than listed"
    )
    parser.add_argument("--out", metavar="FOLDER", help=f"{FOLDER} when not given")
    parser.add_argument(
        "--list", action="store_true", help="print the screens and roles"
    )
    options = parser.parse_args(arguments)
    if options.list:
        for screen in screens.SCREENS:
            print(f"{screen.name:<32} {screen.role:<16} {screen.path}")
        print("Roles: " + ", ".join(screens.ROLES))
        parser.exit()
    return options


def choose(names, role=None):
    """Return the screens of these names, seen by a role, or stop with a sentence."""
    if role and role not in screens.ROLES:
        known = ", ".join(screens.ROLES)
        raise Trouble(f"There is no role `{role}`. There are: {known}.")
    known = {screen.name: screen for screen in screens.SCREENS}
    for name in names:
        if name not in known:
            raise Trouble(
                f"There is no screen `{name}`. `./dev shots --list` tells which are."
            )
    chosen = [known[name] for name in names] or list(screens.SCREENS)
    return [screens.seen_by(screen, role) if role else screen for screen in chosen]
