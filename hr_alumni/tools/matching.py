"""Recognising former colleagues: which of the candidates is the person asked for.

Plain data, no database. An *enquiry* says what is known about somebody (a contact, an
e-mail address, a phone number, a name, the company asked); a *candidate* is a former
colleague. Candidates are put into an `Index` once and asked as often as needed.

How the choice is made, inside one company:

- the contact of the former colleague is that person, without doubt (certain);
- an e-mail address that belongs to one of them is that person (certain), unless the
  name shares no word with theirs, or the phone number is that of another one;
- an address that several share is certain when the phone number singles one out;
- everything else that fits, a phone number alone above all, is possible.
"""

import re
import unicodedata
from collections import defaultdict
from typing import NamedTuple

from odoo.addons.hr_exit_interview.tools.form_input import normalise_email

CERTAIN, POSSIBLE, NONE = "certain", "possible", "none"

# Numbers are compared by their last digits: "+49 170 …" and "0170 …" are the same line.
PHONE_DIGITS = 9
PHONE_DIGITS_MIN = 7


class Enquiry(NamedTuple):
    """What is known about somebody; everything but the company may be empty."""

    company_id: int
    partner_id: int | bool = False
    email: str | bool = False
    phone: str | bool = False
    name: str | bool = False


class Candidate(NamedTuple):
    """A former colleague, with address and number already normalised."""

    id: int
    company_id: int
    partner_id: int
    email: str | bool
    phone: str | bool
    name: str | bool = False


class Match(NamedTuple):
    """The answer: how sure it is, and the ids of the candidates, best first."""

    certainty: str
    ids: list


class Index:
    """Candidates by contact, address and number."""

    def __init__(self, candidates):
        self._by_partner = defaultdict(list)
        self._by_email = defaultdict(list)
        self._by_phone = defaultdict(list)
        for candidate in candidates:
            company = candidate.company_id
            self._by_partner[company, candidate.partner_id].append(candidate)
            if candidate.email:
                self._by_email[company, candidate.email].append(candidate)
            if candidate.phone:
                self._by_phone[company, candidate.phone].append(candidate)

    def choose(self, enquiry):
        """Find the person asked for.

        :param enquiry: an `Enquiry`; address and number need not be normalised
        :return: a `Match`
        """
        company = enquiry.company_id
        if found := self._by_partner.get((company, enquiry.partner_id)):
            return Match(CERTAIN, _ids(found))
        email = normalise_email(enquiry.email)
        phone = normalise_phone(enquiry.phone)
        by_email = self._by_email.get((company, email), [])
        by_phone = self._by_phone.get((company, phone), [])
        both = [candidate for candidate in by_email if candidate in by_phone]
        best = both or by_email
        rest = [one for one in [*by_email, *by_phone] if one not in best]
        is_certain = (
            len(best) == 1
            and bool(by_email)
            and (bool(both) or not by_phone)
            and share_a_word(enquiry.name, best[0].name)
        )
        if is_certain:
            return Match(CERTAIN, _ids(best))
        found = [*best, *dict.fromkeys(rest)]
        return Match(POSSIBLE if found else NONE, _ids(found))


def normalise_phone(value):
    """The last digits of a phone number, or False when there are too few of them.

    >>> normalise_phone("+49 (170) 123-4567") == normalise_phone("0170 1234567")
    True
    """
    if not isinstance(value, str):
        return False
    digits = re.sub(r"[^0-9]", "", unicodedata.normalize("NFKC", value))
    return digits[-PHONE_DIGITS:] if len(digits) >= PHONE_DIGITS_MIN else False


def share_a_word(name, other):
    """Whether two names have a word in common; an unknown name contradicts nothing.

    >>> share_a_word("Mei Tanaka", "TANAKA-Ivanova, Mei")
    True
    >>> share_a_word("Kenji Mori", "Mei Tanaka")
    False
    """
    words, others = _words(name), _words(other)
    return not words or not others or bool(words & others)


def _words(name):
    plain = unicodedata.normalize("NFKD", name or "").casefold()
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return {word for word in re.split(r"\W+", plain) if len(word) > 1}


def _ids(candidates):
    return [candidate.id for candidate in candidates]
