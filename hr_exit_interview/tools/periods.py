"""Pure rules about stints of employment: plain dates in, plain dates out."""

from datetime import date, timedelta

# Core treats a gap of four days or more between two contracts as a new start
# (hr.employee._get_first_version_date); a stint follows the same rule.
MAX_GAP = timedelta(days=4)


def get_stint_start(intervals, date_end, not_before=None):
    """Return the first day of the stint that runs on `date_end`.

    :param intervals: list of (start, end) dates of the contracts, in any order;
        `end` is None for a contract without an end
    :param date_end: last day of the stint
    :param not_before: last day of the stint before this one: contracts that
        started on or before it belong to that earlier stint
    :return: a date, or None when no contract had started by `date_end`
    """
    started = sorted(
        (start, end or date.max)
        for start, end in intervals
        if start <= date_end and (not_before is None or start > not_before)
    )
    if not started:
        return None
    stint_start = started[-1][0]
    for start, end in reversed(started[:-1]):
        if end < stint_start and stint_start - end >= MAX_GAP:
            break
        stint_start = start
    return stint_start


def get_stints(intervals):
    """Return the stints that these contracts make up, oldest first.

    :param intervals: list of (start, end) dates of the contracts, in any order; `end`
        is None for a contract without an end
    :return: list of (first day, last day), the last day None while nothing ends it
    """
    stints = []
    for start, end in sorted((start, end or date.max) for start, end in intervals):
        if stints and (start <= stints[-1][1] or start - stints[-1][1] < MAX_GAP):
            stints[-1][1] = max(stints[-1][1], end)
        else:
            stints.append([start, end])
    return [(start, None if end == date.max else end) for start, end in stints]


def get_past_stints(intervals, last_day, may_guess_start=False):
    """Return the stints of somebody who left on `last_day`, each with its last day.

    :param may_guess_start: whether somebody who has left before the first of the
        `intervals` worked on the last day at least: so it is when they are not
        contracts but the days on which the record was made
    """
    stints = [
        (start, min(end or last_day, last_day))
        for start, end in get_stints(intervals)
        if start <= last_day
    ]
    if stints and intervals and stints[-1][1] < last_day:
        # Worked on after the contract had run out, unless it is another stint.
        stints[-1] = (stints[-1][0], last_day)
    return stints or ([(last_day, last_day)] if may_guess_start else [])
