"""`./dev test`: all tests, or those of the paths given.

Without a path, tests that have passed with exactly this code are not run again, but
with --again.

More options of pytest follow after `--`, for example `./dev test -- --durations=10`.
"""

import argparse
import contextlib
import tempfile
from pathlib import Path

from tools import browser, parts, passed, python, workshop
from tools.errors import Trouble
from tools.follow import Follower
from tools.process import start, stop


def main(context, arguments):
    """Run the tests; the last line printed is the total over all parts."""
    options = parse(arguments)
    paths = parts.paths_by_part(context, options.paths)
    if not paths:
        raise Trouble("There are no tests in this clone.")
    before = passed.Passed(context, paths) if _is_whole(options) else None
    known = {}
    if before:
        found, already = before.take()
        if not (options.again or options.paths):
            paths, known = found, already
    outcomes = _run(context, paths, options) if paths else []
    if before:
        before.keep(outcomes)
    return tell(outcomes, bool(options.keyword or options.mark), known)


def _is_whole(options):
    """Whether all tests of the files are meant, so that a result holds for the file."""
    some = options.keyword or options.mark or options.first or options.rest
    return not some and not any("::" in path for path in options.paths)


def _run(context, paths, options):
    with contextlib.ExitStack() as stack:
        work = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        calls = longest_first(_prepared(context, paths, options, stack))
        return run_parts(context, calls, pytest_options(options), work)


def parse(arguments):
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(prog="./dev test", description=__doc__)
    parser.add_argument("paths", nargs="*", help="files or folders, all when not given")
    parser.add_argument(
        "-k", dest="keyword", metavar="WORDS", help="only tests whose name fits"
    )
    parser.add_argument(
        "-m", dest="mark", metavar="MARK", help="only tests with this mark"
    )
    parser.add_argument(
        "-x", dest="first", action="store_true", help="stop at the first failure"
    )
    parser.add_argument(
        "-v", dest="verbose", action="store_true", help="one line for each test"
    )
    parser.add_argument(
        "--again", action="store_true", help="run also what has passed with this code"
    )
    parser.add_argument(
        "--pictures", metavar="FOLDER", help="where the journeys put their pictures"
    )
    arguments, rest = _split(arguments)
    options = parser.parse_args(arguments)
    options.rest = rest
    return options


def _split(arguments):
    if "--" not in arguments:
        return arguments, []
    place = arguments.index("--")
    return arguments[:place], arguments[place + 1 :]


def pytest_options(options):
    """Return the options for pytest."""
    chosen = ["-k", options.keyword] if options.keyword else []
    chosen += ["-m", options.mark] if options.mark else []
    chosen += ["-x"] if options.first else []
    chosen += ["-v"] if options.verbose else ["-q"]
    chosen += ["--color=yes"] if parts.supports_colour() else []
    return chosen + options.rest


def _prepared(context, paths, options, stack):
    """Yield the call of each part, once what it needs is there."""
    if set(paths) == {parts.PLAIN}:
        yield parts.plain_part(context, paths[parts.PLAIN])
        return
    with_browser = parts.JOURNEYS in paths or parts.UNIT in paths
    databases = stack.enter_context(workshop.opened(context, with_browser))
    if parts.PLAIN in paths:
        yield parts.plain_part(context, paths[parts.PLAIN])
    with databases.set_up():
        script = browser.ensure(context)
        browser.warm_up(context, script)
        if parts.UNIT in paths:
            for part in parts.unit_parts(databases, paths[parts.UNIT], script):
                stack.callback(databases.give_back, part.database)
                yield part
        if parts.JOURNEYS in paths:
            pictures = options.pictures or context.folder("pictures")
            yield parts.journeys_part(
                databases, paths[parts.JOURNEYS], script, Path(pictures).absolute()
            )


def longest_first(calls):
    """Return the calls so that two at a time end early: half of the unit tests first.

    The journeys come second, so that they do not end up running alone.
    """
    order = [parts.UNIT, parts.JOURNEYS, parts.PLAIN]
    calls = sorted(calls, key=lambda part: order.index(part.kind))
    second = [part for part in calls if part.share.startswith(" (2")]
    rest = [part for part in calls if part not in second]
    return rest[:2] + second + rest[2:]


def run_parts(context, calls, options, work):
    """Run the parts, two at a time; return what came of each."""
    interpreter = python.odoo_python(context)
    env = python.clean_environment(context)
    waiting, running, outcomes = list(calls), [], []
    follower = Follower()
    with contextlib.ExitStack() as stack:
        while waiting or running:
            while waiting and len(running) < 2:
                part = waiting.pop(0)
                result = work / f"{len(waiting)}.json"
                output = work / f"{len(waiting)}.txt"
                line, more = parts.command(interpreter, part, result, options)
                with open(output, "wb") as file:
                    process = start(
                        line, stdout=file, stderr=file, env={**env, **more},
                        cwd=context.repo,
                    )  # fmt: skip
                stack.callback(stop, process)
                follower.add(part.title, output, process)
                running.append((part, process, result))
            for entry in follower.ended(running):
                running.remove(entry)
                part, process, result = entry
                outcomes.append((part, process.returncode, parts.numbers(result)))
        follower.show()
    return outcomes


def tell(outcomes, selecting=False, known=None):
    """Print the numbers of each part and the total; return the exit code.

    :param known: numbers by kind of part of the tests that were not run again
    """
    total = {"passed": 0, "failed": 0, "skipped": 0}
    wrong = False
    print()
    order = list(parts.TITLES)
    outcomes = sorted(outcomes, key=lambda o: (order.index(o[0].kind), o[0].share))
    for part, code, numbers in outcomes:
        counted = numbers or {"passed": 0, "failed": 1, "skipped": 0}
        for key in total:
            total[key] += counted[key]
        print(f"{part.title}: {in_numbers(counted)}{_remark(code, numbers, selecting)}")
        wrong = wrong or not _is_fine(code, numbers, selecting)
    for kind, counted in (known or {}).items():
        for key in total:
            total[key] += counted[key]
        print(f"{parts.TITLES[kind]}, unchanged: {in_numbers(counted)} before")
    if not total["passed"] and not total["failed"]:
        print("No test was run, which counts as a failure.")
        wrong = True
    if wrong and not total["failed"]:
        total["failed"] = 1
    if known:
        count = sum(counted["passed"] for counted in known.values())
        print(
            f"{count} of these tests passed before with exactly this code and were "
            "not run again. `./dev test --again` runs them."
        )
    print(in_numbers(total), flush=True)
    return 1 if wrong else 0


def _is_fine(code, numbers, selecting):
    # 5 is pytest's word for "no test was selected".
    return numbers is not None and (code == 0 or (code == 5 and selecting))


def _remark(code, numbers, selecting):
    if numbers is None:
        return f" (pytest ended early, with code {code})"
    if code == 5 and not selecting:
        return " (no test was found, which counts as a failure)"
    return ""


def in_numbers(numbers):
    """Return the numbers in the words of the closing line."""
    text = f"{numbers['passed']} passed, {numbers['failed']} failed"
    return text + (f", {numbers['skipped']} skipped" if numbers["skipped"] else "")
