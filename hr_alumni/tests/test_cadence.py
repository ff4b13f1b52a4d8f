from datetime import date

from odoo.tests import BaseCase

from ..tools.cadence import Rule, get_next, get_occurrence

LEFT = date(2026, 3, 16)
JOINED = date(2020, 2, 29)


class TestCadence(BaseCase):
    def test_once_so_long_after(self):
        rule = Rule(1, "left", days=30)
        day = date(2026, 4, 15)
        for today, expected in (
            (LEFT, day),
            (day, day),
            (date(2026, 5, 15), day),  # Thirty days late: still made up for.
            (date(2026, 5, 16), None),
        ):
            with self.subTest(today=today):
                found = get_occurrence(rule, LEFT, JOINED, today)
                self.assertEqual(found, expected)

    def test_settled_days_do_not_come_again(self):
        once = Rule(1, "left", days=30)
        day = date(2026, 4, 15)
        self.assertIsNone(get_occurrence(once, LEFT, JOINED, day, {day}))
        yearly = Rule(1, "left", months=12, repeat_months=12)
        found = get_occurrence(
            yearly, LEFT, JOINED, date(2027, 3, 10), {date(2027, 3, 16)}
        )
        self.assertEqual(found, date(2028, 3, 16))

    def test_anniversary_of_a_leap_day_does_not_wander(self):
        rule = Rule(1, "joined", months=12, repeat_months=12)
        for today, expected in (
            (date(2027, 1, 1), date(2027, 2, 28)),
            (date(2028, 1, 1), date(2028, 2, 29)),
        ):
            with self.subTest(today=today):
                self.assertEqual(get_occurrence(rule, LEFT, JOINED, today), expected)

    def test_nothing_comes_before_the_person_has_left(self):
        rule = Rule(1, "joined", months=12, repeat_months=12)
        self.assertEqual(
            get_occurrence(rule, LEFT, JOINED, date(2026, 3, 1)), date(2027, 2, 28)
        )

    def test_without_a_day_there_is_no_occasion(self):
        rules = [Rule(1, "left", days=2), Rule(2, "joined", months=12)]
        self.assertEqual(get_next(rules, None, None, LEFT, {}), (None, None))
        self.assertEqual(get_next(rules, LEFT, None, LEFT, {})[1], 1)
        self.assertEqual(get_next([], LEFT, JOINED, LEFT, {}), (None, None))

    def test_the_earliest_wins_and_the_first_of_two_on_one_day(self):
        rules = [Rule(7, "left", days=30), Rule(8, "left", days=10)]
        self.assertEqual(
            get_next(rules, LEFT, JOINED, LEFT, {}), (date(2026, 3, 26), 8)
        )
        rules = [Rule(7, "left", days=10), Rule(8, "left", days=10)]
        self.assertEqual(get_next(rules, LEFT, JOINED, LEFT, {})[1], 7)
        handled = {7: {date(2026, 3, 26)}}
        self.assertEqual(get_next(rules, LEFT, JOINED, LEFT, handled)[1], 8)
