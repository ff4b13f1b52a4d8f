from odoo import api, models
from odoo.exceptions import ValidationError

PROTECTED_PREFIXES = ("hr.alumni", "hr.privacy")


class MailingMailing(models.Model):
    _inherit = "mailing.mailing"

    @api.constrains("mailing_model_id")
    def _check_mailing_model_not_protected(self):
        """A mailing reads its model as the system, and its traces say who matched."""
        for mailing in self:
            if mailing.mailing_model_real.startswith(PROTECTED_PREFIXES):
                raise ValidationError(
                    self.env._(
                        "Mailings cannot be sent to former colleagues directly, "
                        "because their consents would not be asked. Choose other "
                        "recipients."
                    )
                )
