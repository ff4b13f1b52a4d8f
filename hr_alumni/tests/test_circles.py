from datetime import datetime

from odoo.tests import BaseCase

from ..tools.circles import Place, pick_kept

EARLY, LATE = datetime(2026, 1, 5), datetime(2026, 3, 9)


class TestCircles(BaseCase):
    """Two records of one person have two places in a circle: one of them is kept."""

    def test_pick_kept(self):
        for name, expected, *places in (
            ("only one", 1, Place(1, "left", EARLY)),
            ("last word", 2, Place(1, "member", EARLY), Place(2, "left", LATE)),
            ("last word", 1, Place(1, "member", LATE), Place(2, "left", EARLY)),
            ("pause holds", 1, Place(1, "paused", EARLY), Place(2, "member", LATE)),
            ("refusal first", 2, Place(1, "paused", LATE), Place(2, "refused", EARLY)),
            ("never moved", 2, Place(1, "proposed", False), Place(2, "left", EARLY)),
            ("same moment", 2, Place(1, "member", LATE), Place(2, "left", LATE)),
            ("both new", 2, Place(1, "proposed", False), Place(2, "proposed", False)),
        ):
            with self.subTest(name, places=places):
                self.assertEqual(pick_kept(places), expected)
                self.assertEqual(pick_kept(places[::-1]), expected)
