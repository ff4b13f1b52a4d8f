"""The employee record that is taken into use again, whatever state it is in."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import LEFT, TODAY, RehireCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrEmployee(RehireCase):
    def _return(self, employee, start="2026-03-02"):
        rehire = self._new_rehire(alumni=employee.alumni_ids)
        self._new_wizard(rehire, start_date=start).action_return()
        return rehire

    def test_contract_without_an_end_is_ended(self):
        self.employee_leaver.version_ids.contract_date_end = False
        rehire = self._return(self.employee_leaver)
        old, _new = self.employee_leaver.version_ids.sorted("date_version")
        self.assertEqual(old.contract_date_end, LEFT)
        self.assertReturned(rehire, rehire.start_date)

    def test_contract_that_ended_later_than_the_person_left_is_shortened(self):
        self.employee_leaver.version_ids.contract_date_end = "2026-12-31"
        self._return(self.employee_leaver)
        old, _new = self.employee_leaver.version_ids.sorted("date_version")
        self.assertEqual(old.contract_date_end, LEFT)

    def test_changes_planned_for_after_the_departure_are_set_aside(self):
        employee = self.employee_leaver
        for day in ("2026-01-01", "2026-03-02", "2027-01-01"):
            employee.create_version({"date_version": day, "wage": 9000})
        employee.version_ids.invalidate_recordset()
        rehire = self._return(employee)
        self.assertReturned(rehire, rehire.start_date)
        self.assertEqual(
            [str(day) for day in employee.version_ids.mapped("date_version")],
            ["2021-05-01", "2026-01-01", "2026-03-02"],
        )
        old = employee.version_ids[0]
        self.assertEqual(old.contract_date_end, LEFT)
        self.assertEqual(old.departure_date, LEFT)

    def test_employee_without_contract(self):
        employee = self._new_employee("Nora Free", contract_date_start=False)
        employee.version_ids.date_version = "2024-02-01"
        self._depart(employee, "2025-02-28")
        rehire = self._return(employee)
        self.assertReturned(rehire, rehire.start_date)
        self.assertPeriods(
            employee,
            [
                ("2024-02-01", "2025-02-28", self.reason_resigned),
                ("2026-03-02", False, self.env["hr.departure.reason"]),
            ],
        )

    def test_only_version_dated_later_than_the_return_keeps_its_facts(self):
        employee = self.employee_leaver
        self.env.cr.execute(
            "UPDATE hr_version SET date_version = '2026-03-16' WHERE employee_id = %s",
            (employee.id,),
        )
        self.env.invalidate_all()
        rehire = self._return(employee)
        self.assertReturned(rehire, rehire.start_date)
        old, _new = employee.version_ids.sorted("date_version")
        self.assertEqual(str(old.date_version), "2021-05-01")
        self.assertEqual(old.departure_date, LEFT)

    def test_archived_before_the_ledger_was_kept(self):
        employee = self.employee_leaver
        employee.offboarding_ids.period_id = False
        employee.employment_period_ids.unlink()
        self._return(employee)
        self.assertPeriods(
            employee,
            [
                ("2021-05-01", LEFT, self.reason_resigned),
                ("2026-03-02", False, self.env["hr.departure.reason"]),
            ],
        )

    def test_contract_prepared_by_hand(self):
        employee = self.employee_leaver
        employee.create_contract("2026-03-02")
        with self.assertRaisesRegex(UserError, "contract that starts on 03/02/2026"):
            self._return(employee, "2026-03-09")
        rehire = employee.rehire_ids
        self._new_wizard(rehire, start_date="2026-03-02").action_return()
        self.assertReturned(rehire, rehire.start_date)
        self.assertEqual(len(employee.version_ids), 2)

    def test_employee_without_user_and_private_email(self):
        employee = self._new_employee("Nina Past")
        self._depart(employee, "2025-10-31")
        rehire = self._return(employee)
        self.assertReturned(rehire, rehire.start_date)

    def test_first_day_in_a_zone_that_is_ahead(self):
        """Already today for the person, still yesterday for the server."""
        employee = self.employee_leaver
        employee.resource_calendar_id.tz = "Pacific/Auckland"
        with freeze_time("2026-03-16 20:00:00"):
            rehire = self._return(employee, "2026-03-17")
            self.assertReturned(rehire, rehire.start_date)
            old = employee.version_ids.sorted("date_version")[0]
            self.assertEqual(old.departure_date, LEFT)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_needs_the_right_to_change_employees(self):
        for user in (self.user_recruiter, self.user_manager):
            employee = self.employee_leaver.with_user(user)
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                employee._return_to_work(TODAY, {})

    def test_stat_button_and_filter(self):
        self._return(self.employee_leaver)
        employee = self.employee_leaver.with_user(self.user_officer)
        self.assertEqual(employee.rehire_count, 1)
        action = employee.action_view_rehires()
        self.assertEqual(
            self.env["hr.rehire"].search(action["domain"]), employee.rehire_ids
        )
        self.assertIn(employee, employee.search([("rehire_date", "!=", False)]))

    def test_plain_colleagues_still_read_employees(self):
        self._return(self.employee_leaver)
        names = (
            self.env["hr.employee"]
            .with_user(self.user_colleague)
            .search([("id", "=", self.employee_leaver.id)])
            .mapped("name")
        )
        self.assertEqual(names, ["Lea Ver"])
