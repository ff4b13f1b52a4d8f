from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.hr_exit_interview.tests.common import TODAY

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrOffboarding(AlumniCase):
    """What a departure makes of somebody."""

    def test_departure_makes_a_candidate_with_an_own_contact(self):
        employee = self.employee_leaver
        employee.private_phone = "+1 555 010 0145"
        self._depart()
        alumni = self._get_alumni(employee)
        self.assertEqual(alumni.state, "candidate")
        self.assertEqual(alumni.employee_number, employee.employee_number)
        self.assertEqual(alumni.private_email, "lea.ver@example.com")
        self.assertEqual(alumni.private_phone, "+1 555 010 0145")
        self.assertEqual((alumni.left_date, alumni.last_job_title), (TODAY, "Chemist"))
        self.assertEqual(alumni.employment_period_ids, employee.employment_period_ids)
        self.assertNotEqual(alumni.partner_id, employee.work_contact_id)
        self.assertEqual(alumni.partner_id.name, "Lea Ver")
        self.assertFalse(alumni.partner_id.email)
        self.assertFalse(alumni.partner_id.phone)
        self.assertFalse(alumni.consent_ids)

    def test_reason_decides(self):
        for policy, expected in (("yes", 1), ("ask", 1), ("no", 0)):
            with self.subTest(policy):
                employee = self._new_employee(f"Policy {policy}")
                self.reason_resigned.alumni_policy = policy
                self._depart(employee)
                self.assertEqual(len(self._get_alumni(employee)), expected)

    def test_departure_without_address(self):
        self.employee_leaver.private_email = False
        self._depart()
        alumni = self._get_alumni(self.employee_leaver)
        self.assertFalse(alumni.email_normalized)
        self.assertMayContact(alumni, set())
        with self.assertRaisesRegex(UserError, "private e-mail address"):
            alumni.with_user(self.user_alumni).action_invite()

    def test_many_departures_cost_as_many_queries_as_one(self):
        counts = []
        for size in (1, 12):
            employees = self.env["hr.employee"].concat(
                *(self._new_employee(f"Batch {size} {n}") for n in range(size))
            )
            cases = self.env["hr.offboarding"].concat(
                *(self._new_offboarding(employee) for employee in employees)
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases._make_alumni()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(self._get_alumni(employees)), size)
        self.assertLessEqual(counts[1] - counts[0], 1)

    def test_second_departure_takes_up_the_same_record(self):
        employee = self.employee_leaver
        self._depart()
        alumni = self._get_alumni(employee)
        alumni._do_return()
        self.assertEqual(alumni.state, "returned")
        employee.action_unarchive()
        employee.private_email = "lea.new@example.com"

        case = self._new_offboarding()
        case._make_alumni()
        self.assertEqual(self._get_alumni(employee), alumni)
        self.assertEqual(alumni.state, "candidate")
        self.assertEqual(alumni.private_email, "lea.new@example.com")

    def test_second_departure_of_a_member(self):
        alumni = self.alumni_active
        alumni.employee_ids = self.employee_leaver
        alumni._do_return()
        self._new_offboarding()._make_alumni()
        self.assertEqual(alumni.state, "active")

        alumni._do_return()
        self.reason_fired.alumni_policy = "no"
        case = self._new_offboarding(self._new_employee("Somebody Else"))
        case._make_alumni()
        self.assertEqual(alumni.state, "returned", "another one's departure")
        self.env["hr.offboarding"].search(
            [("employee_id", "=", self.employee_leaver.id)]
        ).reason_id = self.reason_fired
        self.env["hr.offboarding"].search(
            [("employee_id", "=", self.employee_leaver.id)]
        )._make_alumni()
        self.assertEqual(alumni.state, "left")

    def test_case_asks_the_ledger(self):
        case = self._depart()
        alumni = self._get_alumni(self.employee_leaver)
        self.assertFalse(case._may_contact("jobs"))
        alumni._do_give(self.purposes["jobs"], channel="portal")
        self.assertTrue(case._may_contact("jobs"))
        self.assertTrue(case._may_contact("something of hr_exit_interview"))
        alumni.action_deceased()
        self.assertFalse(case._may_contact("something of hr_exit_interview"))
