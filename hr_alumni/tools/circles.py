"""Circles of former colleagues, as far as it can be said without a database."""

from typing import NamedTuple

# What a moderator has decided outlasts whatever else is known of a person.
DECIDED = ("refused", "paused")


class Place(NamedTuple):
    """The place of one person in one circle: its row, state and last change."""

    key: int
    state: str
    changed: object  # a date and time, or False when nothing has happened yet


def pick_kept(places):
    """Which of several places of one person in one circle is kept.

    What a moderator has decided holds, since nobody gets around it by a second record;
    else the last word does.

    :param places: at least one `Place`, all of one person and circle
    :return: key of the one that is kept
    """
    decided = [place for place in places if place.state in DECIDED]
    return max(
        decided or places,
        key=lambda place: (
            place.state == "refused",
            bool(place.changed),
            place.changed or 0,
            place.key,
        ),
    ).key
