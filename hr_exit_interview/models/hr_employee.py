from odoo import api, fields, models
from odoo.exceptions import ValidationError

WIZARD = "hr.departure.wizard"


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = [
        "hr.employee",
        "hr.employee.button.mixin",
        "hr.employee.departure.mixin",
        "hr.employee.number.mixin",
        "hr.employee.period.mixin",
        "hr.employee.transfer.mixin",
    ]

    employee_number = fields.Char(
        copy=False,
        groups="hr.group_hr_user",
        help="Given once and kept for life: a person who comes back has it again, and "
        "nobody else ever gets it.",
    )
    employment_period_ids = fields.One2many(
        "hr.employment.period", "employee_id", groups="hr.group_hr_user"
    )
    offboarding_ids = fields.One2many(
        "hr.offboarding",
        "employee_id",
        string="Departures",
        groups="hr.group_hr_user",
    )
    offboarding_count = fields.Integer(
        string="Departures",
        compute="_compute_button_facts",
        groups="hr.group_hr_user",
    )
    open_offboarding_count = fields.Integer(
        string="Open Departures",
        compute="_compute_button_facts",
        groups="hr.group_hr_user",
    )
    stint_count = fields.Integer(
        string="Stints", compute="_compute_stints", groups="hr.group_hr_user"
    )
    last_stint_date = fields.Date(
        string="Left on", compute="_compute_stints", groups="hr.group_hr_user"
    )
    agreement_ids = fields.One2many(
        "hr.offboarding.agreement",
        "employee_id",
        string="Agreements",
        groups="hr.group_hr_user",
    )
    agreement_count = fields.Integer(
        string="Agreements in Force",
        compute="_compute_button_facts",
        groups="hr.group_hr_user",
    )
    is_key_person = fields.Boolean(
        string="Key Person",
        copy=False,
        groups="hr.group_hr_user",
        help="Work stops, or customers leave, without this person. Only HR sees it.",
    )
    key_person_note = fields.Text(
        string="What Depends on This Person",
        copy=False,
        groups="hr.group_hr_user",
        help="Only HR reads it. Keep it short and current: it is what you have when "
        "the person is gone from one day to the next.",
    )
    deputy_id = fields.Many2one(
        "hr.employee",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('id', '!=', id)]",
        groups="hr.group_hr_user",
        help="Covers when this person is suddenly gone.",
    )
    offboarding_id = fields.Many2one(
        "hr.offboarding",
        string="Open Departure",
        compute="_compute_button_facts",
        groups="hr.group_hr_user",
    )

    _employee_number_uniq = models.UniqueIndex(
        "(company_id, employee_number) WHERE employee_number IS NOT NULL",
        "This employee number is already used in the company.",
    )

    @api.depends("offboarding_ids.state", "agreement_ids.state")
    def _compute_button_facts(self):
        """Fill what the buttons of the form show, with one query for all of them."""
        sources = self._get_button_sources()
        counts, newest = self._read_button_sources(sources)
        for employee in self:
            number = employee._origin.id
            for name in sources:
                employee[name] = counts.get((name, number), 0)
            employee.offboarding_id = newest.get(("open_offboarding_count", number))

    @api.depends("employment_period_ids.date_end")
    def _compute_stints(self):
        stints = {
            employee: (count, last_day)
            for employee, count, last_day in self.env[
                "hr.employment.period"
            ]._read_group(
                [("employee_id", "in", self.ids)],
                ["employee_id"],
                ["__count", "date_end:max"],
            )
        }
        for employee in self:
            count, last_day = stints.get(employee, (0, False))
            employee.stint_count, employee.last_stint_date = count, last_day

    @api.constrains("deputy_id")
    def _check_deputy(self):
        if own := self.filtered(lambda employee: employee.deputy_id == employee):
            raise ValidationError(
                self.env._(
                    "%(employee)s cannot be the own deputy. Choose somebody else.",
                    employee=own[0].name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        given = [vals.get("employee_number") for vals in vals_list]
        if any(given):
            self._check_employee_numbers_unused([number for number in given if number])
        if self._has_field_access(self._fields["employee_number"], "write"):
            vals_list = self._add_employee_numbers(vals_list)
        employees = super().create(vals_list)
        # Whoever may create employees need not be able to see their numbers.
        employees.sudo()._assign_employee_numbers()
        return employees

    def write(self, vals):
        if "employee_number" in vals:
            # Whoever may not see the number is told so first, as for any field.
            self._check_field_access(self._fields["employee_number"], "write")
            self._check_employee_number_unchanged(vals["employee_number"])
        if "active" not in vals or vals["active"]:
            reopened = self._get_reopened(vals)
            result = super().write(vals)
            reopened._reopen_employment_periods()
            if vals.get("is_key_person"):
                self._mark_key_person_leaving()
            return result
        leavers = self.filtered("active")
        leavers._prepare_archiving()
        result = super().write(vals)
        leavers._follow_archiving()
        return result

    def unlink(self):
        self.check_access("unlink")
        # Sudo after the check above: what archiving has opened goes with the employee,
        # as it did before there were departures; the ledger keeps the stint.
        cases = self.sudo().offboarding_ids
        cases.filtered(
            lambda case: case._is_automatic() and not case._is_kept()
        ).unlink()
        return super().unlink()

    def action_archive(self):
        """Name the person in the wizard that core opens after archiving one."""
        action = super().action_archive()
        if isinstance(action, dict) and action.get("res_model") == WIZARD:
            action["context"] = {**action["context"], "active_ids": self.ids}
        return action

    def _get_departure_date(self):
        """Let HR officers open core's wizard, which reads a field of administrators."""
        if self.env.user.has_group("hr.group_hr_user"):
            self.check_access("read")
            # Sudo after the check above: it answers with the date of departure only.
            return super(HrEmployee, self.sudo())._get_departure_date()
        return super()._get_departure_date()

    def _get_today(self):
        """Today's date where this employee works."""
        self.ensure_one()
        return fields.Date.context_today(self.with_context(tz=self._get_tz()))
