"""The return: what it does, what it refuses, and that nothing is half done."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import LEFT, TODAY, RehireCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrRehireWizard(RehireCase):
    def test_officer_returns_a_former_colleague(self):
        number = self.employee_leaver.employee_number
        rehire = self._new_rehire(job_id=self.job_new.id, start_date="2026-03-02")
        wizard = self._new_wizard(rehire, manager_id=self.employee_director.id)
        action = wizard.action_return()
        employee = self.employee_leaver
        self.assertEqual(action["res_id"], employee.id)
        self.assertReturned(rehire, wizard.start_date)
        self.assertEqual(str(wizard.start_date), "2026-03-02")
        self.assertEqual(employee.employee_number, number)
        self.assertEqual(employee.job_id, self.job_new)
        self.assertEqual(employee.job_title, "Senior Chemist")
        self.assertEqual(employee.department_id, self.department)
        self.assertEqual(employee.parent_id, self.employee_director)
        self.assertEqual(employee.wage, 3000)
        self.assertPeriods(
            employee,
            [
                ("2021-05-01", LEFT, self.reason_resigned),
                ("2026-03-02", False, self.env["hr.departure.reason"]),
            ],
        )
        running = employee.employment_period_ids.filtered("is_running")
        self.assertEqual(running.job_title, "Senior Chemist")
        self.assertEqual(running.manager_id, self.employee_director)

    def test_departure_facts_stay_on_the_old_version(self):
        self._new_wizard(self._new_rehire()).action_return()
        old, new = self.employee_leaver.version_ids.sorted("date_version")
        self.assertEqual(old.departure_date, LEFT)
        self.assertEqual(old.departure_reason_id, self.reason_resigned)
        self.assertEqual(old.contract_date_end, LEFT)
        self.assertEqual(old.job_id, self.job)
        self.assertFalse(new.departure_date)
        self.assertFalse(new.departure_reason_id)
        self.assertFalse(new.contract_date_end)

    def test_leave_and_return_three_times(self):
        employee = self.employee_leaver
        number, nobody = employee.employee_number, self.env["hr.departure.reason"]
        expected = [("2021-05-01", str(LEFT), self.reason_resigned)]
        for start, end in [
            ("2025-08-01", "2025-09-30"),
            ("2025-11-03", "2025-12-31"),
            ("2026-02-02", None),
        ]:
            with freeze_time(start):
                rehire = self._new_rehire()
                self._new_wizard(rehire).action_return()
            self.assertReturned(rehire, rehire.start_date)
            self.assertPeriods(employee, [*expected, (start, False, nobody)])
            if end:
                self._depart(employee, end, self.reason_fired)
                self.assertEqual(self.alumni.state, "left")
                expected.append((start, end, self.reason_fired))
        self.assertEqual(employee.employee_number, number)
        self.assertEqual(employee.rehire_count, 3)
        self.assertEqual(self.alumni.rehire_count, 3)
        self.assertEqual(
            [
                (str(version.contract_date_start), str(version.contract_date_end))
                for version in employee.version_ids.sorted("date_version")
            ],
            [(start, end) for start, end, _reason in expected]
            + [("2026-02-02", "False")],
        )

    def test_hired_stage_and_documents_of_the_application(self):
        applicant = self._new_applicant()
        letter = self.env["ir.attachment"].create(
            {
                "name": "letter.txt",
                "raw": b"I would like to come back.",
                "res_model": "hr.applicant",
                "res_id": applicant.id,
            }
        )
        applicant.action_start_rehire()
        rehire = applicant.rehire_id
        rehire.action_offer()
        self._new_wizard(rehire.with_user(self.user_officer)).action_return()
        self.assertEqual(applicant.employee_id, self.employee_leaver)
        self.assertTrue(applicant.stage_id.hired_stage)
        self.assertTrue(applicant.date_closed)
        self.assertEqual(self.job_new.no_of_recruitment, 1)
        copied = self.env["ir.attachment"].search(
            [
                ("res_model", "=", "hr.employee"),
                ("res_id", "=", self.employee_leaver.id),
            ]
        )
        self.assertIn(letter.checksum, copied.mapped("checksum"))

    def test_former_stint_is_on_the_resume(self):
        self._new_wizard(self._new_rehire()).action_return()
        line = self.employee_leaver.resume_line_ids.filtered("date_end")
        self.assertEqual(line.name, "Chemist")
        self.assertEqual((str(line.date_start), line.date_end), ("2021-05-01", LEFT))

    def test_form_as_officer(self):
        rehire = self._new_rehire(start_date="2026-03-09")
        wizards = self.env["hr.rehire.wizard"].with_user(self.user_officer)
        with Form(wizards.with_context(default_rehire_id=rehire.id)) as form:
            self.assertEqual(str(form.start_date), "2026-03-09")
            self.assertEqual(form.job_id, self.job)
            self.assertEqual(form.manager_id, self.employee_manager)
            form.contract_date_end = "2026-12-31"
        form.record.action_return()
        version = self.employee_leaver.current_version_id
        self.assertEqual(str(version.contract_date_end), "2026-12-31")

    def test_proposes_the_former_manager_in_the_own_department(self):
        """Not its head, unless somebody chose another manager or department."""
        head = self._new_employee("Hedda Head")
        self.department.manager_id = head
        own = self._new_rehire(job_id=self.job_new.id)
        self.assertEqual(own.manager_id, head)
        self.assertEqual(self._new_wizard(own).manager_id, self.employee_manager)
        own.manager_id = self.employee_director
        self.assertEqual(self._new_wizard(own).manager_id, self.employee_director)
        own.manager_id = head
        own.department_id = self.env["hr.department"].create(
            {"name": "Sales", "company_id": self.company.id, "manager_id": head.id}
        )
        self.assertEqual(self._new_wizard(own).manager_id, head)
        own.manager_id = False
        self.employee_manager.action_archive()
        self.assertFalse(self._new_wizard(own).manager_id)

    # The login

    def test_login_is_reactivated_on_request_and_without_old_keys(self):
        user = self.user_leaver
        self.assertFalse(user.active)
        self.env["res.users.apikeys"].with_user(user)._generate(
            None, "old key", datetime(2026, 3, 31)
        )
        wizard = self._new_wizard(self._new_rehire(), reactivate_user=True)
        self.assertTrue(wizard.has_archived_user)
        wizard.action_return()
        self.assertTrue(user.active)
        self.assertFalse(user.sudo().api_key_ids)
        self.assertEqual(self.employee_leaver.user_id, user)

    def test_login_stays_archived_by_default(self):
        self._new_wizard(self._new_rehire()).action_return()
        self.assertFalse(self.user_leaver.active)

    # What is refused

    def test_refused_with_a_sentence_and_nothing_half_done(self):
        rehire = self._new_rehire()
        for start, sentence in [
            (LEFT, "worked here until 06/30/2025"),
            ("2024-01-01", "worked here until"),
            ("2026-03-17", "carried out on that day"),
        ]:
            with self.subTest(start=start):
                wizard = self._new_wizard(rehire, start_date=start)
                with (
                    self.assertRaisesRegex(UserError, sentence),
                    self.env.cr.savepoint(),
                ):
                    wizard.action_return()
                self.assertNothingReturned(rehire)

    def test_contract_cannot_end_before_it_starts(self):
        rehire = self._new_rehire()
        wizard = self._new_wizard(rehire, contract_date_end="2026-03-01")
        with self.assertRaisesRegex(UserError, "end before it starts"):
            wizard.action_return()
        self.assertNothingReturned(rehire)

    def test_failure_in_the_middle_leaves_nothing(self):
        rehire = self._new_rehire()
        wizard = self._new_wizard(rehire)
        with (
            patch.object(
                type(self.alumni), "_do_return", side_effect=UserError("broken")
            ),
            self.assertRaisesRegex(UserError, "broken"),
            self.env.cr.savepoint(),
        ):
            wizard.action_return()
        self.assertNothingReturned(rehire)

    def test_not_before_the_offer(self):
        rehire = self._new_rehire(state="review")
        with self.assertRaisesRegex(UserError, "cannot become “Returned”"):
            self._new_wizard(rehire).action_return()

    def test_twice(self):
        rehire = self._new_rehire()
        first, second = self._new_wizard(rehire), self._new_wizard(rehire)
        first.action_return()
        with self.assertRaisesRegex(
            UserError, f"already returned by case {rehire.name}"
        ):
            second.action_return()

    def test_somebody_unarchived_meanwhile(self):
        rehire = self._new_rehire()
        wizard = self._new_wizard(rehire)
        self.employee_leaver.action_unarchive()
        with self.assertRaisesRegex(UserError, "works here already"):
            wizard.action_return()

    def test_open_departure(self):
        rehire = self._new_rehire()
        case = self.employee_leaver.offboarding_ids
        case.sudo().state = "in_progress"
        wizard = self._new_wizard(rehire)
        with self.assertRaisesRegex(UserError, "departure of Lea Ver is still open"):
            wizard.action_return()
        case.sudo().state = "departed"  # Tasks may still be open: no hindrance.
        wizard.action_return()
        self.assertReturned(rehire, TODAY)

    def test_no_employee_record_at_all(self):
        self.alumni.employee_ids = False
        rehire = self._new_rehire()
        with self.assertRaisesRegex(UserError, "Create Employee"):
            self._new_wizard(rehire).action_return()

    def test_employee_record_of_another_company(self):
        rehire = self._new_rehire()
        wizard = self._new_wizard(rehire)
        self.env.cr.execute(
            "UPDATE hr_employee SET company_id = %s WHERE id = %s",
            (self.company_other.id, self.employee_leaver.id),
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "no longer in Northwind"):
            wizard.action_return()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_recruiters_and_other_companies_cannot(self):
        rehire = self._new_rehire()
        wizard = self._new_wizard(rehire)
        for user in (self.user_recruiter, self.user_colleague, self.user_officer_other):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self._new_wizard(rehire, user=user).action_return()
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                wizard.with_user(user).action_return()
            with (
                self.subTest(user=user.login),
                self.assertRaises(UserError),
            ):
                rehire.with_user(user)._do_return(TODAY, {})
        self.assertNothingReturned(rehire)
