from odoo import fields, models


class HrJob(models.Model):
    _inherit = "hr.job"

    leaver_count = fields.Integer(
        string="Leavers",
        compute="_compute_leaver_count",
        groups="hr.group_hr_user",
        help="Leavers in the last 12 months.",
    )

    def _compute_leaver_count(self):
        counts = self.env["hr.offboarding.analysis"]._count_recent("job_id", self)
        for job in self:
            job.leaver_count = counts.get(job.id, 0)

    def action_view_leavers(self):
        """Open the leavers of these job positions in the last 12 months."""
        return self.env["hr.offboarding.analysis"]._get_recent_action("job_id", self)
