"""Nobody is archived without a departure, whichever way that happens."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import TODAY
from .opening_common import OpeningCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingOpeningWizard(OpeningCase):
    """What core's wizard asks, proposes, does and costs."""

    def test_wizard_closes_no_login_that_must_stay(self):
        """With core's rights an HR officer could archive no user at all."""
        administrator = self._new_employee("Adam Min", self.env.ref("base.user_admin"))
        own = self._new_employee("Olga Own", self.user_officer)
        for employee, words in ((administrator, "system"), (own, "your own login")):
            wizard = (
                self.env["hr.departure.wizard"]
                .with_user(self.user_officer)
                .with_context(employee_termination=True, active_ids=employee.ids)
                .create(
                    {
                        "departure_reason_id": self.reason_resigned.id,
                        "remove_related_user": True,
                    }
                )
            )
            with self.subTest(words), self.assertRaisesRegex(UserError, words):
                wizard.action_register_departure()
            self.assertTrue(employee.active and employee.user_id.active)

    def test_wizard_opens_with_an_empty_reason(self):
        wizard = self.env["hr.departure.wizard"].with_user(self.user_officer)
        wizard = wizard.with_context(
            employee_termination=True, active_ids=self.employee_leaver.ids
        )
        form = Form(wizard)
        self.assertFalse(form.departure_reason_id)
        with self.assertRaisesRegex(AssertionError, "required"):
            form.save()
        form.departure_reason_id = self.reason_fired
        form.save().action_register_departure()
        self.assertOpened(self.employee_leaver, "wizard", self.reason_fired)
        self.assertEqual(self.employee_leaver.contract_date_end, TODAY)
        self.assertTrue(wizard.create({}).departure_reason_id)

    def test_wizard_proposes_the_reason_of_the_open_departure(self):
        self._new_offboarding()
        form = Form(
            self.env["hr.departure.wizard"]
            .with_user(self.user_officer)
            .with_context(
                employee_termination=True, active_ids=self.employee_leaver.ids
            )
        )
        self.assertEqual(form.departure_reason_id, self.reason_resigned)

    def test_wizard_asks_whether_the_employees_may_be_written(self):
        with self.assertRaises(AccessError):
            self._run_wizard(self.employee_leaver, self.user_colleague)
        with self.assertRaises(AccessError):
            self._run_wizard(self.employee_other_company, self.user_officer)
        self.assertTrue(self.employee_other_company.active)

    def test_hooks_of_other_addons_run_for_an_officer(self):
        calls = []
        core = self.env.registry["hr.departure.wizard"].action_register_departure

        def register(wizard):
            calls.append(wizard.env.user)
            return core(wizard)

        self.patch(
            self.env.registry["hr.departure.wizard"],
            "action_register_departure",
            register,
        )
        self._run_wizard(self.employee_leaver, self.user_officer)
        self.assertEqual(calls, [self.user_officer])

    def test_wizard_costs_hardly_a_query_more_for_each_person(self):
        """At most 0.1 query for each, whatever the hooks cost for the batch."""

        def count(number):
            employees = self.env["hr.employee"].browse()
            for index in range(number):
                employees += self._new_employee(f"P{index}")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._run_wizard(employees, self.env.user)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few, many = 10, 40
        count(2)
        hooked = count(many) - count(few)
        employee = self.env.registry["hr.employee"]
        for name in (
            "_close_employment_periods",
            "_complete_employment_periods",
            "_complete_offboardings",
            "_follow_archiving",
        ):
            self.patch(employee, name, lambda employees, *args, **kwargs: None)
        base = count(many) - count(few)
        self.assertLessEqual((hooked - base) / (many - few), 0.1)
