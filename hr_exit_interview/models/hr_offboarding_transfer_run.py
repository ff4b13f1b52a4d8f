from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date


class HrOffboardingTransferRun(models.Model):
    """The day of a transfer inside the group, in both ways."""

    _inherit = "hr.offboarding"

    def action_depart(self):
        """Execute the transfers of these departures, once their last day has passed."""
        self._check_can_move("departed")
        for case in self._filter_transfers():
            if case.departure_date >= case.employee_id._get_today():
                raise UserError(
                    self.env._(
                        "%(employee)s works here until %(date)s. The transfer is "
                        "executed by itself on the next day.",
                        employee=case.employee_id.name,
                        date=format_date(self.env, case.departure_date),
                    )
                )
        return super().action_depart()

    # Steps

    def _do_depart(self):
        moves = self._filter_transfers()
        moves._do_transfer()
        if leaving := self - moves:
            return super(HrOffboardingTransferRun, leaving)._do_depart()
        return None

    def _do_transfer(self):
        """Close the stint here, and open the next one in the new company."""
        if not self:
            return
        self.check_access("write")
        self.employee_id.check_access("write")
        self._check_can_be_transferred()
        self._do_before_departure()
        # Sudo after the checks above: contracts, users and the new company are beyond
        # what an HR officer may write. Tracking would tell old facts to new colleagues.
        for case in self.sudo().with_context(tracking_disable=True):
            case.employee_id.user_id._join_company(case.transfer_company_id)
            if case.transfer_way == "same":
                case._transfer_record()
            else:
                case._transfer_to_new_record()
            case._log_transfer()

    def _transfer_record(self):
        """The record of the person changes its company."""
        employee = self.employee_id
        employee._close_employment_periods(offboarding=self)
        self._move_teams()
        employee._leave_team(self.company_id)
        if self.set_contract_end:
            employee._end_contract_on(self.departure_date)
        start = self._get_transfer_date()
        employee._move_to_company(
            self.transfer_company_id,
            start,
            self._prepare_transfer_values(),
            self.set_contract_end,
        )
        employee._open_employment_periods(start)
        self.transfer_employee_id = employee
        self._mark_departed()

    def _transfer_to_new_record(self):
        """The person gets a record in the new company, the one here is archived."""
        employee, target = self.employee_id, self.transfer_company_id
        start = self._get_transfer_date()
        record = self._get_former_record()
        values = employee._prepare_record_in(target)
        # A badge belongs to one record only.
        employee.barcode = False
        self.env.flush_all()
        # Sudo: whoever confirmed has the right in both companies, the job has no user.
        employees = (
            self.env["hr.employee"]
            .sudo()
            .with_company(target)
            .with_context(
                active_test=False,
                tracking_disable=True,
                kept_employee_numbers=[employee.employee_number],
            )
        )
        values |= self._prepare_transfer_values()
        if record:
            record = employees.browse(record.id)
            del values["employee_number"]
            record._move_to_company(target, start, values, True)
        else:
            values |= employee._prepare_company_values(target)
            record = employees.create(
                {
                    **values,
                    "company_id": target.id,
                    "date_version": start,
                    "contract_date_start": (
                        start if employee.contract_date_start else False
                    ),
                }
            )
        record._take_contact_to(target)
        self.transfer_employee_id = record
        self._archive_transferred()
        record.stints_before = self._count_stints_on_others(record)
        record._open_employment_periods(start)
        if not record.active:
            record.action_unarchive()

    def _archive_transferred(self):
        """Let core archive the record here; other addons hang on its wizard."""
        employee = self.employee_id
        employee._close_employment_periods(offboarding=self)
        wizard = (
            self.env["hr.departure.wizard"]
            .with_company(self.company_id)
            .with_context(employee_termination=True, active_ids=employee.ids)
            .create(dict(self._get_wizard_facts(), employee_ids=employee.ids))
        )
        wizard.action_register_departure()

    def _log_transfer(self):
        """Note on the records where the person has gone, and when."""
        for record in self.employee_id | self.transfer_employee_id:
            record._message_log(
                body=self.env._(
                    "Moved from %(old)s to %(new)s, with the first day there on "
                    "%(date)s.",
                    old=self.company_id.name,
                    new=self.transfer_company_id.name,
                    date=format_date(self.env, self._get_transfer_date()),
                )
            )

    def _do_keep_colleague(self):
        """It turns out that the person stays in the group: no talk about leaving."""
        self.interview_ids.filtered(
            lambda talk: talk.state in ("planned", "scheduled")
        ).action_cancel()
        self.interview_ids._do_withdraw_questionnaire()

    def _mark_departed(self):
        # Sudo: archiving is open to roles that may not read departure cases.
        cases = self.sudo()
        # Archived by other means before the transfer: HR has to say what happened.
        cases._filter_transfers().filtered(
            lambda case: not case.transfer_employee_id
        ).is_unconfirmed = True
        return super()._mark_departed()

    # Decisions

    def _prepare_transfer_values(self):
        """Hook: values of the employee in the new company, as far as HR has said them.

        What is left empty is empty there: the old department means nothing.
        """
        self.ensure_one()
        manager = self.transfer_manager_id
        values = {
            "department_id": self.transfer_department_id.id,
            "job_id": self.transfer_job_id.id,
            "parent_id": manager.id,
            "coach_id": manager.id,
        }
        if self.transfer_job_id:
            values["job_title"] = self.transfer_job_id.name
        return values

    def _count_stints_on_others(self, record):
        """Stints of this person that are written on other records than this one."""
        others = self.employee_id._get_records_of_person() - record
        return len(
            others.employment_period_ids.filtered(
                lambda period: (
                    period.date_end and period.employee_number == record.employee_number
                )
            )
        )

    def _group_for_wizard(self):
        """Each transfer is a run of its own, so that one that fails stops no other."""
        moves = self._filter_transfers()
        leaving = self - moves
        groups = (
            super(HrOffboardingTransferRun, leaving)._group_for_wizard()
            if leaving
            else {}
        )
        return {
            **groups,
            **{(case.company_id, (("transfer", case.id),)): case for case in moves},
        }

    def _get_wizard_facts(self):
        facts = super()._get_wizard_facts()
        if self._filter_transfers():
            facts = tuple({**dict(facts), "remove_related_user": False}.items())
        return facts
