from datetime import date

from .common import OffboardingCase

LAST_DAY = date(2026, 6, 30)


class WaveCase(OffboardingCase):
    """Two people of a redundancy, and the steps to prepare their wave."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason = cls.env.ref("hr_exit_interview.hr_departure_reason_org1")
        cls.package = cls.env.ref(
            "hr_exit_interview.hr_offboarding_template_redundancy"
        )
        cls.employee_second = cls._new_employee(
            "Sam Second", parent_id=cls.employee_manager.id
        )
        cls.people = cls.employee_leaver + cls.employee_second

    def _new_wave(self, employees=None, user=None, **values):
        user = user or self.user_officer
        wave = (
            self.env["hr.offboarding.wave"]
            .with_user(user)
            .create(
                {
                    "reason_id": self.reason.id,
                    "last_working_date": LAST_DAY,
                    **values,
                }
            )
        )
        employees = self.people if employees is None else employees
        if employees:
            wave._add_people(employees.with_user(user))
        return wave

    def _new_wizard(self, employees, companies=None, **values):
        companies = companies or self.company
        return (
            self.env["hr.offboarding.wave.add"]
            .with_user(self.user_officer)
            .with_context(
                active_model="hr.employee",
                active_ids=employees.ids,
                allowed_company_ids=companies.ids,
            )
            .create({"reason_id": self.reason.id, **values})
        )

    def _get_case(self, wave, employee):
        return wave.offboarding_ids.filtered(lambda case: case.employee_id == employee)
