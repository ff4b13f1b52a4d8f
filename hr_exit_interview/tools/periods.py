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
