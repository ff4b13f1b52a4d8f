"""Comparing what somebody types in with what is on record: tables of cases."""

from odoo.tests import BaseCase, tagged

from ..tools.signup import Asked, Known, compare, is_told_all, judge, read_year

KNOWN = Known("Mei Tanaka", "mei@example.com", "E-0042", ((1998, 2004),))


@tagged("post_install", "-at_install")
class TestSignup(BaseCase):
    def test_facts_and_certainty(self):
        for asked, facts, certainty in (
            (Asked("Mei Tanaka", email="mei@example.com"), "email name", "certain"),
            (Asked("Mei Sato", email="mei@example.com"), "email part", "certain"),
            # Two people with one address: the name tells that it is the other one.
            (Asked("Kenji Mori", email="mei@example.com"), "email", "possible"),
            (
                Asked("Mei Tanaka", email="mei@example.com", number="E-7"),
                "email name other_number",
                "possible",
            ),
            (Asked("TANAKA Mei", number="e 0042"), "number name", "likely"),
            (Asked("Mei Sato", "Mei Tanaka", number="E0042"), "number name", "likely"),
            (Asked("Mei Sato", number="E0042"), "number part", "likely"),
            (Asked("Kenji Mori", number="E0042"), "number", "possible"),
            (Asked("Mei Tanaka", year_to=2005), "name years", "likely"),
            (Asked("Mei Tanaka", year_from=1998, year_to=2009), "name", "possible"),
            (Asked("Mei Tanaka", year_to=2011), "name", "possible"),
            (Asked("Mei Sato", year_to=2004), "part years", "none"),
            (Asked("Kenji Mori", year_to=2004), "years", "none"),
            (Asked("Kenji Mori"), "", "none"),
        ):
            with self.subTest(asked):
                found = compare(asked, KNOWN)
                self.assertEqual(found, set(facts.split()))
                self.assertEqual(judge(found), certainty)

    def test_empty_facts_agree_with_nothing(self):
        self.assertEqual(compare(Asked("Mei"), Known("")), set())
        present = Known("Bea", years=((2004, 0),))
        self.assertEqual(compare(Asked("Ada", year_to=2004), present), set())

    def test_all_three_are_needed(self):
        self.assertTrue(is_told_all({"number", "name", "years"}))
        for one in ("number", "name", "years"):
            self.assertFalse(is_told_all({"number", "name", "years"} - {one}))

    def test_years(self):
        for text, year in (
            ("1998", 1998),
            ("2026", 2026),
            ("2027", False),
            ("1899", False),
            ("98", False),
            ("+998", False),
            ("१९९८", False),
            ("", False),
        ):
            with self.subTest(text):
                self.assertEqual(read_year(text, 2026), year)
