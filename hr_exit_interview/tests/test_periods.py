from datetime import date

from odoo.tests import BaseCase

from ..tools.periods import get_past_stints, get_stint_start, get_stints

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

    def test_stints(self):
        cases = [
            ("none", [], []),
            ("one running", [(JAN, None)], [(JAN, None)]),
            ("a renewal", [(MAR, None), (JAN, date(2024, 2, 29))], [(JAN, None)]),
            ("gap of three days", [(JAN, date(2024, 2, 27)), (MAR, JUN)], [(JAN, JUN)]),
            (
                "gap of four days",
                [(JAN, date(2024, 2, 26)), (MAR, JUN)],
                [(JAN, date(2024, 2, 26)), (MAR, JUN)],
            ),
            ("versions of one contract", [(JAN, JUN), (JAN, JUN)], [(JAN, JUN)]),
        ]
        for label, intervals, expected in cases:
            with self.subTest(label):
                self.assertEqual(get_stints(intervals), expected)

    def test_past_stints(self):
        cases = [
            ("running contract ends with the departure", [(JAN, None)], [(JAN, JUN)]),
            ("contract had run out, work went on", [(JAN, MAR)], [(JAN, JUN)]),
            ("contract that never began", [(JAN, MAR), (SEP, None)], [(JAN, JUN)]),
            ("two stints", [(JAN, date(2024, 2, 1)), (MAR, None)], None),
            ("nothing began", [(SEP, None)], []),
        ]
        for label, intervals, expected in cases:
            with self.subTest(label):
                if expected is None:
                    expected = [(JAN, date(2024, 2, 1)), (MAR, JUN)]
                self.assertEqual(get_past_stints(intervals, JUN), expected)
        self.assertEqual(get_past_stints([(SEP, None)], JUN, True), [(JUN, JUN)])
