from odoo import models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def message_notify(self, **kwargs):
        """Tell nobody of single records in a hand-over: successors get one mail."""
        if self.env.context.get("hr_handover_quiet"):
            return self.env["mail.message"]
        return super().message_notify(**kwargs)
