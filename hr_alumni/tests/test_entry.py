"""Whoever comes back by the portal is a portal user, whatever they were before."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common_http import AlumniHttpCase

HOME = "lea.home@example.com"


@tagged("post_install", "-at_install", "security")
class TestEntry(AlumniHttpCase, MailCase):
    """Lea has signed in at work with her private address, and leaves."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.old = cls.user_leaver
        cls.old.write({"login": HOME, "password": "Old-Password-1"})
        today = fields.Date.today()
        cls.case = cls._new_offboarding(
            notice_date=today, last_working_date=today + timedelta(days=30)
        )
        cls.case.action_confirm()

    def _cut_and_join(self):
        self.case.action_cut_access()
        self.employee_leaver.action_archive()
        alumni = self._get_alumni(self.employee_leaver)
        alumni = alumni or self._new_alumni(
            "Lea Ver", employee_ids=self.employee_leaver.ids
        )
        alumni.private_email = HOME
        with self.mock_mail_gateway():
            without = alumni._do_answer(self.purposes["member"], channel="link")
        self.env.flush_all()
        return alumni, without

    def _count_internal(self):
        return self.env["res.users"].search_count([("share", "=", False)])

    def assertPortalOnly(self, user):
        self.env.invalidate_all()
        self.assertTrue(user.active and user.share)
        groups = user.all_group_ids
        self.assertIn(self.env.ref("base.group_portal"), groups)
        self.assertNotIn(self.env.ref("base.group_user"), groups)
        self.assertNotIn(self.env.ref("base.group_public"), groups)
        self.assertFalse(user._is_internal())
        # Given by nobody here, and held by nobody who works here.
        self.assertFalse(user.employee_ids)

    def test_address_signs_in_at_work_until_the_login_is_closed(self):
        alumni = self._new_alumni("Lea Ver", private_email=HOME)
        left = alumni._do_answer(self.purposes["member"], channel="link")
        self.assertEqual(left, alumni)
        self.assertEqual(alumni.account_state, "missing")
        self.case.action_cut_access()
        with self.mock_mail_gateway():
            alumni.with_user(self.user_alumni).action_open_account()
        self.assertEqual(alumni._get_account().login, HOME)

    def test_portal_user_is_another_one_and_counts_as_nobody(self):
        before = self._count_internal()
        alumni, without = self._cut_and_join()
        self.assertFalse(without)
        account = alumni._get_account()
        self.assertNotEqual(account, self.old)
        self.assertNotEqual(account.partner_id, self.old.partner_id)
        self.assertEqual(account.login, HOME)
        self.assertNotEqual(self.old.login, HOME)
        self.assertPortalOnly(account)
        self.assertEqual(self._count_internal(), before - 1)  # The old login is off.

    def test_stays_a_portal_user_however_often_it_is_opened(self):
        alumni, _without = self._cut_and_join()
        account = alumni._get_account()
        member = self.purposes["member"]
        with self.mock_mail_gateway():
            for channel in ("portal", "office"):
                alumni._do_leave(channel=channel)
                self.assertFalse(account.active)
                alumni._do_answer(member, channel="link")
                self.assertEqual(alumni._get_account(), account)
                self.assertPortalOnly(account)
            alumni._do_return()
            alumni._do_depart_again(is_welcome=True)
            alumni._do_extend_access()
        self.assertPortalOnly(account)

    def test_old_user_that_is_switched_on_again_opens_nothing(self):
        """Also when somebody makes an internal user of the account."""
        alumni, _without = self._cut_and_join()
        self.old.active = True
        self.assertNotEqual(self.old.login, HOME)
        account = alumni._get_account()
        self.assertPortalOnly(account)
        alumni._do_leave(channel="portal")
        account.write(
            {
                "active": True,
                "group_ids": [(6, 0, self.env.ref("base.group_user").ids)],
            }
        )
        groups = account.group_ids
        self.assertFalse(alumni._get_account(with_closed=True))
        with self.mock_mail_gateway():
            left = alumni._do_answer(self.purposes["member"], channel="link")
        self.assertEqual(left, alumni)
        self.assertEqual(account.group_ids, groups)
        self.assertFalse(self._mails)

    def test_nothing_from_before_opens_the_new_account(self):
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        keys = self.env["res.users.apikeys"]
        key = keys.with_user(self.old)._generate("rpc", "Script", tomorrow)
        self.authenticate(HOME, "Old-Password-1")
        self.assertEqual(self._get_session_uid(), self.old.id)
        self._cut_and_join()
        self.assertFalse(self._get_session_uid())
        self.assertIsNone(keys._check_credentials(scope="rpc", key=key))
        answer = self.url_open(
            "/json/2/res.users/search",
            headers={"Authorization": f"bearer {key}"},
            json={"domain": []},
        )
        self.assertEqual(answer.status_code, 401)
        for login in (HOME, self.old.login):
            self.assertFalse(self._can_log_in(login, "Old-Password-1"))

    def test_new_account_opens_the_own_page_and_no_work(self):
        alumni, _without = self._cut_and_join()
        account = alumni._get_account()
        account.password = "New-Password-1"
        self.env.flush_all()
        self.authenticate(HOME, "New-Password-1")
        self.assertPage(self.url_open("/my/alumni"), 200, alumni.display_name)
        response = self.url_open("/odoo", allow_redirects=False)
        self.assertNotEqual(response.status_code, 200)
        for model in ("hr.employee", "hr.alumni", "hr.alumni.signup", "crm.lead"):
            with (
                self.subTest(model),
                mute_logger("odoo.addons.base.models.ir_model"),
                self.assertRaises(AccessError),
            ):
                self.env[model].with_user(account).search([])

    def test_closed_account_ends_its_session_too(self):
        alumni, _without = self._cut_and_join()
        account = alumni._get_account()
        account.password = "New-Password-1"
        self.env.flush_all()
        self.authenticate(HOME, "New-Password-1")
        self.assertPage(self.url_open("/my/alumni"), 200)
        alumni._do_leave(channel="office")
        self.env.flush_all()
        response = self.url_open("/my/alumni", allow_redirects=False)
        self.assertEqual(response.status_code, 303)
        self.assertIn("/web/login", response.headers["Location"])
        self.assertFalse(self._can_log_in(HOME, "New-Password-1"))

    def _get_session_uid(self):
        answer = self.url_open(
            "/web/session/get_session_info", json={"params": {}}, timeout=30
        ).json()
        return answer.get("result", {}).get("uid")

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
