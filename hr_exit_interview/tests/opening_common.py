"""Nobody is archived without a departure, whichever way that happens."""

from odoo.fields import Command

from .common import TODAY, OffboardingCase


class OpeningCase(OffboardingCase):
    """The steps by which somebody is archived, and what each has to leave."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.no_reason = cls.env["hr.departure.reason"]

    def _run_wizard(self, employees, user=None, **values):
        wizard = (
            self.env["hr.departure.wizard"]
            .with_user(user or self.user_admin_hr)
            .with_context(employee_termination=True, active_ids=employees.ids)
            .create(
                {
                    "employee_ids": [Command.set(employees.ids)],
                    "departure_reason_id": self.reason_fired.id,
                    "departure_date": TODAY,
                    **values,
                }
            )
        )
        return wizard.action_register_departure()

    def _get_case(self, employee):
        """The only departure of this employee, as the HR officer sees it."""
        case = employee.sudo().offboarding_ids
        self.assertEqual(len(case), 1)
        return case.with_user(self.user_officer)

    def assertOpened(self, employee, origin, reason):
        """Assert what archiving left: employee, case, ledger, and no task."""
        self.assertFalse(employee.active)
        case = self._get_case(employee)
        self.assertEqual((case.state, case.origin), ("departed", origin))
        self.assertEqual(case.reason_id, reason)
        self.assertEqual(case.is_incomplete, not reason)
        self.assertEqual(case.departure_date, TODAY)
        self.assertEqual(case.department_id, employee.department_id)
        self.assertEqual(case.period_id.offboarding_id, case)
        self.assertFalse(case.task_ids)
        self.assertPeriods(employee, [("2021-05-01", TODAY, reason)])
        return case

    def _reconcile(self):
        with self.enter_registry_test_mode():
            self.env.ref(
                "hr_exit_interview.ir_cron_reconcile_archived"
            ).method_direct_trigger()
