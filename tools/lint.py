"""`./dev lint`: every check of style and shape, each told with its time."""

import argparse
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from tools import lint_checks, lint_environment
from tools.context import Context
from tools.lint_files import Workspace


def main(argv, env):
    """Run the checks that `argv` asks for; 0 when none of them found anything."""
    options = _parse(argv)
    context = Context(env=dict(env))
    workspace = Workspace(context.repo, context.env, options.paths)
    checks = [
        check
        for check in lint_checks.CHECKS
        if not options.only or check.name in options.only
    ]
    began = time.monotonic()
    missing = lint_environment.prepare(
        context, workspace, {check.needs for check in checks}
    )
    if options.fix:
        _apply_fixes(workspace, checks, missing)
    failed = _run_all(workspace, checks, missing)
    for note in workspace.notes:
        print(f"note   {note}")
    _print_total(checks, failed, time.monotonic() - began)
    return 1 if failed else 0


def _parse(argv):
    parser = argparse.ArgumentParser(
        prog="./dev lint",
        description="Checks style and shape; changes nothing without --fix.",
    )
    names = [check.name for check in lint_checks.CHECKS]
    parser.add_argument(
        "--fix", action="store_true", help="format and correct what a tool can correct"
    )
    parser.add_argument(
        "--only",
        action="append",
        choices=names,
        metavar="CHECK",
        help=f"run this check alone, may be repeated: {', '.join(names)}",
    )
    parser.add_argument(
        "paths", nargs="*", help="look at these files and folders instead of all"
    )
    return parser.parse_args(argv)


def _apply_fixes(workspace, checks, missing):
    """Let the tools that can correct do so, one after the other."""
    for check in checks:
        if check.fix and check.needs not in missing:
            for line in check.fix(workspace):
                print(f"fixed  {line}")


def _run_all(workspace, checks, missing):
    """Run two checks at a time, print each as it is known, return failed names."""
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = pool.map(lambda check: _timed(workspace, check, missing), checks)
        for check, (findings, seconds) in zip(checks, results, strict=True):
            verdict = "failed" if findings else "ok"
            print(f"{verdict:<7}{check.name:<12}{check.title:<54}{seconds:5.1f} s")
            for line in "\n".join(findings).splitlines():
                print(f"       {line}")
            sys.stdout.flush()
            if findings:
                failed.append(check.name)
    return failed


def _timed(workspace, check, missing):
    began = time.monotonic()
    if check.needs in missing:
        findings = [f"Not run. {missing[check.needs]}"]
    else:
        try:
            findings = check.find(workspace)
        except (OSError, subprocess.SubprocessError) as error:
            findings = [f"Not run to its end: {error}"]
    return findings, time.monotonic() - began


def _print_total(checks, failed, seconds):
    if failed:
        passed = len(checks) - len(failed)
        print(
            f"lint: {passed} passed, {len(failed)} failed ({', '.join(failed)})"
            f" in {seconds:.1f} s"
        )
    else:
        print(f"lint: {len(checks)} passed, 0 failed in {seconds:.1f} s")


if __name__ == "__main__":
    import os

    sys.exit(main(sys.argv[1:], os.environ))
