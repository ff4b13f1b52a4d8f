from odoo import models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    def action_view_alumni(self):
        """Open the former colleagues who worked in these departments at the end."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_action"
        )
        action["domain"] = [
            ("employee_ids.employment_period_ids.department_id", "in", self.ids)
        ]
        action["context"] = {}
        return action
