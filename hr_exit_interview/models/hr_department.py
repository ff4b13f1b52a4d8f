from odoo import fields, models


class HrDepartment(models.Model):
    _inherit = "hr.department"

    leaver_count = fields.Integer(
        string="Leavers",
        compute="_compute_leaver_count",
        groups="hr.group_hr_user",
        help="Leavers in the last 12 months.",
    )

    def _compute_leaver_count(self):
        counts = self.env["hr.offboarding.analysis"]._count_recent(
            "department_id", self
        )
        for department in self:
            department.leaver_count = counts.get(department.id, 0)

    def action_view_leavers(self):
        """Open the leavers of these departments in the last 12 months."""
        return self.env["hr.offboarding.analysis"]._get_recent_action(
            "department_id", self
        )
