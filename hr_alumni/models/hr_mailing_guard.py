from odoo import api, models


class HrMailingGuard(models.AbstractModel):
    _inherit = "hr.mailing.guard"

    @api.model
    def _get_confidential_modules(self):
        return {*super()._get_confidential_modules(), "hr_alumni"}

    @api.model
    def _get_open_models(self):
        # Written to with a consent, which the mailing itself asks for.
        return {*super()._get_open_models(), "hr.alumni"}
