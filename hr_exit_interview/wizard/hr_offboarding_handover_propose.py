from odoo import fields, models


class HrOffboardingHandoverPropose(models.TransientModel):
    """A manager proposes who takes over the work of somebody who leaves."""

    _name = "hr.offboarding.handover.propose"
    _description = "Propose a Successor"

    handover_id = fields.Many2one(
        "hr.offboarding.handover", required=True, ondelete="cascade"
    )
    line_ids = fields.Many2many(
        "hr.offboarding.handover.line",
        "hr_offboarding_handover_propose_line_rel",
        "propose_id",
        "line_id",
        string="Work",
        required=True,
        domain="[('handover_id', '=', handover_id)]",
    )
    successor_id = fields.Many2one("hr.employee.public", required=True)

    def action_propose(self):
        """Keep the proposal; HR decides."""
        self.ensure_one()
        successor = self.env["hr.employee"].browse(self.successor_id.id)
        self.handover_id._do_propose(self.line_ids, successor)
        return {"type": "ir.actions.act_window_close"}
