"""People of the way back, on top of those who leave."""

from datetime import date

from freezegun import freeze_time

from odoo.addons.hr_exit_interview.tests.common import OffboardingCase

LEFT = date(2025, 6, 30)
TODAY = date(2026, 3, 16)
PRIVATE_EMAIL = "lea.ver@example.com"


class RehireCase(OffboardingCase):
    """`employee_leaver` left on `LEFT` through a departure, and is `alumni` now.

    Recruiters of both companies are there; `user_recruiter` has no HR rights at all.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        recruit = "hr_recruitment.group_hr_recruitment_user"
        cls.user_recruiter = cls._new_user("recruiter_user", recruit)
        cls.user_recruiter_other = cls._new_user(
            "recruiter_other", recruit, company=cls.company_other
        )
        # HR officer and recruiter in one person, as in many small companies.
        cls.user_officer_recruiter = cls._new_user(
            "officer_recruiter", f"hr.group_hr_user,{recruit}"
        )
        cls.employee_leaver.private_phone = "+1 555 010 0199"
        cls._depart(cls.employee_leaver, LEFT)
        cls.alumni = cls.env["hr.alumni"].search(
            [("employee_ids", "in", cls.employee_leaver.ids)]
        )
        cls.job_new = cls.env["hr.job"].create(
            {
                "name": "Senior Chemist",
                "company_id": cls.company.id,
                "department_id": cls.department.id,
                "no_of_recruitment": 2,
            }
        )

    @classmethod
    def _depart(cls, employee, day, reason=None):
        """Let an employee leave on a day, in the way that HR does it."""
        with freeze_time(day):
            case = cls._new_offboarding(
                employee,
                notice_date=day,
                last_working_date=day,
                departure_date=day,
                reason_id=(reason or cls.reason_resigned).id,
            )
            case.action_confirm()
            case.action_depart()
        return case

    @classmethod
    def _new_applicant(cls, user=None, **values):
        """An application by the former colleague, unless values say otherwise."""
        user = user or cls.user_recruiter
        return (
            cls.env["hr.applicant"]
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
            .create(
                {
                    "partner_name": "Lea Ver",
                    "email_from": PRIVATE_EMAIL,
                    "job_id": cls.job_new.id,
                    "company_id": cls.company.id,
                    **values,
                }
            )
        )

    @classmethod
    def _new_rehire(cls, state="offer", user=None, alumni=None, **values):
        """A return case of the alumnus, taken as far as `state`."""
        rehire = (
            cls.env["hr.rehire"]
            .with_user(user or cls.user_officer)
            .create({"alumni_id": (alumni or cls.alumni).id, **values})
        )
        if state != "interest":
            rehire._move_to(state)
        return rehire

    @classmethod
    def _new_wizard(cls, rehire, user=None, **values):
        return (
            cls.env["hr.rehire.wizard"]
            .with_user(user or cls.user_officer)
            .create({"rehire_id": rehire.id, **values})
        )

    def assertReturned(self, rehire, start):
        """Assert that a return was carried out wholly, with this first day."""
        rehire = rehire.sudo()
        employee = rehire.employee_id
        self.assertEqual(rehire.state, "returned")
        self.assertTrue(employee.active)
        self.assertEqual(employee.rehire_date, start)
        self.assertEqual(rehire.period_id.date_start, start)
        self.assertTrue(rehire.period_id.is_running)
        self.assertEqual(rehire.alumni_id.state, "returned")
        version = employee._get_version(start)
        self.assertEqual(version.date_version, start)
        self.assertEqual(version.contract_date_start, start)

    def assertNothingReturned(self, rehire):
        """Assert that there is no half of a return."""
        self.env.invalidate_all()
        rehire = rehire.sudo()
        employee = rehire.alumni_id._get_former_employee()
        self.assertNotEqual(rehire.state, "returned")
        self.assertFalse(employee.active)
        self.assertFalse(employee.rehire_date)
        self.assertFalse(rehire.period_id)
        self.assertFalse(employee.employment_period_ids.filtered("is_running"))
        self.assertNotEqual(rehire.alumni_id.state, "returned")
        self.assertEqual(len(employee.version_ids), 1)
