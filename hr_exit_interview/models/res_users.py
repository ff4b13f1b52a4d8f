from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def action_resign(self):
        """Open the own resignation: it is about whoever clicks, whoever is shown."""
        return self.env["ir.actions.act_window"]._for_xml_id(
            "hr_exit_interview.hr_offboarding_resign_action"
        )
