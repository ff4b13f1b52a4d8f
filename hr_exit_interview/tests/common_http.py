"""Asking the server as a browser does."""

import re

from odoo import http
from odoo.tests import HttpCase

from .common import OffboardingCase


class OffboardingHttpCase(OffboardingCase, HttpCase):
    """Asking the server as a browser does; nobody is signed in at first."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["ir.config_parameter"].set_param("web.base.url", cls.base_url())

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _sign_in(self, user):
        user.password = f"{user.login}-Pass1"
        self.authenticate(user.login, user.password)

    def _post(self, url, data=None, **kwargs):
        """Post with the key against forged requests that the page would hold."""
        data = {"csrf_token": http.Request.csrf_token(self), **(data or {})}
        return self.url_open(url, data=data, allow_redirects=False, **kwargs)

    def assertPage(self, response, status, *texts):
        self.assertEqual(response.status_code, status, response.text[:500])
        plain = " ".join(re.sub(r"<[^>]+>", " ", response.text).split())
        for text in texts:
            self.assertIn(text, plain)
