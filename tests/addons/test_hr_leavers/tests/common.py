"""The people of the story, with the roles that the three addons add."""

from freezegun import freeze_time

from odoo.addons.hr_exit_interview.tests.exit_common import ExitInterviewCase


class LeaversCase(ExitInterviewCase):
    """`case` is the confirmed departure of `employee_leaver`, with its interview."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_alumni = cls._new_user("alumni_manager", "hr_alumni.group_manager")
        cls.user_sales = cls._new_user("salesperson", "sales_team.group_sale_salesman")
        cls.user_recruiter = cls._new_user(
            "job_recruiter", "hr_recruitment.group_hr_recruitment_user"
        )
        cls.team = cls.env["crm.team"].create(
            {
                "name": "Referred business",
                "company_id": cls.company.id,
                "member_ids": [(4, cls.user_sales.id)],
            }
        )
        cls.company.write(
            {"alumni_team_id": cls.team.id, "alumni_user_id": cls.user_sales.id}
        )

    def _get_alumni(self):
        return self.env["hr.alumni"].search(
            [("employee_ids", "in", self.employee_leaver.ids)]
        )

    def _depart(self, day):
        """Register a departure of the leaver and execute it, all on this day."""
        with freeze_time(day):
            case = self._new_offboarding(notice_date=day, last_working_date=day)
            case.action_confirm()
            case.action_depart()
        return case

    def _apply(self, **values):
        """An application with the private address, entered by the recruiter."""
        return (
            self.env["hr.applicant"]
            .with_user(self.user_recruiter)
            .create(
                {
                    "partner_name": "Lea Ver",
                    "email_from": "lea.ver@example.com",
                    "job_id": self.job.id,
                    "company_id": self.company.id,
                    **values,
                }
            )
        )

    def _return(self, applicant, day):
        """Take the case of an application to the offer, and carry out the return."""
        applicant.action_start_rehire()
        rehire = applicant.rehire_id
        rehire.action_review()
        rehire.action_interviews()
        rehire.action_offer()
        with freeze_time(day):
            self.env["hr.rehire.wizard"].with_user(self.user_officer).create(
                {"rehire_id": rehire.id, "start_date": day}
            ).action_return()
        return rehire
