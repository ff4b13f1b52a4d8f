"""The rules of this house on each of our addons."""

import importlib
import pkgutil
import warnings
from pathlib import Path

import pytest

from . import rules
from .rules import budgets

ROOT = Path(__file__).resolve().parents[2]
ADDONS = ["hr_exit_interview", "hr_alumni", "hr_rehire"]
TEST_ADDONS = ["tests/addons/test_hr_leavers", "tests/addons/test_hr_handover"]
RULES = [
    importlib.import_module(f".rules.{module.name}", __package__)
    for module in pkgutil.iter_modules(rules.__path__)
]
# Sizes are looked at in a review; an addon that holds only tests has no users whom
# a manual, an icon or a matrix of rights would serve.
NOT_FOR_TEST_ADDONS = {"budgets", "manifest", "tests_folder", "documents"}


def _name(rule):
    return rule.__name__.split(".")[-1]


def _present(names):
    return [name for name in names if (ROOT / name / "__manifest__.py").exists()]


def _cases():
    """Each rule with each addon that it is meant for."""
    for addon in _present(ADDONS + TEST_ADDONS):
        for rule in RULES:
            skipped = NOT_FOR_TEST_ADDONS if addon in TEST_ADDONS else {"budgets"}
            if _name(rule) not in skipped:
                yield pytest.param(rule, addon, id=f"{addon}-{_name(rule)}")


def test_the_addons_are_there():
    assert _present(ADDONS + TEST_ADDONS) == ADDONS + TEST_ADDONS


@pytest.mark.parametrize(("rule", "addon"), _cases())
def test_addon_keeps_the_rule(rule, addon):
    found = rule.check(ROOT / addon)
    if found:
        pytest.fail("\n".join([f"{addon}:", *found]), pytrace=False)


@pytest.mark.parametrize("addon", _present(ADDONS))
def test_sizes_are_told(addon):
    """Past a budget a reviewer asks why: a warning, since there can be a reason."""
    for text in budgets.check(ROOT / addon):
        warnings.warn(f"{addon}: {text}", stacklevel=1)
