from odoo import models


class SurveyInvite(models.TransientModel):
    _inherit = "survey.invite"

    def write(self, vals):
        result = super().write(vals)
        if "survey_id" in vals:
            # Rules look at the record before a write only: look again where it is now.
            self.check_access("write")
        return result
