"""What is kept, for how long, what stops its erasure, and what is left of it."""

from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytz
from freezegun import freeze_time
from psycopg2.errors import CheckViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.tools.retention import add_months

from .retention_common import AFTERWARDS, RetentionCase

MARKER = "Quagga-5519"


@tagged("post_install", "-at_install")
@freeze_time("2026-03-16")
class TestHrRetentionMixin(RetentionCase):
    # Dates

    def test_departure_is_kept_24_months_after_the_end_of_the_contract(self):
        self.assertFalse(self.case.retention_date)
        self.case.departure_date = "2026-04-30"
        self.assertFalse(self.case.retention_date)
        self.case.sudo().action_retain()
        self.assertEqual(self.case.retention_date, date(2028, 4, 30))
        self.case.company_id.sudo().retention_case_months = 6
        self.assertEqual(self.case.retention_date, date(2026, 10, 30))
        self.case.action_reset()
        self.assertFalse(self.case.retention_date)

    def test_interview_is_kept_12_months_after_whatever_is_last(self):
        interview = self.interview
        self.assertFalse(interview.retention_date)
        self._finish()
        self.assertEqual(interview.retention_date, date(2027, 3, 16))
        interview.sudo().questionnaire_done_date = "2026-03-20 09:00:00"
        self.assertEqual(interview.retention_date, date(2027, 3, 20))
        interview.date = "2026-06-01 09:00:00"
        self.assertEqual(interview.retention_date, date(2027, 6, 1))

    def test_agreement_is_kept_until_it_has_ended_and_then_24_months(self):
        agreement = self.env["hr.offboarding.agreement"].create(
            {"employee_id": self.employee_leaver.id, "signed_date": "2021-05-01"}
        )
        entered = agreement.create_date.date()
        self.assertEqual(agreement.retention_date, add_months(entered, 24))
        agreement.date_end = "2027-01-31"
        agreement.action_put_in_force()
        self.assertFalse(agreement.retention_date)
        agreement.release_reason = "Not needed"
        agreement.action_release()
        self.assertEqual(agreement.retention_date, date(2028, 3, 16))

    def test_an_agreement_in_force_is_not_erased_however_old_it_is(self):
        agreement = self.env["hr.offboarding.agreement"].create(
            {"employee_id": self.employee_leaver.id, "signed_date": "2021-05-01"}
        )
        agreement.date_end = "2026-04-01"
        agreement.action_put_in_force()
        self._run_cron()
        self.assertTrue(agreement.exists())

    def test_the_mixins_share_no_name_with_what_inherits_them(self):
        """A model that has a method of this name already would erase by it."""
        Mixins = [self.env[f"hr.{name}.mixin"] for name in ("erasure", "retention")]
        own = {
            name
            for Mixin in Mixins
            for base in type(Mixin).__mro__
            if base.__module__.startswith("odoo.addons.hr_exit_interview.")
            and base.__name__ in ("HrErasureMixin", "HrRetentionMixin")
            for name in vars(base)
            if callable(getattr(base, name)) and not name.startswith("__")
        } - {"create", "write"}
        self.assertIn("_get_erasure_due_domain", own)
        for Model in Mixins[1]._get_retention_models():
            for base in type(Model).__mro__:
                if (
                    not base.__module__.startswith("odoo.addons.hr_")
                    or base.__name__.endswith("Retention")
                    or base.__name__ in ("HrErasureMixin", "HrRetentionMixin")
                ):
                    continue
                with self.subTest(model=Model._name, of=base.__name__):
                    self.assertFalse(own & vars(base).keys())

    def test_months_are_within_bounds(self):
        for months in (0, -1, 601):
            with (
                self.subTest(months),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.company.retention_case_months = months
                self.env.flush_all()

    def test_nothing_is_erased_before_its_day_wherever_the_person_lives(self):
        due = date(2028, 3, 16)
        for zone in ("Pacific/Kiritimati", "UTC", "Pacific/Pago_Pago"):
            tz = pytz.timezone(zone)
            for days, hour, is_erased in ((-1, 12, False), (0, 0, None), (1, 23, True)):
                with self.subTest(zone=zone, days=days), self.env.cr.savepoint() as sp:
                    self.employee_leaver.tz = zone
                    case = self._finish()
                    local = datetime.combine(
                        due + timedelta(days=days), datetime.min.time()
                    ) + timedelta(hours=hour)
                    now = tz.localize(local).astimezone(pytz.utc).replace(tzinfo=None)
                    self._run_cron(now)
                    if is_erased is None:
                        # The day itself has begun here, at its first second perhaps
                        # nowhere else: kept where it has not begun everywhere.
                        is_erased = now >= datetime(2028, 3, 16, 12)
                    self.assertEqual(bool(case.erased_date), is_erased)
                    sp.rollback()
                    self.env.invalidate_all()

    # What is left

    def test_dates_and_department_are_left_of_a_departure(self):
        self.case.sudo().stated_reason = MARKER
        case = self._finish()
        number, period = case.name, self._get_periods(self.employee_leaver)
        self.assertEqual(period.offboarding_id, case)
        progress = self._run_cron()

        self.assertEqual(case.erased_date, AFTERWARDS.date())
        self.assertEqual(case.name, number)
        self.assertEqual(case.department_id, self.department)
        self.assertEqual(str(case.departure_date), "2026-03-16")
        self.assertEqual(case.company_id, self.company)
        self.assertEqual(case.state, "done")
        for name in ("employee_id", "reason_id", "kind", "manager_id", "stated_reason"):
            with self.subTest(name):
                self.assertFalse(case[name])
        self.assertFalse(case.line_manager_ids)
        self.assertFalse(case.task_ids)
        self.assertFalse(case.retention_date)
        # The ledger stays and no longer says to which departure it belongs.
        self.assertEqual(period.employee_id, self.employee_leaver)
        self.assertEqual(period.reason_id, self.reason_resigned)
        self.assertFalse(period.offboarding_id)
        self.assertTrue(progress.called)
        self.assertEqual(
            self._log(),
            [("hr.exit.interview", 1, "retention"), ("hr.offboarding", 1, "retention")],
        )

    def test_erasing_again_changes_nothing(self):
        case = self._finish()
        self._run_cron()
        log = self._log()
        case._privacy_erase("request")
        self._run_cron(AFTERWARDS + timedelta(days=400))
        self.assertEqual(self._log(), log)
        self.assertEqual(case.erased_date, AFTERWARDS.date())

    def test_an_erased_departure_does_not_change_any_more(self):
        case = self._finish()
        self._run_cron()
        for step in (
            lambda: case.write({"stated_reason": "Again"}),
            lambda: case.with_user(self.user_officer).write({"successor_id": False}),
            lambda: case.with_user(self.user_admin_hr)._do_hold("Too late"),
        ):
            with self.assertRaisesRegex(UserError, "were erased"):
                step()
        self.company.retention_case_months = 36
        self.assertFalse(case.retention_date)

    def test_figures_of_the_ledger_stay(self):
        self._finish()
        Analysis = self.env["hr.offboarding.analysis"]
        domain = [("employee_id", "=", self.employee_leaver.id)]
        names = ("leaver_count", "voluntary_count", "tenure_band", "department_id")
        before = Analysis.search(domain).read(names)
        self.assertEqual(len(before), 1)
        # Stints that were imported have no employee.
        nobodys = Analysis.search([("employee_id", "=", False)])
        self._run_cron()
        after = Analysis.search(domain).read(names)
        self.assertEqual(after, before)
        self.assertEqual(Analysis.search([("employee_id", "=", False)]), nobodys)

    def test_a_departure_without_employee_is_refused_while_it_is_not_erased(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(CheckViolation, "employee_until_erased"),
            self.env.cr.savepoint(),
        ):
            self._new_offboarding(self.employee_manager).sudo().employee_id = False
            self.env.flush_all()

    def test_a_person_who_is_back_keeps_what_hr_has_noted(self):
        self.employee_leaver.key_person_note = "Knows the furnace"
        case = self._finish()
        self.employee_leaver.action_unarchive()
        self._run_cron()
        self.assertTrue(case.erased_date)
        self.assertEqual(self.employee_leaver.key_person_note, "Knows the furnace")

    # Legal hold

    def test_legal_hold_stops_the_erasure_and_says_why(self):
        case = self._finish()
        as_admin = case.with_user(self.user_admin_hr)
        action = as_admin.action_legal_hold()
        wizard = Form(
            self.env["hr.retention.hold"]
            .with_user(self.user_admin_hr)
            .with_context(**action["context"])
        )
        wizard.reason = "Claim before the labour court"
        wizard.save().action_hold()
        self.assertEqual(case.legal_hold_user_id, self.user_admin_hr)
        self.assertEqual(str(case.legal_hold_date), "2026-03-16")
        self.assertTrue(self.interview.legal_hold)
        self._run_cron()
        self.assertFalse(case.erased_date)
        self.assertFalse(self.interview.erased_date)
        self.assertFalse(self._log())
        with self.assertRaisesRegex(UserError, "labour court"):
            case._privacy_erase("request")
        with self.assertRaisesRegex(UserError, "labour court"):
            self.interview._privacy_erase("request")

        as_admin.action_release_hold()
        self.assertFalse(case.legal_hold_reason)
        self._run_cron()
        self.assertTrue(case.erased_date)

    def test_hold_of_a_departure_holds_agreements_and_answers(self):
        agreement = self.env["hr.offboarding.agreement"].create(
            {"employee_id": self.employee_leaver.id}
        )
        self._send()
        self._answer(main_reason="car")
        case = self._finish()
        case.with_user(self.user_admin_hr)._do_hold("Claim")
        self.assertTrue(agreement.legal_hold)
        with (
            freeze_time(AFTERWARDS),
            patch.object(self.env.registry["ir.cron"], "_commit_progress"),
        ):
            self.env["hr.exit.answer"]._cron_delete_expired()
            self.assertTrue(self.interview.answer_ids)
            case.with_user(self.user_admin_hr)._do_release_hold()
            self.env["hr.exit.answer"]._cron_delete_expired()
        self.assertFalse(self.interview.answer_ids)

    def test_only_hr_administrators_hold_and_nobody_writes_it(self):
        case = self._finish()
        for user in (self.user_officer, self.user_manager, self.user_leaver):
            with self.subTest(user.login), self.assertRaises(AccessError):
                case.with_user(user).action_legal_hold()
            with self.subTest(user.login), self.assertRaises(AccessError):
                case.with_user(user).action_release_hold()
        for user in (self.user_officer, self.user_admin_hr):
            for values in ({"legal_hold": True}, {"erased_date": "2026-01-01"}):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    case.with_user(user).write(values)
        with self.assertRaises(AccessError):
            self.env["hr.offboarding"].with_user(self.user_admin_hr).create(
                {
                    "employee_id": self.employee_manager.id,
                    "reason_id": self.reason_resigned.id,
                    "legal_hold": True,
                }
            )

    def test_hold_wizard_takes_our_models_only(self):
        wizard = self.env["hr.retention.hold"].with_user(self.user_admin_hr)
        for targets in (False, {}, {"res.users": [2]}, {"hr.employee": [1]}):
            record = wizard.create({"reason": "Claim", "targets": targets})
            with self.subTest(targets), self.assertRaises(UserError):
                record.action_hold()

    # One that fails stops nobody else

    def test_what_cannot_be_erased_is_parked_and_tried_again(self):
        other = self._new_offboarding(self.employee_manager)
        other.action_confirm()
        cases = self._finish() + self._finish(other)
        original = type(cases)._retention_strip
        poison = cases[0]

        def strip(records, touched):
            if records._name == "hr.offboarding" and poison in records:
                raise ValidationError("The archive is out of reach.")
            return original(records, touched)

        with (
            patch.object(type(cases), "_retention_strip", strip),
            mute_logger("odoo.addons.hr_exit_interview.models.hr_erasure_mixin"),
        ):
            self._run_cron(failures=[poison])
        self.assertFalse(poison.erased_date)
        self.assertTrue(poison.employee_id)
        self.assertEqual(poison.retention_error, "The archive is out of reach.")
        self.assertTrue(cases[1].erased_date)
        self._run_cron()
        self.assertTrue(poison.erased_date)
        self.assertFalse(poison.retention_error)

    # How much it asks the database

    def test_a_day_without_anything_due_asks_once_per_model(self):
        """However many there are that are kept for some time still."""
        self._finish()
        models = self.env["hr.retention.mixin"]._get_retention_models()
        for number in (20, 200):
            employees = self.env["hr.employee"].create(
                [{"name": f"Kept {number} {place}"} for place in range(number)]
            )
            cases = self.env["hr.offboarding"].create(
                [
                    {
                        "employee_id": employee.id,
                        "reason_id": self.reason_resigned.id,
                        "notice_date": "2026-02-16",
                        "last_working_date": "2026-03-16",
                    }
                    for employee in employees
                ]
            )
            cases.action_confirm()
            cases.action_retain()
            self.env.flush_all()
            self.assertTrue(all(cases.mapped("retention_date")))
            self.env.invalidate_all()
            with (
                self.subTest(number),
                freeze_time("2026-05-01"),
                patch.object(self.env.registry["ir.cron"], "_commit_progress"),
                self.assertQueryCount(len(models)),
            ):
                self.env["hr.retention.mixin"]._cron_erase_due()
            self.assertFalse(any(cases.mapped("erased_date")))

    def test_200_due_ask_at_most_a_fifth_of_a_query_each(self):
        self._run_cron()  # What demo data left; then there is nothing but these.
        employees = self.env["hr.employee"].create(
            [{"name": f"Leaver {number}"} for number in range(200)]
        )
        cases = self.env["hr.offboarding"].create(
            [
                {
                    "employee_id": employee.id,
                    "reason_id": self.reason_resigned.id,
                    "notice_date": "2026-02-16",
                    "last_working_date": "2026-03-16",
                }
                for employee in employees
            ]
        )
        cases.action_confirm()
        cases.action_retain()
        self.env["hr.offboarding.asset"].create(
            [
                {
                    "offboarding_id": case.id,
                    "name": "Laptop",
                    "photo": "R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=",
                }
                for case in cases
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        counts = {}
        original = type(self.env["hr.retention.mixin"])._erase_or_park

        def count(records, rule):
            before = self.env.cr.sql_log_count
            original(records, rule)
            counts[records._name] = self.env.cr.sql_log_count - before

        with patch.object(
            type(self.env["hr.retention.mixin"]), "_erase_or_park", count
        ):
            self._run_cron()
        self.assertEqual(set(cases.mapped("erased_date")), {AFTERWARDS.date()})
        self.assertEqual(counts.keys(), {"hr.exit.interview", "hr.offboarding"})
        for model, queries in counts.items():
            with self.subTest(model):
                self.assertLessEqual(queries / 200, 0.2)
