from odoo import fields, models


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    alumni_ids = fields.Many2many(
        "hr.alumni", string="Former Colleague", groups="hr.group_hr_user", copy=False
    )

    def action_view_alumni(self):
        """Open this person's record in the network of former colleagues."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.alumni",
            "view_mode": "form",
            "res_id": self.alumni_ids[:1].id,
        }
