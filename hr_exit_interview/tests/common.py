"""People and asserts that the tests of all three addons share."""

from datetime import date

from odoo.tests import TransactionCase, new_test_user

TODAY = date(2026, 3, 16)


class OffboardingCase(TransactionCase):
    """A small company with one user per role and one employee who leaves.

    `employee_leaver` reports to `employee_manager`, who reports to
    `employee_director`. Freeze time to `TODAY` where dates matter; the contract of the
    leaver began on 2021-05-01.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={**cls.env.context, "tracking_disable": True})
        # Managers are asked for their view only where a test is about it.
        cls.company, cls.company_other = cls.env["res.company"].create(
            [
                {"name": name, "exit_manager_view": "none"}
                for name in ("Northwind", "Southwind")
            ]
        )
        cls.env = cls.env(
            context={**cls.env.context, "allowed_company_ids": cls.company.ids}
        )
        cls.user_officer = cls._new_user("hr_officer", "hr.group_hr_user")
        cls.user_admin_hr = cls._new_user("hr_admin", "hr.group_hr_manager")
        cls.user_leaver = cls._new_user("leaver", "base.group_user")
        cls.user_manager = cls._new_user("line_manager", "base.group_user")
        cls.user_director = cls._new_user("director_user", "base.group_user")
        cls.user_colleague = cls._new_user("colleague", "base.group_user")
        cls.user_officer_other = cls._new_user(
            "hr_officer_other", "hr.group_hr_user", company=cls.company_other
        )
        cls.department = cls.env["hr.department"].create(
            {"name": "Research", "company_id": cls.company.id}
        )
        cls.job = cls.env["hr.job"].create(
            {"name": "Chemist", "company_id": cls.company.id}
        )
        cls.employee_director = cls._new_employee("Dora Ray", cls.user_director)
        cls.employee_manager = cls._new_employee(
            "Milo Line", cls.user_manager, parent_id=cls.employee_director.id
        )
        cls.employee_leaver = cls._new_employee(
            "Lea Ver",
            cls.user_leaver,
            parent_id=cls.employee_manager.id,
            department_id=cls.department.id,
            job_id=cls.job.id,
            private_email="lea.ver@example.com",
        )
        cls.employee_other_company = cls._new_employee(
            "Otto Far", company_id=cls.company_other.id
        )
        cls.reason_resigned = cls.env.ref("hr.departure_resigned")
        cls.reason_fired = cls.env.ref("hr.departure_fired")

    @classmethod
    def _new_user(cls, login, groups, company=None):
        company = company or cls.company
        return new_test_user(
            cls.env,
            login=login,
            groups=groups,
            email=f"{login}@northwind.example.com",
            company_id=company.id,
            company_ids=[(6, 0, company.ids)],
        )

    @classmethod
    def _new_employee(cls, name, user=None, **values):
        return cls.env["hr.employee"].create(
            {
                "name": name,
                "user_id": user.id if user else False,
                "company_id": cls.company.id,
                "contract_date_start": "2021-05-01",
                "wage": 3000,
                **values,
            }
        )

    @classmethod
    def _new_offboarding(cls, employee=None, user=None, **values):
        """A departure registered by the HR officer, with its last day on `TODAY`."""
        return (
            cls.env["hr.offboarding"]
            .with_user(user or cls.user_officer)
            .create(
                {
                    "employee_id": (employee or cls.employee_leaver).id,
                    "reason_id": cls.reason_resigned.id,
                    "notice_date": "2026-02-16",
                    "last_working_date": TODAY,
                    **values,
                }
            )
        )

    def _get_periods(self, employee):
        return employee.sudo().employment_period_ids.sorted("date_start")

    def assertPeriods(self, employee, expected):
        """Assert the ledger of an employee as a list of (first day, last day, reason).

        Days are dates or ISO texts, the last one False for a running stint; the reason
        is a `hr.departure.reason`, possibly empty.
        """
        periods = self._get_periods(employee)
        found = [
            (str(p.date_start), str(p.date_end or False), p.reason_id) for p in periods
        ]
        self.assertEqual(
            found,
            [(str(start), str(end), reason) for start, end, reason in expected],
        )
        self.assertEqual(periods.mapped("stint"), list(range(1, len(expected) + 1)))
        self.assertEqual(
            set(periods.mapped("employee_number")),
            {employee.sudo().employee_number} if expected else set(),
        )
