"""When answers may be published: release windows, which are closed once and for ever.

A statistic that moves with every answer gives each answer away: whoever looks before
and after knows what has come in. So answers are published in windows. A window closes
at the end of a quarter in which enough people have answered, else it grows by another
quarter; what comes later belongs to a later window.
"""

from dateutil.relativedelta import relativedelta

from .stat_groups import get_counted

QUARTER = relativedelta(months=3)
DAY = relativedelta(days=1)
# So many times the smallest group must have answered before a window may close.
ANSWERS_FACTOR = 2
DEFAULT_MINIMUM = 5
FLOOR = 3


def get_quarter_start(day):
    """First day of the quarter of `day`.

    >>> from datetime import date
    >>> str(get_quarter_start(date(2026, 3, 16)))
    '2026-01-01'
    """
    return day.replace(month=3 * ((day.month - 1) // 3) + 1, day=1)


def get_closed_windows(days, today, minimum, after=None, hidden=frozenset()):
    """The windows that may be closed on `today`, and who is in each.

    :param days: person to the day on which he or she has answered
    :param minimum: the smallest group
    :param after: last day of the window before, if there is one
    :param hidden: people whose answers nobody reads; as long as they are too few they
        wait for a later window, see `stat_groups`
    :return: list of (first day, last day, people), in order; nobody is in two, and in
        each are at least twice as many as in the smallest group
    """
    waiting = dict(days)
    if not waiting:
        return []
    earliest = min(waiting.values())
    first = after + DAY if after else get_quarter_start(earliest)
    end = get_quarter_start(max(earliest, first)) + QUARTER
    windows = []
    while end <= get_quarter_start(today):
        inside = {person for person, day in waiting.items() if day < end}
        people = get_counted(inside, minimum, hidden)
        if len(people) >= ANSWERS_FACTOR * minimum:
            windows.append((first, end - DAY, frozenset(people)))
            waiting = {p: day for p, day in waiting.items() if p not in people}
            first = end
        end += QUARTER
    return windows


def get_window_name(first, last):
    """Short name of a window by its quarters, the same in every language.

    >>> from datetime import date
    >>> get_window_name(date(2025, 10, 1), date(2026, 3, 31))
    '2025 Q4 – 2026 Q1'
    """
    names = [f"{day.year} Q{(day.month + 2) // 3}" for day in (first, last)]
    return names[0] if names[0] == names[1] else " – ".join(names)


def get_minimum_in_force(current, changes, since):
    """The smallest group for answers that have come in since a moment.

    People have answered under what was promised to them, so a lower number holds only
    for answers that were given after it was lowered; a higher one holds at once.

    :param changes: pairs (moment, number before) of each change
    """
    before = [number for moment, number in changes if moment >= since]
    return max([FLOOR, current, *before])


def get_tenure_band(bands, start, end):
    """Key of the band of a length of service.

    :param bands: pairs (key, years that are not reached), ascending
    """
    for key, years in bands:
        if years is None or start + relativedelta(years=years) > end:
            return key
    return None
