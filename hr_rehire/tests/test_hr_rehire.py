"""The return case: one open per person, its moves, and what nobody writes."""

from psycopg2.errors import UniqueViolation

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import RehireCase


@tagged("post_install", "-at_install")
class TestHrRehire(RehireCase):
    def test_case_from_the_alumni_record(self):
        action = self.alumni.with_user(self.user_officer).action_start_rehire()
        rehire = self.env["hr.rehire"].browse(action["res_id"])
        self.assertEqual(rehire.state, "interest")
        self.assertEqual(rehire.source, "approached")
        self.assertEqual(rehire.employee_id, self.employee_leaver)
        self.assertEqual(rehire.company_id, self.company)
        self.assertRegex(rehire.name, r"^REH/\d{4}/\d{4}$")
        self.assertNotIn("Lea", rehire.display_name)
        again = self.alumni.with_user(self.user_officer).action_start_rehire()
        self.assertEqual(again["res_id"], rehire.id)

    def test_form_proposes_department_and_manager(self):
        self.department.manager_id = self.employee_manager
        with Form(self.env["hr.rehire"].with_user(self.user_officer)) as form:
            form.alumni_id = self.alumni
            form.job_id = self.job_new
        rehire = form.record
        self.assertEqual(rehire.department_id, self.department)
        self.assertEqual(rehire.manager_id, self.employee_manager)
        self.assertEqual(rehire.source, "interest")

    @mute_logger("odoo.sql_db")
    def test_one_open_case_per_person(self):
        rehire = self._new_rehire()
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            self._new_rehire(state="interest")
        rehire.action_decline()
        second = self._new_rehire(state="interest")
        self.assertEqual(second.state, "interest")
        with self.assertRaises(UniqueViolation), self.env.cr.savepoint():
            rehire.action_reopen()
            self.env.flush_all()

    def test_moves(self):
        rehire = self._new_rehire(state="interest")
        for action, state in [
            ("action_review", "review"),
            ("action_interviews", "interviews"),
            ("action_offer", "offer"),
            ("action_interviews", "interviews"),
            ("action_decline", "declined"),
            ("action_reopen", "interest"),
            ("action_offer", "offer"),
            ("action_cancel", "cancelled"),
        ]:
            getattr(rehire, action)()
            self.assertEqual(rehire.state, state)
        with self.assertRaisesRegex(UserError, "cannot become “Offer”"):
            rehire.action_offer()
        with self.assertRaisesRegex(UserError, "cannot become"):
            rehire.action_decline()

    def test_returned_is_reached_by_the_return_only(self):
        rehire = self._new_rehire()
        with self.assertRaisesRegex(UserError, "Return to Work"):
            rehire.write({"state": "returned"})
        with self.assertRaisesRegex(UserError, "open state"):
            rehire.create({"alumni_id": self.alumni.id, "state": "returned"})

    def test_person_and_application_are_written_once(self):
        rehire = self._new_rehire()
        for name in ("alumni_id", "applicant_id"):
            with self.subTest(field=name), self.assertRaisesRegex(UserError, "cannot"):
                rehire.write({name: False})

    @mute_logger("odoo.orm.models", "odoo.addons.base.models.ir_model")
    def test_system_fields_are_never_written(self):
        rehire = self._new_rehire()
        for name in ("name", "company_id", "employee_id", "period_id"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                rehire.write({name: False})
            with self.subTest(field=name), self.assertRaises(AccessError):
                rehire.create({"alumni_id": self.alumni.id, name: False})

    def test_recruiter_needs_a_recognised_application(self):
        rehires = self.env["hr.rehire"].with_user(self.user_recruiter)
        stranger = self._new_applicant(
            partner_name="Sam Else", email_from="sam.else@example.com"
        )
        for values in ({}, {"applicant_id": stranger.id}):
            with (
                self.subTest(values=values),
                self.assertRaisesRegex(UserError, "former colleague"),
            ):
                rehires.create(values)
        applicant = self._new_applicant()
        rehire = rehires.create({"applicant_id": applicant.id})
        self.assertEqual(rehire.sudo().alumni_id, self.alumni)
        self.assertEqual(applicant.rehire_id, rehire)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_recruiter_cannot_use_an_application_of_another_company(self):
        applicant = self._new_applicant()
        with self.assertRaises(AccessError):
            self.env["hr.rehire"].with_user(self.user_recruiter_other).create(
                {"applicant_id": applicant.id}
            )

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_application_must_be_readable(self):
        applicant = self._new_applicant()
        with self.assertRaises(AccessError):  # An HR officer is no recruiter.
            self._new_rehire(state="interest", applicant_id=applicant.id)

    def test_no_case_for_somebody_who_works_here(self):
        self.employee_leaver.action_unarchive()
        with self.assertRaisesRegex(UserError, "works here already"):
            self._new_rehire()

    def test_search_by_name_as_recruiter(self):
        rehire = self._new_rehire()
        found = (
            self.env["hr.rehire"]
            .with_user(self.user_recruiter)
            .search([("person_name", "ilike", "lea")])
        )
        self.assertEqual(found, rehire)
        self.assertFalse(found.search([("person_name", "ilike", "nobody")]))

    def test_returned_case_is_kept(self):
        rehire = self._new_rehire()
        self._new_wizard(rehire).action_return()
        with self.assertRaisesRegex(UserError, "kept for the record"):
            rehire.with_user(self.user_admin_hr).unlink()
        mistake = self._new_rehire(alumni=self._new_alumni("Nina Past"))
        mistake.with_user(self.user_admin_hr).unlink()
        self.assertFalse(mistake.exists())

    def _new_alumni(self, name):
        employee = self._new_employee(name)
        self._depart(employee, "2025-09-30")
        return employee.alumni_ids

    def test_only_officers_open_the_return(self):
        rehire = self._new_rehire()
        action = rehire.action_open_return_wizard()
        self.assertEqual(action["context"], {"default_rehire_id": rehire.id})
        with self.assertRaisesRegex(UserError, f"HR officers.*{rehire.name}"):
            rehire.with_user(self.user_recruiter).action_open_return_wizard()
