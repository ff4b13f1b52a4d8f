from odoo import fields, models
from odoo.exceptions import UserError


class HrRetentionHold(models.TransientModel):
    """Asks why records are put on legal hold."""

    _name = "hr.retention.hold"
    _description = "Put Records on Legal Hold"

    targets = fields.Json(readonly=True)
    reason = fields.Char(required=True)

    def action_hold(self):
        """Put the records on hold with the reason given."""
        self.ensure_one()
        for records in self._get_targets():
            records._do_hold(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _get_targets(self):
        """The records chosen, as the user; each checks for itself who asks."""
        allowed = {
            Model._name
            for Model in self.env["hr.retention.mixin"]._get_retention_models()
        }
        targets = self.targets if isinstance(self.targets, dict) else {}
        if not targets or targets.keys() - allowed:
            raise UserError(
                self.env._(
                    "There is nothing to put on hold. Choose records in the list first."
                )
            )
        return [self.env[model].browse(ids) for model, ids in targets.items()]
