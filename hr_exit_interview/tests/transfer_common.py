from datetime import timedelta

from .common import TODAY
from .exit_common import ExitInterviewCase

LAST_DAY = TODAY - timedelta(days=1)


class TransferCase(ExitInterviewCase):
    """A person who moves to the sister company, with the last day yesterday."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context={
                **cls.env.context,
                "allowed_company_ids": (cls.company + cls.company_other).ids,
            }
        )
        cls.reason_transfer = cls.env.ref("hr_exit_interview.hr_departure_reason_oth3")
        cls.user_group_officer = cls._new_user("group_officer", "hr.group_hr_user")
        cls.user_group_officer.company_ids += cls.company_other
        cls.department_other = cls.env["hr.department"].create(
            {"name": "Plant", "company_id": cls.company_other.id}
        )
        cls.job_other = cls.env["hr.job"].create(
            {"name": "Engineer", "company_id": cls.company_other.id}
        )
        cls.user_mover = cls._new_user("mover", "base.group_user")
        cls.mover = cls._new_employee(
            "Mo Ver",
            cls.user_mover,
            parent_id=cls.employee_manager.id,
            department_id=cls.department.id,
            job_id=cls.job.id,
            private_email="mo.ver@example.com",
            birthday="1990-05-17",
            private_street="1 Long Road",
            barcode="A1B2",
        )
        cls.report = cls._new_employee("Re Port", parent_id=cls.mover.id)
        cls.number = cls.mover.employee_number

    def _run_job(self):
        with self.enter_registry_test_mode():
            self.env.ref("hr_exit_interview.ir_cron_depart_due").method_direct_trigger()
        self.env.invalidate_all()

    def _new_transfer(self, employee=None, user=None, **values):
        return self._new_offboarding(
            employee or self.mover,
            user or self.user_group_officer,
            **{
                "reason_id": self.reason_transfer.id,
                "last_working_date": LAST_DAY,
                "transfer_way": "same",
                **values,
            },
        )

    def _transfer(self, employee=None, company=None, **values):
        case = self._new_transfer(
            employee, transfer_company_id=(company or self.company_other).id, **values
        )
        case.action_confirm()
        case.action_depart()
        self.env.flush_all()
        self.env.invalidate_all()
        return case

    def _get_ledger(self, number=None):
        periods = (
            self.env["hr.employment.period"]
            .sudo()
            .search([("employee_number", "=", number or self.number)])
        )
        return [
            (
                p.company_id,
                p.stint,
                str(p.date_start),
                str(p.date_end or False),
                p.kind,
            )
            for p in periods.sorted("date_start")
        ]
