from odoo import models
from odoo.exceptions import UserError


class PrivacyLookupWizardLine(models.TransientModel):
    _inherit = "privacy.lookup.wizard.line"

    def action_unlink(self):
        """Erase what has a rule of its own by that rule, instead of deleting it.

        These records refuse to be deleted, or would take along what must stay. What
        stands in the way of an erasure is said, as by the wizard of HR.
        """
        self.ensure_one()
        Model = self.env[self.res_model]
        if self.is_unlinked or not isinstance(
            Model, self.env.registry["hr.retention.mixin"]
        ):
            return super().action_unlink()
        # The right to it is that to the lookup, as for all that core deletes here.
        self.check_access("write")
        # Sudo after the check above, as core does; the record may be confidential.
        record = Model.sudo().browse(self.res_id).exists()
        if record and (obstacle := record._get_privacy_obstacle()):
            raise UserError(obstacle)
        record._privacy_erase("request", "unneeded")
        self.execution_details = self.env._(
            "Erased %(model)s #%(number)s",
            model=self.res_model_id.name,
            number=self.res_id,
        )
        self.is_unlinked = True
        return None
