from odoo.exceptions import ValidationError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .common import OffboardingCase


@tagged("post_install", "-at_install")
class TestHrDepartureReason(OffboardingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reasons = cls.env["hr.departure.reason"]
        cls.reason_pay = cls.env.ref("hr_exit_interview.hr_departure_reason_pay1")
        cls.group_pay = cls.env.ref("hr_exit_interview.hr_departure_reason_pay")

    def test_shipped_in_two_levels_for_every_country(self):
        shipped = self.env["ir.model.data"].search(
            [("module", "=", "hr_exit_interview"), ("model", "=", self.reasons._name)]
        )
        reasons = self.reasons.browse(shipped.mapped("res_id"))
        groups = reasons.filtered("child_ids")
        self.assertEqual((len(groups), len(reasons - groups)), (13, 54))
        self.assertEqual((reasons - groups).parent_id, groups)
        self.assertFalse(reasons.country_id)
        self.assertEqual(len(set(reasons.mapped("code"))), 67)
        self.assertEqual(self.reason_pay.display_name, "Pay and benefits: Base pay")

    def test_core_is_told_one_of_its_own_reasons(self):
        own = self.reasons._get_default_departure_reasons()
        for reason in self.reasons.search([("parent_id", "!=", False)]):
            with self.subTest(reason.display_name):
                self.assertIn(reason._get_core_reason(), own)
        for slug, core in (
            ("pay1", "resigned"),
            ("fir1", "fired"),
            ("org1", "fired"),
            ("ret1", "retired"),
        ):
            reason = self.env.ref(f"hr_exit_interview.hr_departure_reason_{slug}")
            self.assertEqual(
                reason._get_core_reason(), self.env.ref(f"hr.departure_{core}")
            )

    def test_detailed_reason_is_nowhere_on_the_employee(self):
        case = self._new_offboarding(reason_id=self.reason_pay.id)
        case.action_confirm()
        self.employee_leaver.action_archive()
        employee = self.employee_leaver
        self.assertNotEqual(employee.departure_reason_id, self.reason_pay)
        bodies = " ".join(employee.message_ids.mapped("body"))
        self.assertNotIn("Base pay", bodies)
        self.assertEqual(case.period_id.reason_id, self.reason_pay)

    def test_core_wizard_keeps_the_detail_to_departure_and_ledger(self):
        employee = self.employee_leaver
        wizard = self.env["hr.departure.wizard"].with_user(self.user_officer)
        wizard = wizard.with_context(
            employee_termination=True, active_ids=employee.ids
        ).create({"departure_reason_id": self.reason_pay.id})
        wizard.action_register_departure()
        self.assertEqual(
            employee.departure_reason_id, self.env.ref("hr.departure_resigned")
        )
        self.assertEqual(employee.employment_period_ids.reason_id, self.reason_pay)
        self.assertEqual(employee.offboarding_ids.reason_id, self.reason_pay)
        self.assertNotIn("Base pay", str(employee.message_ids.mapped("body")))
        own = self.reasons.create({"name": "Of our own"})
        self.assertEqual(own._get_core_reason(), own, "no group: as in core")
        with self.assertRaisesRegex(ValidationError, "group of reasons"):
            self.env["hr.departure.wizard"].with_context(
                employee_termination=True, active_ids=self.employee_manager.ids
            ).create(
                {"departure_reason_id": self.group_pay.id}
            ).action_register_departure()
        self.assertTrue(self.employee_manager.active)

    def test_core_wizard_opens_in_the_client_without_a_reason(self):
        """Called as the client calls it: with the ids of no record in front."""
        wizard = self.env["hr.departure.wizard"].with_user(self.user_officer)
        spec = {"departure_reason_id": {"fields": {"display_name": {}}}}
        context = {
            "employee_termination": True,
            "active_ids": self.employee_leaver.ids,
            "allowed_company_ids": self.company.ids,
        }

        def opened():
            result = call_kw(
                wizard, "onchange", [[], {}, [], spec], {"context": context}
            )
            return result["value"]["departure_reason_id"]

        self.assertIs(opened(), False, "no record at all, which is shown as Unnamed")
        self._new_offboarding(reason_id=self.reason_pay.id)
        self.assertEqual(opened()["id"], self.reason_resigned.id)

    def test_group_and_retired_reason_cannot_be_chosen(self):
        with self.assertRaisesRegex(ValidationError, "group of reasons"):
            self._new_offboarding(self.employee_director, reason_id=self.group_pay.id)
        case = self._new_offboarding(reason_id=self.reason_pay.id)
        self.assertEqual(case.reason_group_id, self.group_pay)
        self.reason_pay.active = False
        self.assertEqual(case.reason_id, self.reason_pay, "it stays where it is")
        self.assertNotIn(self.reason_pay, self.reasons.search([]))
        with self.assertRaisesRegex(ValidationError, "no longer in use"):
            self._new_offboarding(self.employee_manager, reason_id=self.reason_pay.id)

    def test_two_levels_only(self):
        for parent, child in (
            (self.reason_pay, self.reasons.create({"name": "Third level"})),
            (self.group_pay, self.env.ref("hr_exit_interview.hr_departure_reason_car")),
        ):
            with self.assertRaisesRegex(ValidationError, "two levels"):
                child.parent_id = parent

    def test_kind_of_the_past_stays(self):
        case = self._new_offboarding(reason_id=self.reason_pay.id)
        self.reason_pay.kind = "other"
        self.assertEqual(case.kind, "resignation")
