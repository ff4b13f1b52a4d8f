from odoo import api, fields, models


class HrExitActionProposed(models.Model):
    """An improvement action that answers a theme of the statistics."""

    _inherit = "hr.exit.action"

    proposal_id = fields.Many2one(
        "hr.exit.action.proposal",
        string="Theme",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups="hr.group_hr_user,hr_exit_interview.group_manager",
    )

    @api.model_create_multi
    def create(self, vals_list):
        actions = super().create(vals_list)
        for action in actions.filtered("proposal_id"):
            action.proposal_id._do_take(action)
        return actions

    def _get_form_action(self):
        """The form of an action, of a new one without a record."""
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Improvement Action"),
            "res_model": "hr.exit.action",
            "res_id": self.id,
            "views": [(False, "form")],
            "target": "current",
        }
