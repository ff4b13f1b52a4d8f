"""What leavers and managers register, and who may not."""

import base64

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TODAY, OffboardingCase

PDF = base64.b64encode(b"%PDF-1.4 letter").decode()


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingRequest(OffboardingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.offboarding_user_id = cls.user_officer

    def _resign(self, user=None, employee=None, **values):
        employee = employee or self.employee_leaver
        return employee.with_user(user or self.user_leaver).action_resign(**values)

    def _report(self, user, employee=None, **values):
        employee = employee or self.employee_leaver
        return employee.with_user(user).action_report_departure(**values)

    def _get_cases(self, employee=None):
        return (employee or self.employee_leaver).sudo().offboarding_ids

    def test_own_resignation_is_a_draft_for_HR(self):
        case = self._resign(
            last_day="2026-05-31",
            stated_reason="=1+1",
            letter=PDF,
            letter_name="../<b>letter.pdf",
        )
        self.assertFalse(case.env.su)
        case = case.with_user(self.user_officer)
        self.assertEqual((case.state, case.origin), ("draft", "employee"))
        self.assertEqual(case.user_id, self.user_officer)
        self.assertEqual((case.notice_date, case.resignation_date), (TODAY, TODAY))
        self.assertEqual(str(case.last_working_date), "2026-05-31")
        self.assertEqual(case.reason_id, self.reason_resigned)
        self.assertEqual(case.stated_reason, "'=1+1")
        self.assertEqual(case.letter_name, "bletter.pdf")
        self.assertTrue(case.letter)
        case.action_confirm()
        self.assertEqual(case.state, "in_progress")

    def test_officer_is_told_by_a_mail_that_names_nobody(self):
        mails = self.env["mail.mail"].search([])
        self._resign(stated_reason="Secret")
        mail = self.env["mail.mail"].search([]) - mails
        self.assertEqual(mail.recipient_ids, self.user_officer.partner_id)
        self.assertIn("/odoo/departures/", mail.body_html)
        for secret in ("Lea", "Secret", "esign"):
            self.assertNotIn(secret, f"{mail.subject} {mail.body_html}")
        self.assertFalse(mail.model)

    def test_everybody_resigns_for_oneself_only(self):
        for user in (self.user_colleague, self.user_manager, self.user_officer):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._resign(user)
        self.assertFalse(self._get_cases())

    def test_portal_user_resigns(self):
        user = self._new_user("portal_leaver", "base.group_portal")
        employee = self._new_employee("Porta L", user)
        case = self._resign(user, employee)
        self.assertEqual(case.sudo().origin, "employee")

    def test_manager_does_not_read_the_letter(self):
        case = self._resign(letter=PDF, stated_reason="Private")
        case.sudo().action_confirm()
        attachment = (
            self.env["ir.attachment"]
            .sudo()
            .search([("res_field", "=", "letter"), ("res_id", "=", case.id)])
        )
        self.assertTrue(attachment)
        with self.assertRaises(AccessError):
            attachment.with_user(self.user_manager).read(["datas"])
        self.assertTrue(attachment.with_user(self.user_officer).read(["datas"]))

    def test_resigning_again_changes_the_same_case(self):
        case = self._resign(last_day="2026-05-31")
        self._resign(last_day="2026-06-30", stated_reason="Later")
        self.assertEqual(self._get_cases(), case.sudo())
        self.assertEqual(str(case.sudo().last_working_date), "2026-06-30")
        case.sudo().action_confirm()
        with self.assertRaisesRegex(UserError, f"{case.name} is in progress"):
            self._resign()

    def test_whoever_was_first_is_not_told(self):
        """HR prepares a dismissal, or a manager reported: the draft learns of it."""
        case = self._new_offboarding(reason_id=self.reason_fired.id)
        self._resign(last_day="2026-05-31")
        self.assertEqual(self._get_cases(), case.sudo())
        self.assertEqual(case.reason_id, self.reason_fired)
        self.assertEqual(case.last_working_date, TODAY)
        self.assertIn("2026-05-31", case.opening_note)
        self._report(self.user_manager)
        self.assertEqual(case.origin, "hr")

    def test_managers_above_report(self):
        self.assertIs(self._report(self.user_director, note="Will leave"), True)
        self.assertIs(self._report(self.user_manager, last_day="2026-04-30"), True)
        case = self._get_cases()
        self.assertEqual((case.state, case.origin), ("draft", "manager"))
        self.assertFalse(case.reason_id)
        self.assertTrue(case.is_incomplete)
        self.assertIn("Will leave", case.opening_note)
        self.assertIn("2026-04-30", case.opening_note)
        with self.assertRaisesRegex(UserError, "Choose the reason"):
            case.with_user(self.user_officer).action_confirm()
        self.assertEqual(case.state, "draft")
        for user in (self.user_colleague, self.user_leaver):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._report(user)
        with self.assertRaises(AccessError):
            self._report(self.user_manager, self.employee_director)

    def test_bad_input_gets_a_sentence_and_nothing_is_kept(self):
        for values, text in (
            ({"last_day": "2026-03-15"}, "has passed"),
            ({"last_day": "9999-12-31"}, "Enter a date"),
            ({"last_day": "12/31/2026"}, "not a date"),
            ({"last_day": 7}, "not a date"),
            ({"letter": "no base64!"}, "cannot be read"),
            ({"letter": base64.b64encode(b"<svg/>").decode()}, "cannot be read"),
        ):
            with self.subTest(values), self.assertRaisesRegex(UserError, text):
                self._resign(**values)
        self.assertFalse(self._get_cases())

    def test_nobody_resigns_or_is_reported_after_leaving(self):
        self.employee_leaver.action_archive()
        with self.assertRaisesRegex(UserError, "already left"):
            self._resign()
        with self.assertRaisesRegex(UserError, "already left"):
            self._report(self.user_manager)
