from odoo import api, models


class MailingMailing(models.Model):
    _inherit = "mailing.mailing"

    @api.model
    def _get_confidential_modules(self):
        return {*super()._get_confidential_modules(), "hr_rehire"}
