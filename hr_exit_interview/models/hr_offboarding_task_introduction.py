from odoo import fields, models


class HrOffboardingTaskIntroduction(models.Model):
    """The task of a successor to write to the customers taken over."""

    _inherit = "hr.offboarding.task"

    has_introductions = fields.Boolean(readonly=True, copy=False)

    def action_view_introductions(self):
        """Open the introduction mails that this successor may send."""
        self.ensure_one()
        self.check_access("read")
        return self.env["hr.offboarding.introduction"]._get_view_action(
            self.offboarding_id
        )
