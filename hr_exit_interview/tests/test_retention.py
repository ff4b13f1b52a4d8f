"""How long things are kept, in days and zones."""

import re
from datetime import date, datetime

from odoo.tests import BaseCase

from odoo.addons.hr_exit_interview.tools.retention import (
    add_months,
    as_whole,
    get_day_everywhere,
)


class TestRetention(BaseCase):
    def test_months_end_on_the_same_day_or_the_last_one(self):
        for day, months, expected in (
            (date(2026, 3, 16), 24, date(2028, 3, 16)),
            (date(2024, 2, 29), 12, date(2025, 2, 28)),
            (date(2024, 2, 29), 24, date(2026, 2, 28)),
            (date(2026, 8, 31), 1, date(2026, 9, 30)),
            (date(9999, 6, 1), 24, date.max),
        ):
            with self.subTest(day=day, months=months):
                self.assertEqual(add_months(day, months), expected)

    def test_a_day_has_begun_everywhere_once_it_is_noon_in_utc(self):
        for now, expected in (
            (datetime(2028, 3, 16, 11, 59, 59), date(2028, 3, 15)),
            (datetime(2028, 3, 16, 12), date(2028, 3, 16)),
            (datetime(2028, 3, 1), date(2028, 2, 29)),
        ):
            with self.subTest(now=now):
                self.assertEqual(get_day_everywhere(now), expected)

    def test_whole_names_and_addresses_are_found(self):
        for text, found, expected in (
            ("al@example.com", "Write to al@example.com.", True),
            ("al@example.com", "<al@example.com>", True),
            ("al@example.com", "portal@example.com", False),
            ("al@example.com", "port-al@example.com", False),
            ("al@example.com", "al@example.com.au", False),
            ("a_b@example.com", "axb@example.com", False),
            ("Ann Li", "Work of Ann Li's team", True),
            ("Ann Li", "Joann Lima", False),
            ("王伟", "由王伟负责", True),
        ):
            with self.subTest(text=text, found=found):
                self.assertEqual(bool(re.search(as_whole(text), found)), expected)
