from odoo import api, fields, models
from odoo.exceptions import UserError


class HrOffboardingResign(models.TransientModel):
    """Says before it is done what a resignation does, and takes it.

    It is always about whoever opened it: no field says who resigns.
    """

    _name = "hr.offboarding.resign"
    _description = "Resign"

    def _default_last_working_date(self):
        cases = self.env["hr.offboarding"]
        employee = cases._get_own_employee()
        case = cases._get_own_resignation(employee)
        if case:
            return case._get_resignation_values()["last_working_date"]
        return employee and cases._get_proposed_last_day(employee)

    company_name = fields.Char(compute="_compute_situation")
    reference = fields.Char(compute="_compute_situation")
    officer_name = fields.Char(string="HR Officer", compute="_compute_situation")
    known_last_day = fields.Date(
        string="Last Working Day", compute="_compute_situation"
    )
    status = fields.Selection(
        [
            ("none", "Not resigned"),
            ("told", "Waits for HR"),
            ("confirmed", "Confirmed by HR"),
        ],
        compute="_compute_situation",
    )
    last_working_date = fields.Date(
        string="Wished Last Working Day",
        required=True,
        default=lambda self: self._default_last_working_date(),
        help="Proposed from your notice period. HR confirms the day or talks to you.",
    )
    stated_reason = fields.Text(
        string="Reason", help="Voluntary. Only HR reads what you write here."
    )
    letter = fields.Binary(string="Letter of Notice", attachment=False)
    letter_name = fields.Char()
    is_sure = fields.Boolean(string="I Want to Resign")

    @api.depends_context("uid", "company")
    def _compute_situation(self):
        cases = self.env["hr.offboarding"]
        employee = cases._get_own_employee()
        case = cases._get_own_resignation(employee)
        known = case._get_resignation_values() if case else {}
        for wizard in self:
            wizard.company_name = employee.company_id.name
            wizard.status = (
                "none"
                if not known
                else "confirmed"
                if known["is_confirmed"]
                else "told"
            )
            wizard.reference = known.get("reference")
            wizard.officer_name = known.get("officer_name")
            wizard.known_last_day = known.get("last_working_date")

    def action_confirm(self):
        """Hand the resignation to HR, once the person has said so in words."""
        self.ensure_one()
        if not self.is_sure:
            raise UserError(
                self.env._("Tick the sentence “I resign” first. Nothing is sent yet.")
            )
        self._get_employee().action_resign(
            self.last_working_date,
            self.stated_reason,
            self.letter,
            self.letter_name,
        )
        return self._get_reopen_action()

    def action_withdraw(self):
        """Take back the resignation, as long as HR has not confirmed it."""
        self.ensure_one()
        cases = self.env["hr.offboarding"]
        case = cases._get_own_resignation(cases._get_own_employee())
        if not case:
            raise UserError(self.env._("There is no resignation to withdraw."))
        # Out of sudo: the step checks who asks.
        case.sudo(False).action_withdraw_resignation()
        return {"type": "ir.actions.act_window_close"}

    def _get_employee(self):
        employee = self.env["hr.offboarding"]._get_own_employee()
        if not employee:
            raise UserError(
                self.env._("You are not registered as an employee. Talk to HR instead.")
            )
        # Out of sudo: the step that follows checks who asks.
        return employee.sudo(False)

    def _get_reopen_action(self):
        """The same window again, which shows what holds now."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Resign"),
            "res_model": self._name,
            "view_mode": "form",
            "target": "new",
        }
