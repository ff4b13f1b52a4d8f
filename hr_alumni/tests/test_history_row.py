import doctest
from datetime import date

from odoo.tests import BaseCase

from ..tools import history_report, history_row
from ..tools.history_file import BadCell, FileError
from ..tools.history_report import make_storable
from ..tools.history_row import clean_row, find_columns, read_date

TODAY = date(2026, 3, 16)
GOOD = {
    "name": "Mei Tanaka",
    "employee_number": "E7",
    "date_start": "2015-01-01",
    "date_end": "2019-12-31",
}


class TestHistoryRow(BaseCase):
    def _clean(self, date_format="detect", lists=None, **cells):
        return clean_row(2, {**GOOD, **cells}, date_format, TODAY, lists)

    def test_doctests(self):
        for module in (history_row, history_report):
            result = doctest.testmod(module)
            self.assertEqual((result.failed, bool(result.attempted)), (0, True))

    def test_good_row(self):
        row = self._clean(private_email=" Mei@Example.com ", private_phone="+49 170 12")
        self.assertFalse(row.errors)
        self.assertEqual(row.values["private_email"], "mei@example.com")
        self.assertEqual(row.values["private_phone"], "+49 170 12")
        self.assertEqual(row.values["date_end"], date(2019, 12, 31))

    def test_dates(self):
        day = date(2019, 12, 31)
        both = date(2019, 5, 5)
        table = [
            ("2019-12-31", "detect", day),
            ("2019/12/31", "dmy", day),
            ("2019年12月31日", "detect", day),
            ("2019-12-31 00:00:00", "detect", day),
            ("31.12.2019", "detect", day),
            ("12/31/2019", "detect", day),
            ("05/05/2019", "detect", both),
            ("03/04/2019", "detect", "ambiguous_date"),
            ("03/04/2019", "dmy", date(2019, 4, 3)),
            ("03/04/2019", "mdy", date(2019, 3, 4)),
            ("03/04/2019", "ymd", "bad_date"),
            ("12/31/2019", "dmy", "bad_date"),
            ("31/12/2019", "mdy", "bad_date"),
            ("31/12/19", "dmy", "bad_date"),
            ("2019-02-30", "detect", "bad_date"),
            ("9999-99-99", "detect", "bad_date"),
            ("0000-01-01", "detect", "bad_date"),
            ("43830", "detect", "bad_date"),
            ("May 2019", "detect", "bad_date"),
        ]
        for text, date_format, expected in table:
            with self.subTest(text=text, date_format=date_format):
                self.assertIn(expected, read_date(text, date_format))

    def test_refused_cells(self):
        table = [
            ({"name": ""}, "name", "missing"),
            ({"name": None}, "name", "missing"),
            ({"name": "N" * 300}, "name", "too_long"),
            ({"name": "Mei\x00"}, "name", "bad_characters"),
            ({"name": "Mei\ud800"}, "name", "bad_characters"),
            ({"name": "Mei\u202e"}, "name", "bad_characters"),
            ({"name": "M\ufffdller"}, "name", "lost_characters"),
            ({"name": "=HYPERLINK(1)"}, "name", "formula"),
            ({"name": BadCell("formula", "=1+1")}, "name", "formula"),
            ({"name": BadCell("error", "#REF!")}, "name", "cell_error"),
            ({"name": date(2019, 1, 1)}, "name", "bad_characters"),
            ({"private_email": "mei@"}, "private_email", "bad_email"),
            (
                {"private_email": "a@b.c\x00Bcc:x@y.z"},
                "private_email",
                "bad_characters",
            ),
            ({"private_phone": "call me"}, "private_phone", "bad_phone"),
            ({"date_start": ""}, "date_start", "missing"),
            ({"date_start": "1066-10-14"}, "date_start", "date_too_old"),
            ({"date_end": "2026-03-17"}, "date_end", "date_to_come"),
            ({"date_end": "2014-12-31"}, "date_end", "end_before_start"),
            ({"employee_number": ""}, "employee_number", "no_identity"),
            ({"country": "Atlantis"}, "country", "unknown"),
        ]
        for cells, column, code in table:
            with self.subTest(cells):
                self.assertEqual(self._clean(**cells).errors, {column: code})

    def test_every_bad_cell_of_a_row_is_told(self):
        row = self._clean(name="", date_start="x", private_email="y")
        self.assertEqual(set(row.errors), {"name", "date_start", "private_email"})

    def test_formulas_lose_what_makes_them_one(self):
        row = self._clean(name="@SUM(A1)", department="\t+cmd|' /C calc'!A0")
        self.assertEqual(row.values["name"], "SUM(A1)")
        self.assertEqual(row.values["department"], "cmd|' /C calc'!A0")

    def test_breaks_are_spaces(self):
        row = self._clean(name="Mei\r\nTanaka\t ")
        self.assertEqual(row.values["name"], "Mei Tanaka")

    def test_listed_words(self):
        lists = {"country": {"france": 75}}
        row = self._clean(lists=lists, country=" FRANCE ")
        self.assertEqual(row.values["country"], 75)

    def test_columns_are_found_by_their_titles(self):
        titles = ["姓名", "E-Mail", "first_day", "Last Day", "Shoe size", None]
        names = {"date_start": ("First Day",), "date_end": ("Last Day",)}
        places, unknown = find_columns(titles, names)
        self.assertEqual(
            places, {"name": 0, "private_email": 1, "date_start": 2, "date_end": 3}
        )
        self.assertEqual(unknown, ["Shoe size"])

    def test_columns_that_are_missing_or_twice(self):
        for titles, code in (
            (["Name", "Full name", "Start", "End"], "twice"),
            (["Name", "Start"], "missing"),
            (["Mei Tanaka", "2019-01-01"], "no_header"),
        ):
            with self.subTest(titles), self.assertRaises(FileError) as caught:
                find_columns(titles, {})
            self.assertEqual(caught.exception.code, code)

    def test_any_cell_can_be_stored(self):
        for cell in ("a\x00", "b\ud800", None, 7, date(2019, 1, 1), "x" * 1000):
            text = make_storable(cell)
            text.encode()
            self.assertNotIn("\x00", text)
            self.assertLessEqual(len(text), 300)
