"""Pure rules about days and hours: what a day means where somebody works."""

from datetime import datetime, time, timezone
from zoneinfo import ZoneInfo


def get_end_of_day(day, tz):
    """Return the last second of `day` in the time zone `tz`, as naive UTC.

    Where the clock shows that second twice it is the later one, so nobody loses an
    hour of the day. A day at the end of all time ends where time does.
    """
    local = datetime.combine(day, time(23, 59, 59), tzinfo=ZoneInfo(tz))
    try:
        return local.replace(fold=1).astimezone(timezone.utc).replace(tzinfo=None)
    except OverflowError:
        return datetime.max.replace(microsecond=0)


def get_start_of_day(day, tz):
    """Return the first moment of `day` in the time zone `tz`, as naive UTC.

    >>> from datetime import date
    >>> get_start_of_day(date(2026, 3, 1), "Pacific/Pago_Pago").isoformat()
    '2026-03-01T11:00:00'
    >>> get_start_of_day(date(2026, 3, 1), "Pacific/Kiritimati").isoformat()
    '2026-02-28T10:00:00'
    """
    local = datetime.combine(day, time.min, tzinfo=ZoneInfo(tz))
    try:
        return local.astimezone(timezone.utc).replace(tzinfo=None)
    except OverflowError:
        edge = datetime.min if day.year == 1 else datetime.max
        return edge.replace(microsecond=0)
