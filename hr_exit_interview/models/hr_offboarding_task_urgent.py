from odoo import fields, models
from odoo.exceptions import UserError


class HrOffboardingTaskUrgent(models.Model):
    """Tasks of the urgent track of a departure."""

    _inherit = "hr.offboarding.task"

    is_urgent = fields.Boolean(string="Urgent", readonly=True, copy=False)

    def action_view_urgent(self):
        """Open the urgent track of this task, for those who work on it."""
        self.ensure_one()
        self.check_access("read")
        # Own rights: not everybody with a task of the track may see the track.
        track = self.env["hr.offboarding.urgent"].search(
            # The reference of the case is no secret, the assignee knows it.
            [("offboarding_id", "in", self.offboarding_id.ids)]
        )
        if not track:
            raise UserError(
                self.env._(
                    "HR, the managers above and whoever covers see the urgent track. "
                    "Ask the HR officer what you need to know."
                )
            )
        return track._get_records_action(name=self.env._("Urgent"))

    def _move_deadlines(self):
        # What is urgent stays due now, wherever the last day moves.
        return super(
            HrOffboardingTaskUrgent, self.filtered(lambda task: not task.is_urgent)
        )._move_deadlines()
