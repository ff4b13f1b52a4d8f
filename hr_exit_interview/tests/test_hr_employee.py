from odoo.exceptions import UserError
from odoo.tests import tagged

from ..hooks import post_init_hook
from .common import OffboardingCase


@tagged("post_install", "-at_install")
class TestHrEmployee(OffboardingCase):
    def test_numbers_follow_each_other_and_are_not_used_again(self):
        first, second = self.env["hr.employee"].create(
            [{"name": name, "company_id": self.company.id} for name in ("One", "Two")]
        )
        self.assertNotEqual(first.employee_number, second.employee_number)
        gone = second.employee_number
        second.unlink()
        third = self._new_employee("Three")
        self.assertNotIn(third.employee_number, (gone, first.employee_number))

    def test_batch_takes_one_range_of_numbers(self):
        """Numbers cost the same few queries for one employee and for fifty."""
        sequence = self.env.ref("hr_exit_interview.ir_sequence_hr_employee_number")
        self.company._next_employee_numbers(1)
        for count in (1, 50):
            self.env.invalidate_all()
            with self.subTest(count), self.assertQueryCount(3):
                self.assertEqual(len(self.company._next_employee_numbers(count)), count)
        self.assertEqual(sequence.implementation, "standard")

    def test_new_employees_have_a_number_in_the_order_of_the_values(self):
        other = self.env["res.company"].create({"name": "Other"})
        one, own, two, elsewhere = self.env["hr.employee"].create(
            [
                {"name": "One", "company_id": self.company.id},
                {
                    "name": "Own",
                    "company_id": self.company.id,
                    "employee_number": "OWN-1",
                },
                {"name": "Two", "company_id": self.company.id},
                {"name": "Elsewhere", "company_id": other.id},
            ]
        )
        self.assertEqual(own.employee_number, "OWN-1")
        self.assertLess(one.employee_number, two.employee_number)
        self.assertTrue(elsewhere.employee_number)

    def test_buttons_of_the_form_take_one_query(self):
        leaver, stranger = self.employee_leaver, self._new_employee("Stays")
        case = self._new_offboarding()
        agreement = self.env["hr.offboarding.agreement"].create(
            {"employee_id": leaver.id, "kind": "confidentiality"}
        )
        self.assertEqual(agreement.state, "draft")  # Not counted: not in force.
        people = (leaver + stranger).with_user(self.user_officer)
        names = ["offboarding_count", "agreement_count", "offboarding_id"]
        people.mapped("offboarding_count")  # Rights and companies are known now.
        self.env.flush_all()
        people.invalidate_recordset(names)
        with self.assertQueryCount(1):
            facts = [[employee[name] for name in names] for employee in people]
        self.assertEqual(facts[0], [1, 0, case])
        self.assertEqual(facts[1], [0, 0, self.env["hr.offboarding"]])

    def test_number_given_by_the_company_is_kept_and_passed_over_later(self):
        sequence = self.env.ref("hr_exit_interview.ir_sequence_hr_employee_number")
        coming = sequence.get_next_char(sequence.number_next_actual)
        employee = self._new_employee("Own Number", employee_number=coming)
        self.assertEqual(employee.employee_number, coming)
        self.assertNotEqual(self._new_employee("Next").employee_number, coming)

    def test_number_is_kept_for_life(self):
        for number in ("X1", False):
            with self.subTest(number=number), self.assertRaises(UserError):
                self.employee_leaver.employee_number = number
        self.employee_leaver.employee_number = self.employee_leaver.employee_number

    def test_number_in_the_ledger_belongs_to_somebody(self):
        self.employee_leaver.action_archive()
        with self.assertRaises(UserError):
            self._new_employee(
                "Thief", employee_number=self.employee_leaver.employee_number
            )

    def test_company_may_have_a_sequence_of_its_own(self):
        self.env["ir.sequence"].create(
            {
                "name": "Own numbers",
                "code": "hr.employee.number",
                "prefix": "SW-",
                "company_id": self.company_other.id,
            }
        )
        other = self._new_employee("Own", company_id=self.company_other.id)
        common = self._new_employee("Common")
        self.assertTrue(other.employee_number.startswith("SW-"))
        self.assertTrue(common.employee_number.startswith("E"))

    def test_without_a_sequence_the_user_is_told_what_to_do(self):
        self.env["ir.sequence"].search([("code", "=", "hr.employee.number")]).unlink()
        with self.assertRaisesRegex(UserError, "hr.employee.number"):
            self._new_employee("Nobody")

    def test_installation_numbers_those_who_are_there(self):
        self.employee_leaver.action_archive()
        employees = self.employee_leaver + self.employee_manager
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_employee SET employee_number = NULL WHERE id IN %s",
            [tuple(employees.ids)],
        )
        self.env.invalidate_all()
        post_init_hook(self.env)
        self.assertTrue(all(employee.employee_number for employee in employees))

    def test_button_opens_the_open_departure(self):
        action = self.employee_leaver.with_user(
            self.user_officer
        ).action_start_offboarding()
        self.assertFalse(action["res_id"])
        self.assertEqual(
            action["context"], {"default_employee_id": self.employee_leaver.id}
        )
        case = self._new_offboarding()
        self.env.invalidate_all()
        action = self.employee_leaver.with_user(
            self.user_officer
        ).action_start_offboarding()
        self.assertEqual(action["res_id"], case.id)

    def test_whoever_is_back_may_leave_again(self):
        """Also while the tasks of the first departure are not all done."""
        case = self._new_offboarding(last_working_date="2026-02-16")
        case.action_confirm()
        self.employee_leaver.action_archive()
        self.assertEqual(case.state, "departed")
        self.employee_leaver.action_unarchive()
        employee = self.employee_leaver.with_user(self.user_officer)
        self.assertFalse(employee.action_start_offboarding()["res_id"])
        self.assertEqual(employee.action_view_offboardings()["res_id"], case.id)
        self._new_offboarding(notice_date="2027-01-01", last_working_date="2027-01-31")
        self.env.invalidate_all()
        action = employee.action_view_offboardings()
        self.assertEqual(action["domain"], [("employee_id", "=", employee.id)])
