"""Pure rules about how long something is kept."""

import re
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

# The day begins there last: UTC-12, west of which it is still yesterday nowhere.
_LATEST_ZONE = timedelta(hours=12)


def add_months(day, months):
    """Return the first day on which what ended on `day` has been kept long enough.

    The same day of the month, or the last one of a shorter month. What would lie past
    the end of all time is kept until then.
    """
    try:
        return day + relativedelta(months=months)
    except (OverflowError, ValueError):
        return date.max


def get_day_everywhere(now):
    """Return the latest day that has begun in every time zone at `now`, naive UTC.

    Nothing is erased too early for anybody, wherever the person lives.
    """
    return (now - _LATEST_ZONE).date()


def as_whole(text):
    """Return a pattern that finds a name or an address, and not within a longer one.

    For PostgreSQL as for Python. Letters and digits are those of ASCII, since names in
    scripts without blanks stand right beside other words.
    """
    after = r"(?![A-Za-z0-9_-]|\.[A-Za-z0-9])"
    return r"(?<![A-Za-z0-9._+-])" + re.escape(text) + after
