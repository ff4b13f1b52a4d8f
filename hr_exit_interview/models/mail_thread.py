from odoo import api, models


class MailThread(models.AbstractModel):
    _inherit = "mail.thread"

    def message_notify(self, **kwargs):
        """Tell nobody of single records in a hand-over: successors get one mail."""
        if self.env.context.get("hr_handover_quiet"):
            return self.env["mail.message"]
        return super().message_notify(**kwargs)

    @api.model
    def _routing_handle_bounce(self, email_message, message_dict):
        """A personal link that came back belongs to no record that core would find."""
        result = super()._routing_handle_bounce(email_message, message_dict)
        if email := message_dict.get("bounced_email"):
            self.env["hr.exit.interview"]._note_bounce(email)
        return result
