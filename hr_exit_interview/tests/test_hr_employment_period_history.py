from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import SQL

from ..hooks import post_init_hook
from .common import TODAY, OffboardingCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrEmploymentPeriodHistory(OffboardingCase):
    def _leave(self, employee, date=None):
        """Somebody left before the addon was installed: nothing is in the ledger."""
        employee.write(
            {
                "active": False,
                "departure_date": date,
                "departure_reason_id": date and self.reason_resigned.id,
            }
        )
        self._forget(employee)

    def _forget(self, employees):
        self.env.flush_all()
        for table in ("hr_offboarding", "hr_employment_period"):
            self.env.cr.execute(
                SQL(
                    "DELETE FROM %s WHERE employee_id IN %s",
                    SQL.identifier(table),
                    tuple(employees.ids),
                )
            )
        self.env.invalidate_all()

    def test_former_employees_get_their_stint_once(self):
        self._leave(self.employee_leaver, "2025-11-30")
        self._leave(self.employee_other_company, "2025-12-31")
        expected = [("2021-05-01", "2025-11-30", self.reason_resigned)]
        for _time in range(2):
            post_init_hook(self.env)
            self.assertPeriods(self.employee_leaver, expected)
            self.assertPeriods(
                self.employee_other_company,
                [("2021-05-01", "2025-12-31", self.reason_resigned)],
            )
        period = self._get_periods(self.employee_leaver)
        self.assertEqual(period.department_name, "Research")
        self.assertEqual(period.job_title, "Chemist")
        self.assertEqual(period.manager_name, "Milo Line")
        self.assertFalse(period.is_estimated)
        other = self._get_periods(self.employee_other_company)
        self.assertEqual(other.company_id, self.company_other)
        for employee in self.employee_manager + self.employee_director:
            self.assertPeriods(employee, [])

    def test_facts_stay_when_core_unarchives(self):
        self._leave(self.employee_leaver, "2025-11-30")
        self.env["hr.employment.period"]._complete_ledger()
        self.employee_leaver.action_unarchive()
        self.assertFalse(self.employee_leaver.departure_date)
        self.assertPeriods(
            self.employee_leaver,
            [
                ("2021-05-01", "2025-11-30", self.reason_resigned),
                (TODAY, False, self.env["hr.departure.reason"]),
            ],
        )

    def test_gap_between_contracts_makes_two_stints(self):
        employee = self._new_employee(
            "Twice", contract_date_start="2019-01-01", contract_date_end="2019-12-31"
        )
        employee.create_contract(self._to_date("2021-01-01"))
        none = self.env["hr.departure.reason"]
        self.env["hr.employment.period"]._complete_ledger()
        self.assertPeriods(
            employee,
            [("2019-01-01", "2019-12-31", none), ("2021-01-01", False, none)],
        )
        self._forget(employee)
        self._leave(employee, "2022-06-30")
        self.env["hr.employment.period"]._complete_ledger()
        self.assertPeriods(
            employee,
            [
                ("2019-01-01", "2019-12-31", none),
                ("2021-01-01", "2022-06-30", self.reason_resigned),
            ],
        )

    def test_without_date_or_contract_the_stint_is_estimated(self):
        none = self.env["hr.departure.reason"]
        ended = self._new_employee("Ended", contract_date_end="2024-06-30")
        self._leave(ended)
        bare = self._new_employee("Bare", contract_date_start=False)
        self._leave(bare, "2020-01-31")
        self.env["hr.employment.period"]._complete_ledger()
        self.assertPeriods(ended, [("2021-05-01", "2024-06-30", none)])
        self.assertTrue(self._get_periods(ended).is_estimated)
        self.assertPeriods(bare, [("2020-01-31", "2020-01-31", self.reason_resigned)])
        self.assertTrue(self._get_periods(bare).is_estimated)

    def test_who_never_started_has_no_stint(self):
        employee = self._new_employee("No Show", contract_date_start="2026-06-01")
        self._leave(employee, "2026-02-01")
        self.env["hr.employment.period"]._complete_ledger()
        self.assertPeriods(employee, [])

    def test_only_administrators_complete_the_ledger(self):
        self._leave(self.employee_leaver, "2025-11-30")
        self._leave(self.employee_other_company, "2025-11-30")
        ledger = self.env["hr.employment.period"]
        with self.assertRaises(AccessError):
            ledger.with_user(self.user_officer).action_complete_ledger()
        self.assertPeriods(self.employee_leaver, [])
        ledger.with_user(self.user_admin_hr).action_complete_ledger()
        self.assertEqual(len(self._get_periods(self.employee_leaver)), 1)
        # Not in a company that the administrator does not have.
        self.assertPeriods(self.employee_other_company, [])

    def test_queries_do_not_grow_with_the_number(self):
        ledger = self.env["hr.employment.period"]
        counts = []
        for count in (10, 50):
            for number in range(count):
                self._leave(self._new_employee(f"L {count} {number}"), "2025-01-31")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertGreaterEqual(ledger._complete_ledger(self.company), count)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 2, counts)

    def _to_date(self, text):
        return self.env["hr.version"]._fields["date_version"].to_date(text)
