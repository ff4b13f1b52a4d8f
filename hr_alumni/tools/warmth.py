"""How warm a relation is: every contact counts, and counts half after a while."""

HALF_LIFE = 120  # days, unless the company has set another one
LOOK_BACK = 90  # days: how warm it is now is compared with how warm it was then
MOST = 100
COOLING_LOSS = 15
COOLING_BELOW = 50

# What a contact counts on the day. What the person does counts more than what is sent.
POINTS_IN = {
    "meeting": 40,
    "call": 30,
    "event": 25,
    "mail": 20,
    "message": 15,
    "letter": 20,
    "portal": 10,
}
POINTS_OUT = {"meeting": 40, "call": 15, "event": 5, "letter": 5, "mail": 3}
# What the person does for us counts the same however it came in.
POINTS_SOURCE = {"lead": 40, "referral": 35, "request": 15}


def get_points(source, channel, direction):
    """What one contact counts on its day."""
    if source in POINTS_SOURCE:
        return POINTS_SOURCE[source]
    points = POINTS_IN if direction == "in" else POINTS_OUT
    return points.get(channel, 3)


def get_warmth(contacts, today, half_life=HALF_LIFE):
    """Warmth from 0 to 100.

    :param contacts: pairs of a date and what the contact counted on that day; what lies
        in the future does not count yet
    """
    total = sum(
        points * 0.5 ** ((today - date).days / half_life)
        for date, points in contacts
        if date <= today
    )
    return round(min(MOST, total))


def is_cooling(now, before):
    """Whether a relation that was warmer is about to be lost."""
    return before - now >= COOLING_LOSS and now < COOLING_BELOW
