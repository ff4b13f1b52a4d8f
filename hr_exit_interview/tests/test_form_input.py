import doctest

from odoo.tests import BaseCase

from ..tools import form_input
from ..tools.form_input import (
    BAD_CHARACTERS,
    BAD_DATE,
    BAD_EMAIL,
    BAD_PHONE,
    BAD_URL,
    MISSING,
    TOO_LONG,
    FormField,
    read_field,
    read_form,
)

LINE = FormField(max_length=20, required=True)
TEXT = FormField(max_length=40, is_multiline=True)
EMAIL = FormField("email", max_length=60)
PHONE = FormField("phone", max_length=40)
DAY = FormField("date", max_length=10)
URL = FormField("url", max_length=60)
CHOICE = FormField("choice", max_length=9)
TICK = FormField("tick", required=True)


class TestFormInput(BaseCase):
    def test_doctests(self):
        result = doctest.testmod(form_input)
        self.assertEqual((result.failed, bool(result.attempted)), (0, True))

    def assertRead(self, field, value, expected, error=False):
        found, code = read_field(field, value)
        self.assertEqual((found, code or False), (expected, error))

    def test_taken(self):
        table = [
            (LINE, "  Northwind ", "Northwind"),
            (LINE, "Zürich 北京 😀", "Zürich 北京 😀"),
            (TEXT, "one\r\ntwo\n\tthree", "one\ntwo\n\tthree"),
            (TEXT, None, ""),
            (EMAIL, " Aiko <AIKO@Example.com> ", "aiko@example.com"),
            (EMAIL, "", ""),
            (PHONE, "+44 (0)20 7946-0000 ext. 12", "+44 (0)20 7946-0000 ext. 12"),
            (DAY, "2024-02-29", "2024-02-29"),
            (DAY, "", ""),
            (URL, "example.com/me?a=1", "https://example.com/me?a=1"),
            (URL, "http://example.com:8080", "http://example.com:8080"),
            (CHOICE, "-1", "-1"),
            (TICK, "on", True),
        ]
        for field, value, expected in table:
            with self.subTest(value=value):
                self.assertRead(field, value, expected)

    def test_refused(self):
        table = [
            (LINE, None, "", MISSING),
            (LINE, "   ", "", MISSING),
            (LINE, "=+-@", "", MISSING),
            (LINE, "x" * 21, "x" * 20, TOO_LONG),
            (LINE, "x" * 10_000_000, "x" * 20, TOO_LONG),
            (LINE, "a\x00b", "", BAD_CHARACTERS),
            (LINE, "a\ud800b", "", BAD_CHARACTERS),
            (LINE, "a\r\nBcc: b", "", BAD_CHARACTERS),
            (LINE, "a\u202eb", "", BAD_CHARACTERS),
            (LINE, "a\u2028b", "", BAD_CHARACTERS),
            (TEXT, "a\x0bb", "", BAD_CHARACTERS),
            (LINE, b"bytes", "", BAD_CHARACTERS),
            (LINE, ["list"], "", BAD_CHARACTERS),
            (EMAIL, "nobody", "nobody", BAD_EMAIL),
            (EMAIL, "a@example.com, b@example.com", None, BAD_EMAIL),
            (EMAIL, "a@example.com\nBcc: b@example.com", "", BAD_CHARACTERS),
            (PHONE, "=1+1", "=1+1", BAD_PHONE),
            (PHONE, "+44 call me", "+44 call me", BAD_PHONE),
            (DAY, "2023-02-29", "2023-02-29", BAD_DATE),
            (DAY, "9999-12-31", "9999-12-31", BAD_DATE),
            (DAY, "20240229", "20240229", BAD_DATE),
            (URL, "javascript:alert(1)", "javascript:alert(1)", BAD_URL),
            (URL, "https://a@example.com", "https://a@example.com", BAD_URL),
            (URL, "https://example.com/<b>", "https://example.com/<b>", BAD_URL),
            (URL, "ftp://example.com", "ftp://example.com", BAD_URL),
            (URL, "http://[", "http://[", BAD_URL),
            (TICK, "off", False, MISSING),
            (TICK, None, False, MISSING),
        ]
        for field, value, expected, error in table:
            with self.subTest(value=value if len(str(value)) < 99 else "long"):
                found, code = read_field(field, value)
                self.assertEqual(code, error)
                if expected is not None:
                    self.assertEqual(found, expected)

    def test_no_formula_is_stored(self):
        for start in ("=", "+", "-", "@", "\t=", "=@", " =", "'=", "＝"):
            with self.subTest(start):
                self.assertRead(LINE, f"{start}SUM(A1)", "SUM(A1)")

    def test_only_the_fields_of_the_form(self):
        values, errors = read_form(
            {"name": LINE, "mail": EMAIL},
            {"name": "Northwind", "mail": "x", "id": "1", "user_id": "2"},
        )
        self.assertEqual(values, {"name": "Northwind", "mail": "x"})
        self.assertEqual(errors, {"mail": BAD_EMAIL})
