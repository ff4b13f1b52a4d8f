from datetime import date

from odoo.tests import BaseCase

from ..tools.notice import choose_rule, get_full_months, get_last_day


class TestNotice(BaseCase):
    def test_last_day(self):
        for notice, length, unit, end_of, expected in (
            ("2026-03-16", 0, "day", None, "2026-03-16"),
            ("2026-03-16", 30, "day", None, "2026-04-15"),
            ("2026-03-16", 4, "week", None, "2026-04-13"),
            ("2026-03-16", 1, "month", None, "2026-04-16"),
            ("2026-01-31", 1, "month", None, "2026-02-28"),
            ("2028-01-31", 1, "month", None, "2028-02-29"),
            ("2028-02-29", 12, "month", None, "2029-02-28"),
            ("2026-03-16", 1, "month", "month", "2026-04-30"),
            ("2026-04-30", 0, "day", "month", "2026-04-30"),
            ("2027-12-15", 2, "month", "month", "2028-02-29"),
            ("2026-03-16", 6, "week", "quarter", "2026-06-30"),
            ("2026-02-16", 6, "week", "quarter", "2026-03-31"),
            ("2026-11-30", 6, "week", "quarter", "2027-03-31"),
            ("2026-03-31", 0, "day", "quarter", "2026-03-31"),
            ("9999-12-31", 1, "day", None, "9999-12-31"),
            ("9999-12-01", 1, "month", "quarter", "9999-12-31"),
        ):
            with self.subTest(notice=notice, length=length, unit=unit, end_of=end_of):
                found = get_last_day(date.fromisoformat(notice), length, unit, end_of)
                self.assertEqual(str(found), expected)

    def test_full_months(self):
        for start, day, expected in (
            ("2026-01-15", "2026-02-14", 0),
            ("2026-01-15", "2026-02-15", 1),
            ("2026-01-31", "2026-02-28", 1),
            ("2024-02-29", "2025-02-28", 12),
            ("2021-05-01", "2026-03-16", 58),
            ("2026-05-01", "2026-03-16", 0),
        ):
            with self.subTest(start=start, day=day):
                found = get_full_months(
                    date.fromisoformat(start), date.fromisoformat(day)
                )
                self.assertEqual(found, expected)
        self.assertEqual(get_full_months(None, date(2026, 3, 16)), 0)

    def test_most_special_rule_counts(self):
        facts = {
            "company": 1,
            "contract_type": 5,
            "initiative": "employee",
            "months": 30,
            "is_probation": False,
        }
        every = {
            "company": None,
            "contract_types": (),
            "initiative": None,
            "min_months": 0,
            "is_probation": False,
        }
        for name, better, worse in (
            ("company", {"company": 1}, {"min_months": 24}),
            ("contract type", {"contract_types": (5,)}, {"initiative": "employee"}),
            ("who ends it", {"initiative": "employee"}, {"min_months": 24}),
            ("seniority", {"min_months": 24}, {"min_months": 12}),
            ("order", {}, {}),
            ("other company", {}, {"company": 2}),
            ("other contract type", {}, {"contract_types": (6,)}),
            ("other initiative", {}, {"initiative": "employer"}),
            ("not long enough", {}, {"min_months": 36}),
            ("probation is over", {}, {"is_probation": True}),
        ):
            with self.subTest(name):
                rules = [{**every, **better}, {**every, **worse}]
                self.assertIs(choose_rule(rules, facts), rules[0])
                if better:
                    self.assertIs(choose_rule(rules[::-1], facts), rules[0])
        probation = {**every, "is_probation": True}
        rules = [{**every, "company": 1}, probation]
        self.assertIs(choose_rule(rules, {**facts, "is_probation": True}), probation)
        self.assertIsNone(choose_rule([], facts))
