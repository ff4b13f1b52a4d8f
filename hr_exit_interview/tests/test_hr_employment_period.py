"""The ledger: written in every way of leaving, and kept by every way of coming back."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY, OffboardingCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrEmploymentPeriod(OffboardingCase):
    def test_period_written_however_archived(self):
        """Button, list of many, RPC as officer, plain write and the resource."""
        no_reason = self.env["hr.departure.reason"]
        ways = {
            "core button": lambda employee: employee.with_context(
                no_wizard=True
            ).action_archive(),
            "write": lambda employee: employee.write({"active": False}),
            "officer": lambda employee: employee.with_user(
                self.user_officer
            ).action_archive(),
            "resource": lambda employee: employee.resource_id.write({"active": False}),
        }
        for way, archive in ways.items():
            with self.subTest(way):
                employee = self._new_employee(f"Leaver by {way}")
                archive(employee)
                self.assertFalse(employee.active)
                self.assertPeriods(employee, [("2021-05-01", TODAY, no_reason)])

    def test_period_written_for_a_list_of_employees(self):
        employees = self.employee_leaver + self.employee_manager
        employees.with_user(self.user_officer).action_archive()
        for employee in employees:
            self.assertPeriods(
                employee, [("2021-05-01", TODAY, self.env["hr.departure.reason"])]
            )

    def test_period_of_core_departure_wizard_has_its_date_and_reason(self):
        self.env["hr.departure.wizard"].with_context(
            employee_termination=True, active_ids=self.employee_leaver.ids
        ).create(
            {
                "employee_ids": self.employee_leaver.ids,
                "departure_reason_id": self.reason_fired.id,
                "departure_date": "2026-03-31",
            }
        ).action_register_departure()
        self.assertPeriods(
            self.employee_leaver, [("2021-05-01", "2026-03-31", self.reason_fired)]
        )

    def test_wizard_after_archiving_completes_the_period(self):
        """Core's list action archives first and asks for date and reason afterwards."""
        self.employee_leaver.action_archive()
        wizard = (
            self.env["hr.departure.wizard"]
            .with_context(active_ids=self.employee_leaver.ids)
            .create(
                {
                    "employee_ids": self.employee_leaver.ids,
                    "departure_reason_id": self.reason_resigned.id,
                    "departure_date": "2026-03-10",
                }
            )
        )
        wizard.action_register_departure()
        expected = [("2021-05-01", "2026-03-10", self.reason_resigned)]
        self.assertPeriods(self.employee_leaver, expected)

        wizard.departure_reason_id = self.reason_fired
        wizard.action_register_departure()
        self.assertPeriods(self.employee_leaver, expected)

    def test_unarchiving_keeps_the_facts_that_core_erases(self):
        self.env["hr.departure.wizard"].with_context(
            employee_termination=True, active_ids=self.employee_leaver.ids
        ).create(
            {
                "employee_ids": self.employee_leaver.ids,
                "departure_reason_id": self.reason_resigned.id,
                "departure_date": TODAY,
            }
        ).action_register_departure()
        first = ("2021-05-01", TODAY, self.reason_resigned)

        with freeze_time("2026-09-01"):
            self.employee_leaver.action_unarchive()
            self.assertFalse(self.employee_leaver.departure_reason_id)
            no_reason = self.env["hr.departure.reason"]
            self.assertPeriods(
                self.employee_leaver, [first, ("2026-09-01", False, no_reason)]
            )
        with freeze_time("2026-12-24"):
            self.employee_leaver.write({"active": False})
            self.assertPeriods(
                self.employee_leaver, [first, ("2026-09-01", "2026-12-24", no_reason)]
            )

    def test_unarchiving_on_the_same_day_is_undone_by_archiving_again(self):
        no_reason = self.env["hr.departure.reason"]
        self.employee_leaver.action_archive()
        self.employee_leaver.action_unarchive()
        self.assertPeriods(
            self.employee_leaver,
            [("2021-05-01", TODAY, no_reason), ("2026-03-17", False, no_reason)],
        )
        self.employee_leaver.write({"active": False})
        self.assertPeriods(self.employee_leaver, [("2021-05-01", TODAY, no_reason)])

    def test_new_contract_after_an_earlier_stint_is_a_stint_of_its_own(self):
        self.employee_leaver.action_archive()
        self.employee_leaver.version_id.contract_date_end = TODAY
        self.employee_leaver.create_contract(date(2026, 6, 1))
        period = self.employee_leaver._open_employment_periods(date(2026, 6, 1))
        self.assertEqual(period.stint, 2)
        self.assertTrue(period.is_running)
        with freeze_time("2026-06-02"):
            self.employee_leaver.write({"active": True})
            self.employee_leaver.write({"active": False})
        self.assertEqual(
            self._get_periods(self.employee_leaver).mapped("date_start"),
            [date(2021, 5, 1), date(2026, 6, 1)],
        )
        self.assertEqual(str(period.date_end), "2026-06-02")

    def test_who_never_started_has_no_stint(self):
        employee = self._new_employee("No Show", contract_date_start="2026-06-01")
        employee.action_archive()
        self.assertPeriods(employee, [])

    def test_period_ends_on_the_day_where_the_employee_works(self):
        """At 11:30 UTC it is the 17th in Kiritimati and still the 16th in Pago Pago."""
        for tz, day in (
            ("Pacific/Kiritimati", "2026-03-17"),
            ("Pacific/Pago_Pago", "2026-03-16"),
        ):
            with self.subTest(tz), freeze_time("2026-03-16 11:30:00"):
                calendar = self.company.resource_calendar_id.copy({"tz": tz})
                employee = self._new_employee(
                    "Far Away", resource_calendar_id=calendar.id
                )
                employee.action_archive()
                self.assertEqual(str(self._get_periods(employee).date_end), day)

    def test_facts_are_kept_as_text(self):
        self.employee_leaver.action_archive()
        period = self._get_periods(self.employee_leaver)
        self.department.name = "Renamed"
        self.job.unlink()
        self.assertEqual(period.department_name, "Research")
        self.assertEqual(period.job_title, "Chemist")
        self.assertEqual(period.manager_name, "Milo Line")
        self.assertEqual(
            period._get_public_facts(),
            [
                {
                    "date_start": date(2021, 5, 1),
                    "date_end": TODAY,
                    "job_title": "Chemist",
                    "department": "Research",
                }
            ],
        )

    def test_name_of_a_period_names_nobody(self):
        self.employee_leaver.action_archive()
        period = self._get_periods(self.employee_leaver)
        self.assertEqual(period.display_name, f"{period.employee_number}/1")

    def test_period_survives_the_employee(self):
        self.employee_other_company.action_archive()
        period = self._get_periods(self.employee_other_company)
        number = period.employee_number
        self.employee_other_company.unlink()
        self.assertTrue(period.exists())
        self.assertEqual(period.employee_number, number)
        self.assertEqual(period.employee_name, "Otto Far")

    @mute_logger("odoo.models.unlink")
    def test_nobody_changes_the_ledger(self):
        self.employee_leaver.action_archive()
        for user in (self.user_officer, self.user_admin_hr):
            period = self._get_periods(self.employee_leaver).with_user(user)
            with self.subTest(user.login):
                self.assertEqual(str(period.date_end), str(TODAY))
                with self.assertRaises(AccessError):
                    period.date_end = "2026-01-01"
                with self.assertRaises(AccessError):
                    period.unlink()
