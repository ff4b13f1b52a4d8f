"""How the benchmarks measure. `./dev bench` runs them.

A bar holds when the number of queries is within it, and the lesser of the ratios of
processor time and of wall time: on a busy machine either may be off, seldom both.
"""

import os
import time
from pathlib import Path

COUNT = int(os.environ.get("BENCH_COUNT", "300"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))


class Bench:
    """Measures in one database, which is left as it was."""

    def __init__(self, env, count=COUNT):
        self.env = env
        self.count = count

    def measure(self, prepare, run):
        """Return processor seconds, wall seconds and queries, and undo what was done.

        :param prepare: makes what `run` is given, not measured
        """
        self.env.cr.execute("SAVEPOINT bench")
        subject = prepare()
        self._settle()
        self.env.invalidate_all()
        before = self._get_figures()
        run(subject)
        self._settle()
        after = self._get_figures()
        self.env.cr.execute("ROLLBACK TO SAVEPOINT bench")
        self.env.invalidate_all()
        return tuple(new - old for new, old in zip(after, before, strict=True))

    def compare(self, name, ours, base, bar, queries, noise=0):
        """Print one bar.

        :param ours: pair of what prepares and what is measured; so is `base`
        :param bar: the greatest ratio of time
        :param queries: tells from the two numbers of queries for each record, ours and
            those of the platform, whether the bar holds
        :param noise: seconds for each record, below which ratios say nothing
        """
        runs = [(self.measure(*ours), self.measure(*base)) for _round in range(ROUNDS)]
        own, core = (
            [min(values) for values in zip(*side, strict=True)]
            for side in zip(*runs, strict=True)
        )
        cpu, wall = own[0] / core[0], own[1] / core[1]
        own_queries, core_queries = own[2] / self.count, core[2] / self.count
        is_noise = own[1] / self.count < noise
        passed = queries(own_queries, core_queries) and (
            min(cpu, wall) <= bar or is_noise
        )
        print(
            f"RATIO {name} n={self.count} cpu={cpu:.2f} t={wall:.2f} "
            f"q={own_queries:.2f}/{core_queries:.2f} bar={bar} "
            f"{'PASS' if passed else 'FAIL'}{' (noise)' if is_noise else ''}",
            flush=True,
        )

    def count_queries(self, name, prepare, run, bar=0):
        """Print how many queries an operation takes, the second time it is done.

        :param bar: by how many the addons may raise it
        """
        self.measure(prepare, run)
        queries = self.measure(prepare, run)[2]
        print(f"COUNT {name} q={queries} bar={bar}", flush=True)

    def new_employees(self):
        """Return employees with a contract, without a login."""
        return self.env["hr.employee"].create(
            [
                {
                    "name": f"Bench {number}",
                    "contract_date_start": "2021-05-01",
                    "wage": 3000,
                }
                for number in range(self.count)
            ]
        )

    def _settle(self):
        self.env.flush_all()
        self.env.cr.precommit.run()  # What is tracked is written when it is committed.

    def _get_figures(self):
        cpu = time.process_time() + self._get_database_seconds()
        return cpu, time.monotonic(), self.env.cr.sql_log_count

    def _get_database_seconds(self):
        """Processor time of the server process of this connection, if it is seen."""
        pid = self.env.cr._cnx.get_backend_pid()
        try:
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
