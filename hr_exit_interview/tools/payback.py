"""Pure rule about money that runs off month by month: plain numbers and dates."""

from .notice import get_full_months


def get_left(amount, start, months, day):
    """Return what is left to pay back of an amount on a day, not rounded.

    Each full month since the start takes one equal part away, the last of them all that
    is left. Before the start, and where no months are agreed, it is the whole amount.

    :param months: over how many months it runs off; 0 for an amount that stays
    """
    if months <= 0:
        return amount
    passed = min(get_full_months(start, day), months)
    return amount * (months - passed) / months
