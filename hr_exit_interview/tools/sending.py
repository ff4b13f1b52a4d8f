"""When somebody who leaves is asked: pure dates, no database."""

from datetime import timedelta

# Working days before the last day on which the questionnaire arrives at the latest.
DAYS_BEFORE = 5
# Days after the last day on which somebody is asked whom the company has sent away.
DAYS_AFTER = 3
# Days after the invitation.
REMINDERS = (3, 7)
# Nobody has a longer break between two working days.
_LONGEST_BREAK = 60


def get_invitation_day(notice, last_day, is_workday):
    """Return when somebody is asked who goes of the own accord.

    In the middle between notice and last day, and early enough that a week of work is
    left for an answer; at once, which is the day of the notice, when there is no week.

    :param is_workday: function of a date
    """
    middle = notice + (last_day - notice) // 2
    return max(min(middle, get_day_before(last_day, DAYS_BEFORE, is_workday)), notice)


def get_day_before(day, count, is_workday):
    """Return the day that lies so many working days before this one."""
    found = day
    for _tries in range(_LONGEST_BREAK):
        found -= timedelta(days=1)
        if is_workday(found):
            count -= 1
        if not count:
            return found
    return day


def get_reminder_day(sent, count, reminded=None):
    """Return the day of the next reminder, or None when there is none any more.

    :param sent: the day of the invitation
    :param count: how many reminders there were
    :param reminded: the day of the last of them: after a job that stood still the next
        one comes as many days later as it would have otherwise
    """
    if count >= len(REMINDERS):
        return None
    day = sent + timedelta(days=REMINDERS[count])
    if reminded:
        gap = REMINDERS[count] - REMINDERS[count - 1]
        day = max(day, reminded + timedelta(days=gap))
    return day
