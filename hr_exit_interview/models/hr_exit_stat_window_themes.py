from odoo import models


class HrExitStatWindowThemes(models.Model):
    """What is published asks for an owner and a date."""

    _inherit = "hr.exit.stat.window"

    def _do_after_publish(self):
        result = super()._do_after_publish()
        for window in self:
            self.env["hr.exit.action.proposal"]._propose(window)
        return result
