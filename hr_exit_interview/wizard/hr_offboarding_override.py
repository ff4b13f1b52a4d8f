from odoo import api, fields, models


class HrOffboardingOverride(models.TransientModel):
    """Asks why a departure is closed though something still blocks it."""

    _name = "hr.offboarding.override"
    _description = "Close a Departure in Spite of Open Tasks"

    offboarding_id = fields.Many2one("hr.offboarding", required=True, readonly=True)
    blockers = fields.Text(string="Still Open", compute="_compute_blockers")
    reason = fields.Char(required=True)

    @api.depends("offboarding_id")
    def _compute_blockers(self):
        for wizard in self:
            wizard.blockers = "\n".join(wizard.offboarding_id._get_clearance_blockers())

    def action_override(self):
        """Close the departure with the reason given."""
        self.offboarding_id._do_override(self.reason)
        return {"type": "ir.actions.act_window_close"}
