from datetime import date, timedelta

from odoo.tests import BaseCase

from ..tools.warmth import get_points, get_warmth, is_cooling

TODAY = date(2026, 3, 16)


class TestWarmth(BaseCase):
    def test_a_contact_counts_half_after_the_half_life(self):
        for days, expected in ((0, 40), (120, 20), (240, 10), (1200, 0)):
            with self.subTest(days=days):
                contacts = [(TODAY - timedelta(days=days), 40)]
                self.assertEqual(get_warmth(contacts, TODAY, 120), expected)

    def test_a_shorter_half_life_cools_faster(self):
        contacts = [(TODAY - timedelta(days=60), 40)]
        self.assertEqual(get_warmth(contacts, TODAY, 60), 20)
        self.assertEqual(get_warmth(contacts, TODAY, 30), 10)

    def test_warmth_stays_between_nothing_and_a_hundred(self):
        self.assertEqual(get_warmth([], TODAY), 0)
        self.assertEqual(get_warmth([(TODAY, 40)] * 5, TODAY), 100)

    def test_what_has_not_taken_place_does_not_count(self):
        self.assertEqual(get_warmth([(TODAY + timedelta(days=1), 40)], TODAY), 0)

    def test_what_the_person_does_counts_more_than_what_we_send(self):
        for channel in ("mail", "call", "event", "letter"):
            with self.subTest(channel):
                self.assertGreater(
                    get_points("hand", channel, "in"),
                    get_points("hand", channel, "out"),
                )
        self.assertGreater(
            get_points("lead", "portal", "in"), get_points("portal", "portal", "in")
        )

    def test_cooling_is_a_clear_loss_of_what_was_warm(self):
        for now, before, expected in (
            (20, 60, True),
            (49, 64, True),
            (50, 90, False),  # Still warm.
            (40, 50, False),  # A small loss.
            (0, 10, False),  # Never was warm.
            (30, 10, False),
        ):
            with self.subTest(now=now, before=before):
                self.assertIs(is_cooling(now, before), expected)
