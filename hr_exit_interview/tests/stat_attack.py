"""An attacker of published statistics, and companies to attack.

It shares no code with the audit. It knows who works where, reads what is published, and
adds and subtracts. What it finds it proves: the sets of people whose answers it could
work out although they are fewer than the smallest group.
"""

import random
from datetime import date, timedelta

from odoo.addons.hr_exit_interview.tools.stat_publish import Question, Window
from odoo.addons.hr_exit_interview.tools.stat_windows import get_closed_windows

# Another prime than that of the audit.
PRIME = (1 << 31) - 1
ORDERS = 4

START = date(2024, 1, 1)
DIMENSIONS = (
    ("department", 9),
    ("tenure", 5),
    ("kind", 4),
    ("job", 12),
    ("location", 3),
    ("contract", 2),
)
QUESTIONS = (
    # Question, share of the people who answer it
    (Question("manager_fair", "scale"), 1.0),
    (Question("recommend", "enps", 0, 10), 0.85),
    (Question("main_reason", "choice", choices=("a", "b"), is_theme=True), 0.95),
)


def attack(groups, minimum, seed=0):
    """The sets of fewer than `minimum` people that the sums of these groups give away.

    :param groups: iterable of sets of people
    :return: set of frozensets of people
    """
    groups = sorted({frozenset(group) for group in groups if group}, key=sorted)
    return _subtract_sets(groups, minimum) | _combine(groups, minimum, seed)


def _subtract_sets(groups, minimum):
    """Differences of two groups, or of a group and two in it."""
    found = {group for group in groups if len(group) < minimum}
    for whole in groups:
        parts = [part for part in groups if part < whole]
        for part in parts:
            rest = whole - part
            if len(rest) < minimum:
                found.add(rest)
            found |= {
                rest - other
                for other in parts
                if other <= rest and 0 < len(rest - other) < minimum
            }
    return found


def _combine(groups, minimum, seed):
    """Sums of any multiples: solve the equations in several orders of the people."""
    people = sorted(set().union(*groups)) if groups else []
    chance = random.Random(seed)
    found = set()
    for _ in range(ORDERS):
        chance.shuffle(people)
        rows = [[int(person in group) for person in people] for group in groups]
        for row in _reduce(rows):
            concerned = frozenset(
                person for person, value in zip(people, row, strict=True) if value
            )
            if len(concerned) < minimum:
                found.add(concerned)
    return found


def _reduce(rows):
    """Reduced row echelon form, modulo the prime, without rows of zeros."""
    done = []
    while rows:
        row = rows.pop()
        lead = next((i for i, value in enumerate(row) if value), None)
        if lead is None:
            continue
        inverse = pow(row[lead], PRIME - 2, PRIME)
        row = [value * inverse % PRIME for value in row]
        for others in (rows, done):
            for k, other in enumerate(others):
                if other[lead]:
                    factor = other[lead]
                    others[k] = [
                        (a - factor * b) % PRIME
                        for a, b in zip(other, row, strict=True)
                    ]
        done.append(row)
    return done


class Company:
    """A company of chance, of which up to 120 people leave in two years."""

    def __init__(self, seed):
        chance = self.chance = random.Random(seed)
        self.people = list(range(chance.randrange(8, 121)))
        self.days = {
            person: START + timedelta(days=chance.randrange(730))
            for person in self.people
        }
        self.dimensions = {
            name: self._draw(chance.randrange(2, most + 1)) for name, most in DIMENSIONS
        }
        self.answers = {
            question: {
                p: self._answer(question) for p in self.people if self._may(rate)
            }
            for question, rate in QUESTIONS
        }

    def _may(self, rate):
        return self.chance.random() < rate

    def _draw(self, count):
        """A bucket for everybody, some of them far larger than others."""
        skew = self.chance.uniform(1, 3)
        return {
            person: f"b{int(count * self.chance.random() ** skew)}"
            for person in self.people
        }

    def _answer(self, question):
        if question.kind == "choice":
            return {self.chance.choice(question.choices)}
        return self.chance.randint(int(question.low), int(question.high))

    def get_window(self, people, minimum, hidden=frozenset()):
        return Window(
            {
                name: {person: buckets[person] for person in people}
                for name, buckets in self.dimensions.items()
            },
            minimum,
            frozenset(hidden),
        )

    def get_windows(self, today, minimum):
        return get_closed_windows(
            {p: day for p, day in self.days.items() if day < today}, today, minimum
        )

    def get_people(self, first, last):
        return {p for p, day in self.days.items() if first <= day <= last}

    def publish(self, today, minimum=5):
        """Everything that is told on a day: (window, question, line) and its people."""
        told = {}
        for first, _last, people in self.get_windows(today, minimum):
            window = self.get_window(people, minimum)
            for question, answers in self.answers.items():
                own = {p: a for p, a in answers.items() if p in people}
                groups = window.get_groups(frozenset(own), window.get_minimum(question))
                for line in window.get_lines(question, own):
                    group = groups[line["dimension"]][line["bucket"]]
                    key = (first, question.key, *sorted(line.items()))
                    told[key] = group
        return told

    def publish_naively(self, today, minimum=5):
        """What a view over the answers shows that leaves out small groups."""
        told = {}
        people = self.get_people(START, today - timedelta(days=1))
        for question, answers in self.answers.items():
            for name, buckets in {"total": {}, **self.dimensions}.items():
                groups = {}
                for person in people & answers.keys():
                    groups.setdefault(buckets.get(person, ""), set()).add(person)
                for bucket, group in groups.items():
                    if len(group) >= minimum:
                        told[question.key, name, bucket] = frozenset(group)
        return told
