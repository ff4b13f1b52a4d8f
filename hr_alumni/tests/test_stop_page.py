from odoo.tests import tagged

from .common_http import AlumniHttpCase


@tagged("post_install", "-at_install", "security")
class TestStopPage(AlumniHttpCase):
    """The link that ends mails, for people and for mail programs."""

    def _stop(self, alumni, code):
        """As a mail program does it: no session, no key of the form."""
        link = alumni._get_signed_link("stop", code)
        self.assertPage(self.url_open(link), 200, "No more such mails?")
        return self.url_open(link, data={"List-Unsubscribe": "One-Click"})

    def test_opening_changes_nothing(self):
        self.alumni_candidate._move_to("invited")
        self.url_open(self.alumni_candidate._get_signed_link("stop", "invitation"))
        self.env.invalidate_all()
        self.assertEqual(self.alumni_candidate.state, "invited")
        self.assertFalse(self.alumni_candidate.consent_ids)

    def test_invitation_is_refused_in_one_click(self):
        alumni = self.alumni_candidate
        alumni._move_to("invited")
        self.assertPage(self._stop(alumni, "invitation"), 200, "Done.")
        self.env.invalidate_all()
        self.assertEqual(alumni.state, "left")
        self.assertLedger(alumni, [("invitation", "withdrawn", "mailing", "person")])

    def test_one_purpose_ends_and_the_others_stay(self):
        alumni = self.alumni_active
        alumni._do_give(self.purposes["newsletter"], "portal")
        link = alumni._get_signed_link("stop", "newsletter")
        self.assertPage(self._stop(alumni, "newsletter"), 200, "Done.")
        self.env.invalidate_all()
        self.assertMayContact(alumni, {"member"})
        # The link of an older mail works on, and does nothing twice.
        before = len(alumni.consent_ids)
        self.assertPage(self.url_open(link, data={"x": "y"}), 200, "Done.")
        self.env.invalidate_all()
        self.assertEqual(len(alumni.consent_ids), before)

    def test_everything_ends(self):
        self.assertPage(self._stop(self.alumni_active, "any"), 200, "Done.")
        self.env.invalidate_all()
        self.assertEqual(self.alumni_active.state, "left")
        self.assertMayContact(self.alumni_active, set())

    def test_foreign_links_stop_nothing(self):
        link = self.alumni_active._get_signed_link("stop", "any")
        start, _slash, token = link.rpartition("/")
        # Not by replacing the number: it may stand in the address of the server.
        other = f"{start.rpartition('/')[0]}/{self.alumni_candidate.id}"
        consent = self.alumni_active._get_signed_link("consent").rpartition("/")[2]
        for bad in (f"{start}/{token[:-3]}", f"{other}/{token}", f"{start}/{consent}"):
            with self.subTest(bad[-9:]):
                self.assertPage(self.url_open(bad, data={"x": "y"}), 410)
        self.env.invalidate_all()
        self.assertEqual(self.alumni_active.state, "active")
