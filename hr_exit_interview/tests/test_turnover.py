from datetime import date

from odoo.tests import BaseCase

from odoo.addons.hr_exit_interview.tools import turnover


class TestTurnover(BaseCase):
    """Tables worked out by hand."""

    def test_periods_end_today_or_earlier(self):
        today = date(2026, 5, 20)
        for key, first, last in (
            ("year", date(2025, 5, 21), today),
            ("this_year", date(2026, 1, 1), today),
            ("last_year", date(2025, 1, 1), date(2025, 12, 31)),
            ("this_quarter", date(2026, 4, 1), today),
            ("last_quarter", date(2026, 1, 1), date(2026, 3, 31)),
        ):
            with self.subTest(key):
                self.assertEqual(turnover.get_period(key, today), (first, last))
                self.assertIn(key, turnover.PERIODS)

    def test_a_year_to_a_leap_day_has_all_its_days(self):
        first, last = turnover.get_period("year", date(2028, 2, 29))
        self.assertEqual((first, last), (date(2027, 3, 1), date(2028, 2, 29)))

    def test_previous_period_lies_one_step_back_and_does_not_overlap(self):
        for key, first, last in (
            ("year", date(2024, 5, 21), date(2025, 5, 20)),
            ("last_year", date(2024, 1, 1), date(2024, 12, 31)),
            # A quarter of 90 days is compared with one of 92.
            ("last_quarter", date(2025, 10, 1), date(2025, 12, 31)),
        ):
            with self.subTest(key):
                period = turnover.get_period(key, date(2026, 5, 20))
                found = turnover.get_previous(*period, turnover.PERIODS[key])
                self.assertEqual(found, (first, last))

    def test_months_end_on_the_last_day_given(self):
        months = turnover.get_months(date(2026, 3, 16), count=3)
        self.assertEqual(
            months,
            [
                (date(2026, 1, 1), date(2026, 1, 31)),
                (date(2026, 2, 1), date(2026, 2, 28)),
                (date(2026, 3, 1), date(2026, 3, 16)),
            ],
        )

    def test_average_headcount_is_days_worked_by_days(self):
        # April: one all month (30), one from the 16th (15), one until the 1st (1),
        # one who came in May and one who left in March (0 each): 46 / 30.
        first, last = date(2026, 4, 1), date(2026, 4, 30)
        stints = [
            (date(2020, 1, 1), None),
            (date(2026, 4, 16), None),
            (date(2025, 1, 1), date(2026, 4, 1)),
            (date(2026, 5, 1), None),
            (date(2025, 1, 1), date(2026, 3, 31)),
        ]
        days = turnover.get_person_days(stints, first, last)
        self.assertEqual(days, 46)
        self.assertAlmostEqual(
            turnover.get_average_headcount(days, first, last), 46 / 30
        )
        self.assertEqual(turnover.get_average_headcount(0, last, first), 0)

    def test_monthly_headcounts_equal_the_days_worked(self):
        months = turnover.get_months(date(2026, 3, 31), count=3)
        stints = [
            (date(2020, 1, 1), None),
            (date(2026, 1, 1), date(2026, 1, 10)),
            (date(2026, 2, 15), None),
            (date(2026, 2, 15), date(2026, 3, 31)),
        ]
        changes = [
            (date(2020, 1, 1), 1),
            (date(2026, 1, 1), 1),
            (date(2026, 1, 11), -1),
            (date(2026, 2, 15), 2),
        ]
        expected = [
            turnover.get_average_headcount(
                turnover.get_person_days(stints, *month), *month
            )
            for month in months
        ]
        found = turnover.get_monthly_headcounts(changes, months)
        for value, wanted in zip(found, expected, strict=True):
            self.assertAlmostEqual(value, wanted)
        self.assertAlmostEqual(found[0], (31 + 10) / 31)
        self.assertAlmostEqual(found[1], (28 + 14 + 14) / 28)
        self.assertAlmostEqual(found[2], 3)

    def test_a_rate_without_people_is_no_number(self):
        self.assertEqual(turnover.get_rate(3, 60), 0.05)
        self.assertIsNone(turnover.get_rate(0, 0))

    def test_tenure_bands_count_the_last_day_as_service(self):
        start = date(2024, 2, 29)
        for end, band in (
            (date(2025, 2, 26), "0"),
            (date(2025, 2, 27), "1"),
            (date(2026, 2, 27), "2"),
            (date(2029, 2, 27), "5"),
            (date(2034, 2, 26), "5"),
            (date(2034, 2, 27), "10"),
        ):
            with self.subTest(end=end):
                self.assertEqual(turnover.get_tenure_band(start, end), band)

    def test_hotspots_need_five_leavers_and_come_by_rate(self):
        leavers = {1: 4, 2: 5, 3: 6, 4: 9, None: 20}
        headcounts = {1: 4.0, 2: 10.0, 3: 10.0}
        self.assertEqual(
            turnover.get_hotspots(leavers, headcounts),
            [(3, 6, 10.0, 0.6), (2, 5, 10.0, 0.5), (4, 9, 0.0, None)],
        )
