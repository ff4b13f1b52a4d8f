#!/usr/bin/env python3
"""Makes leavers_sample.csv: invented people who left an invented company.

    python3 data/make_leavers.py > data/leavers_sample.csv

The same seed makes the same file on every machine and with every Python, so the
sample can be made again, larger for a test of speed (`--rows 100000`), or changed
here and compared. Nobody in it exists: names are drawn from lists, every address ends
in @example.com, the employers are made up.
"""

import argparse
import csv
import datetime
import random
import sys
import unicodedata

COLUMNS = (
    "employee_number",
    "name",
    "private_email",
    "date_start",
    "date_end",
    "department",
    "job_title",
    "reason_code",
    "city",
    "country_code",
    "employer_now",
    "title_now",
)
# First names, last names, and the places where such people are drawn to live.
PEOPLE = (
    (
        "Amelia Oliver Sophie Harry Grace Arthur Imogen Callum Freya Rhys",
        "Ashdown Birkett Calloway Draycott Ellwood Fernsby Garside Hartnoll",
        (("Leeds", "GB"), ("Bristol", "GB"), ("Glasgow", "GB"), ("Cardiff", "GB")),
    ),
    (
        "Lena Jonas Marlene Felix Greta Anton Johanna Moritz Käthe Jörg",
        "Brückner Eichholz Falkenrath Grünwald Hollerbach Kestner Lindau Möhring",
        (("Hamburg", "DE"), ("Leipzig", "DE"), ("Graz", "AT"), ("Basel", "CH")),
    ),
    (
        "Inès Lucas Chloé Rémi Élodie Théo Maëlle Bastien Noémie Gaël",
        "Aubrac Bellerive Castelnau Delorge Fontvieille Grandval Lavigne Montclar",
        (("Lyon", "FR"), ("Nantes", "FR"), ("Liège", "BE"), ("Montréal", "CA")),
    ),
    (
        "Lucía Mateo Ximena Andrés Begoña Íñigo Paloma Julián Nuria Óscar",
        "Arrieta Ballesteros Cifuentes Echeverría Ibáñez Lozano Muñiz Quiroga",
        (("Sevilla", "ES"), ("Bilbao", "ES"), ("Bogotá", "CO"), ("Córdoba", "AR")),
    ),
    (
        "Ananya Rohan Kavya Arjun Meera Vikram Ishita Nikhil Priya Sanjay",
        "Acharya Bhandari Chaudhary Deshpande Iyengar Kulkarni Mahajan Rangan",
        (("Pune", "IN"), ("Chennai", "IN"), ("Kochi", "IN"), ("Singapore", "SG")),
    ),
)
# Written in Han characters, with the letters that their addresses are made of.
HAN_FAMILY = (("王", "wang"), ("李", "li"), ("张", "zhang"), ("陈", "chen"))
HAN_GIVEN = (("芳", "fang"), ("伟", "wei"), ("静怡", "jingyi"), ("浩然", "haoran"))
HAN_PLACES = (("上海", "CN"), ("成都", "CN"), ("杭州", "CN"), ("台北", "TW"))

JOBS = {
    "Research & Development": ("Engineer", "Senior Engineer", "Test Engineer"),
    "Sales": ("Account Manager", "Sales Representative", "Sales Manager"),
    "Professional Services": ("Consultant", "Senior Consultant", "Project Manager"),
    "Administration": ("Accountant", "Office Manager", "Payroll Officer"),
    "Production": ("Technician", "Shift Leader", "Quality Inspector"),
    "Management": ("Team Leader", "Head of Department"),
}
INTERN = "Intern"
EMPLOYERS = (
    "Alderbrook Instruments",
    "Blauwerk Antriebe",
    "Cormorant Freight",
    "Dovetail Learning",
    "Études du Vallon",
    "Ferrolab Ibérica",
    "Greenlock Energy",
    "Hibiscus Foods",
    "Indigo Loom Textiles",
    "Jadewater Systems",
)
# Code of the reason, how often it is drawn, shortest and longest stint in months.
REASONS = (
    ("CAR1", 9, 18, 96),
    ("CAR2", 12, 12, 120),
    ("CAR3", 4, 12, 120),
    ("CAR4", 5, 12, 72),
    ("CAR5", 4, 24, 144),
    ("CAR6", 4, 12, 48),
    ("MGR1", 6, 6, 84),
    ("MGR2", 4, 6, 72),
    ("MGR4", 3, 12, 120),
    ("JOB1", 4, 3, 18),
    ("JOB2", 5, 12, 96),
    ("WLB1", 4, 12, 96),
    ("WLB2", 5, 12, 120),
    ("WLB4", 3, 18, 144),
    ("PAY1", 10, 12, 96),
    ("PAY3", 6, 18, 96),
    ("HLT2", 3, 24, 168),
    ("HLT3", 4, 12, 144),
    ("ENV1", 3, 6, 60),
    ("REL1", 5, 12, 144),
    ("REL3", 2, 24, 96),
    ("END1", 4, 12, 24),
    ("END3", 8, 3, 12),
    ("RET1", 8, 120, 420),
    ("RET2", 3, 120, 360),
    ("ORG1", 6, 12, 180),
    ("ORG4", 4, 2, 6),
    ("FIR1", 3, 9, 84),
    ("FIR3", 1, 6, 60),
    ("OTH1", 1, 60, 240),
    ("OTH4", 3, 6, 96),
)
FIRST_END, LAST_END = datetime.date(2012, 1, 1), datetime.date(2025, 12, 31)
RETURN_SHARE = 0.05  # of the rows: somebody who left, came back and left once more
NO_EMAIL_SHARE = 0.08
SHARED_EMAIL_SHARE = 0.01  # two people of one household
DAYS_PER_MONTH = 30.44


class Dice:
    """Draws by `random()` alone: what else Python offers may change with a version."""

    def __init__(self, seed):
        self._random = random.Random(seed).random

    def chance(self, share):
        """Whether something that happens this often happens now."""
        return self._random() < share

    def number(self, low, high):
        """A whole number between the two, both included."""
        return low + int(self._random() * (high - low + 1))

    def pick(self, options):
        """One of the options."""
        return options[self.number(0, len(options) - 1)]

    def weighted(self, options):
        """One of the options, the more often the higher its second value."""
        left = self._random() * sum(option[1] for option in options)
        for option in options:
            left -= option[1]
            if left < 0:
                return option
        return options[-1]


def make_rows(count, seed):
    """Rows as dicts, in the order in which the people left."""
    dice, people, used = Dice(seed), [], {}
    made = 0
    while made < count:
        stints = dice.pick(people) if people and dice.chance(RETURN_SHARE) else None
        if stints is None:
            people.append([_person(dice, people, used)])
            made += 1
        elif again := _next_stint(dice, stints[-1]):
            stints.append(again)
            made += 1
    # A number is given on the first day and kept for life.
    people.sort(key=lambda stints: stints[0]["date_start"])
    rows = [
        {**row, "employee_number": f"L{number:05}"}
        for number, stints in enumerate(people, 1)
        for row in stints
    ]
    return sorted(rows, key=lambda row: (row["date_end"], row["employee_number"]))


def _person(dice, people, used):
    name, latin, city, country = _identity(dice)
    row = {
        "name": name,
        "city": city,
        "country_code": country,
        **_stint(dice, dice.weighted(REASONS)),
    }
    row["private_email"] = _email(dice, row, latin, people, used)
    if row["reason_code"] not in ("RET1", "RET2", "OTH1") and dice.chance(0.6):
        row["employer_now"] = dice.pick(EMPLOYERS)
        row["title_now"] = dice.pick(JOBS[dice.pick(tuple(JOBS))])
    return row


def _identity(dice):
    if dice.chance(0.15):
        family, given = dice.pick(HAN_FAMILY), dice.pick(HAN_GIVEN)
        latin = f"{given[1]}.{family[1]}"
        return (family[0] + given[0], latin, *dice.pick(HAN_PLACES))
    firsts, lasts, places = dice.pick(PEOPLE)
    first, last = dice.pick(firsts.split()), dice.pick(lasts.split())
    return f"{first} {last}", _ascii(f"{first}.{last}"), *dice.pick(places)


def _ascii(text):
    plain = text.replace("ß", "ss").lower()
    decomposed = unicodedata.normalize("NFKD", plain)
    return decomposed.encode("ascii", "ignore").decode()


def _email(dice, row, latin, people, used):
    """No address for some, the address of somebody else for very few."""
    if row["reason_code"] == "OTH1" or dice.chance(NO_EMAIL_SHARE):
        return ""
    if people and dice.chance(SHARED_EMAIL_SHARE):
        return dice.pick(people)[0]["private_email"]
    used[latin] = used.get(latin, 0) + 1
    suffix = "" if used[latin] == 1 else str(used[latin])
    return f"{latin}{suffix}@example.com"


def _stint(dice, reason, not_before=None):
    code, _weight, shortest, longest = reason
    days = round(dice.number(shortest, longest) * DAYS_PER_MONTH)
    first_end = FIRST_END
    if not_before:
        first_end = not_before + datetime.timedelta(days=days)
    span = (LAST_END - first_end).days
    if span < 0:
        return None
    end = first_end + datetime.timedelta(days=dice.number(0, span))
    department = dice.pick(tuple(JOBS))
    return {
        "date_start": (end - datetime.timedelta(days=days)).isoformat(),
        "date_end": end.isoformat(),
        "department": department,
        "job_title": INTERN if code == "END3" else dice.pick(JOBS[department]),
        "reason_code": code,
    }


def _next_stint(dice, latest):
    """Another row of the same person after some months, None if nobody would return."""
    if latest["reason_code"] in ("OTH1", "RET1", "RET2", "FIR3"):
        return None
    ended = datetime.date.fromisoformat(latest["date_end"])
    back = ended + datetime.timedelta(days=dice.number(60, 900))
    reason = dice.weighted([row for row in REASONS if row[0] != "END3"])
    stint = _stint(dice, reason, not_before=back)
    return {**latest, **stint} if stint else None


def main(arguments):
    """Write the rows to standard output."""
    parser = argparse.ArgumentParser(description="Make invented former employees.")
    parser.add_argument("--rows", type=int, default=200, help="how many (200)")
    parser.add_argument("--seed", type=int, default=2026, help="which draw (2026)")
    options = parser.parse_args(arguments)
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    writer = csv.DictWriter(sys.stdout, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(make_rows(options.rows, options.seed))


if __name__ == "__main__":
    main(sys.argv[1:])
