from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.hr_exit_interview.tools import stat_windows

from .test_stat_groups import MINIMUMS, SETTINGS

DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))


class TestStatWindows(BaseCase):
    def _close(self, days, today, minimum=5, **options):
        windows = stat_windows.get_closed_windows(
            dict(enumerate(days)), today, minimum, **options
        )
        return [(str(first), str(last), len(people)) for first, last, people in windows]

    def test_windows(self):
        may, august = date(2026, 5, 5), date(2026, 8, 8)
        for days, today, expected in (
            ([], date(2026, 7, 1), []),
            ([may] * 9, date(2026, 7, 1), []),
            ([may] * 10, date(2026, 6, 30), []),
            ([may] * 10, date(2026, 7, 1), [("2026-04-01", "2026-06-30", 10)]),
            # Too few: the window grows by a quarter.
            (
                [may] * 9 + [august],
                date(2026, 10, 1),
                [("2026-04-01", "2026-09-30", 10)],
            ),
            # Nobody has looked for long: each quarter is a window all the same.
            (
                [may] * 10 + [august] * 12,
                date(2027, 2, 1),
                [("2026-04-01", "2026-06-30", 10), ("2026-07-01", "2026-09-30", 12)],
            ),
        ):
            with self.subTest(days=len(days), today=today):
                self.assertEqual(self._close(days, today), expected)

    def test_next_window_begins_where_the_last_has_ended(self):
        closed = self._close(
            [date(2026, 8, 8)] * 10, date(2026, 10, 1), after=date(2025, 12, 31)
        )
        self.assertEqual(closed, [("2026-01-01", "2026-09-30", 10)])

    @SETTINGS
    @given(st.lists(DAYS, max_size=80), MINIMUMS, st.lists(DAYS, max_size=6))
    def test_what_is_closed_stays_so(self, days, minimum, looks):
        """Whenever one looks, a window that was closed is the same later on.

        People answer in the order of the days; what comes after a look is later.
        """
        everybody = dict(enumerate(days))
        before, after, gone = [], None, set()
        for today in sorted(looks):
            waiting = {
                person: day
                for person, day in everybody.items()
                if day < today and person not in gone
            }
            closed = stat_windows.get_closed_windows(waiting, today, minimum, after)
            for first, last, people in closed:
                self.assertTrue(first <= last < today)
                self.assertGreaterEqual(len(people), 2 * minimum)
                self.assertFalse(people & gone)
                self.assertTrue(after is None or first == after + timedelta(days=1))
                self.assertTrue(all(everybody[p] <= last for p in people))
                gone |= people
                after = last
            before += closed
        at_once = stat_windows.get_closed_windows(
            {p: day for p, day in everybody.items() if looks and day < max(looks)},
            max(looks, default=date(2026, 1, 1)),
            minimum,
        )
        self.assertEqual(before, at_once)

    def test_hidden_people_wait_until_they_are_enough(self):
        days = dict.fromkeys(range(20), date(2026, 5, 5))
        for hidden, people in ((1, 19), (4, 16), (5, 20), (0, 20)):
            with self.subTest(hidden):
                [(_first, _last, inside)] = stat_windows.get_closed_windows(
                    days, date(2026, 7, 1), 5, hidden=frozenset(range(hidden))
                )
                self.assertEqual(len(inside), people)

    def test_names(self):
        for first, last, name in (
            (date(2026, 1, 1), date(2026, 3, 31), "2026 Q1"),
            (date(2025, 10, 1), date(2026, 6, 30), "2025 Q4 – 2026 Q2"),
        ):
            self.assertEqual(stat_windows.get_window_name(first, last), name)

    def test_what_was_promised_holds(self):
        march = datetime(2026, 3, 1)
        for current, changes, since, expected in (
            (5, [], datetime(2026, 1, 1), 5),
            (3, [(march, 5)], datetime(2026, 1, 1), 5),
            (3, [(march, 5)], datetime(2026, 3, 2), 3),
            (8, [(march, 5)], datetime(2026, 1, 1), 8),
            (1, [], march, 3),
        ):
            with self.subTest(current=current, since=since):
                self.assertEqual(
                    stat_windows.get_minimum_in_force(current, changes, since), expected
                )

    def test_tenure(self):
        bands = (("0", 1), ("1", 2), ("2", None))
        start = date(2024, 2, 29)
        for end, band in (
            (date(2025, 2, 27), "0"),
            (date(2025, 2, 28), "1"),
            (date(2026, 2, 28), "2"),
        ):
            self.assertEqual(stat_windows.get_tenure_band(bands, start, end), band)
