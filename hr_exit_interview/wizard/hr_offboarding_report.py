from odoo import api, fields, models
from odoo.fields import Domain


class HrOffboardingReport(models.TransientModel):
    """A manager tells HR that somebody of the team leaves."""

    _name = "hr.offboarding.report"
    _description = "Report a Departure"

    team_ids = fields.Many2many(
        "hr.employee.public", compute="_compute_team_ids", string="My Team"
    )
    employee_id = fields.Many2one(
        "hr.employee.public",
        string="Who Leaves",
        required=True,
        domain="[('id', 'in', team_ids)]",
    )
    last_working_date = fields.Date(
        string="Last Working Day",
        help="As far as you know it; HR settles the day with the person.",
    )
    note = fields.Text(string="What HR Should Know")

    @api.depends_context("uid")
    def _compute_team_ids(self):
        own = self.env["hr.employee.public"].search([("user_id", "=", self.env.uid)])
        team = self.env["hr.employee.public"].search(
            Domain("id", "child_of", own.ids) & Domain("id", "not in", own.ids)
        )
        for wizard in self:
            wizard.team_ids = team

    def action_report(self):
        """Hand it to HR; whether HR knew already is not told."""
        self.ensure_one()
        employee = self.env["hr.employee"].browse(self.employee_id.id)
        employee.action_report_departure(self.last_working_date, self.note)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "HR has been told. You see the departure under My Team once it is "
                    "confirmed."
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
