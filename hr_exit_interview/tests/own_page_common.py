"""The leaver's own page, over real HTTP."""

import re

from ..controllers import departure
from .common_http import OffboardingHttpCase

MARKUP = '<script>alert("x")</script><img src=x onerror=alert(1)>'


class OwnPageCase(OffboardingHttpCase):
    """A leaver with the link to the own page, and two tasks."""

    def setUp(self):
        super().setUp()
        for limit in (departure.CHANGES, departure.DOWNLOADS):
            limit._calls.clear()
        self.case = self._new_offboarding(last_working_date="2099-03-16")
        self.case.action_confirm()
        self.task = self._new_task("Hand in the badge", self.user_leaver)
        self.task_manager = self._new_task("Talk to the team", self.user_manager)
        self.case.action_send_own_page()
        self.link = self.case._get_own_page_url()

    def _new_task(self, name, user, case=None):
        return self.env["hr.offboarding.task"].create(
            {
                "name": name,
                "offboarding_id": (case or self.case).id,
                "user_id": user.id,
                "date_deadline": "2099-03-01",
            }
        )

    def _new_document(self, name="Certificate.pdf", is_shared=True, case=None):
        return self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": b"%PDF-1.4 the paper",
                "res_model": "hr.offboarding",
                "res_id": (case or self.case).id,
                "is_shared_with_leaver": is_shared,
            }
        )

    def _token(self, link=None):
        return (link or self.link).rpartition("/")[2]

    def _snapshot(self):
        """All that the page could touch, read anew."""
        self.env.invalidate_all()
        employee, case = self.employee_leaver, self.case.sudo()
        return (
            case.read(),
            case.task_ids.sorted("id").read(["state", "note", "user_id", "name"]),
            employee.read(),
            self.employee_manager.read(),
            self.user_leaver.read(["login", "email", "active"]),
        )

    def assertHeaders(self, response):
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertEqual(response.headers["X-Frame-Options"], "DENY")
        self.assertIn("noindex", response.headers["X-Robots-Tag"])

    def _get_mails(self, subject):
        return self.env["mail.mail"].search([("subject", "ilike", subject)])

    def _get_link(self, mail, path="/departure/"):
        return re.search(rf'href="([^"]*{path}[^"]*)"', mail.body_html).group(1)
