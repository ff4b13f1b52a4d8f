"""Whether somebody who signs up is this former colleague: plain Python, no database.

What was typed in (`Asked`) is compared with what is on record (`Known`). The address
counts because it was confirmed by a mail; all the rest could be typed by anybody who
has worked there, and proves nothing by itself.
"""

from typing import NamedTuple

from .history_plan import name_key
from .matching import share_a_word

# Best first; what fits nothing is no match.
CERTAINTIES = ("certain", "likely", "possible")
EMAIL, NUMBER, NAME, PART, YEARS, OTHER_NUMBER = (
    "email",
    "number",
    "name",
    "part",
    "years",
    "other_number",
)
# In the order in which they are shown.
FACTS = (EMAIL, NUMBER, NAME, PART, YEARS, OTHER_NUMBER)


class Asked(NamedTuple):
    """What somebody has typed in; addresses normalised, years as numbers."""

    name: str
    former_name: str = ""
    email: str = ""
    number: str = ""
    year_from: int = 0
    year_to: int = 0


class Known(NamedTuple):
    """Somebody on record; `years` are pairs of first and last year, 0 when unknown."""

    name: str
    email: str = ""
    number: str = ""
    years: tuple = ()


def compare(asked, known):
    """What agrees, as a set of facts.

    >>> known = Known("TANAKA Mei", number="7")
    >>> sorted(compare(Asked("Mei Tanaka", number="07"), known))
    ['name', 'number']
    """
    facts = set()
    if asked.email and asked.email == known.email:
        facts.add(EMAIL)
    if asked.number and known.number:
        is_same = plain_number(asked.number) == plain_number(known.number)
        facts.add(NUMBER if is_same else OTHER_NUMBER)
    names = [name for name in (asked.name, asked.former_name) if name]
    if known.name and any(name_key(name) == name_key(known.name) for name in names):
        facts.add(NAME)
    elif known.name and any(share_a_word(name, known.name) for name in names):
        facts.add(PART)
    if _years_fit(asked, known):
        facts.add(YEARS)
    return facts


def judge(facts):
    """How sure it is that this is the person: one of `CERTAINTIES`, or "none".

    >>> judge({"email", "part"}), judge({"number", "name"}), judge({"part"})
    ('certain', 'likely', 'none')
    """
    has_name = bool(facts & {NAME, PART})
    if EMAIL in facts and has_name and OTHER_NUMBER not in facts:
        return "certain"
    if OTHER_NUMBER not in facts and (
        {NUMBER, NAME} <= facts or {NAME, YEARS} <= facts or {NUMBER, PART} <= facts
    ):
        return "likely"
    if facts & {EMAIL, NUMBER, NAME}:
        return "possible"
    return "none"


def is_told_all(facts):
    """Whether number, name and years agree, as only few could tell.

    >>> is_told_all({"number", "name", "years"}), is_told_all({"number", "name"})
    (True, False)
    """
    return {NUMBER, NAME, YEARS} <= facts


def read_year(text, this_year):
    """A year that somebody can have worked in, or False.

    >>> read_year("1998", 2026), read_year("98", 2026), read_year("٢٠١٠", 2026)
    (1998, False, False)
    """
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        return False
    year = int(text)
    return 1900 <= year <= this_year and year


def plain_number(number):
    """A number as it is compared: people leave out zeros, blanks and dashes."""
    plain = "".join(char for char in number.casefold() if char.isalnum())
    return plain.lstrip("0")


def _years_fit(asked, known):
    """Whether one of the stints has these years; people are wrong by one."""
    for first, last in known.years:
        pairs = [
            (typed, there)
            for typed, there in ((asked.year_from, first), (asked.year_to, last))
            if typed
        ]
        if pairs and all(there and abs(typed - there) <= 1 for typed, there in pairs):
            return True
    return False
