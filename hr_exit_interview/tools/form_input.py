"""What comes in by a public form, made fit to be stored: plain Python, no database.

A form is a dictionary of `FormField`. `read_form` takes those fields and no others, and
returns clean values and, for each field that cannot be used, the code of what is wrong.
"""

import re
import unicodedata
from datetime import date
from typing import NamedTuple
from urllib.parse import urlsplit

from odoo.tools import email_normalize

MISSING, TOO_LONG, BAD_CHARACTERS, BAD_EMAIL, BAD_PHONE, BAD_DATE, BAD_URL = (
    "missing",
    "too_long",
    "bad_characters",
    "bad_email",
    "bad_phone",
    "bad_date",
    "bad_url",
)
# A spreadsheet that opens an export takes a cell that begins so for a formula.
FORMULA_START = "=+-@\t\r\n '＝＋－＠"
# Characters that reorder what is shown, so that a text looks like another one.
REORDERING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
YEARS = range(1900, 2101)
HOST = re.compile(r"([a-z0-9-]+\.)+[a-z]{2,}(:[0-9]{1,5})?", re.IGNORECASE)
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{5,}( ?(x|ext\.?) ?[0-9]{1,6})?")


class FormField(NamedTuple):
    """What a field takes: `kind` is text, email, phone, date, url, choice or tick."""

    kind: str = "text"
    max_length: int = 120
    required: bool = False
    is_multiline: bool = False


def read_form(form, posted):
    """Take the fields of a form from what was posted, and nothing else.

    :param form: dictionary of `FormField`
    :param posted: dictionary of whatever was sent
    :return: clean values (text, or True and False for a tick), codes of errors by field
    """
    values, errors = {}, {}
    for name, field in form.items():
        values[name], error = read_field(field, posted.get(name))
        if error:
            errors[name] = error
    return values, errors


def read_field(field, value):
    """Clean one value.

    :return: the value and False, or what may be shown again and the code of the error
    """
    if value is None:
        value = ""
    if not isinstance(value, str):
        return "", BAD_CHARACTERS  # A file, a list: no field of ours takes one.
    if field.kind == "tick":
        is_ticked = value == "on"
        return is_ticked, field.required and not is_ticked and MISSING
    if field.is_multiline:
        value = value.replace("\r\n", "\n")
    value = value.strip()
    is_too_long = len(value) > field.max_length
    value = value[: field.max_length]  # Cut first: what follows reads every character.
    if not _is_storable(value, field.is_multiline):
        return "", BAD_CHARACTERS
    if field.kind not in ("phone", "choice"):
        value = without_formula(value)
    if is_too_long:
        return value, TOO_LONG
    if not value:
        return "", field.required and MISSING
    return _read_kind(field.kind, value)


def _read_kind(kind, value):
    if kind == "email":
        email = normalise_email(value)
        return email or value, not email and BAD_EMAIL
    if kind == "phone":
        return value, not PHONE.fullmatch(value) and BAD_PHONE
    if kind == "date":
        return value, not is_date(value) and BAD_DATE
    if kind == "url":
        url = normalise_url(value)
        return url or value, not url and BAD_URL
    return value, False


def is_date(value):
    """Whether a text is a day as browsers send it, of a year that somebody can mean.

    >>> is_date("2026-02-28"), is_date("2026-02-30"), is_date("9999-12-31")
    (True, False, False)
    """
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return False
    return len(value) == 10 and day.year in YEARS


def normalise_url(value):
    """The address of a page on the web, with its scheme, or False.

    >>> normalise_url("linkedin.com/in/mei"), normalise_url("javascript:alert(1)")
    ('https://linkedin.com/in/mei', False)
    """
    if "://" not in value:
        value = f"https://{value}"
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    is_web = parts.scheme in ("http", "https") and HOST.fullmatch(parts.netloc)
    is_plain = not any(char in value for char in " <>\"'`{}|^\\")
    return value if is_web and is_plain else False


def normalise_email(value):
    """The one address in a text, in lower case, or False.

    >>> normalise_email(" Mei Tanaka <Mei.Tanaka@Example.com> ")
    'mei.tanaka@example.com'
    """
    email = isinstance(value, str) and email_normalize(value.strip())
    # No address holds what a database cannot store.
    return email if email and email.isprintable() else False


def without_formula(value):
    """A text that no spreadsheet takes for a formula.

    >>> without_formula("=HYPERLINK(1)"), without_formula(" @SUM(A1) ")
    ('HYPERLINK(1)', 'SUM(A1)')
    """
    return value.strip().lstrip(FORMULA_START)


def _is_storable(value, is_multiline):
    """No control characters, no half of a character, nothing that reorders the text."""
    if value.isprintable():
        return True  # Nearly every text, without a look at each character.
    allowed = "\n\t" if is_multiline else ""
    return not any(
        char in REORDERING
        or (
            unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")
            and char not in allowed
        )
        for char in value
    )
