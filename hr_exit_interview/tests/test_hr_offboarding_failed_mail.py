from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY
from .exit_common import ExitInterviewCase


@freeze_time(TODAY)
@tagged("post_install", "-at_install", "security")
class TestFailedMail(ExitInterviewCase):
    def setUp(self):
        super().setUp()
        self.case = self.case.with_user(self.user_officer)

    def _send_both(self):
        with self.mock_mail_gateway(mail_unlink_sent=False):
            self.case.action_send_own_page()
            self.case.action_send_questionnaire()
        return self.case.sudo().own_page_mail_id, self._get_questionnaire_mail()

    def _get_questionnaire_mail(self):
        return self.interview.sudo().questionnaire_mail_id

    def _fail(self, mails, reason="No such mailbox"):
        mails.write({"state": "exception", "failure_reason": reason})
        self.env.invalidate_all()

    def _search_failed(self, operator="!="):
        own = [("id", "=", self.case.id)]
        return self.case.search([*own, ("mail_error", operator, False)])

    def test_what_went_out_is_no_failure(self):
        self._send()
        self.assertFalse(self.interview.questionnaire_mail_id)
        self._send_both()
        self.assertFalse(self.case.mail_error)
        self.assertFalse(self._search_failed())
        self.assertEqual(self._search_failed("="), self.case)
        with self.assertRaisesRegex(UserError, "nothing to send"):
            self.case.action_send_failed_mails()

    def test_failure_is_shown_with_its_reason_and_can_be_found(self):
        page, questionnaire = self._send_both()
        self._fail(page)
        self.assertEqual(
            self.case.mail_error,
            "Link to the own page: to lea.ver@example.com. No such mailbox",
        )
        self.assertEqual(self._search_failed(), self.case)
        self.assertFalse(self._search_failed("="))
        self._fail(questionnaire, "Server is away")
        self.assertIn("Questionnaire: to lea.ver", self.case.mail_error)
        self.assertIn("Server is away", self.interview.questionnaire_error)

    def test_sending_again_takes_the_new_address_and_clears_it(self):
        page, questionnaire = self._send_both()
        self._fail(page + questionnaire)
        round_before = self.case.own_page_round
        self.employee_leaver.private_email = "lea@home.example.com"
        with self.mock_mail_gateway(mail_unlink_sent=False):
            self.case.action_send_failed_mails()
        self.assertEqual(
            [mail["email_to"] for mail in self._mails],
            [["lea@home.example.com"], ["lea@home.example.com"]],
        )
        self.env.invalidate_all()
        self.assertFalse(self.case.mail_error)
        self.assertFalse(self._search_failed())
        # The link that nobody got is void.
        self.assertEqual(self.case.own_page_round, round_before + 1)

    def test_what_has_not_failed_is_not_sent_again(self):
        _page, questionnaire = self._send_both()
        self._fail(questionnaire)
        with self.mock_mail_gateway(mail_unlink_sent=False):
            self.case.action_send_failed_mails()
        self.assertEqual(len(self._mails), 1)
        self.assertEqual(self.case.own_page_round, 1)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_reaches_the_mail_or_sends_without_being_hr(self):
        page, questionnaire = self._send_both()
        self._fail(page + questionnaire)
        for user in (self.user_officer, self.user_admin_hr):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.case.with_user(user).read(["own_page_mail_id"])
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.interview.with_user(user).read(["questionnaire_mail_id"])
        for user in (self.user_leaver, self.user_manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.case.with_user(user).action_send_failed_mails()
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.case.with_user(user).read(["mail_error"])
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.case.with_user(user).search([("mail_error", "!=", False)])
