import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError, ValidationError

_logger = logging.getLogger(__name__)


class HrOffboardingOpening(models.Model):
    """How a departure came to be known, and what is still to be told about it.

    Nobody is archived without a departure: where none was open, one is opened that has
    departed already. It is incomplete until HR has told reason and dates, makes no task
    by itself, and nothing that follows a departure happens before it is complete.
    """

    _inherit = "hr.offboarding"

    # Opened by a step that had to go on, whoever took it: reason and dates may lack.
    _AUTOMATIC_ORIGINS = ("wizard", "archive", "reconcile")

    origin = fields.Selection(
        [
            ("hr", "HR"),
            ("employee", "Own resignation"),
            ("manager", "Report of a manager"),
            ("wizard", "Departure wizard"),
            ("archive", "Archiving"),
            ("reconcile", "Found archived"),
        ],
        string="Opened by",
        default="hr",
        required=True,
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
    )
    is_unconfirmed = fields.Boolean(
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
        help="The employee was archived before HR had told reason and dates.",
    )
    is_incomplete = fields.Boolean(
        string="To Complete",
        compute="_compute_is_incomplete",
        store=True,
        groups="hr.group_hr_user",
    )
    missing_facts = fields.Char(
        string="Still Missing",
        compute="_compute_missing_facts",
        groups="hr.group_hr_user",
    )

    @api.depends("state", "reason_id", "is_unconfirmed")
    def _compute_is_incomplete(self):
        for case in self:
            case.is_incomplete = case.state not in ("retained", "cancelled") and (
                case.is_unconfirmed or not case.reason_id
            )

    @api.depends("is_incomplete")
    def _compute_missing_facts(self):
        for case in self:
            facts = case._get_missing_facts() if case.is_incomplete else []
            case.missing_facts = ", ".join(facts)

    @api.constrains("origin", "reason_id", "state")
    def _check_reason(self):
        for case in self:
            is_needed = case.origin == "hr" or case.state in ("in_progress", "done")
            if is_needed and not case.reason_id:
                raise ValidationError(self._get_choose_reason_message())

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            # Whoever opens one by hand answers for its facts.
            vals_list = [{**vals, "origin": "hr"} for vals in vals_list]
        return super().create(vals_list)

    def action_complete(self):
        """Take the facts as they are now: ledger and employee get what they lack.

        What follows a departure, and has waited for the facts, happens now.
        """
        self.check_access("write")
        incomplete = self.filtered("is_incomplete")
        if any(not case.reason_id for case in incomplete):
            raise UserError(self._get_choose_reason_message())
        incomplete._do_complete()
        return True

    def action_cancel(self):
        """The departure was a mistake; one that archiving has opened leaves no trace.

        The stint that was written with it is taken out of the ledger again, or runs on
        if the employee is back.
        """
        mistaken = self._get_mistaken()
        result = super().action_cancel()
        mistaken._do_undo_opening()
        return result

    def action_reset(self):
        self._check_can_move("draft")
        self.employee_id._check_may_leave()
        return super().action_reset()

    # Archived without a departure

    @api.model
    def _open_for_archived(self, employees, origin="archive"):
        """Open a departure for those of these former employees who have none.

        :param employees: `hr.employee` records that are archived, their stints written
        :return: the new cases, in sudo
        """
        # Sudo: archiving is open to roles that may not read departures.
        employees = employees.sudo().filtered(lambda employee: not employee.active)
        officers = {
            company: self._get_default_officer(company)
            for company in employees.company_id
        }
        prepared = [
            self._prepare_archived_values(employee, origin) for employee in employees
        ]
        cases = self.sudo().create(
            [
                {**vals, "user_id": officers[employee.company_id].id}
                for employee, vals in zip(employees, prepared, strict=True)
                if vals
            ]
        )
        for case in cases.filtered("period_id"):
            case.period_id.offboarding_id = case
        known = cases.filtered(lambda case: not case.is_incomplete)
        if known:
            known._do_after_departure()
        return cases

    @api.model
    def _prepare_archived_values(self, employee, origin):
        """Hook: values of the departure of somebody who is gone; empty for none."""
        stints = employee.employment_period_ids.filtered("date_end")
        stint = stints.sorted("date_start")[-1:]
        has_one = stint.offboarding_id if stint else self._get_gone(employee)
        if has_one:
            return {}
        today = employee._get_today()
        last_day = stint.date_end or today
        return {
            "employee_id": employee.id,
            "state": "departed",
            "origin": "wizard" if origin == "archive" and stint.reason_id else origin,
            "is_unconfirmed": not stint.reason_id,
            "reason_id": stint.reason_id.id,
            "notice_date": min(last_day, today),
            "last_working_date": last_day,
            "departure_date": last_day,
            "period_id": stint.id,
            "template_id": False,
            # The snapshot, as one write instead of one for each person.
            "department_id": employee.department_id.id,
            "job_id": employee.job_id.id,
            "manager_id": employee.parent_id.id,
            "line_manager_ids": [fields.Command.set(employee._get_line_managers().ids)],
            "contract_type_id": employee.contract_type_id.id,
            "work_location_id": employee.work_location_id.id,
        }

    @api.model
    def _get_gone(self, employee):
        """The departures of this employee that have taken place."""
        return employee.offboarding_ids.filtered(
            lambda case: case.state in ("departed", "done")
        )

    def _mark_departed(self):
        # Sudo: archiving is open to roles that may not read departure cases.
        self.sudo().filtered(lambda case: not case.reason_id).is_unconfirmed = True
        return super()._mark_departed()

    def _do_complete(self):
        # Sudo: the mark is for the steps, and the ledger is written by them only.
        cases = self.sudo()
        departed = cases.filtered(
            lambda case: case.state in ("departed", "done") and case.is_unconfirmed
        )
        cases.is_unconfirmed = False
        for case in departed:
            case._complete_period()
            case._complete_employee()
        if departed:
            departed._do_after_departure()

    def _complete_period(self):
        """Give the ledger the facts that were not known when it was written."""
        period = self.period_id
        if period and not period.reason_id:
            last_day = max(self.departure_date, period.date_start)
            period.write({"reason_id": self.reason_id.id, "date_end": last_day})

    def _complete_employee(self):
        """Give core's departure fields what they lack, unless the person is back."""
        employee = self.employee_id
        if not employee.active and not employee.departure_reason_id:
            employee.write(
                {
                    "departure_reason_id": self.reason_id._get_core_reason().id,
                    "departure_date": self.departure_date,
                }
            )

    def _complete_with(self, reason, departure_date):
        """Take the facts that core's wizard has asked for after archiving."""
        # Sudo: core's wizard is open to roles that may not write departures.
        cases = self.sudo().filtered(lambda case: case.is_incomplete)
        for case in cases:
            case.write(
                {
                    "reason_id": case.reason_id.id or reason.id,
                    "notice_date": min(case.notice_date, departure_date),
                    "last_working_date": departure_date,
                    "departure_date": departure_date,
                }
            )
        cases._do_complete()

    def _do_undo_opening(self):
        """Take back what archiving had written: this person did not leave."""
        # Sudo: the ledger is written by these steps only, nobody has rights on it.
        for case in self.sudo():
            period, employee = case.period_id, case.employee_id
            case.period_id = False
            next_stints = employee.employment_period_ids.filtered(
                lambda stint, period=period: stint.date_start > period.date_end
            )
            if not employee.active:
                period.unlink()
            elif len(next_stints) == 1 and next_stints.is_running:
                next_stints.unlink()
                self.env.flush_all()
                period.write({"date_end": False, "offboarding_id": False})

    # Questions and decisions

    def _check_can_move(self, state):
        if state == "cancelled":
            return super(
                HrOffboardingOpening, self - self._get_mistaken()
            )._check_can_move(state)
        result = super()._check_can_move(state)
        if state == "in_progress" and any(not case.reason_id for case in self):
            raise UserError(self._get_choose_reason_message())
        return result

    def _check_can_write(self, vals):
        if "origin" in vals and not self.env.su:
            raise UserError(
                self.env._("How a departure was opened is a fact and stays as it is.")
            )
        return super()._check_can_write(vals)

    def _get_clearance_blockers(self):
        blockers = super()._get_clearance_blockers()
        if self.is_incomplete:
            blockers.append(self.env._("Still missing: %s", self.missing_facts))
        return blockers

    def _is_kept(self):
        # Sudo is only reached when the employee is deleted: the ledger keeps the facts.
        is_trace = self._is_automatic() and not self.task_ids
        return super()._is_kept() and not (self.env.su and is_trace)

    def _is_automatic(self):
        return self.origin in self._AUTOMATIC_ORIGINS

    def _get_mistaken(self):
        """Those that archiving has opened and nobody has confirmed."""
        return self.filtered(
            lambda case: (
                case.state == "departed"
                and case.is_unconfirmed
                and case._is_automatic()
            )
        )

    def _get_missing_facts(self):
        """Hook: what HR is still to tell about this departure, as short texts."""
        self.ensure_one()
        facts = [] if self.reason_id else [self.env._("the reason")]
        if self.is_unconfirmed:
            facts.append(
                self.env._("whether the dates are right, taken from the archiving")
            )
        return facts

    @api.model
    def _get_default_officer(self, company):
        """Hook: who looks after a departure that HR has not opened by hand.

        An HR officer who archives; else the user in the settings of the company; else
        the first HR administrator, or officer, of the company.
        """
        acting = self.env.user
        if acting.id != SUPERUSER_ID and acting.has_group("hr.group_hr_user"):
            return acting
        # Sudo: users and settings are read for whoever archives or resigns.
        company = company.sudo()
        if company.offboarding_user_id.active:
            return company.offboarding_user_id
        users = company.env["res.users"].with_context(active_test=True)
        for group in ("hr.group_hr_manager", "hr.group_hr_user"):
            user = users.search(
                [
                    ("all_group_ids", "in", self.env.ref(group).ids),
                    ("company_ids", "in", company.ids),
                ],
                order="id",
                limit=1,
            )
            if user:
                return user
        return users.browse(SUPERUSER_ID)

    @api.model
    def _get_choose_reason_message(self):
        return self.env._("Choose the reason of the departure first.")

    # Daily job

    @api.model
    def _cron_reconcile_archived(self, batch=100):
        """Open what is missing for people who were archived past every hook.

        SQL, an import of archived people or another tool may do that. Ledger and
        departure are written as if the archiving had been seen, with the facts that
        the employee's record holds.

        :param batch: how many people are treated in one go
        """
        found = self.env["hr.employee"]._find_archived_unnoticed()
        for start in range(0, len(found), batch):
            employees = found[start : start + batch]
            try:
                with self.env.cr.savepoint():
                    self._reconcile(employees)
            except Exception:
                # Whatever is wrong with one person, the others are treated.
                for employee in employees:
                    self._reconcile_or_log(employee)
            left = max(len(found) - start - batch, 0)
            self.env["ir.cron"]._commit_progress(len(employees), remaining=left)

    @api.model
    def _reconcile(self, employees):
        facts = {employee: employee._get_departure_facts() for employee in employees}
        for last_day, reason in set(facts.values()):
            group = employees.filtered(
                lambda e, key=(last_day, reason): facts[e] == key
            )
            group._close_employment_periods(last_day, reason)
        employees._follow_archiving("reconcile")

    @api.model
    def _reconcile_or_log(self, employee):
        try:
            with self.env.cr.savepoint():
                self._reconcile(employee)
        except Exception:
            _logger.exception("No departure was opened for employee %s.", employee.id)
