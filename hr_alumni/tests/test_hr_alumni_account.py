from odoo.exceptions import UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrAlumniAccount(AlumniCase, MailCase):
    def _agree(self, alumni):
        with self.mock_mail_gateway():
            return alumni._do_answer(self.purposes["member"], channel="link")

    def test_account_opens_with_consent_and_not_before(self):
        alumni = self.alumni_candidate
        self.assertEqual(alumni.account_state, "none")
        self.assertFalse(alumni.partner_id.email)
        self.assertFalse(self._agree(alumni))

        user = alumni._get_account()
        self.assertEqual(user.login, "cai.candidate@example.com")
        self.assertEqual(user.partner_id, alumni.partner_id)
        self.assertEqual(user.partner_id.email, "cai.candidate@example.com")
        self.assertEqual((user.company_id, user.company_ids), (self.company,) * 2)
        self.assertTrue(user._is_portal())
        self.assertEqual(alumni.account_state, "invited")
        [mail] = self._mails
        self.assertIn("cai.candidate@example.com", mail["email_to"][0])
        self.assertIn("/web/signup", mail["body"])

    def test_other_purposes_open_no_account(self):
        alumni = self.alumni_candidate
        alumni._do_answer(self.purposes["jobs"], channel="link")
        self.assertEqual(alumni.state, "active")
        self.assertEqual(alumni.account_state, "none")
        self.assertFalse(alumni.partner_id.email)

    def test_no_account_without_the_ledger(self):
        """Whatever step asks for it."""
        alumni = self.alumni_candidate
        with self.mock_mail_gateway():
            self.assertEqual(alumni._do_open_account(), alumni)
        self.assertFalse(self._mails)
        self.assertEqual(alumni.account_state, "none")

    def test_user_of_the_employment_is_untouched(self):
        old = self.user_leaver
        before = old.read(["login", "active", "partner_id", "group_ids", "email"])
        alumni = self._new_alumni("Lea Ver")
        alumni.employee_ids = self.employee_leaver
        self._agree(alumni)
        self.assertNotEqual(alumni._get_account(), old)
        self.env.invalidate_all()
        self.assertEqual(
            old.read(["login", "active", "partner_id", "group_ids", "email"]), before
        )

    def test_address_that_signs_in_somebody_else(self):
        """Also when that user is archived: the login stays taken."""
        for active in (True, False):
            with self.subTest(active=active):
                login = f"taken.{active}@example.com".lower()
                other = new_test_user(self.env, login=login, groups="base.group_portal")
                other.active = active
                alumni = self._new_alumni("Taken", private_email=login)
                self.assertEqual(self._agree(alumni), alumni)
                self.assertEqual(alumni.state, "active")
                self.assertEqual(alumni.account_state, "missing")
                self.assertFalse(alumni.partner_id.email)
                self.assertFalse(self._mails)
                office = alumni.with_user(self.user_alumni)
                with self.assertRaisesRegex(UserError, "another private e-mail"):
                    office.action_open_account()
                office.private_email = f"free.{active}@example.com"
                with self.mock_mail_gateway():
                    office.action_open_account()
                self.assertEqual(alumni.account_state, "invited")

    def test_two_people_with_one_address(self):
        first = self._new_alumni("First", private_email="home@example.com")
        second = self._new_alumni("Second", private_email="home@example.com")
        self.assertFalse(self._agree(first))
        self.assertEqual(self._agree(second), second)
        self.assertEqual(len(first.partner_id.user_ids + second.partner_id.user_ids), 1)

    @mute_logger("odoo.addons.hr_alumni.models.hr_alumni_account_mixin")
    def test_broken_template_user_keeps_the_consent(self):
        self.env["ir.config_parameter"].set_param("base.template_portal_user_id", "0")
        self.assertEqual(self._agree(self.alumni_candidate), self.alumni_candidate)
        self.assertEqual(self.alumni_candidate.account_state, "missing")
        self.assertFalse(self.alumni_candidate.partner_id.email)
        self.assertMayContact(self.alumni_candidate, {"member"})

    def test_leaving_closes_and_coming_back_reopens(self):
        alumni = self.alumni_active
        user = alumni._get_account()
        alumni._do_leave(channel="portal")
        self.assertFalse(user.active)
        self.assertFalse(user._is_portal())
        self.assertFalse(alumni.partner_id.email)
        self.assertEqual(alumni.account_state, "none")

        alumni.private_email = "ada.new@example.com"
        self.assertFalse(self._agree(alumni))
        self.assertEqual(alumni._get_account(), user)
        self.assertTrue(user.active and user._is_portal())
        self.assertEqual(user.login, "ada.new@example.com")

    def test_reopening_with_an_address_that_signs_in_somebody_else(self):
        alumni = self.alumni_active
        alumni._do_leave(channel="portal")
        new_test_user(self.env, login="taken@example.com", groups="base.group_portal")
        alumni.private_email = "taken@example.com"
        self.assertEqual(self._agree(alumni), alumni)
        self.assertEqual(alumni.account_state, "missing")
        self.assertFalse(alumni._get_account(with_closed=True).active)

    def test_closing_the_account_on_the_portal_is_leaving(self):
        alumni = self.alumni_active
        user = alumni._get_account()
        user.with_user(user).sudo()._deactivate_portal_user()
        self.assertEqual(alumni.state, "left")
        self.assertFalse(alumni.partner_id.email)
        self.assertFalse(user.active)
        self.assertMayContact(alumni, set())

    def test_account_state_follows_the_sign_in(self):
        user = self.alumni_active._get_account()
        self.assertEqual(self.alumni_active.account_state, "invited")
        self.env["res.users.log"].with_user(user).sudo().create({})
        self.env.invalidate_all()
        self.assertEqual(
            self.alumni_active.with_user(self.user_alumni).account_state, "used"
        )
