import io
import zipfile
from datetime import date, datetime

import openpyxl

from odoo.tests import BaseCase

from ..tools.history_file import BadCell, FileError, detect_encoding, read_rows

TITLES = "Name,First Day\n"
CHINESE = "姓名,First Day\n王小明,2019-05-03\n李娜,2018-01-02\n"
WESTERN = "Name,First Day\nJosé Müller,2019-05-03\nZoë Ångström,2018-01-02\n"


def workbook(*rows):
    """An Excel workbook with these rows, as bytes."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


class TestHistoryFile(BaseCase):
    def _read(self, content, encoding=None):
        return list(read_rows(content, encoding))

    def _refused(self, content, encoding=None):
        with self.assertRaises(FileError) as caught:
            self._read(content, encoding)
        return caught.exception

    def test_each_encoding_is_found_out(self):
        table = {
            "utf-8": (CHINESE, "utf-8"),
            "utf-8-sig": (WESTERN, "utf-8"),
            "utf-16": (CHINESE, "utf-16"),
            "utf-16-le": (WESTERN, "utf-16"),
            "utf-16-be": (WESTERN, "utf-16"),
            "cp1252": (WESTERN, "cp1252"),
            "gb18030": (CHINESE, "gb18030"),
            "ascii": (TITLES, "utf-8"),
        }
        for written, (text, expected) in table.items():
            with self.subTest(written):
                content = text.encode(written)
                self.assertEqual(detect_encoding(content), expected)
                rows = [cells for _number, cells in self._read(content)]
                self.assertEqual(rows, [line.split(",") for line in text.splitlines()])

    def test_wrong_encoding_is_told_with_its_row(self):
        error = self._refused(WESTERN.encode("cp1252"), "utf-8")
        self.assertEqual((error.code, error.facts["encoding"]), ("encoding", "utf-8"))
        error = self._refused(b"Name\n\x81\n", "cp1252")
        self.assertEqual(error.code, "encoding")

    def test_delimiters_and_empty_rows(self):
        for delimiter in ",;\t|":
            with self.subTest(delimiter):
                text = f"Name{delimiter}First Day\n\n,\nAda{delimiter}2019-01-01\n"
                rows = self._read(text.encode())
                self.assertEqual(rows[0], (1, ["Name", "First Day"]))
                self.assertEqual(rows[-1][1], ["Ada", "2019-01-01"])

    def test_quotes_hold_breaks(self):
        rows = self._read(b'Name,City\n"Ada\r\nActive","a,b"\n')
        self.assertEqual(rows[1], (2, ["Ada\r\nActive", "a,b"]))

    def test_a_quote_without_its_pair_is_told(self):
        content = b'Name\n"' + b"x\n" * 100_000
        self.assertEqual(self._refused(content).code, "broken")

    def test_other_files_are_refused(self):
        for content, code in (
            (b"", "empty"),
            (b"\xef\xbb\xbf\n\n", "empty"),
            (b"%PDF-1.7", "other_format"),
            (b"\xd0\xcf\x11\xe0 old Excel", "other_format"),
            (b"PK\x03\x04 not a zip", "broken"),
        ):
            with self.subTest(content[:10]):
                self.assertEqual(self._refused(content).code, code)

    def test_zip_that_is_no_workbook(self):
        output = io.BytesIO()
        with zipfile.ZipFile(output, "w") as archive:
            archive.writestr("readme.txt", "x")
        self.assertEqual(self._refused(output.getvalue()).code, "broken")

    def test_zip_bomb(self):
        output = io.BytesIO()
        with (
            zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive,
            archive.open("xl/worksheets/sheet1.xml", "w") as part,
        ):
            for _block in range(60):
                part.write(bytes(10_000_000))
        self.assertEqual(self._refused(output.getvalue()).code, "too_large")

    def test_cells_of_a_workbook(self):
        content = workbook(
            ["Name", "First Day"],
            [None, None],
            ["Ada", datetime(2019, 5, 3)],
            [17, datetime(2019, 5, 3, 12, 30)],
            ["=1+1", 2.5],
            [True, date(2020, 1, 2)],
        )
        rows = dict(self._read(content))
        self.assertEqual(list(rows), [1, 3, 4, 5, 6])
        self.assertEqual(rows[3], ["Ada", date(2019, 5, 3)])
        self.assertEqual(rows[4], ["17", "2019-05-03 12:30:00"])
        self.assertEqual(rows[5], [BadCell("formula", "=1+1"), "2.5"])
        self.assertEqual(rows[6], ["True", date(2020, 1, 2)])
