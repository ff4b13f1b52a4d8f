"""The tests of an addon: the files that must be there, and what they may not do."""

import ast
import re

from ..reading import constant, dotted, parse, read_addon

SKIPS = ("skipTest", "unittest.skip", "pytest.skip")
NEEDED = ("common.py", "test_access.py", "test_promises.py")


def check(addon_path):
    """Missing test files, tests that lean on demo data, wait or are skipped."""
    addon = read_addon(addon_path)
    found = [
        f"tests/{name} is missing."
        for name in NEEDED
        if not (addon.path / "tests" / name).is_file()
    ]
    for file in addon.files("*.py", "tests"):
        where = addon.relative(file)
        text = file.read_text()
        for match in re.finditer(r"""ref\(\s*["'][\w.]*demo""", text):
            line = text.count("\n", 0, match.start()) + 1
            found.append(f"{where}:{line}: tests never rely on demo data.")
        found += [f"{where}:{line}: {message}" for line, message in _calls(file)]
    return found


def _calls(file):
    for node in ast.walk(parse(file)):
        if not isinstance(node, ast.Call):
            continue
        name = dotted(node.func)
        if name.endswith("sleep"):
            yield node.lineno, "tests never wait for a time to pass."
        if name.endswith(SKIPS) and not any(map(constant, node.args)):
            yield node.lineno, "a skip needs its reason in words."
