from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import TODAY
from .transfer_common import TransferCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingTransferRefused(TransferCase):
    """What cannot be is told with a sentence, and nothing of it is half done."""

    def _assert_refused(self, case, text):
        for step in (case.action_confirm, case.action_depart):
            with self.assertRaisesRegex(UserError, text):
                step()
        self.assertEqual(case.state, "draft")
        self.assertTrue(case.employee_id.active)
        self.assertFalse(case.employee_id.sudo().employment_period_ids)

    def test_no_company(self):
        self._assert_refused(self._new_transfer(), "Choose the company")

    def test_own_company(self):
        with self.assertRaisesRegex(ValidationError, "works for Northwind already"):
            self._new_transfer(transfer_company_id=self.company.id)

    def test_archived_company(self):
        case = self._new_transfer(transfer_company_id=self.company_other.id)
        (self.user_officer_other + self.user_exit_officer_other).active = False
        self.company_other.active = False
        self._assert_refused(
            case.with_context(allowed_company_ids=self.company.ids),
            "Southwind is archived",
        )

    def test_company_that_the_officer_does_not_have(self):
        case = self._new_transfer()
        as_officer = case.with_user(self.user_officer).with_context(
            allowed_company_ids=self.company.ids
        )
        values = {"transfer_company_id": self.company_other.id}
        with self.assertRaisesRegex(AccessError, "companies only to which you have"):
            as_officer.write(values)
        with self.assertRaisesRegex(AccessError, "companies only to which you have"):
            as_officer.create({"employee_id": self.report.id, **values})
        # Somebody of both companies has chosen it: any officer may go on.
        case.write(values)
        as_officer.action_confirm()
        as_officer.action_depart()
        self.assertEqual(self.mover.sudo().company_id, self.company_other)

    def test_place_of_another_company(self):
        with self.assertRaisesRegex(ValidationError, "does not belong to the company"):
            self._new_transfer(
                transfer_company_id=self.company_other.id,
                transfer_department_id=self.department.id,
            )

    def test_works_there_already(self):
        self.user_mover.company_ids += self.company_other
        self._new_employee("Mo Ver", self.user_mover, company_id=self.company_other.id)
        case = self._new_transfer(transfer_company_id=self.company_other.id)
        self._assert_refused(case, "has an employee record in Southwind already")

    def test_former_record_with_another_number(self):
        self.user_mover.company_ids += self.company_other
        former = self._new_employee(
            "Mo Ver", self.user_mover, company_id=self.company_other.id
        )
        former.action_archive()
        for way in ("same", "new"):
            case = self._new_transfer(
                transfer_company_id=self.company_other.id, transfer_way=way
            )
            self._assert_refused(case, former.employee_number)
            case.action_cancel()

    def test_number_of_somebody_else(self):
        stranger = self.env["hr.employee"].create(
            {
                "name": "A Stranger",
                "company_id": self.company_other.id,
                "employee_number": self.number,
            }
        )
        case = self._new_transfer(transfer_company_id=self.company_other.id)
        self._assert_refused(case, "belongs to somebody else in Southwind")
        # Kept for life, also by somebody of whom the ledger alone knows.
        stranger.action_archive()
        stranger.offboarding_ids.sudo().unlink()
        stranger.unlink()
        self._assert_refused(case, "belongs to somebody else in Southwind")

    def test_not_before_the_day_after(self):
        case = self._new_transfer(
            transfer_company_id=self.company_other.id, last_working_date=TODAY
        )
        case.action_confirm()
        with self.assertRaisesRegex(UserError, "on the next day"):
            case.action_depart()
        self.assertEqual(self.mover.company_id, self.company)

    def test_job_parks_one_and_moves_the_others(self):
        employees = [self._new_employee(f"Moves {n}") for n in range(3)]
        cases = [
            self._new_transfer(
                employee,
                transfer_company_id=self.company_other.id,
                transfer_way=way,
                last_working_date=TODAY,
            )
            for employee, way in zip(employees, ("same", "new", "same"), strict=True)
        ]
        leaver = self._new_offboarding(
            self._new_employee("Leaves"), self.user_group_officer
        )
        for case in (*cases, leaver):
            case.action_confirm()
        # The number is given away there after the departure was confirmed.
        self.env["hr.employee"].create(
            {
                "name": "A Stranger",
                "company_id": self.company_other.id,
                "employee_number": employees[0].employee_number,
            }
        )
        with freeze_time("2026-03-17"):
            self._run_job()
        parked, *moved = cases
        self.assertEqual(parked.state, "in_progress")
        self.assertIn("belongs to somebody else", parked.departure_error)
        self.assertEqual(employees[0].company_id, self.company)
        self.assertFalse(self._get_ledger(employees[0].employee_number))
        for case in (*moved, leaver):
            self.assertEqual(case.state, "departed")
            self.assertFalse(case.departure_error)
        self.assertEqual(employees[2].company_id, self.company_other)
        self.assertFalse(leaver.employee_id.active)

    def test_number_is_kept_by_the_steps_of_a_transfer_only(self):
        self.mover.action_archive()
        values = {
            "name": "A Thief",
            "employee_number": self.number,
            "company_id": self.company.id,
        }
        with self.assertRaisesRegex(UserError, "kept for life"):
            self.env["hr.employee"].with_user(self.user_officer).with_context(
                kept_employee_numbers=[self.number]
            ).create(values)
