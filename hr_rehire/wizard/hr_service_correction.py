from odoo import fields, models


class HrServiceCorrection(models.TransientModel):
    """Asks for another date and for the reason; a second person approves."""

    _name = "hr.service.correction"
    _description = "Propose Another Date of Service"

    credit_id = fields.Many2one(
        "hr.service.credit", required=True, readonly=True, ondelete="cascade"
    )
    purpose_id = fields.Many2one(
        related="credit_id.purpose_id", groups="hr.group_hr_user"
    )
    return_date = fields.Date(
        related="credit_id.return_date", groups="hr.group_hr_user"
    )
    recognised_date = fields.Date(string="Service Runs From", required=True)
    reason = fields.Char(required=True)

    def action_propose(self):
        """Propose the date; nothing changes before somebody else has approved."""
        self.ensure_one()
        self.credit_id._do_propose(self.recognised_date, self.reason)
        return {"type": "ir.actions.act_window_close"}
