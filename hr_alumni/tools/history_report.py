"""Spreadsheets of an import: the template, and the rows that were refused."""

import io
import unicodedata

# Titles of refused spreadsheets in the source language.
CONTROL_KEYS = ("Row", "What to Do")
# Beyond so many rows the remarks on cells would fill the memory; the text stays.
REMARKS_MAX = 2000
LENGTH_MAX = 300


def make_storable(cell, length=LENGTH_MAX):
    """A cell as a text that a database can hold, whatever is in it.

    >>> make_storable("a\\x00b")
    'a\ufffdb'
    """
    text = str(getattr(cell, "text", cell) if cell is not None else "")
    return "".join(
        "\ufffd"
        if unicodedata.category(char) in ("Cc", "Cs") and char != "\n"
        else char
        for char in text[:length]
    )


def write_template(titles, hints):
    """The template: titles, each with a remark that says how its cells are filled.

    :param titles: dict of key to title
    :param hints: dict of key to text
    :return: bytes of an Excel workbook
    """
    marks = {place: hints[key] for place, key in enumerate(titles) if key in hints}
    return _write([([*titles.values()], marks)])


def write_refused(titles, own_titles, lines):
    """The rows that were refused, to be corrected and imported again.

    :param titles: dict of key to title
    :param own_titles: titles of the number of the row and of the reasons
    :param lines: iterable of tuples: number, cells by key, reasons by key, message
    :return: bytes of an Excel workbook
    """
    keys = list(titles)
    row_title, message_title = own_titles

    def rows():
        yield [*titles.values(), row_title, message_title]
        for number, cells, reasons, message in lines:
            marks = {
                keys.index(key): text for key, text in reasons.items() if key in keys
            }
            yield [*(cells.get(key, "") for key in keys), str(number), message], marks

    return _write(rows())


def _write(rows):
    import xlsxwriter  # Only needed here: part of Odoo's own requirements.

    output = io.BytesIO()
    # Nothing in a cell is ever taken for a formula or a link.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(output, options) as book:
        bold = book.add_format({"bold": True})
        plain = book.add_format({"num_format": "@"})
        marked = book.add_format({"num_format": "@", "bg_color": "#F8D7DA"})
        sheet = book.add_worksheet()
        sheet.set_column(0, 40, 18)
        sheet.freeze_panes(1, 0)
        for number, row in enumerate(rows):
            cells, marks = row if isinstance(row, tuple) else (row, {})
            for place, text in enumerate(cells):
                form = bold if not number else marked if place in marks else plain
                if text:
                    sheet.write_string(number, place, text, form)
                elif place in marks:
                    sheet.write_blank(number, place, None, form)
                if place in marks and number <= REMARKS_MAX:
                    sheet.write_comment(number, place, marks[place])
    return output.getvalue()
