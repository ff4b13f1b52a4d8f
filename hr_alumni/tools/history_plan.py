"""Deciding what a row about a past leaver does: plain Python, no database.

A `Book` holds the people who are known; rows are asked about one after the other, and
whoever it brings is in the book for the rows that follow. So a dry run, which keeps its
book, foretells what an import does that reads the people anew for each batch.

A person is recognised by the employee number, else by address and name together. An
address that two people share is nobody's, and a name alone is nobody's either.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from .employers import plain_name
from .history_row import plain_word
from .matching import share_a_word

(
    OTHER_NAME,
    OTHER_NUMBER,
    SEVERAL,
    ERASED,
    SILENT,
    PRESENT,
    INTERNAL_EMAIL,
    OVERLAP,
    OWN_COMPANY,
    NOT_PROPOSED,
) = (
    "other_name",
    "other_number",
    "several",
    "erased",
    "silent",
    "present",
    "internal_email",
    "overlap",
    "own_company",
    "not_proposed",
)
# What is worth a look, but refuses nothing.
KEPT, SHARED = "kept", "shared"
# What an import adds to people who are known and have nothing there yet.
FILLED = (
    "employee_number",
    "private_email",
    "private_phone",
    "city",
    "country",
)


@dataclass(eq=False, slots=True)
class Person:
    """Somebody who is known: a former colleague, an employee, or a row of the ledger.

    `values` are by column, `stints` the last day (or None) by the first one. `record`
    is whatever the caller needs to find the person again.
    """

    name: str
    number: str = ""
    email: str = ""
    record: object = None
    is_alumni: bool = False
    is_present: bool = False
    is_silent: bool = False
    values: dict = field(default_factory=dict)
    stints: dict = field(default_factory=dict)
    employer: str = ""


class Refusal(NamedTuple):
    """Why a row is not imported: the column, the code, and what a message names."""

    column: str
    code: str
    fact: str = ""


class Outcome(NamedTuple):
    """What a row does.

    `refusal` is set when it does nothing. `is_new`: the person joins the list.
    `has_stint` and `has_employer`: a stint or a job is written. `filled` holds the
    columns that are added, `notes` pairs of column and code of what is worth a look.
    """

    row: object
    person: Person = None
    refusal: Refusal = None
    is_new: bool = False
    has_stint: bool = False
    has_employer: bool = False
    filled: tuple = ()
    notes: tuple = ()

    @property
    def changes(self):
        """Whether anything is written."""
        return self.is_new or self.has_stint or self.has_employer or bool(self.filled)


class Book:
    """People by number, and by address; `seen` is for whoever fills it."""

    def __init__(self):
        self.seen = set()
        self._by_number = {}
        self._by_email = defaultdict(list)

    def add(self, person):
        """Put somebody in."""
        self.index_number(person)
        self.index_email(person)

    def index_number(self, person):
        """Let somebody be found by the number, unless it is somebody's already."""
        if person.number:
            self._by_number.setdefault(person.number, person)

    def index_email(self, person):
        """Let somebody be found by the address; several may have the same."""
        if person.email:
            self._by_email[person.email].append(person)

    def find_number(self, number):
        return self._by_number.get(number)

    def find_email(self, email):
        return self._by_email.get(email, [])


class Planner:
    """Decides about rows, one after the other.

    :param book: a `Book` with everybody whom the rows can mean
    :param erased: addresses and numbers that are suppressed
    :param internal: addresses of present colleagues
    :param own: names of our own companies, as `plain_name` writes them
    """

    def __init__(self, book, erased=(), internal=(), own=()):
        self.book = book
        self.erased = erased
        self.internal = internal
        self.own = own

    def plan(self, row):
        """Decide about a row without errors, and note it in the book.

        :param row: a `CleanRow`
        :return: an `Outcome`
        """
        values = row.values
        refusal = self._check_row(values)
        if refusal:
            return Outcome(row, refusal=refusal)
        person, refusal = self._recognise(values)
        if person and not refusal:
            refusal = self._check_person(person, values)
        if refusal:
            return Outcome(row, refusal=refusal)
        return self._add_to(row, person) if person else self._add(row)

    def _check_row(self, values):
        for column in ("private_email", "employee_number"):
            if values.get(column) in self.erased:
                return Refusal(column, ERASED)
        if values.get("private_email") in self.internal:
            return Refusal("private_email", INTERNAL_EMAIL)
        if plain_name(values.get("employer")) in self.own:
            return Refusal("employer", OWN_COMPANY)
        if getattr(values.get("reason"), "is_refused", False):
            return Refusal("reason", NOT_PROPOSED)
        return None

    def _recognise(self, values):
        """Return the person or None, and the refusal or None."""
        number, email = values.get("employee_number"), values.get("private_email")
        person = number and self.book.find_number(number)
        if person and not share_a_word(person.name, values["name"]):
            return None, Refusal("name", OTHER_NAME, person.name)
        word = name_key(values["name"])
        same = [
            one
            for one in self.book.find_email(email)
            if name_key(one.name) == word and one is not person
        ]
        numbers = [one.number for one in same if one.number]
        if number and numbers:
            return None, Refusal("employee_number", OTHER_NUMBER, numbers[0])
        if len(same) > 1 or (person and same):
            return None, Refusal("private_email", SEVERAL)
        return person or (same[0] if same else None), None

    def _check_person(self, person, values):
        if person.is_silent:
            return Refusal("name", SILENT)
        if person.is_present and not person.is_alumni:
            return Refusal("name", PRESENT)
        start, end = values["date_start"], values["date_end"]
        if person.stints.get(start) == end:
            return None
        for first, last in person.stints.items():
            if start <= (last or end) and first <= end:
                return Refusal("date_start", OVERLAP, str(first))
        return None

    def _add(self, row):
        values = row.values
        others = self.book.find_email(values.get("private_email"))
        person = Person(name=values["name"])
        outcome = Outcome(
            row,
            person,
            is_new=True,
            has_stint=True,
            has_employer="employer" in values,
            notes=(("private_email", SHARED),) if others else (),
        )
        self._note(person, values)
        return outcome

    def _add_to(self, row, person):
        values = row.values
        start = values["date_start"]
        new, others = self._get_filled(person, values)
        notes = [(column, KEPT) for column in others]
        employer = plain_name(values.get("employer"))
        if employer and person.employer and employer != person.employer:
            notes.append(("employer", KEPT))
        if "private_email" in new and self.book.find_email(values["private_email"]):
            notes.append(("private_email", SHARED))
        outcome = Outcome(
            row,
            person,
            is_new=not person.is_alumni,
            has_stint=start not in person.stints,
            has_employer=bool(employer and not person.employer),
            filled=tuple(new) if person.is_alumni else (),
            notes=tuple(notes),
        )
        self._note(person, values)
        return outcome

    def _get_filled(self, person, values):
        """Return the columns that are added, and those that differ and are kept."""
        known = {
            **person.values,
            "employee_number": person.number,
            "private_email": person.email,
        }
        new = [
            column for column in FILLED if values.get(column) and not known.get(column)
        ]
        others = [
            column
            for column in FILLED
            if values.get(column) and known.get(column)
            if plain_word(values[column]) != plain_word(known[column])
        ]
        return new, others

    def _note(self, person, values):
        """Write in the book what is known after this row."""
        person.is_alumni = True
        for column in FILLED:
            if values.get(column) and not person.values.get(column):
                person.values[column] = values[column]
        if not person.number and (number := values.get("employee_number")):
            person.number = number
            self.book.index_number(person)
        if not person.email and (email := values.get("private_email")):
            person.email = email
            self.book.index_email(person)
        person.stints.setdefault(values["date_start"], values["date_end"])
        person.employer = person.employer or plain_name(values.get("employer"))


def name_key(name):
    """The words of a name, whatever their order: “TANAKA Mei” is “Mei Tanaka”."""
    return " ".join(sorted(plain_word(name).replace(",", " ").split()))
