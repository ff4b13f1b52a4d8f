"""Reading a spreadsheet of past leavers row by row: plain Python, no database.

A file is a CSV file in one of four encodings, or a workbook of Excel. Rows come out
one after the other, so that a large file needs no more memory than a small one. A cell
is a text, a number, a date, nothing, or a `BadCell` that says why it cannot be used.
"""

import csv
import io
import re
import zipfile
from datetime import date, datetime, time
from typing import NamedTuple

XLSX_START = b"PK\x03\x04"
# The old format of Excel, and a page that was saved as one.
OTHER_STARTS = (b"\xd0\xcf\x11\xe0", b"%PDF", b"<html", b"<!DOCTYPE")
ENCODINGS = ("utf-8", "utf-16", "cp1252", "gb18030")
DELIMITERS = ",;\t|"
ROWS_MAX, COLUMNS_MAX = 500_000, 100
# What a workbook may take when it is unpacked: a bomb is much larger.
UNPACKED_MAX = 500_000_000
BLOCK = 1 << 20


class FileError(Exception):
    """The file cannot be read.

    :param code: empty, too_large, other_format, encoding, broken, too_many_rows,
        no_header, missing, twice
    :param facts: what a message needs: row, columns, encoding
    """

    def __init__(self, code, **facts):
        super().__init__(code)
        self.code = code
        self.facts = facts


class BadCell(NamedTuple):
    """A cell that cannot be used: `formula` or `error`."""

    code: str
    text: str


def read_rows(content, encoding=None):
    """Yield the rows of a file that are not empty, and their number in it.

    :param content: bytes of the file
    :param encoding: one of `ENCODINGS`, for a CSV file; by default it is found out
    :return: pairs of the number (the row of titles is mostly 1) and a list of cells
    :raise FileError: while it is read, when it cannot be read
    """
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf"):
        raise FileError("empty")
    if content.startswith(OTHER_STARTS):
        raise FileError("other_format")
    is_workbook = content.startswith(XLSX_START)
    rows = _read_xlsx(content) if is_workbook else _read_csv(content, encoding)
    count = 0
    for number, cells in rows:
        if any(cell not in (None, "") for cell in cells):
            count += 1
            if count > ROWS_MAX:
                raise FileError("too_many_rows", row=number)
            yield number, cells[:COLUMNS_MAX]


def is_workbook(content):
    """Whether these bytes are an Excel workbook, which has no encoding to choose."""
    return content.startswith(XLSX_START)


def detect_encoding(content):
    """Find out the encoding of a text.

    A mark at the beginning decides, else zeros between the letters (utf-16), else
    whether it is valid UTF-8. What is left is Chinese (gb18030) when most characters
    that are not ASCII are pairs of bytes of the common Chinese ones, else Western.

    :return: one of `ENCODINGS`
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if content.startswith(b"\xef\xbb\xbf"):
        return "utf-8"
    if _looks_like_utf16(content[:4096]):
        return "utf-16"
    if _is_valid(content, "utf-8"):
        return "utf-8"
    return "gb18030" if _looks_chinese(content) else "cp1252"


def _looks_like_utf16(head):
    return any(
        len(half) > 2 and half.count(0) > 0.4 * len(half)
        for half in (head[::2], head[1::2])
    )


def _is_valid(content, encoding):
    try:
        for _block in _decode(content, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _looks_chinese(content):
    if not _is_valid(content, "gb18030"):
        return False
    sample = content[: 4 * BLOCK]
    high = len(re.findall(rb"[\x80-\xff]", sample))
    # Two bytes of the table of 1980: every common character and the punctuation.
    pairs = len(re.findall(rb"[\xa1-\xf7][\xa1-\xfe]", sample))
    return 2 * pairs >= 0.8 * high


def _decode(content, encoding):
    """Yield a text in pieces, without holding it as a whole."""
    with _open_text(content, encoding) as text:
        while piece := text.read(BLOCK):
            yield piece


def _open_text(content, encoding):
    if encoding == "utf-8":
        encoding = "utf-8-sig"  # The mark at the beginning, if any, is no letter.
    if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        is_little = content[:4096][1::2].count(0) >= content[:4096][::2].count(0)
        encoding = "utf-16-le" if is_little else "utf-16-be"
    return io.TextIOWrapper(io.BytesIO(content), encoding, newline="")


def _read_csv(content, encoding):
    encoding = encoding or detect_encoding(content)
    number = 0
    try:
        with _open_text(content, encoding) as text:
            delimiter = _get_delimiter(text.readline())
        with _open_text(content, encoding) as text:
            reader = csv.reader(text, delimiter=delimiter, strict=True)
            for number, cells in enumerate(reader, 1):
                yield number, cells
    except UnicodeError as error:
        raise FileError("encoding", row=number + 1, encoding=encoding) from error
    except csv.Error as error:
        # Mostly a quotation mark without its pair, which swallows what follows.
        raise FileError("broken", row=number + 1) from error


def _get_delimiter(titles):
    return max(DELIMITERS, key=titles.count)


def _read_xlsx(content):
    import openpyxl  # Only needed here: part of Odoo's own requirements.

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(part.file_size for part in archive.infolist()) > UNPACKED_MAX:
                raise FileError("too_large")
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        if not book.worksheets:
            raise FileError("empty")
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # What a file says about its size may be wrong.
        for number, row in enumerate(sheet.iter_rows(max_col=COLUMNS_MAX), 1):
            cells = [_read_cell(cell) for cell in row]
            while cells and cells[-1] is None:
                cells.pop()
            yield number, cells
        book.close()
    except FileError:
        raise
    except Exception as error:
        # Whatever such a file is, it is none that anybody can read.
        raise FileError("broken", row=locals().get("number", 0) + 1) from error


def _read_cell(cell):
    value = cell.value
    if value is None:
        return None
    if cell.data_type == "f":
        return BadCell("formula", str(getattr(value, "text", value)))
    if cell.data_type == "e":
        return BadCell("error", str(value))
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, datetime):
        # A time of the day says that the cell holds something else than a day.
        return value.date() if value.time() == time() else str(value)
    if isinstance(value, (date, str)):
        return value
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)
