"""A long run of tests cut into two that take about the same time."""

import re
from pathlib import Path

# Below this many tests the second start of Odoo costs more than it saves.
WORTH_IT = 80
TEST = re.compile(r"^\s*(?:async )?def test_", re.MULTILINE)


def halves(paths):
    """Return the paths as two lists of files, or as one when they are few.

    The number of tests stands for the time: classes set up once for many tests make
    it less than exact, but it needs no record of earlier runs.
    """
    if any("::" in str(path) for path in paths):
        return [paths]
    weights = {file: count_tests(file) for file in files_of(paths)}
    if sum(weights.values()) < WORTH_IT or len(weights) < 2:
        return [paths]
    lists, sums = ([], []), [0, 0]
    for file in sorted(weights, key=lambda file: (-weights[file], file)):
        lighter = sums.index(min(sums))
        lists[lighter].append(file)
        sums[lighter] += weights[file]
    # In the order of their names, so that the output reads as always.
    return [sorted(files) for files in lists]


def files_of(paths):
    """Return the files of tests that the paths name or hold."""
    found = []
    for path in map(Path, paths):
        found += sorted(path.rglob("test_*.py")) if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def count_tests(file):
    """Return the number of tests that a file seems to hold."""
    return len(TEST.findall(file.read_text(encoding="utf-8", errors="replace")))
