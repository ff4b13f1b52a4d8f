"""A dry run foretells an import, in batches of whatever size; twice changes nothing."""

import tempfile
from dataclasses import dataclass, field
from datetime import date, timedelta

from hypothesis import configuration, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.history_plan import FILLED, Book, Person, Planner, name_key
from ..tools.history_row import CleanRow

configuration.set_hypothesis_home_dir(tempfile.gettempdir())
START = date(2010, 1, 1)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.sampled_from(["Mei Tanaka", "Kenji Mori", "Ada Active"]),
            "date_start": st.integers(0, 6).map(lambda n: START + timedelta(n * 100)),
            "length": st.sampled_from([0, 50, 99, 150]),
        },
        optional={
            "employee_number": st.sampled_from(["1", "2", "3"]),
            "private_email": st.sampled_from(["a@x.example", "b@x.example"]),
            "private_phone": st.sampled_from(["0551234567", "0559999999"]),
            "employer": st.sampled_from(["Kilns", "Wheels"]),
        },
    ).filter(lambda row: row.keys() & {"employee_number", "private_email"}),
    max_size=12,
)


@dataclass
class Stored:
    """What a database would hold about somebody."""

    name: str
    values: dict = field(default_factory=dict)
    stints: dict = field(default_factory=dict)
    employer: str = ""


class Store:
    """A database of people, which only the outcomes of a plan change."""

    def __init__(self):
        self.people = []

    def get_book(self):
        book = Book()
        for one in self.people:
            book.add(
                Person(
                    name=one.name,
                    number=one.values.get("employee_number", ""),
                    email=one.values.get("private_email", ""),
                    record=one,
                    is_alumni=True,
                    values=dict(one.values),
                    stints=dict(one.stints),
                    employer=one.employer,
                )
            )
        return book

    def write(self, outcome):
        values = outcome.row.values
        if outcome.is_new:
            filled = {key: values[key] for key in FILLED if key in values}
            outcome.person.record = Stored(values["name"], filled)
            self.people.append(outcome.person.record)
        one = outcome.person.record
        one.values.update({key: values[key] for key in outcome.filled})
        if outcome.has_stint:
            assert values["date_start"] not in one.stints
            one.stints[values["date_start"]] = values["date_end"]
        if outcome.has_employer:
            one.employer = values["employer"].lower()

    def import_rows(self, rows, size):
        outcomes = []
        for place in range(0, len(rows), size):
            planner = Planner(self.get_book())
            batch = [planner.plan(row) for row in rows[place : place + size]]
            for outcome in batch:
                if outcome.changes:
                    self.write(outcome)
            outcomes += batch
        return outcomes


def clean(rows):
    return [
        CleanRow(
            number,
            {
                **{key: value for key, value in row.items() if key != "length"},
                "date_end": row["date_start"] + timedelta(row["length"]),
            },
            {},
        )
        for number, row in enumerate(rows)
    ]


def tell(outcome):
    return (
        outcome.refusal,
        outcome.is_new,
        outcome.has_stint,
        outcome.has_employer,
        outcome.filled,
        outcome.notes,
    )


class TestHistoryPlan(BaseCase):
    def _plan(self, *people, erased=(), internal=(), own=(), **values):
        book = Book()
        for person in people:
            book.add(person)
        row = CleanRow(
            2,
            {
                "name": "Mei Tanaka",
                "date_start": date(2015, 1, 1),
                "date_end": date(2019, 12, 31),
                **values,
            },
            {},
        )
        return Planner(book, erased, internal, own).plan(row)

    def _known(self, **values):
        return Person(**{"name": "Mei Tanaka", "is_alumni": True, **values})

    @settings(deadline=None, max_examples=150)
    @given(ROWS, st.integers(1, 5))
    def test_dry_run_foretells_every_batching_and_twice_changes_nothing(
        self, rows, size
    ):
        rows = clean(rows)
        planner = Planner(Book())
        foretold = [tell(planner.plan(row)) for row in rows]
        store = Store()
        self.assertEqual([tell(one) for one in store.import_rows(rows, size)], foretold)
        whole = Store()
        whole.import_rows(rows, len(rows) or 1)
        self.assertEqual(store.people, whole.people)
        for outcome in store.import_rows(rows, size):
            self.assertFalse(outcome.changes)
        self.assertEqual(store.people, whole.people)
        for one in store.people:
            stints = sorted(one.stints.items())
            for (_start, end), (start, _end) in zip(stints, stints[1:], strict=False):
                self.assertLess(end, start)

    def test_number_decides_whatever_the_address(self):
        person = self._known(number="7", email="old@x.example")
        outcome = self._plan(person, employee_number="7", private_email="new@x.example")
        self.assertIs(outcome.person, person)
        self.assertEqual(outcome.notes, (("private_email", "kept"),))

    def test_address_and_name_together(self):
        person = self._known(email="home@x.example")
        outcome = self._plan(person, name="TANAKA, Mei", private_email="home@x.example")
        self.assertIs(outcome.person, person)

    def test_two_people_on_one_address_stay_two(self):
        person = self._known(email="home@x.example")
        outcome = self._plan(person, name="Kenji Mori", private_email="home@x.example")
        self.assertTrue(outcome.is_new)
        self.assertIsNot(outcome.person, person)
        self.assertEqual(outcome.notes, (("private_email", "shared"),))

    def test_what_is_missing_is_filled(self):
        person = self._known(number="7")
        outcome = self._plan(
            person,
            employee_number="7",
            private_phone="0551",
            private_email="a@x.example",
        )
        self.assertEqual(outcome.filled, ("private_email", "private_phone"))
        self.assertFalse(outcome.is_new)

    def test_former_employee_joins_the_list(self):
        person = Person(name="Mei Tanaka", number="7", record=("hr.employee", (1,)))
        outcome = self._plan(person, employee_number="7")
        self.assertEqual((outcome.is_new, outcome.person), (True, person))

    def test_refusals(self):
        day = date(2015, 1, 1)
        twin = {"email": "home@x.example"}
        table = {
            "other_name": (
                [self._known(name="Kenji Mori", number="7")],
                {"employee_number": "7"},
            ),
            "other_number": (
                [self._known(number="7", **twin)],
                {"employee_number": "8", "private_email": "home@x.example"},
            ),
            "several": (
                [self._known(**twin), self._known(**twin)],
                {"private_email": "home@x.example"},
            ),
            "silent": (
                [self._known(number="7", is_silent=True)],
                {"employee_number": "7"},
            ),
            "present": (
                [Person("Mei Tanaka", number="7", is_present=True)],
                {"employee_number": "7"},
            ),
            "overlap": (
                [self._known(number="7", stints={day - timedelta(9): None})],
                {"employee_number": "7"},
            ),
            "overlap, same first day": (
                [self._known(number="7", stints={day: date(2016, 1, 1)})],
                {"employee_number": "7"},
            ),
            "erased": ([], {"employee_number": "7", "erased": {"7"}}),
            "internal_email": (
                [],
                {"private_email": "in@x.example", "internal": {"in@x.example"}},
            ),
            "own_company": (
                [],
                {
                    "employee_number": "7",
                    "employer": "Northwind Ltd",
                    "own": {"northwind"},
                },
            ),
        }
        for code, (people, values) in table.items():
            with self.subTest(code):
                outcome = self._plan(*people, **values)
                self.assertEqual(
                    outcome.refusal and outcome.refusal.code, code.partition(",")[0]
                )
                self.assertFalse(outcome.changes)

    def test_name_key(self):
        self.assertEqual(name_key("TANAKA, Mei"), name_key("mei  Tanaka"))
        self.assertEqual(name_key("José Ruiz"), name_key("Jose RUIZ"))
        self.assertNotEqual(name_key("Mei Tanaka"), name_key("Mei Mori"))
