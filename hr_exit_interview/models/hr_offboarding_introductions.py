from odoo import fields, models


class HrOffboardingIntroductions(models.Model):
    """Introduction mails of a departure: dropped when it does not take place."""

    _inherit = "hr.offboarding"

    introduction_ids = fields.One2many(
        "hr.offboarding.introduction", "offboarding_id", groups="hr.group_hr_user"
    )

    def _do_drop(self):
        result = super()._do_drop()
        # Sudo: whoever may drop a departure drops what was drafted because of it.
        self.sudo().introduction_ids._discard()
        return result
