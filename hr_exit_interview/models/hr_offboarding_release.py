from odoo import models


class HrOffboardingRelease(models.Model):
    """Answers that wait for some days after the end wait longer when it is put off."""

    _inherit = "hr.offboarding"

    def _do_move_dates(self):
        result = super()._do_move_dates()
        # Sudo: nobody may write sealed answers; only the day is moved, and only later.
        self.sudo().interview_ids._do_move_release()
        return result
