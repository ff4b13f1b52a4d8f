"""What a leaver still holds, tried over HTTP: cookie and password, and the key."""

from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import OffboardingCase


@tagged("post_install", "-at_install", "security")
class TestAccessCutHttp(OffboardingCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_leaver.group_ids += cls.env.ref("base.group_partner_manager")
        today = fields.Date.today()
        cls.case = cls._new_offboarding(
            notice_date=today, last_working_date=today + timedelta(days=30)
        )
        cls.case.action_confirm()

    def _get_user_of_key(self, key):
        """The user whom the external API would let in with this key, or None."""
        return self.env["res.users.apikeys"]._check_credentials(scope="rpc", key=key)

    def _has_session(self):
        answer = self.url_open(
            "/web/session/get_session_info", json={"params": {}}, timeout=30
        ).json()
        return answer.get("result", {}).get("uid") == self.user_leaver.id

    def _can_log_in(self, login, password):
        answer = self.url_open(
            "/web/session/authenticate",
            json={
                "params": {
                    "db": self.env.cr.dbname,
                    "login": login,
                    "password": password,
                }
            },
        ).json()
        return "error" not in answer

    def test_nothing_from_before_works_even_after_reopening(self):
        """Cookie, password and key work, then not, then not for the reopened login."""
        user = self.user_leaver
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        key = (
            self.env["res.users.apikeys"]
            .with_user(user)
            ._generate("rpc", "Script", tomorrow)
        )
        device = self.env["res.device.log"].create(
            {"session_identifier": "x" * 42, "user_id": user.id}
        )
        self.authenticate("leaver", "leaver")
        self.assertTrue(self._has_session())
        self.assertEqual(self._get_user_of_key(key), user.id)

        self.case.action_cut_access()
        self.env.flush_all()
        self.assertFalse(self._has_session())
        self.assertIsNone(self._get_user_of_key(key))
        self.assertFalse(self._can_log_in("leaver", "leaver"))
        self.assertFalse(self._can_log_in(user.login, "leaver"))
        self.assertTrue(device.revoked)

        user.active = True
        self.env.flush_all()
        self.assertEqual(user.login, "leaver")
        self.assertFalse(self._has_session())
        self.assertIsNone(self._get_user_of_key(key))
        self.assertFalse(self._can_log_in("leaver", "leaver"))
        self.assertFalse(self.env["res.device"].search([("user_id", "=", user.id)]))
        self.assertFalse(user.has_group("base.group_partner_manager"))

        user.password = "A new beginning 7"
        self.env.flush_all()
        self.assertTrue(self._can_log_in("leaver", "A new beginning 7"))

    def test_second_factors_and_passkeys_are_gone(self):
        user = self.user_leaver
        if "totp_secret" not in user._fields:
            self.skipTest("auth_totp is not installed")
        user.sudo().totp_secret = "JBSWY3DPEHPK3PXP"
        self.env["auth_totp.device"].with_user(user)._generate(
            "browser", "Laptop", fields.Datetime.now() + timedelta(days=1)
        )
        passkeys = self.env.get("auth.passkey.key")
        if passkeys is not None:
            passkeys.with_user(user).sudo().create(
                {"name": "Phone", "credential_identifier": "abc", "public_key": "pk"}
            )
        self.case.action_cut_access()
        self.assertFalse(user.sudo().totp_secret)
        self.assertFalse(user.sudo().totp_trusted_device_ids)
        if passkeys is not None:
            self.assertFalse(passkeys.sudo().search([("create_uid", "=", user.id)]))
