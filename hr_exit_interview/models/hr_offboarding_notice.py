from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.notice import (
    FIRST_DAY,
    LAST_DAY,
    choose_rule,
    get_full_months,
    get_last_day,
)
from ..tools.requests import read_day


class HrOffboardingNotice(models.Model):
    """The last day that the notice rules propose, until somebody agrees on another."""

    _inherit = "hr.offboarding"

    _DATES = ("notice_date", "last_working_date", "departure_date")

    notice_rule_id = fields.Many2one(
        "hr.offboarding.notice.rule",
        compute="_compute_last_working_date",
        store=True,
        precompute=True,
        ondelete="set null",
        groups="hr.group_hr_user",
        help="The rule that the proposal follows; without one it is the notice period "
        "in the settings.",
    )
    notice_basis = fields.Char(
        string="According to",
        compute="_compute_notice_basis",
        groups="hr.group_hr_user",
        help="What the end of the notice follows from.",
    )
    notice_end_date = fields.Date(
        string="End of Notice",
        compute="_compute_last_working_date",
        store=True,
        precompute=True,
        groups="hr.group_hr_user",
        help="The last day that the notice rules propose.",
    )

    @api.depends("notice_date", "company_id", "employee_id", "reason_id")
    def _compute_last_working_date(self):
        """Propose a last day as long as nobody has set another by hand."""
        for case in self:
            if not case.notice_date:
                continue
            rule, proposal = case._get_notice()
            current = case.last_working_date
            is_proposal = not current or current == case.notice_end_date
            # Once confirmed the day is agreed: only another day of the notice moves it.
            is_same = case.state == "draft" or rule == case.notice_rule_id
            if is_proposal and is_same:
                current = proposal
            case.last_working_date = current
            case.notice_end_date = proposal
            case.notice_rule_id = rule

    @api.depends("notice_rule_id", "company_id")
    def _compute_notice_basis(self):
        for case in self:
            company = case.company_id or self.env.company
            case.notice_basis = case.notice_rule_id.name or self.env._(
                "%(days)s days, the notice period in the settings: no rule fits. Check "
                "what law and contract say.",
                days=company.offboarding_notice_days,
            )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_dates(vals)
        return super().create(vals_list)

    def _check_can_write(self, vals):
        if vals.keys() & set(self._DATES):
            self._check_dates(vals)
            for case in self:
                case._check_order(vals)
        return super()._check_can_write(vals)

    def _check_order(self, vals):
        """Refuse dates that would not follow those that stay as they are."""
        self.ensure_one()
        if "last_working_date" in vals:
            values = {"notice_date": self.notice_date, **vals}
            self._check_dates(values)
        elif "departure_date" in vals:
            values = {"last_working_date": self.last_working_date, **vals}
            self._check_dates(values)

    @api.model
    def _check_dates(self, vals):
        """Refuse what is no date, lies out of reach, or comes before the one before."""
        labels = {
            name: self._fields[name]._description_string(self.env)
            for name in self._DATES
        }
        before = None
        for name in self._DATES:
            if not vals.get(name):
                continue
            day = read_day(vals[name])
            if not day or not FIRST_DAY <= day <= LAST_DAY:
                raise UserError(
                    self.env._(
                        "“%(field)s” cannot be %(value)s. Enter a date between "
                        "%(first)s and %(last)s.",
                        field=labels[name],
                        value=vals[name],
                        first=FIRST_DAY,
                        last=LAST_DAY,
                    )
                )
            if before and day < before[1]:
                raise UserError(
                    self.env._(
                        "“%(later)s” lies before “%(earlier)s”. The dates of a "
                        "departure follow each other: notice, last working day, end of "
                        "the contract.",
                        later=labels[name],
                        earlier=labels[before[0]],
                    )
                )
            before = (name, day)

    def _get_notice(self):
        """The rule that counts, possibly empty, and the last day that it leads to."""
        self.ensure_one()
        Rule = self.env["hr.offboarding.notice.rule"]
        rule = choose_rule(Rule._get_rules(), self._get_notice_facts())
        if rule:
            day = get_last_day(
                self.notice_date, rule["length"], rule["unit"], rule["end_of"]
            )
            return Rule.browse(rule["id"]), day
        company = self.company_id or self.env.company
        days = company.offboarding_notice_days
        return Rule, get_last_day(self.notice_date, days, "day")

    def _get_notice_facts(self):
        """Hook: what the notice rules are asked with, see `tools.notice`."""
        self.ensure_one()
        # Sudo: the facts of contracts are for HR administrators only.
        case = self.sudo()
        version = case.employee_id.current_version_id
        trial_end = version.trial_date_end
        employee = case.employee_id
        running = employee.employment_period_ids.filtered("is_running")
        start = running.date_start
        if employee and not running:
            start = employee._get_stint_start(case.notice_date)
        initiatives = {"voluntary": "employee", "involuntary": "employer"}
        return {
            "company": (case.company_id or case.env.company).id,
            "contract_type": version.contract_type_id.id,
            "initiative": initiatives.get(case.reason_id.type),
            "months": get_full_months(start, case.notice_date),
            "is_probation": bool(trial_end and case.notice_date <= trial_end),
        }
