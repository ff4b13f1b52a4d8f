"""People of the network and asserts that the tests of this addon and others share."""

from freezegun import freeze_time

from odoo.addons.hr_exit_interview.tests.common import TODAY, OffboardingCase


class AlumniCase(OffboardingCase):
    """The company of `OffboardingCase` with an alumni office and a sales team.

    `alumni_active` (Ada Active) agreed to a member account and has one;
    `alumni_candidate` (Cai Candidate) was never written to.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_alumni = cls._new_user("alumni_office", "hr_alumni.group_manager")
        cls.user_keeper = cls._new_user("keeper", "hr_alumni.group_user")
        cls.user_sales = cls._new_user("seller", "sales_team.group_sale_salesman")
        cls.user_marketing = cls._new_user(
            "marketing", "base.group_user,mass_mailing.group_mass_mailing_user"
        )
        cls.user_alumni_other = cls._new_user(
            "alumni_other", "hr_alumni.group_manager", company=cls.company_other
        )
        cls.team = cls.env["crm.team"].create(
            {
                "name": "New business",
                "company_id": cls.company.id,
                "user_id": cls.user_sales.id,
                "use_opportunities": True,
            }
        )
        cls.company.alumni_team_id = cls.team
        purposes = cls.env["hr.privacy.purpose"].search([])
        cls.purposes = {purpose.code: purpose for purpose in purposes}
        cls.alumni_candidate = cls._new_alumni("Cai Candidate")
        cls.alumni_active = cls._new_alumni("Ada Active")
        cls.alumni_active._do_answer(cls.purposes["member"], channel="link")

    @classmethod
    def _new_alumni(cls, name, company=None, **values):
        company = company or cls.company
        address = name.lower().replace(" ", ".")
        return cls.env["hr.alumni"].create(
            {
                "partner_id": cls.env["res.partner"]
                .create({"name": name, "company_id": company.id})
                .id,
                "company_id": company.id,
                "private_email": f"{address}@example.com",
                **values,
            }
        )

    @classmethod
    def _depart(cls, employee=None, **values):
        """Let an employee leave on `TODAY`, as the HR officer, and return the case."""
        with freeze_time(TODAY):
            case = cls._new_offboarding(employee, **values)
            case.action_confirm()
            case.action_depart()
        return case

    def _get_alumni(self, employee):
        return self.env["hr.alumni"].search([("employee_ids", "in", employee.ids)])

    def _get_rows(self, alumni):
        """The ledger of a person, oldest first: (purpose, state, channel, actor)."""
        return [
            (row.purpose_id.code, row.state, row.channel, row.actor)
            for row in alumni.sudo().consent_ids.sorted("id")
        ]

    def assertLedger(self, alumni, expected):
        """Assert the whole ledger of a person, as `_get_rows` tells it."""
        self.assertEqual(self._get_rows(alumni), expected)

    def assertMayContact(self, alumni, expected):
        """Assert for which purposes the person may be written to, as a set of codes."""
        allowed = {code for code in self.purposes if alumni._may_contact(code)}
        self.assertEqual(allowed, set(expected))
