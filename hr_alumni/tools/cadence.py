"""When one is to be in touch next, by rules relative to two days."""

from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta

GRACE = 30  # days: what was due longer ago is not made up for


class Rule(NamedTuple):
    """One occasion: so long after a day, once or again and again."""

    key: int
    anchor: str  # "left" or "joined"
    days: int = 0
    months: int = 0
    repeat_months: int = 0


def get_occurrence(rule, left, joined, today, handled=()):
    """The next day on which a rule is due, or None.

    :param handled: days for which it was settled already
    """
    anchor = left if rule.anchor == "left" else joined
    if not anchor or not left:
        return None
    earliest = max(today - timedelta(days=GRACE), left + timedelta(days=1))
    count = 0
    while True:
        # Each from the anchor, so that the end of February does not wander.
        months = rule.months + count * rule.repeat_months
        day = anchor + relativedelta(months=months) + timedelta(days=rule.days)
        if day >= earliest and day not in handled:
            return day
        if not rule.repeat_months:
            return None
        count += 1


def get_next(rules, left, joined, today, handled):
    """The next occasion of all.

    :param rules: in the order of importance, which decides between two on one day
    :param handled: dict of rule key: days settled already
    :return: a day and the key of its rule, or (None, None)
    """
    found = [
        (day, index, rule.key)
        for index, rule in enumerate(rules)
        for day in [
            get_occurrence(rule, left, joined, today, handled.get(rule.key, ()))
        ]
        if day
    ]
    if not found:
        return None, None
    day, _index, key = min(found)
    return day, key
