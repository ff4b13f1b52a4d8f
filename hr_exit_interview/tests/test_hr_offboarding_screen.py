from freezegun import freeze_time

from odoo.tests import tagged

from .common import TODAY, OffboardingCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingScreen(OffboardingCase):
    def _new_confirmed(self, last_day, employee=None):
        case = self._new_offboarding(employee, last_working_date=last_day)
        case.action_confirm()
        return case

    def test_a_last_day_that_passed_is_marked_while_the_person_is_employed(self):
        Case = self.env["hr.offboarding"].with_user(self.user_officer)
        overdue = self._new_confirmed("2026-03-15")
        today = self._new_confirmed(TODAY, self.employee_manager)
        self.assertTrue(overdue.is_overdue)
        self.assertTrue(overdue.is_marked)
        self.assertFalse(today.is_overdue)
        self.assertFalse(today.is_marked)
        mine = [("id", "in", (overdue + today).ids)]
        self.assertEqual(Case.search([*mine, ("is_overdue", "=", True)]), overdue)
        self.assertEqual(Case.search([*mine, ("is_overdue", "=", False)]), today)

        overdue.action_depart()
        self.assertFalse(overdue.is_overdue)
        today.sudo().departure_error = "No."
        self.assertTrue(today.is_marked)

    def test_progress_counts_blocking_tasks_only(self):
        case = self._new_confirmed(TODAY)
        blocking = case.task_ids.filtered("is_blocking")
        self.assertEqual(case.blocking_progress, 0)
        case.task_ids.note = "Done, as seen."
        (case.task_ids - blocking).action_done()
        self.assertEqual(case.blocking_progress, 0)
        blocking[0].action_done()
        self.assertAlmostEqual(case.blocking_progress, 100 / len(blocking))
        blocking[1:].action_done()
        self.assertEqual(case.blocking_progress, 100)
        self.assertEqual(self._new_offboarding(self.employee_manager).progress, 0)

    def test_progress_of_many_is_one_query(self):
        cases = self._new_confirmed(TODAY) + self._new_confirmed(
            TODAY, self.employee_manager
        )
        cases.mapped("blocking_progress")
        self.env.flush_all()
        cases.invalidate_recordset(["blocking_progress"])
        with self.assertQueryCount(1):
            cases.mapped("blocking_progress")

    def test_board_shows_open_states_and_others_when_in_use(self):
        Case = (
            self.env["hr.offboarding"]
            .with_user(self.user_officer)
            .with_context(read_group_expand=True)
        )

        def get_columns(domain):
            own = [*domain, ("company_id", "=", self.company.id)]
            groups = Case.formatted_read_group(own, ["state"], ["__count"])
            return [group["state"] for group in groups]

        done = self._new_confirmed("2026-03-15")
        done.action_depart()
        done.task_ids.note = "Done, as seen."
        done.task_ids.action_done()
        done.action_close()
        still_open = [("state", "in", ("draft", "in_progress", "departed"))]
        self.assertEqual(get_columns(still_open), ["draft", "in_progress", "departed"])
        self.assertEqual(get_columns([]), ["draft", "in_progress", "departed", "done"])

    def test_employee_shows_departures_and_stints(self):
        case = self._new_confirmed("2026-03-15")
        employee = self.employee_leaver.with_user(self.user_officer)
        self.assertEqual(employee.offboarding_count, 1)
        self.assertEqual(employee.stint_count, 0)
        former = [
            ("active", "=", False),
            ("employment_period_ids.date_end", "!=", False),
            ("company_id", "=", self.company.id),
        ]
        Employee = self.env["hr.employee"].with_user(self.user_officer)
        self.assertFalse(Employee.search(former))
        case.action_depart()
        self.assertEqual(Employee.search(former), employee)
        self.assertEqual(employee.stint_count, 1)
        self.assertEqual(str(employee.last_stint_date), "2026-03-15")
        self.assertEqual(employee.action_view_offboardings()["res_id"], case.id)

    def test_employee_columns_cost_one_query_each_for_all(self):
        employees = (
            self.employee_leaver + self.employee_manager + self.employee_director
        ).with_user(self.user_officer)
        names = ["stint_count", "last_stint_date", "offboarding_count"]
        for name in names:
            employees.mapped(name)
        self.env.flush_all()
        employees.invalidate_recordset(names)
        with self.assertQueryCount(2):
            for name in names:
                employees.mapped(name)
