"""The own page on which a former colleague pauses and goes on."""

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import tagged

from .common_http import PortalPageCase

URL = "/my/alumni/pause"


@tagged("post_install", "-at_install", "security")
class TestPausePage(PortalPageCase):
    def test_pause_change_and_resume(self):
        today = fields.Date.today()
        for months, end in (
            ("1", today + relativedelta(months=1)),
            ("3", today + relativedelta(months=3)),
            ("6", today + relativedelta(months=6)),
            ("open", False),
        ):
            with self.subTest(months):
                response = self._post(URL, {"months": months, "do": "pause"})
                self.assertEqual(response.status_code, 303)
                self.env.invalidate_all()
                self.assertTrue(self.alumni.is_paused)
                self.assertEqual(self.alumni.pause_end_date, end)
        response = self.url_open(f"{URL}?message=paused")
        self.assertPage(response, 200, "until you say so", "End the pause now")
        self.assertPage(self.url_open("/my/alumni"), 200, "You pause until you say so")
        self.assertFalse(self.other.is_paused)
        response = self._post(URL, {"do": "resume"})
        self.assertEqual(response.status_code, 303)
        self.env.invalidate_all()
        self.assertFalse(self.alumni.is_paused)
        self.assertNotIn("You pause", self.url_open("/my/alumni").text)

    def test_bad_input_changes_nothing(self):
        for data in (
            {},
            {"months": "2"},
            {"months": "99999999"},
            {"months": "\x00"},
            {"do": "pause"},
        ):
            with self.subTest(data):
                response = self._post(URL, data)
                self.assertPage(response, 400, "Pause")
                self.assertIn("months_error", response.text)
        self.env.invalidate_all()
        self.assertFalse(self.alumni.pause_date)

    def test_nothing_else_is_written(self):
        self._post(
            URL,
            {
                "months": "1",
                "alumni_id": self.other.id,
                "id": self.other.id,
                "pause_end_date": "2099-01-01",
                "state": "left",
            },
        )
        self.env.invalidate_all()
        self.assertEqual((self.alumni.state, self.other.pause_date), ("active", False))
        self.assertEqual(
            self.alumni.pause_end_date, fields.Date.today() + relativedelta(months=1)
        )

    def test_looking_and_forging_change_nothing(self):
        self.url_open(f"{URL}?months=1&do=pause")
        response = self.url_open(URL, data={"months": "1"}, allow_redirects=False)
        self.assertEqual(response.status_code, 400)
        self.env.invalidate_all()
        self.assertFalse(self.alumni.pause_date)

    def test_nobody_else_gets_in(self):
        self.user_colleague.password = "colleague-Pass1"
        stranger = self._new_user("stranger", "base.group_portal")
        stranger.password = "stranger-Pass1"
        for user in (stranger, self.user_colleague):
            self._sign_in(user)
            with self.subTest(user.login):
                self.assertEqual(self.url_open(URL).status_code, 404)
                self.assertEqual(self._post(URL, {"months": "1"}).status_code, 404)
        self.authenticate(None, None)
        response = self.url_open(URL, allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])
