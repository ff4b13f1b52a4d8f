from datetime import date

from odoo.tests import BaseCase

from ..tools.periods import get_stint_start

JAN, MAR, JUN, SEP = (date(2024, month, 1) for month in (1, 3, 6, 9))


class TestPeriods(BaseCase):
    def test_stint_start(self):
        cases = [
            ("no contract", [], SEP, None, None),
            ("one running contract", [(JAN, None)], SEP, None, JAN),
            ("not begun yet", [(SEP, None)], JUN, None, None),
            ("begins on the last day", [(SEP, None)], SEP, None, SEP),
            (
                "a renewal goes on",
                [(JAN, date(2024, 2, 29)), (MAR, None)],
                SEP,
                None,
                JAN,
            ),
            (
                "a gap of three days goes on, as in core",
                [(JAN, date(2024, 2, 27)), (MAR, None)],
                SEP,
                None,
                JAN,
            ),
            (
                "a gap of four days is a new start, as in core",
                [(JAN, date(2024, 2, 26)), (MAR, None)],
                SEP,
                None,
                MAR,
            ),
            ("order does not matter", [(MAR, None), (JAN, MAR)], SEP, None, JAN),
            (
                "future contracts are left out",
                [(JAN, MAR), (SEP, None)],
                JUN,
                None,
                JAN,
            ),
            ("after an earlier stint", [(JAN, MAR), (JUN, None)], SEP, MAR, JUN),
            ("nothing since the earlier stint", [(JAN, MAR)], SEP, MAR, None),
            ("begun on the earlier last day", [(MAR, None)], SEP, MAR, None),
        ]
        for label, intervals, date_end, not_before, expected in cases:
            with self.subTest(label):
                self.assertEqual(
                    get_stint_start(intervals, date_end, not_before), expected
                )
