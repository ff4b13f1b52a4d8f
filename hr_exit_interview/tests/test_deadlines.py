from datetime import date

from odoo.tests import BaseCase, tagged

from ..tools.deadlines import get_deadline


@tagged("post_install", "-at_install")
class TestDeadlines(BaseCase):
    def test_table(self):
        friday, early = date(2028, 3, 31), date(2000, 1, 1)

        def weekdays(day):
            return day.weekday() < 5

        for title, base, days, earliest, is_workday, due, planned in (
            ("plain", friday, 2, early, None, date(2028, 4, 2), None),
            ("weekend, forward", friday, 1, early, weekdays, date(2028, 4, 3), None),
            ("weekend, back", friday, -5, early, weekdays, date(2028, 3, 24), None),
            ("the day itself", friday, 0, early, weekdays, friday, None),
            ("leap day", date(2028, 2, 28), 1, early, None, date(2028, 2, 29), None),
            (
                "too early",
                friday,
                -10,
                date(2028, 3, 30),
                None,
                date(2028, 3, 30),
                date(2028, 3, 21),
            ),
            ("never open", friday, 1, early, lambda day: False, date(2028, 4, 1), None),
            ("end of time", date(9999, 12, 31), 5, early, None, date.max, None),
            (
                "before time",
                date(1, 1, 2),
                -5,
                date(1, 1, 2),
                None,
                date(1, 1, 2),
                date.min,
            ),
        ):
            with self.subTest(title):
                self.assertEqual(
                    get_deadline(base, days, earliest, is_workday),
                    (due, planned or due),
                )
