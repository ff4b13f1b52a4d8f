"""data/: the sample is what its generator makes and what its README says."""

import csv
import datetime
import re
import subprocess
import sys
from collections import defaultdict
from pathlib import Path

import pytest

DATA = Path(__file__).resolve().parents[2] / "data"
SAMPLE = DATA / "leavers_sample.csv"


@pytest.fixture(scope="module")
def rows():
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def stints(rows):
    """The rows of each person, oldest first."""
    people = defaultdict(list)
    for row in sorted(rows, key=lambda row: row["date_start"]):
        people[row["employee_number"]].append(row)
    return people


def _make(*options):
    command = [sys.executable, DATA / "make_leavers.py", *options]
    return subprocess.run(command, capture_output=True, check=True).stdout


def test_sample_is_what_the_generator_makes():
    assert _make() == SAMPLE.read_bytes()


def test_another_seed_makes_other_people():
    assert _make("--rows", "20", "--seed", "1") != _make("--rows", "20", "--seed", "2")


def test_columns_are_those_of_the_readme(rows):
    text = (DATA / "README.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` ", text.split("## Columns")[1], re.MULTILINE)
    assert told == list(rows[0])


def test_reasons_are_of_the_groups_of_the_readme(rows):
    text = (DATA / "README.md").read_text(encoding="utf-8").split("## Groups")[1]
    groups = set(re.findall(r"`([A-Z]{3})`", text))
    assert len(groups) == 13
    for row in rows:
        assert re.fullmatch(r"[A-Z]{3}[1-9]", row["reason_code"])
        assert row["reason_code"][:3] in groups


def test_addresses_belong_to_nobody(rows):
    for row in rows:
        assert re.fullmatch(r"([a-z]+\.[a-z]+\d*@example\.com)?", row["private_email"])


def test_stints_follow_each_other(stints):
    for rows in stints.values():
        days = [
            datetime.date.fromisoformat(row[field])
            for row in rows
            for field in ("date_start", "date_end")
        ]
        assert days == sorted(set(days))


def test_sample_holds_what_an_import_must_bear(rows, stints):
    people_by_address = defaultdict(set)
    people_by_name = defaultdict(set)
    for row in rows:
        people_by_address[row["private_email"]].add(row["employee_number"])
        people_by_name[row["name"]].add(row["employee_number"])
    without = people_by_address.pop("")
    assert len(rows) == 200
    assert len(without) > 5
    assert any(len(people) > 1 for people in people_by_address.values())
    assert any(len(people) > 1 for people in people_by_name.values())
    assert any(len(rows) > 1 for rows in stints.values())
    assert any(row["reason_code"] == "OTH1" for row in rows)
    assert any("\u4e00" <= row["name"][0] <= "\u9fff" for row in rows)


def test_every_file_has_its_row_in_the_readme():
    text = (DATA / "README.md").read_text(encoding="utf-8")
    files = {file.name for file in DATA.iterdir() if file.is_file()} - {"README.md"}
    assert {name for name in files if f"`{name}`" not in text} == set()
