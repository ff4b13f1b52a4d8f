"""When a task of a departure is due: pure dates, no database."""

from datetime import date, timedelta

# A company that is closed for longer than this has no working days to look for.
_LONGEST_BREAK = 60


def get_deadline(base, days, earliest, is_workday=None):
    """Return when a task is due, and when it was planned for.

    A task on a day off moves away from the date it is counted from: to an earlier
    working day when it is due before it, else to a later one. What would be due before
    `earliest` is due on that day.

    :param base: the date it is counted from
    :param days: days after it, negative for before
    :param earliest: no task is due before this date
    :param is_workday: function of a date, or None when days off do not matter
    :return: two dates, the due date and the planned one
    """
    planned = _add_days(base, days)
    if is_workday:
        planned = _move_to_workday(planned, -1 if days < 0 else 1, is_workday)
    return max(planned, earliest), planned


def _add_days(base, days):
    """Add days; what lies outside the calendar ends at its first or last day."""
    try:
        return base + timedelta(days=days)
    except OverflowError:
        return date.min if days < 0 else date.max


def _move_to_workday(day, step, is_workday):
    found = day
    for _tries in range(_LONGEST_BREAK):
        if is_workday(found):
            return found
        found = _add_days(found, step)
    return day
