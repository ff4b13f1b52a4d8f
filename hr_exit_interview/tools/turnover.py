"""Turnover from plain dates: periods, average headcount and rates.

A stint is a pair (first day, last day), the last day counted as service and None while
the person is there. A rate is leavers divided by the average headcount of the same days
and is not annualised.
"""

from dateutil.relativedelta import relativedelta

DAY = relativedelta(days=1)
MONTH = relativedelta(months=1)
YEAR = relativedelta(years=1)
# How far the period to compare with lies back.
PERIODS = {
    "year": YEAR,
    "this_year": YEAR,
    "last_year": YEAR,
    "this_quarter": 3 * MONTH,
    "last_quarter": 3 * MONTH,
}
HOTSPOT_MINIMUM = 5
# Shorter than so many years of service; longer than all of them is the last band.
TENURE_BANDS = (("0", 1), ("1", 2), ("2", 5), ("5", 10), ("10", None))


def get_period(key, today):
    """First and last day of a named period that is not later than today.

    >>> from datetime import date
    >>> [str(day) for day in get_period("year", date(2026, 3, 16))]
    ['2025-03-17', '2026-03-16']
    """
    quarter = today.replace(month=3 * ((today.month - 1) // 3) + 1, day=1)
    january = today.replace(month=1, day=1)
    return {
        "year": (today - YEAR + DAY, today),
        "this_year": (january, today),
        "last_year": (january - YEAR, january - DAY),
        "this_quarter": (quarter, today),
        "last_quarter": (quarter - 3 * MONTH, quarter - DAY),
    }[key]


def get_previous(first, last, step):
    """The days to compare with: the same ones, one step earlier.

    A period that ends with its month is compared with one that does so too.
    """
    end = last - step
    if (last + DAY).day == 1:
        end = (last + DAY) - step - DAY
    return first - step, end


def get_months(last, count=12):
    """The months that end with the one of `last`: pairs of first and last day.

    The last one ends on `last`, so that no day to come is counted.
    """
    current = last.replace(day=1)
    starts = [current - n * MONTH for n in range(count - 1, -1, -1)]
    return [(start, min(start + MONTH - DAY, last)) for start in starts]


def count_days(first, last):
    """Days from the first to the last, both counted; 0 when there are none."""
    return max((last - first).days + 1, 0)


def get_person_days(stints, first, last):
    """Days worked between two days, summed over everybody."""
    return sum(
        count_days(max(start, first), min(end or last, last)) for start, end in stints
    )


def get_average_headcount(person_days, first, last):
    """People employed on an average day between two days.

    >>> from datetime import date
    >>> get_average_headcount(45, date(2026, 4, 1), date(2026, 4, 30))
    1.5
    """
    days = count_days(first, last)
    return person_days / days if days else 0.0


def get_monthly_headcounts(changes, months):
    """Average headcount of each month from the days on which it changed.

    :param changes: pairs (day, number of people): plus on a first day, minus on the day
        after a last one; those of before the first month count on its first day
    :param months: consecutive pairs of first and last day
    :return: list of floats, one for each month
    """
    averages, count, pending = [], 0, sorted(changes)
    for first, last in months:
        person_days, day = 0, first
        while pending and pending[0][0] <= last:
            changed, number = pending.pop(0)
            changed = max(changed, first)
            person_days += count * (changed - day).days
            count, day = count + number, changed
        person_days += count * count_days(day, last)
        averages.append(get_average_headcount(person_days, first, last))
    return averages


def get_rate(number, whole):
    """A number as a share of the whole; None when there is no whole to divide by."""
    return number / whole if whole else None


def get_tenure_band(start, end):
    """The band of a stint, by the length of service with the last day counted."""
    for band, years in TENURE_BANDS:
        if years is None or end + DAY < start + relativedelta(years=years):
            return band
    return None


def get_hotspots(leavers, headcounts, minimum=HOTSPOT_MINIMUM):
    """Managers with enough leavers to say something, the highest rate first.

    :param leavers: dict of manager to number of leavers
    :param headcounts: dict of manager to average headcount of the line
    :return: list of (manager, leavers, headcount, rate), the rate None without people
    """
    rows = [
        (manager, number, headcounts.get(manager, 0.0))
        for manager, number in leavers.items()
        if manager and number >= minimum
    ]
    rated = [(*row, get_rate(row[1], row[2])) for row in rows]
    return sorted(rated, key=lambda row: (row[3] is None, -(row[3] or 0), -row[1]))
