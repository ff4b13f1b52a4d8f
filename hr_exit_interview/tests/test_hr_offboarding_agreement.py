import base64
from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from .common import TODAY, OffboardingCase

REMINDERS = "odoo.addons.hr_exit_interview.models.hr_reminder_mixin"
SCOPE = "Marzipan-3312"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingAgreement(OffboardingCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Those of the demo data end on days that these tests do not know.
        cls.env["hr.offboarding.agreement"].search(
            [("state", "=", "in_force")]
        ).date_end = False
        cls.Agreement = cls.env["hr.offboarding.agreement"].with_user(cls.user_officer)
        cls.agreement = cls._new_agreement(document=base64.b64encode(b"signed"))

    @classmethod
    def _new_agreement(cls, in_force=True, **values):
        agreement = cls.Agreement.create(
            {
                "employee_id": cls.employee_leaver.id,
                "kind": "non_compete",
                "signed_date": "2021-05-01",
                "date_end": "2027-03-16",
                "scope": SCOPE,
                **values,
            }
        )
        if in_force:
            agreement.action_put_in_force()
        return agreement

    def _run_job(self):
        job = self.env.ref("hr_exit_interview.ir_cron_follow_agreements")
        with self.enter_registry_test_mode():
            self.assertIs(job.method_direct_trigger(), True)
        self.env.invalidate_all()

    # States

    def test_officer_takes_an_agreement_from_draft_to_release(self):
        agreement = self._new_agreement(in_force=False, signed_date=False)
        self.assertEqual(agreement.state, "draft")
        with self.assertRaisesRegex(UserError, "day on which"):
            agreement.action_put_in_force()
        agreement.signed_date = "2026-01-01"
        self.assertEqual(agreement.date_start, date(2026, 1, 1))
        agreement.action_put_in_force()
        with self.assertRaisesRegex(UserError, "why the person"):
            agreement.action_release()
        self.assertEqual(agreement.state, "in_force")
        agreement.release_reason = "Agreed in March"
        agreement.action_release()
        self.assertEqual(agreement.state, "released")
        self.assertEqual(agreement.released_user_id, self.user_officer)
        self.assertTrue(agreement.released_date)

    def test_states_change_by_buttons_and_not_back(self):
        with self.assertRaisesRegex(UserError, "buttons of the agreement"):
            self.agreement.state = "released"
        self.agreement.release_reason = "Agreed"
        self.agreement.action_release()
        for action in ("action_put_in_force", "action_release"):
            with self.assertRaisesRegex(UserError, "cannot become"):
                getattr(self.agreement, action)()

    def test_what_is_over_does_not_change_and_nothing_signed_is_deleted(self):
        draft = self._new_agreement(in_force=False)
        self.agreement.date_end = "2027-06-30"
        with self.assertRaisesRegex(UserError, "kept for the record"):
            (draft + self.agreement).unlink()
        self.assertTrue(draft.exists())
        draft.unlink()
        self.agreement.release_reason = "Agreed"
        self.agreement.action_release()
        for values in ({"date_end": False}, {"amount": 1}, {"release_reason": "x"}):
            with self.assertRaisesRegex(UserError, "is over"):
                self.agreement.write(values)
        self.agreement.document = base64.b64encode(b"found again")

    def test_who_has_signed_changes_in_a_draft_only(self):
        draft = self._new_agreement(in_force=False)
        draft.employee_id = self.employee_manager
        self.agreement.employee_id = self.employee_leaver
        with self.assertRaisesRegex(UserError, "does not change"):
            self.agreement.employee_id = self.employee_manager

    # Bad input

    def test_bad_input_gets_a_sentence(self):
        case = self._new_offboarding(self.employee_manager)
        with self.assertRaisesRegex(ValidationError, "somebody else"):
            self.agreement.offboarding_id = case
        for day in ("9999-12-31", "0001-01-01"):
            with self.assertRaisesRegex(ValidationError, "Valid until"):
                self.agreement.write({"date_start": day, "date_end": day})
        with self.assertRaises(UserError):
            self._new_agreement(employee_id=self.employee_other_company.id)

    @mute_logger("odoo.sql_db")
    def test_numbers_and_order_of_days_are_checked(self):
        for values in (
            {"date_start": "2027-01-02", "date_end": "2027-01-01"},
            {"amount": -1},
            {"payback_months": -1},
            {"reminder_days": 10**6},
            {"reminder_days": -1},
        ):
            with (
                self.subTest(values),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.agreement.write(values)
                self.agreement.flush_recordset()

    # The person afterwards

    def test_agreement_survives_departure_return_and_the_next_departure(self):
        case = self._new_offboarding()
        self.agreement.offboarding_id = case
        case.action_confirm()
        employee = self.employee_leaver.with_user(self.user_officer)
        for step in (case.action_depart, self.employee_leaver.action_unarchive):
            step()
            self.env.invalidate_all()
            self.assertEqual(self.agreement.state, "in_force")
            self.assertEqual(self.agreement.employee_id, employee)
            self.assertEqual(employee.agreement_count, 1)
        self.employee_leaver.action_archive()
        action = employee.action_view_agreements()
        found = self.Agreement.search(Domain(action["domain"]))
        self.assertEqual(found, self.agreement)
        self.assertEqual(self.agreement.offboarding_id, case)

    def test_a_departure_shows_all_agreements_and_begins_another(self):
        case = self._new_offboarding()
        self.assertEqual(case.agreement_ids, self.agreement)
        action = case.action_new_agreement()
        other = self.Agreement.with_context(**action["context"]).create(
            {"kind": "loan", "signed_date": TODAY}
        )
        self.assertEqual(other.offboarding_id, case)
        self.assertEqual(case.agreement_ids, self.agreement + other)
        case.action_cancel()
        case.with_user(self.user_admin_hr).unlink()
        self.assertFalse(other.offboarding_id)
        self.assertTrue(other.exists())

    def test_what_is_left_to_pay_back_on_the_day_of_the_departure(self):
        training = self._new_agreement(
            kind="training",
            signed_date="2025-09-16",
            amount=1000,
            payback_months=24,
        )
        self.assertEqual(training.amount_left, 750)
        self.agreement.amount = 1000  # Paid to the person for not competing.
        self.assertEqual(self.agreement.amount_left, 0)
        training.offboarding_id = self._new_offboarding(
            last_working_date="2026-04-16", departure_date="2026-04-16"
        )
        self.assertEqual(training.amount_left, 708.33)
        training.release_reason = "Agreed"
        training.action_release()
        self.assertEqual(training.amount_left, 0)

    def test_own_page_tells_the_leaver_what_goes_on_to_bind(self):
        case = self._new_offboarding()
        self._new_agreement(in_force=False, kind="loan")
        [section] = [
            section
            for section in case._get_leaver_page_sections()
            if section["name"] == "agreements"
        ]
        [row] = section["rows"]
        self.assertEqual(row["name"], "Non-Compete")
        self.assertEqual(row["detail"], SCOPE)
        self.assertEqual(row["state"], "until March 16, 2027")
        self.agreement.date_end = False
        self.assertEqual(self.agreement._get_end_text(), "without end")

    def test_filters_find_what_ends_soon(self):
        soon = self._new_agreement(date_end=TODAY + timedelta(days=90))
        self._new_agreement(date_end=TODAY + timedelta(days=91))
        self._new_agreement(date_end=False)
        arch = self.Agreement.get_view(False, "search")["arch"]
        domain = "[('state', '=', 'in_force'), ('date_end', '&lt;=', 'today +90d')]"
        self.assertIn(domain, arch)
        self.assertEqual(
            self.Agreement.search(
                [("state", "=", "in_force"), ("date_end", "<=", "today +90d")]
            ),
            soon,
        )

    # Who may see it

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_leaver_reads_the_own_agreement_without_the_copy(self):
        draft = self._new_agreement(in_force=False)
        own = self.agreement.with_user(self.user_leaver)
        self.assertEqual(own.read(["scope", "amount_left"])[0]["scope"], SCOPE)
        for name in ("document", "release_reason", "user_id", "offboarding_id"):
            with self.subTest(name), self.assertRaises(AccessError):
                own.read([name])
        with self.assertRaises(AccessError):
            draft.with_user(self.user_leaver).read(["scope"])
        for user in (self.user_manager, self.user_colleague, self.user_officer_other):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.agreement.with_user(user).read(["kind"])
        copy = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "hr.offboarding.agreement"),
                ("res_id", "=", self.agreement.id),
                ("res_field", "=", "document"),
            ]
        )
        self.assertEqual(copy.with_user(self.user_officer).raw, b"signed")
        for user in (self.user_leaver, self.user_manager):
            with self.subTest(user.login), self.assertRaises(AccessError):
                copy.with_user(user).read(["raw"])

    def test_name_tells_no_person(self):
        self.assertEqual(self.agreement.display_name, "Non-Compete (05/01/2021)")

    # The daily job

    def test_job_ends_what_has_passed_its_last_day(self):
        self.agreement.date_end = TODAY
        self._run_job()
        self.assertEqual(self.agreement.state, "in_force")
        with freeze_time(TODAY + timedelta(days=1)):
            self._run_job()
        self.assertEqual(self.agreement.state, "expired")

    def test_reminder_comes_once_on_its_day_and_tells_nothing(self):
        other = self._new_agreement(date_end="2027-03-16", kind="loan")
        with self.mock_mail_gateway():
            with freeze_time("2027-02-13"):
                self._run_job()
            self.assertFalse(self._new_mails)
            with freeze_time("2027-02-14"):
                self._run_job()
                self._run_job()
        [mail] = self._new_mails
        self.assertEqual(mail.recipient_ids, self.user_officer.partner_id)
        self.assertEqual(
            (self.agreement + other).mapped("reminded_date"), [date(2027, 2, 14)] * 2
        )
        content = f"{mail.subject} {mail.body_html}"
        self.assertIn("/odoo/agreements", content)
        for secret in ("Lea", "Non-Compete", SCOPE, "leaver"):
            self.assertNotIn(secret, content)

    def test_a_later_end_is_reminded_of_again(self):
        with freeze_time("2027-02-14"):
            self._run_job()
        self.assertTrue(self.agreement.reminded_date)
        self.agreement.date_end = "2028-03-16"
        self.assertFalse(self.agreement.reminded_date)
        self.assertEqual(self.agreement.reminder_date, date(2028, 2, 15))

    def test_reminder_goes_to_whoever_can_read_it(self):
        self.agreement.offboarding_id = self._new_offboarding(user=self.user_admin_hr)
        self.assertEqual(self.agreement._get_reminded_user(), self.user_officer)
        self.user_officer.active = False
        self.assertEqual(self.agreement._get_reminded_user(), self.user_admin_hr)
        self.user_admin_hr.email = False
        with self.mock_mail_gateway(), freeze_time("2027-02-14"):
            self._run_job()
        self.assertFalse(self._new_mails)
        # Nobody was told yet: it is tried again on the next day.
        self.assertFalse(self.agreement.reminded_date)
        self.user_officer.active = True
        self.user_officer.group_ids -= self.env.ref("hr.group_hr_user")
        self.assertFalse(self.agreement.sudo()._get_reminded_user())

    @mute_logger(REMINDERS)
    def test_a_mail_that_fails_stops_nobody_else(self):
        self._new_agreement(user_id=self.user_admin_hr.id)
        create = type(self.env["mail.mail"]).create
        told = []

        def fail_first(mails, vals_list):
            told.append(vals_list)
            if len(told) == 1:
                raise ValueError("No.")
            return create(mails, vals_list)

        with (
            self.mock_mail_gateway(),
            freeze_time("2027-02-14"),
            patch.object(type(self.env["mail.mail"]), "create", fail_first),
        ):
            self._run_job()
        agreements = self.Agreement.search(
            [("employee_id", "=", self.employee_leaver.id)]
        )
        self.assertEqual(len(agreements.filtered("reminded_date")), 1)

    def test_job_with_nothing_due_asks_twice_at_most(self):
        self.agreement.copy({"signed_date": "2021-05-01"}).action_put_in_force()
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(2):
            self.env["hr.offboarding.agreement"]._cron_follow_agreements()
