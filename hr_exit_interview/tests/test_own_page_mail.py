"""The leaver's own page, over real HTTP."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .own_page_common import OwnPageCase


@tagged("post_install", "-at_install", "security")
class TestOwnPageMail(OwnPageCase):
    """The mails with the link and to confirm an address, and who gets them."""

    def test_address_is_confirmed_by_a_mail_to_it(self):
        response = self._post(f"{self.link}/email", {"email": " Lea@New.example.com "})
        self.assertEqual(response.status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(self.employee_leaver.private_email, "lea.ver@example.com")
        mail = self._get_mails("Confirm your address")
        self.assertEqual(mail.email_to, "lea@new.example.com")
        self.assertFalse(mail.model)
        link = self._get_link(mail, "/departure/email/")
        self.assertPage(self.url_open(link), 200, "lea@new.example.com")
        self.env.invalidate_all()
        self.assertEqual(self.employee_leaver.private_email, "lea.ver@example.com")
        self.assertPage(self._post(link), 200, "your address is confirmed")
        self.env.invalidate_all()
        self.assertEqual(self.employee_leaver.private_email, "lea@new.example.com")
        self.assertTrue(self.case.is_email_verified)
        self.assertPage(
            self.url_open(self.link), 200, "lea@new.example.com is confirmed"
        )
        self.assertPage(self._post(link), 404)
        self.employee_leaver.private_email = "lea@third.example.com"
        self.assertFalse(self.case.is_email_verified)

    def test_link_to_confirm_is_for_that_and_no_other(self):
        self.case._do_ask_email("lea@new.example.com")
        link = self._get_link(
            self._get_mails("Confirm your address"), "/departure/email/"
        )
        page = f"{self.link.rpartition('/')[0]}/{self._token(link)}"
        self.assertPage(self.url_open(page), 404)
        own = f"{link.rpartition('/')[0]}/{self._token()}"
        self.assertPage(self.url_open(own), 404)
        self.assertPage(self._post(own), 404)
        with mute_logger("odoo.http"):
            response = self.url_open(link, data={}, method="POST")
        self.assertEqual(response.status_code, 400)
        self.case.action_revoke_own_page()
        self.assertPage(self._post(link), 404)

    def test_no_more_mails_than_a_few_a_day(self):
        for number in range(self.case._OWN_PAGE_MAILS_PER_DAY):
            response = self._post(
                f"{self.link}/email", {"email": f"a{number}@example.com"}
            )
            self.assertEqual(response.status_code, 303)
        response = self._post(f"{self.link}/email", {"email": "late@example.com"})
        self.assertPage(response, 429, "a day for mails")
        self.assertFalse(
            self.env["mail.mail"].search([("email_to", "=", "late@example.com")])
        )

    def test_mail_with_the_link(self):
        mail = self._get_mails("Your last weeks")
        self.assertEqual(mail.email_to, "lea.ver@example.com")
        self.assertTrue(mail.auto_delete)
        self.assertFalse(mail.mail_message_id.model)
        token = self._token(self._get_link(mail))
        self.assertPage(self.url_open(self._get_link(mail)), 200, "Hello Lea Ver")
        self.env.flush_all()
        for user in (self.user_officer, self.user_manager, self.user_leaver):
            messages = self.env["mail.message"].with_user(user)
            self.assertFalse(messages.search([("body", "ilike", token[:60])]))
        self.assertFalse(
            self.env["mail.activity"].search([("note", "ilike", "departure/")])
        )

    def test_resending_is_asked_for(self):
        with self.assertRaisesRegex(UserError, "sent already"):
            self.case.action_send_own_page()
        self.assertEqual(len(self._get_mails("Your last weeks")), 1)
        told = self.case.action_resend_own_page()
        self.assertEqual(
            told["params"]["message"], "The link was sent to the private address."
        )
        self.assertEqual(len(self._get_mails("Your last weeks")), 2)

    def test_who_cannot_be_written_to(self):
        self.case.action_revoke_own_page()
        self.employee_leaver.private_email = False
        with self.assertRaisesRegex(UserError, "private e-mail"):
            self.case.action_send_own_page()
        self.employee_leaver.private_email = "lea.ver@example.com"
        model = type(self.case)
        self.patch(model, "_may_contact", lambda case, purpose: purpose != "own_page")
        with self.assertRaisesRegex(UserError, "Nothing is sent"):
            self.case.action_send_own_page()
        self.case.action_retain()
        with self.assertRaisesRegex(UserError, "takes place"):
            self.case.action_send_own_page()

    def test_sent_at_confirmation_if_the_company_wants_it(self):
        mails = self._get_mails("Your last weeks")
        self.company.offboarding_sends_own_page = True
        case = self._new_offboarding(
            self.employee_manager, last_working_date="2099-03-16"
        )
        case.action_confirm()
        self.assertEqual(case.own_page_state, "none", "there is no private address")
        case.action_retain()
        self.employee_manager.private_email = "milo@example.com"
        case.action_reset()
        case.action_confirm()
        self.assertEqual(case.own_page_state, "sent")
        self.assertEqual(
            (self._get_mails("Your last weeks") - mails).email_to, "milo@example.com"
        )

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_only_hr_sends_and_revokes(self):
        for user in (self.user_leaver, self.user_manager, self.user_colleague):
            case = self.case.sudo(False).with_user(user)
            for name in (
                "action_send_own_page",
                "action_resend_own_page",
                "action_revoke_own_page",
            ):
                with (
                    self.subTest(user.login, action=name),
                    self.assertRaises(AccessError),
                ):
                    getattr(case, name)()
