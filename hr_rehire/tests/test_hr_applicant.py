"""One way back, and one employee however often one clicks."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PRIVATE_EMAIL, RehireCase


@tagged("post_install", "-at_install")
class TestHrApplicant(RehireCase):
    def test_recruiter_starts_one_case(self):
        applicant = self._new_applicant()
        action = applicant.action_start_rehire()
        self.assertEqual(action["res_model"], "hr.rehire")
        rehire = applicant.rehire_id
        self.assertEqual(action["res_id"], rehire.id)
        self.assertEqual(rehire.person_name, "Lea Ver")
        self.assertEqual(rehire.job_id, self.job_new)
        self.assertEqual(rehire.source, "applied")
        applicant.action_start_rehire()
        self.assertEqual(applicant.rehire_id, rehire)

    def test_second_application_joins_the_open_case(self):
        first, second = self._new_applicant(), self._new_applicant(job_id=self.job.id)
        first.action_start_rehire()
        second.action_start_rehire()
        self.assertEqual(second.rehire_id, first.rehire_id)
        self.assertEqual(first.rehire_id.applicant_id, first)

    def test_no_case_for_a_stranger(self):
        applicant = self._new_applicant(
            partner_name="Sam Else", email_from="sam.else@example.com"
        )
        with self.assertRaisesRegex(UserError, "No former colleague"):
            applicant.action_start_rehire()

    def test_create_employee_leads_the_officer_to_the_return(self):
        applicant = self._new_applicant(user=self.user_officer_recruiter)
        employees = self.env["hr.employee"].with_context(active_test=False)
        count = employees.search_count([])
        for _click in range(3):
            action = applicant.create_employee_from_applicant()
        self.assertEqual(action["res_model"], "hr.rehire.wizard")
        self.assertEqual(action["context"]["default_rehire_id"], applicant.rehire_id.id)
        self.assertEqual(applicant.rehire_id.state, "offer")
        self.assertEqual(employees.search_count([]), count)
        self.assertEqual(self.alumni.rehire_count, 1)

    def test_create_employee_leads_the_recruiter_to_the_case(self):
        applicant = self._new_applicant()
        action = applicant.create_employee_from_applicant()
        self.assertEqual(action["res_model"], "hr.rehire")
        self.assertEqual(applicant.rehire_id.state, "interest")
        self.assertFalse(applicant.employee_id)

    def test_create_employee_after_the_return_opens_the_employee(self):
        applicant = self._new_applicant(user=self.user_officer_recruiter)
        applicant.create_employee_from_applicant()
        self._new_wizard(
            applicant.rehire_id, user=self.user_officer_recruiter
        ).action_return()
        action = applicant.create_employee_from_applicant()
        self.assertEqual(action["res_model"], "hr.employee")
        self.assertEqual(action["res_id"], self.employee_leaver.id)

    def test_new_person_becomes_one_employee_however_often_one_clicks(self):
        applicant = self._new_applicant(
            user=self.user_officer_recruiter,
            partner_name="Sam Else",
            email_from="sam.else@example.com",
        )
        actions = [applicant.create_employee_from_applicant() for _click in range(3)]
        self.assertEqual(
            {action["res_id"] for action in actions}, {applicant.employee_id.id}
        )
        self.assertEqual(
            self.env["hr.employee"].search_count([("name", "=", "Sam Else")]), 1
        )

    def test_applicant_who_became_an_alumnus_meanwhile(self):
        applicant = self._new_applicant(
            user=self.user_officer_recruiter,
            partner_name="Dora Ray",
            email_from="dora.ray@example.com",
        )
        self.assertEqual(applicant.former_match, "none")
        self.employee_director.private_email = "dora.ray@example.com"
        self._depart(self.employee_director, "2026-01-31")
        action = applicant.create_employee_from_applicant()
        self.assertEqual(action["res_model"], "hr.rehire.wizard")
        self.assertEqual(applicant.sudo().rehire_id.employee_id, self.employee_director)

    def test_alumnus_without_employee_record_gets_a_new_one(self):
        self.alumni.employee_ids = False
        applicant = self._new_applicant(user=self.user_officer_recruiter)
        applicant.create_employee_from_applicant()
        employee = applicant.employee_id
        self.assertTrue(employee)
        self.assertEqual(employee.private_email, PRIVATE_EMAIL)
        self.assertNotEqual(employee.work_contact_id, self.alumni.partner_id)
        self.assertFalse(self.alumni.partner_id.email)
        self.assertEqual(self.alumni.employee_ids, employee)
        self.assertEqual(self.alumni.state, "returned")

    def test_possible_match_must_be_decided_before_hiring(self):
        applicant = self._new_applicant(
            user=self.user_officer_recruiter, partner_name="Kim Other"
        )
        count = self.env["hr.employee"].with_context(active_test=False).search_count([])
        with self.assertRaisesRegex(UserError, "Same person"):
            applicant.create_employee_from_applicant()
        applicant.action_reject_former()
        applicant.create_employee_from_applicant()
        self.assertEqual(applicant.employee_id.name, "Kim Other")
        self.assertEqual(
            self.env["hr.employee"].with_context(active_test=False).search_count([]),
            count + 1,
        )

    def test_new_record_closes_the_open_case(self):
        self.alumni.employee_ids = False
        applicant = self._new_applicant(user=self.user_officer_recruiter)
        applicant.action_start_rehire()
        applicant.create_employee_from_applicant()
        rehire = applicant.rehire_id
        self.assertEqual(rehire.state, "returned")
        self.assertEqual(rehire.employee_id, applicant.employee_id)
        self.assertEqual(self.alumni.state, "returned")

    def test_possible_match_without_employee_record_must_be_decided_too(self):
        self.alumni.employee_ids = False
        applicant = self._new_applicant(
            user=self.user_officer_recruiter, partner_name="Kim Other"
        )
        with self.assertRaisesRegex(UserError, "Same person"):
            applicant.create_employee_from_applicant()
        self.assertFalse(applicant.employee_id)
