"""`./dev bench`: measure what the addons cost beside the platform's nearest same work.

The programs lie in tests/benchmarks. One that is called bench_* runs on a copy of the
demo data, and its figures are ratios of two ways taken in turn in one run. One that is
called count_* runs twice, on Odoo alone and with the addons, and only its numbers of
queries are compared: those do not depend on how busy the machine is. Each line is one
bar; the command fails when one does not hold.
"""

import argparse
import os
import re
import subprocess

from tools import templates, workshop
from tools.context import REPO
from tools.errors import Trouble

FOLDER = REPO / "tests" / "benchmarks"
_COUNT = re.compile(r"^COUNT (\S+) q=([\d.]+) bar=([\d.]+)$", re.MULTILINE)


def main(context, arguments):
    """Run the programs; return 1 when a bar does not hold."""
    options = parse(arguments)
    chosen = choose(options.names)
    variables = {"BENCH_COUNT": options.count, "BENCH_ROUNDS": options.rounds}
    variables = {name: str(value) for name, value in variables.items() if value}
    failed = False
    with workshop.opened(context) as databases:
        with databases.set_up():
            ours = templates.ensure(databases)
            core = templates.ensure_base(databases)
        for program in chosen:
            lines = run(databases, ours, program, variables)
            if program.name.startswith("count_"):
                lines = compare(run(databases, core, program, variables), lines)
            print(lines, flush=True)
            failed = failed or "RATIO" not in lines or "FAIL" in lines
    return int(failed)


def parse(arguments):
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        prog="./dev bench",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("names", nargs="*", help="programs, all when none is given")
    parser.add_argument("--count", type=int, help="how many records")
    parser.add_argument("--rounds", type=int, help="how often each way is taken")
    return parser.parse_args(arguments)


def choose(names):
    """Return the programs of these names, or stop with a sentence."""
    known = {path.stem: path for path in sorted(FOLDER.glob("*_*.py"))}
    for name in names:
        if name not in known:
            raise Trouble(
                f"There is no benchmark `{name}`. There are: {', '.join(known)}."
            )
    return [known[name] for name in names or known]


def run(databases, template, program, variables):
    """Run a program on a copy of a database; return the lines that it prints."""
    name = databases.working_copy(template, "bench")
    config = databases.write_config(f"bench-{name}", log_level="error")
    line = databases.odoo.command(databases.python, "shell", "-c", config)
    environment = databases.environment()
    environment["PYTHONPATH"] += os.pathsep + str(FOLDER)
    try:
        done = subprocess.run(
            [*map(str, line), "-d", name, "--no-http"],
            input=program.read_text(),
            env={**environment, **variables},
            cwd=databases.context.folder("config"),
            stdout=subprocess.PIPE,
            text=True,
        )
    finally:
        config.unlink(missing_ok=True)
        databases.give_back(name)
    if done.returncode:
        raise Trouble(f"The benchmark {program.stem} ended with an error, see above.")
    return done.stdout.strip()


def compare(core, ours):
    """Return a line for each bar from the numbers of queries of two runs."""
    base = {name: count for name, count, _bar in _COUNT.findall(core)}
    return "\n".join(
        f"RATIO {name} q={count}/{base[name]} bar=+{bar} "
        + ("PASS" if float(count) <= float(base[name]) + float(bar) else "FAIL")
        for name, count, bar in _COUNT.findall(ours)
    )
