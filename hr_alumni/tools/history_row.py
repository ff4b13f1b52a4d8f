"""One row about a past leaver: which columns there are, and what their cells mean.

Plain Python, no database. A cell that cannot be used refuses the row, with the code of
the reason; nothing is guessed. A date that can be read in two ways is such a cell, as
long as nobody has said in which way the file writes dates.
"""

import re
import unicodedata
from datetime import date
from typing import NamedTuple

from odoo.addons.hr_exit_interview.tools.form_input import (
    BAD_CHARACTERS,
    FORMULA_START,
    MISSING,
    FormField,
    read_field,
)

from .history_file import BadCell, FileError

(
    FORMULA,
    CELL_ERROR,
    BAD_DATE,
    AMBIGUOUS_DATE,
    DATE_TOO_OLD,
    DATE_TO_COME,
    END_BEFORE_START,
    NO_IDENTITY,
    LOST_CHARACTERS,
    UNKNOWN,
) = (
    "formula",
    "cell_error",
    "bad_date",
    "ambiguous_date",
    "date_too_old",
    "date_to_come",
    "end_before_start",
    "no_identity",
    "lost_characters",
    "unknown",
)
DATE_FORMATS = ("detect", "ymd", "dmy", "mdy")
FIRST_DAY = date(1900, 1, 1)
# 2019-05-03, 3.5.2019, 5/3/2019, 2019年5月3日; a time that says nothing may follow.
DATE = re.compile(
    r"(\d{1,4})[-./年 ]\s?(\d{1,2})[-./月 ]\s?(\d{1,4})日?"
    r"(?:[ T]00:00(?::00(?:\.0+)?)?)?"
)


class Column(NamedTuple):
    """What a column holds: `kind` is text, email, phone, date or listed (a word that
    means a record of a list).
    """

    kind: str = "text"
    max_length: int = 120
    required: bool = False


COLUMNS = {
    "name": Column(required=True),
    "employee_number": Column(max_length=32),
    "private_email": Column("email", 254),
    "private_phone": Column("phone", 40),
    "date_start": Column("date", required=True),
    "date_end": Column("date", required=True),
    "department": Column(),
    "job": Column(),
    "office": Column(),
    "led": Column("listed"),
    "reason": Column("listed"),
    "background": Column("listed"),
    "employer": Column(),
    "job_title": Column(),
    "city": Column(),
    "country": Column("listed"),
    "language": Column("listed"),
}
# Other titles of columns that people use, besides those of the template.
SYNONYMS = {
    "name": ("full name", "employee name", "employee", "姓名"),
    "employee_number": ("number", "employee no", "staff number", "personnel number"),
    "private_email": ("email", "e-mail", "mail", "private email"),
    "private_phone": ("phone", "mobile", "telephone"),
    "date_start": ("start", "start date", "from", "entry date", "joined", "hired"),
    "date_end": ("end", "end date", "to", "exit date", "left", "left on"),
    "department": ("last department", "unit"),
    "job": ("last job", "position"),
    "office": ("work location", "location", "site", "last office"),
    "led": ("manager", "was manager", "former manager", "people manager"),
    "reason": ("departure reason", "reason of departure"),
    "employer": ("current employer", "company now"),
    "job_title": ("current job", "current title", "current job title"),
}


class CleanRow(NamedTuple):
    """A row that was read: clean values by column, codes of errors by column."""

    number: int
    values: dict
    errors: dict


def find_columns(titles, names):
    """Find out which column of a file holds what.

    :param titles: the first row of the file
    :param names: dict of key of `COLUMNS` to titles that the template may have
    :return: dict of key to position, and the titles of columns that are not read
    :raise FileError: the row holds no titles, a column is missing or there twice
    """
    known = {}
    for key in COLUMNS:
        for title in (key, *SYNONYMS.get(key, ()), *names.get(key, ())):
            known.setdefault(_plain(title), key)
    places, unknown = {}, []
    for place, title in enumerate(titles):
        key = known.get(_plain(title))
        if key in places:
            raise FileError("twice", columns=[key])
        if key:
            places[key] = place
        elif title not in (None, ""):
            unknown.append(str(title))
    if not places:
        raise FileError("no_header")
    missing = [
        key for key, one in COLUMNS.items() if one.required and key not in places
    ]
    if missing:
        raise FileError("missing", columns=missing)
    return places, unknown


def clean_row(number, cells, date_format, today, lists=None):
    """Read the cells of one row.

    :param number: number of the row in the spreadsheet
    :param cells: dict of key of `COLUMNS` to the cell as it came
    :param date_format: one of `DATE_FORMATS`
    :param today: the day after which nobody has left yet
    :param lists: dict of key of a listed column to a dict of plain word to its meaning
    :return: a `CleanRow`
    """
    values, errors = {}, {}
    for key, column in COLUMNS.items():
        value, error = _clean_cell(column, cells.get(key), date_format)
        if not error and value and column.kind == "listed":
            value, error = _look_up(value, (lists or {}).get(key, {}))
        if error:
            errors[key] = error
        elif value:
            values[key] = value
    _check_dates(values, errors, today)
    if not values.keys() & {"employee_number", "private_email"} and not errors:
        errors["employee_number"] = NO_IDENTITY
    return CleanRow(number, values, errors)


def plain_word(text):
    """A word of a list without case, accents and outer spaces."""
    text = unicodedata.normalize("NFKD", str(text)).casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    return " ".join(text.split())


def read_date(text, date_format):
    """Read a date that somebody has typed.

    >>> read_date("31/12/2019", "detect")
    (datetime.date(2019, 12, 31), None)
    >>> read_date("03/04/2019", "detect")
    (None, 'ambiguous_date')

    :return: the date or None, and the code of the error or None
    """
    match = DATE.fullmatch(text.strip())
    if not match:
        return None, BAD_DATE
    first, second, third = match.groups()
    if len(first) == 4 and len(third) <= 2:
        return _make_date(first, second, third)
    if len(third) != 4 or len(first) > 2 or date_format == "ymd":
        return None, BAD_DATE
    if date_format == "dmy":
        return _make_date(third, second, first)
    if date_format == "mdy":
        return _make_date(third, first, second)
    readings = {_make_date(third, second, first), _make_date(third, first, second)}
    possible = {reading for reading in readings if reading[0]}
    if len(possible) == 1:
        return possible.pop()
    return None, AMBIGUOUS_DATE if possible else BAD_DATE


def _make_date(year, month, day):
    try:
        return date(int(year), int(month), int(day)), None
    except ValueError:
        return None, BAD_DATE


def _clean_cell(column, cell, date_format):
    """Return the clean value and False, or the cell and the code of the error."""
    if cell in (None, "") and not column.required:
        return None, False  # Most columns of most files.
    if isinstance(cell, BadCell):
        return None, FORMULA if cell.code == "formula" else CELL_ERROR
    if isinstance(cell, date):
        return (cell, False) if column.kind == "date" else (None, BAD_CHARACTERS)
    text = " ".join((cell or "").split())  # A break in a cell is a space to us.
    if text.startswith(("=", "＝")):
        return None, FORMULA
    if "\ufffd" in text:
        return None, LOST_CHARACTERS
    if column.kind == "date":
        return _clean_date(column, text, date_format)
    kind = "text" if column.kind == "listed" else column.kind
    if kind == "phone":
        text = text.lstrip(FORMULA_START.replace("+", ""))
    field = FormField(kind, column.max_length, required=column.required)
    value, error = read_field(field, text)
    return value, error


def _clean_date(column, text, date_format):
    if not text:
        return None, column.required and MISSING
    return read_date(text, date_format)


def _look_up(word, meanings):
    meaning = meanings.get(plain_word(word))
    return (None, UNKNOWN) if meaning is None else (meaning, False)


def _check_dates(values, errors, today):
    for key in ("date_start", "date_end"):
        if key in values and values[key] < FIRST_DAY:
            errors[key] = DATE_TOO_OLD
        elif key in values and values[key] > today:
            errors[key] = DATE_TO_COME
    start, end = values.get("date_start"), values.get("date_end")
    if start and end and end < start and not errors:
        errors["date_end"] = END_BEFORE_START


def _plain(title):
    return re.sub(r"[\W_]+", "", plain_word(title or ""))
