"""Asking the server as a browser does."""

import re

from odoo import http
from odoo.tests import HttpCase

from .common import AlumniCase

REFERRAL = {
    "partner_name": "Northwind Ceramics",
    "contact_name": "Aiko Brandt",
    "email_from": "aiko.brandt@example.com",
    "phone": "+44 20 7946 0000",
    "description": "A second plant.\nThey compare suppliers.",
    "is_agreed": "on",
}


class AlumniHttpCase(AlumniCase, HttpCase):
    """Asking the server as a browser does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("web.base.url", cls.base_url())

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _post(self, url, data=None, **kwargs):
        """Post with the key against forged requests that the page would hold."""
        data = {"csrf_token": http.Request.csrf_token(self), **(data or {})}
        return self.url_open(url, data=data, allow_redirects=False, **kwargs)

    def assertPage(self, response, status, *texts):
        self.assertEqual(response.status_code, status, response.text[:500])
        plain = " ".join(re.sub(r"<[^>]+>", " ", response.text).split())
        for text in texts:
            self.assertIn(text, plain)


class PortalPageCase(AlumniHttpCase):
    """Ada Active is signed in, Bo Other is another member."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alumni = cls.alumni_active
        cls.employee_leaver.action_archive()
        cls.alumni.write(
            {"employee_ids": cls.employee_leaver.ids, "employee_number": "E-4711"}
        )
        cls.other = cls._new_alumni("Bo Other")
        cls.other._do_answer(cls.purposes["member"], channel="link")
        for alumni in (cls.alumni, cls.other):
            user = alumni._get_account()
            user.password = f"{user.login}-Pass1"

    def setUp(self):
        super().setUp()
        self._sign_in(self.alumni._get_account())

    def _sign_in(self, user):
        self.authenticate(user.login, f"{user.login}-Pass1")

    def _get_leads(self):
        self.env.invalidate_all()
        return self.env["crm.lead"].search(
            [("alumni_id", "in", (self.alumni + self.other).ids)]
        )
