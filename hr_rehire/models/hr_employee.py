from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    rehire_ids = fields.One2many(
        "hr.rehire", "employee_id", string="Return Cases", groups="hr.group_hr_user"
    )
    rehire_count = fields.Integer(
        string="Returns", compute="_compute_button_facts", groups="hr.group_hr_user"
    )
    rehire_date = fields.Date(
        string="Returned On",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
        help="First day of work after the last return of this person.",
    )

    service_credit_ids = fields.One2many(
        "hr.service.credit",
        "employee_id",
        readonly=True,
        groups="hr.group_hr_user",
    )

    @api.depends("rehire_ids")
    def _compute_button_facts(self):
        return super()._compute_button_facts()

    def _get_button_sources(self):
        return {
            **super()._get_button_sources(),
            "rehire_count": self._get_button_source("hr.rehire"),
        }

    def action_view_rehires(self):
        """Open the return cases of these people."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_rehire.hr_rehire_action"
        )
        action["domain"] = [("employee_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_view_service(self):
        """Open what was decided about earlier service, or the simulation."""
        self.ensure_one()
        self.check_access("read")
        if not self.service_credit_ids:
            return self.env["hr.service.simulation"]._open_for(employee=self)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_rehire.hr_service_credit_action"
        )
        action["domain"] = [("employee_id", "=", self.id)]
        action["context"] = {"search_default_in_force": 1}
        return action

    def action_simulate_service(self):
        """Show what earlier service gives, by every rule."""
        self.ensure_one()
        return self.env["hr.service.simulation"]._open_for(employee=self)

    def _return_to_work(self, date_start, values):
        """Take the record of a former employee into use again.

        In the order that keeps history: core erases the departure facts of the version
        that is current when it unarchives, so the new one comes first.

        :param date_start: first day of work, today or earlier
        :param values: values of the employee from that day on
        :return: the `hr.employment.period` that runs from now on, in sudo
        :raise UserError: the return is not possible, or not with this date
        """
        self.ensure_one()
        self.check_access("write")
        # Sudo after the check above: contract dates are for HR administrators, and
        # nobody has rights to write the ledger.
        employee = self.sudo().with_company(self.company_id)
        employee._check_can_return(date_start)
        employee._end_earlier_contracts(date_start)
        employee._set_aside_later_versions(date_start)
        version = employee.create_contract(date_start)
        employee = employee.with_context(version_id=version.id)
        employee.write({**values, "rehire_date": date_start})
        # A stint that was closed just now makes room for the next one.
        self.env["hr.employment.period"].flush_model(["date_end"])
        period = employee._open_employment_periods(date_start)
        employee.action_unarchive()
        employee._add_former_stint_to_resume()
        return period

    def _check_can_return(self, date_start):
        """Hook: refuse a return that the record does not allow."""
        facts = {"person": self.name, "date": format_date(self.env, date_start)}
        if self.active:
            raise UserError(
                self.env._(
                    "%(person)s works here already: the employee record is active.",
                    **facts,
                )
            )
        if self._get_open_offboardings():
            raise UserError(
                self.env._(
                    "A departure of %(person)s is still open. Finish or cancel it "
                    "before the return.",
                    **facts,
                )
            )
        if date_start > self._get_today():
            raise UserError(
                self.env._(
                    "%(person)s starts on %(date)s. The return is carried out on that "
                    "day, not before: note the date as first day in the case and come "
                    "back to it then.",
                    **facts,
                )
            )
        self._check_return_after_departure(date_start)

    def _check_return_after_departure(self, date_start):
        last_day = self._get_last_day(date_start)
        if date_start <= last_day:
            raise UserError(
                self.env._(
                    "%(person)s worked here until %(date)s. Choose a later first day.",
                    person=self.name,
                    date=format_date(self.env, last_day),
                )
            )
        later = self.version_ids.filtered(
            lambda version: (
                version.contract_date_start
                and version.contract_date_start > last_day
                and version.contract_date_start != date_start
            )
        )
        if later:
            raise UserError(
                self.env._(
                    "%(person)s already has a contract that starts on %(date)s. Choose "
                    "that day as the first day, or remove that contract first.",
                    person=self.name,
                    date=format_date(
                        self.env, min(later.mapped("contract_date_start"))
                    ),
                )
            )

    def _get_last_day(self, date_start):
        """Last day of the stint before `date_start`, put into the ledger if need be.

        Somebody who was archived before these addons were installed may have none.
        """
        ends = self.employment_period_ids.mapped("date_end")
        if not ends or not all(ends):
            version = self.version_ids.sorted("date_version").filtered("departure_date")
            self._close_employment_periods(
                version[-1:].departure_date or date_start - relativedelta(days=1),
                version[-1:].departure_reason_id,
            )
            ends = self.employment_period_ids.mapped("date_end")
        return max(ends, default=date_start - relativedelta(days=1))

    def _end_earlier_contracts(self, date_start):
        """End the contracts that would overlap the new one with the former stint."""
        last_day = self._get_last_day(date_start)
        running = self.version_ids.filtered(
            lambda version: (
                version.contract_date_start
                and version.contract_date_start <= last_day
                and (
                    not version.contract_date_end
                    or version.contract_date_end > last_day
                )
            )
        )
        # Core writes the end into all versions of a contract.
        for versions in running.grouped("contract_date_start").values():
            versions.write({"contract_date_end": last_day})

    def _set_aside_later_versions(self, date_start):
        """Take away changes that were planned for after the departure.

        They never took effect, and would take the place of the new version. The last
        one cannot be taken away: it is dated back to where it belongs.
        """
        later = self.version_ids.filtered(
            lambda version: (
                version.date_version >= date_start
                and version.contract_date_start != date_start
            )
        )
        if later and later == self.version_ids:
            first = later.sorted("date_version")[0]
            starts = self.employment_period_ids.mapped("date_start")
            first.date_version = first.contract_date_start or min(
                starts, default=date_start - relativedelta(days=1)
            )
            later -= first
        later.write({"active": False})

    def _reactivate_user(self):
        """Let the old login work again, without the keys from before."""
        # Sudo: users are for administrators; whoever may carry out the return decides.
        users = self.sudo().user_id.filtered(lambda user: not user.active)
        keys = (
            self.env["res.users.apikeys"].sudo().search([("user_id", "in", users.ids)])
        )
        keys.unlink()
        users.action_unarchive()

    def _add_former_stint_to_resume(self):
        """Show the stint before the return on the résumé, like any other experience."""
        former = self.employment_period_ids.filtered("date_end").sorted("date_end")
        facts = former[-1:]._get_public_facts()
        self.env["hr.resume.line"].create(
            [self._prepare_resume_line_values(**fact) for fact in facts]
        )

    def _prepare_resume_line_values(self, date_start, date_end, job_title, department):
        """Hook: values of the résumé line of a former stint in this company."""
        experience = self.env.ref("hr_skills.resume_type_experience", False)
        return {
            "employee_id": self.id,
            "line_type_id": experience and experience.id,
            "name": job_title or self.company_id.name,
            "description": ", ".join(
                text for text in (department, self.company_id.name) if text
            ),
            "date_start": date_start,
            "date_end": date_end,
        }

    def _get_recognised_service_dates(self, purpose_code, date=None):
        """From which day service runs for a purpose, as HR has decided.

        For other addons: leave plans, awards, notice periods. It reads in sudo; whoever
        calls it checks who may see the outcome. The number of queries does not grow
        with the number of people who are in the ledger.

        :param purpose_code: code of a `hr.service.purpose`: `leave`, `award`, `notice`,
            `probation`, `severance`, `benefit`, `seniority`, `referral`, or your own
        :param date: on which day it is asked, today by default; a date that counts
            later is not told before
        :return: dict of the id of each employee to a date, or False for somebody who
            is not employed on that day. Without a decision it is the first day of the
            stint.
        """
        date = date or fields.Date.context_today(self)
        # Sudo: the ledger and the lines are for HR; only dates go out.
        employees = self.sudo()
        starts = employees._get_service_starts(date)
        purpose = (
            self.env["hr.service.purpose"]
            .sudo()
            .with_context(active_test=False)
            .search([("code", "=", purpose_code)])
        )
        dates = dict(starts)
        if not purpose:
            return dates
        credits = self.env["hr.service.credit"].sudo()
        for credit in credits._get_in_force(employees, purpose):
            employee = credit.employee_id
            if credit.return_date == starts[employee.id] and (
                credit.effective_date <= date
            ):
                dates[employee.id] = credit.recognised_date
        return dates

    def _get_service_starts(self, date):
        """First day of the stint on a day, by the id of the employee, or False."""
        periods = self.env["hr.employment.period"].search(
            [("employee_id", "in", self.ids), ("date_start", "<=", date)],
            order="date_start",
        )
        last = {period.employee_id.id: period for period in periods}
        starts = {}
        for employee in self:
            period = last.get(employee.id)
            if period and (not period.date_end or period.date_end >= date):
                starts[employee.id] = period.date_start
            else:
                starts[employee.id] = (
                    employee.active and employee._get_stint_start(date) or False
                )
        return starts
