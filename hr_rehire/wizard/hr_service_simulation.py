from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HrServiceSimulation(models.TransientModel):
    """What a person gets back of earlier service: every purpose under every rule.

    It is opened before the offer, from a return case, an alumni record or an employee.
    The day of the return can be changed; each purpose then shows which rule counts.
    What is planned in a case is written at the return, by the rules as they are then.
    """

    _name = "hr.service.simulation"
    _description = "What You Get Back"
    _rec_name = "person_name"

    rehire_id = fields.Many2one("hr.rehire", readonly=True, ondelete="cascade")
    alumni_id = fields.Many2one("hr.alumni", readonly=True, ondelete="cascade")
    employee_id = fields.Many2one(
        "hr.employee",
        readonly=True,
        ondelete="cascade",
        context={"active_test": False},
    )
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    person_name = fields.Char(string="Person", compute="_compute_person_name")
    back_date = fields.Date(
        string="Day of the Return",
        required=True,
        help="First day of work after the return. Try other days.",
    )
    period_ids = fields.Many2many(
        "hr.employment.period", compute="_compute_period_ids", string="Earlier Stints"
    )
    inputs = fields.Text(string="Worked Here", compute="_compute_inputs")
    paid_period_ids = fields.Many2many(
        "hr.employment.period",
        "hr_service_simulation_paid_rel",
        string="Already Paid For",
        domain="[('id', 'in', period_ids)]",
        help="Stints for which severance was paid. They do not count again for "
        "purposes that say so.",
    )
    note = fields.Char(string="Reason", help="Why lines are written once more.")
    line_ids = fields.One2many(
        "hr.service.simulation.line",
        "simulation_id",
        domain=[("is_preset", "=", False)],
    )
    preset_line_ids = fields.One2many(
        "hr.service.simulation.line",
        "simulation_id",
        domain=[("is_preset", "=", True)],
    )
    has_rules = fields.Boolean(compute="_compute_has_rules")
    is_before_return = fields.Boolean(compute="_compute_is_before_return")
    can_grant = fields.Boolean(compute="_compute_can_grant")

    @api.depends("rehire_id", "alumni_id", "employee_id")
    def _compute_person_name(self):
        for simulation in self:
            simulation.person_name = (
                simulation.rehire_id.person_name
                or simulation.alumni_id.partner_id.name
                or simulation.employee_id.name
            )

    @api.depends("back_date", "alumni_id", "employee_id")
    def _compute_period_ids(self):
        for simulation in self:
            # Sudo: officers read the ledger of their companies; an employee record
            # that was moved has stints of before.
            people = simulation.sudo()
            periods = (
                people.alumni_id.employment_period_ids
                | people.employee_id.employment_period_ids
            )
            simulation.period_ids = periods.filtered(
                lambda period, back=simulation.back_date: (
                    back and period.date_start < back
                )
            ).sudo(False)

    @api.depends("period_ids", "back_date")
    def _compute_inputs(self):
        for simulation in self:
            simulation.inputs = simulation.back_date and (
                simulation.period_ids._get_service_inputs(simulation.back_date)
            )

    @api.depends("company_id")
    def _compute_has_rules(self):
        for simulation in self:
            simulation.has_rules = bool(
                self.env["hr.service.rule"]._get_rules(simulation.company_id)
            )

    @api.depends("rehire_id.state")
    def _compute_is_before_return(self):
        open_states = self.env["hr.rehire"]._OPEN_STATES
        for simulation in self:
            simulation.is_before_return = simulation.rehire_id.state in open_states

    @api.depends("employee_id", "back_date")
    def _compute_can_grant(self):
        for simulation in self:
            simulation.can_grant = simulation._is_day_of_a_return()

    # Buttons

    def action_calculate(self):
        """Show the outcome for the day that was entered."""
        return self._get_screen_action()

    def action_plan(self):
        """Note in the return case what the person is promised."""
        self.ensure_one()
        self.rehire_id.check_access("write")
        if not self.is_before_return:
            raise UserError(
                self.env._("Only an open return case is planned. This one is closed.")
            )
        self._write_lines("planned", {"rehire_id": self.rehire_id.id})
        self.rehire_id.start_date = self.back_date
        return self.rehire_id.action_view_service_credits()

    def action_grant(self):
        """Write what is granted to somebody who is back already."""
        self.ensure_one()
        self.employee_id.check_access("write")
        if not self.can_grant:
            raise UserError(
                self.env._(
                    "Lines are written for the first day of a stint that the ledger "
                    "shows. Choose that day."
                )
            )
        before = self.env["hr.service.credit"]._get_in_force(self.employee_id)
        before = before.filtered(lambda credit: credit.return_date == self.back_date)
        if before and not self.note:
            raise UserError(
                self.env._(
                    "This return has its lines already. Say in a sentence why they are "
                    "written once more."
                )
            )
        self._write_lines("granted", {"employee_id": self.employee_id.id}, before)
        return self.employee_id.action_view_service()

    def action_print(self):
        """Print one page for the person; a page on the screen without a PDF engine."""
        self.ensure_one()
        return self.env.ref("hr_rehire.hr_service_simulation_report").report_action(
            self
        )

    # Steps

    @api.model
    def _open_for(self, rehire=None, alumni=None, employee=None):
        """Open the screen about one person.

        :return: action of the form of this model
        """
        alumni = alumni or (rehire and rehire.alumni_id) or self.env["hr.alumni"]
        employee = (
            employee
            or (rehire and rehire.employee_id)
            or (alumni and alumni._get_former_employee())
            or self.env["hr.employee"]
        )
        (rehire or alumni or employee).check_access("read")
        simulation = self.create(
            {
                "rehire_id": rehire and rehire.id,
                "alumni_id": alumni.id,
                "employee_id": employee.id,
                "company_id": (rehire or alumni or employee).company_id.id,
                "back_date": self._get_first_day(rehire, employee),
            }
        )
        simulation._fill()
        return simulation._get_screen_action()

    @api.model
    def _get_first_day(self, rehire, employee):
        """Hook: the day of the return that is shown at first."""
        running = employee.employment_period_ids.filtered("is_running")
        return (
            (rehire and rehire.start_date)
            or running[:1].date_start
            or fields.Date.context_today(self)
        )

    def _fill(self):
        """One line for each purpose and each rule, presets apart."""
        rules = self.env["hr.service.rule"]._get_rules(self.company_id, True)
        chosen = {
            credit.purpose_id: credit.rule_id
            for credit in self.rehire_id.service_credit_ids.sorted("id")
            if credit.state == "planned" and credit.is_choice
        }
        self.env["hr.service.simulation.line"].create(
            [
                {
                    "simulation_id": self.id,
                    "purpose_id": purpose.id,
                    "rule_id": rule.id,
                    "is_preset": not rule.active,
                    "is_chosen": chosen.get(purpose) == rule,
                }
                for purpose in self.env["hr.service.purpose"]._get_purposes()
                for rule in rules
            ]
        )

    def _write_lines(self, state, links, before=None):
        self._check_is_whole()
        rules = self.env["hr.service.rule"]._get_rules(self.company_id)
        chosen = {line.purpose_id: line.rule_id for line in self._get_chosen_lines()}
        vals_list = []
        for purpose in self.env["hr.service.purpose"]._get_purposes():
            values = rules._prepare_credit_values(
                purpose,
                self.period_ids,
                self.back_date,
                chosen=chosen.get(purpose),
                paid=self.paid_period_ids,
            )
            if not values:
                continue
            old = (before or self.env["hr.service.credit"]).filtered(
                lambda credit, purpose=purpose: credit.purpose_id == purpose
            )
            vals_list.append(
                {
                    **values,
                    **links,
                    "state": state,
                    "company_id": self.company_id.id,
                    "note": self.note,
                    "replaces_id": old[:1].id,
                }
            )
        # Sudo after the checks of the buttons: lines are written by steps only.
        return self.env["hr.service.credit"].sudo().create(vals_list)

    # Questions

    def _check_is_whole(self):
        if not self.has_rules:
            raise UserError(
                self.env._(
                    "No service rule is in use. Put one into use first: Employees ▸ "
                    "Configuration ▸ Offboarding ▸ Service Rules."
                )
            )
        lines = self._get_chosen_lines()
        if len(lines.purpose_id) < len(lines):
            raise UserError(self.env._("Choose one rule for each purpose, not two."))
        failing = lines.filtered(lambda line: line.outcome in ("no", False))
        if failing:
            raise UserError(
                self.env._(
                    "“%(rule)s” does not apply on this day. Take the tick away.",
                    rule=failing[0].rule_id.name,
                )
            )
        if not self.env["hr.service.credit"].has_access("read"):
            raise AccessError(self.env._("Earlier service is decided by HR."))

    def _get_chosen_lines(self):
        return self.line_ids.filtered("is_chosen")

    def _is_day_of_a_return(self):
        """Whether the employee came back on this day, as the ledger shows."""
        periods = self.employee_id.employment_period_ids
        return self.back_date in periods.mapped("date_start") and any(
            period.date_start < self.back_date for period in periods
        )

    def _get_counting_lines(self):
        """The line that counts for each purpose, for the printed page."""
        return self.line_ids.filtered(lambda line: line.outcome == "counts")

    def _get_screen_action(self):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What You Get Back"),
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "target": "current",
        }
