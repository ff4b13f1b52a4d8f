from datetime import date

from odoo.tests import BaseCase

from ..tools.payback import get_left


class TestPayback(BaseCase):
    def test_left_by_full_months(self):
        for amount, start, months, day, expected in (
            (6000, "2026-01-01", 24, "2025-12-31", 6000),
            (6000, "2026-01-01", 24, "2026-01-01", 6000),
            (6000, "2026-01-01", 24, "2026-01-31", 6000),
            (6000, "2026-01-01", 24, "2026-02-01", 5750),
            (6000, "2026-01-01", 24, "2026-11-30", 3500),
            (6000, "2026-01-01", 24, "2027-12-31", 250),
            (6000, "2026-01-01", 24, "2028-01-01", 0),
            (6000, "2026-01-01", 24, "2060-01-01", 0),
            (6000, "2026-01-31", 12, "2026-02-28", 5500),
            (6000, "2026-01-31", 12, "2026-02-27", 6000),
            (6000, "2028-02-29", 12, "2029-02-28", 0),
            (6000, "2026-01-01", 0, "2030-01-01", 6000),
            (6000, None, 24, "2030-01-01", 6000),
            (0, "2026-01-01", 24, "2026-06-01", 0),
            (100, "2026-01-01", 3, "2026-02-01", 200 / 3),
            (6000, "2026-01-01", 1, "2026-02-01", 0),
            (6000, "2026-01-01", 24, "9999-12-31", 0),
        ):
            with self.subTest(amount=amount, start=start, months=months, day=day):
                self.assertAlmostEqual(
                    get_left(
                        amount,
                        start and date.fromisoformat(start),
                        months,
                        date.fromisoformat(day),
                    ),
                    expected,
                )
