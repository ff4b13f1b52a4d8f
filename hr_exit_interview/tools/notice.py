"""Pure rules about notice periods: plain dates in, plain dates out."""

from datetime import date

from dateutil.relativedelta import relativedelta

# Nobody leaves outside of these years: what lies there is a slip of the keyboard.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)


def get_last_day(notice_date, length, unit, end_of=None):
    """Return the last working day that a notice leads to.

    A month later is the same day of that month, or its last day where it is shorter.

    :param unit: `day`, `week` or `month`
    :param end_of: None, `month` or `quarter`: the end of it that comes next
    """
    try:
        day = notice_date + relativedelta(**{f"{unit}s": length})
        if end_of == "quarter":
            day += relativedelta(months=-day.month % 3)
        if end_of:
            day += relativedelta(day=31)
    except (OverflowError, ValueError):
        return date.max
    return day


def get_full_months(start, day):
    """Return how many full months lie between two days; 0 before the start.

    A month that began on the 31st is full on the last day of a shorter month.
    """
    if not start or day < start:
        return 0
    months = (day.year - start.year) * 12 + day.month - start.month
    return months if start + relativedelta(months=months) <= day else months - 1


def choose_rule(rules, facts):
    """Return the rule that fits these facts best, or None.

    The most special one counts: for the probation first, then of the company, for the
    contract type, for who ends the contract, with the longest seniority; the order of
    the rules decides between equals.

    :param rules: in their order, each with `company`, `contract_types` (a collection),
        `initiative`, `min_months` and `is_probation`; what is empty fits everybody
    :param facts: dict with `company`, `contract_type`, `initiative`, `months` and
        `is_probation`
    """
    fitting = [rule for rule in rules if _fits(rule, facts)]
    return max(fitting, key=_get_specialty, default=None)


def _fits(rule, facts):
    return (
        rule["company"] in (None, facts["company"])
        and (
            not rule["contract_types"]
            or facts["contract_type"] in rule["contract_types"]
        )
        and rule["initiative"] in (None, facts["initiative"])
        and rule["min_months"] <= facts["months"]
        and (not rule["is_probation"] or facts["is_probation"])
    )


def _get_specialty(rule):
    return (
        rule["is_probation"],
        rule["company"] is not None,
        bool(rule["contract_types"]),
        rule["initiative"] is not None,
        rule["min_months"],
    )
