from odoo.tests import HttpCase, tagged

from .common_requests import RequestCase


@tagged("post_install", "-at_install")
class TestRequestsUi(RequestCase, HttpCase):
    """The board of requests in a browser, as the HR officer who answers."""

    def test_officer_answers(self):
        pay = self._new_request("pay", text="The slip of March.")
        self._new_request("advice", text="Which one?")
        self.user_officer.tz = "UTC"
        self.start_tour(
            "/odoo/alumni-requests",
            "hr_alumni_request_tour",
            login=self.user_officer.login,
        )
        self.env.invalidate_all()
        self.assertEqual(
            (pay.state, pay.answer, pay.user_id),
            ("answered", "It is in your mail box.", self.user_officer),
        )
        self.assertTrue(pay.told_date)
