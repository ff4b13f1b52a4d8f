"""Pure checks of what people send in from a page: plain values in, plain values out."""

import base64
import binascii
import unicodedata
from datetime import date
from pathlib import PurePosixPath

TEXT_LIMIT = 5000
FILE_LIMIT = 10 * 1024 * 1024
NAME_LIMIT = 100
# What begins so is a formula to a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
# First bytes of the documents that are taken; a file is what it holds, not its name.
DOCUMENT_STARTS = (
    b"%PDF-",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff",
    b"PK\x03\x04",  # Office Open XML, OpenDocument
    b"\xd0\xcf\x11\xe0",  # the older text documents
)


def clean_text(value, limit=TEXT_LIMIT):
    """Return a text without what no person types: control signs, lone surrogates.

    A start that a spreadsheet would take for a formula is quoted.

    :param value: anything; what is no text counts as none
    """
    if not isinstance(value, str):
        return ""
    text = value.encode("utf-8", "ignore").decode("utf-8")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(
        sign for sign in text if sign in "\n\t" or unicodedata.category(sign)[0] != "C"
    )
    text = text.strip()[:limit]
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def read_day(value):
    """Return a date, or None for what is none.

    :param value: a date, or an ISO text of one, with or without a time after it
    """
    if isinstance(value, date):
        return date(value.year, value.month, value.day)
    try:
        return date.fromisoformat(value[:10])
    except (TypeError, ValueError):
        return None


def read_file(value):
    """Return the content of a document, or None for what is not taken as one.

    :param value: base64, text or bytes
    """
    try:
        content = base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError, ValueError):
        return None
    if len(content) > FILE_LIMIT or not content.startswith(DOCUMENT_STARTS):
        return None
    return content


def clean_file_name(value, default):
    """Return a file name without folders, control signs and markup."""
    name = PurePosixPath(clean_text(value).replace("\\", "/")).name
    name = "".join(sign for sign in name if sign not in "<>\"'&\n\t")
    return name[-NAME_LIMIT:].lstrip(". ") or default
