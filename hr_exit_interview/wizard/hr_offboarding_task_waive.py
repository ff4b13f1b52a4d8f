from odoo import fields, models


class HrOffboardingTaskWaive(models.TransientModel):
    """Asks for the reason why a task need not be done."""

    _name = "hr.offboarding.task.waive"
    _description = "Waive Offboarding Tasks"

    task_ids = fields.Many2many("hr.offboarding.task", required=True)
    reason = fields.Char(required=True)

    def action_waive(self):
        """Waive the tasks with the reason given."""
        self.task_ids._do_waive(self.reason)
        return {"type": "ir.actions.act_window_close"}
