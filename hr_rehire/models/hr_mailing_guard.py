from odoo import api, models


class HrMailingGuard(models.AbstractModel):
    _inherit = "hr.mailing.guard"

    @api.model
    def _get_confidential_modules(self):
        return {*super()._get_confidential_modules(), "hr_rehire"}
