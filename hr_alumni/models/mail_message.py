from odoo import api, models
from odoo.tools import email_normalize


class MailMessage(models.Model):
    _inherit = "mail.message"

    @api.model_create_multi
    def create(self, vals_list):
        messages = super().create(vals_list)
        messages.filtered(
            lambda message: message.message_type == "email"
        )._note_alumni_answers()
        return messages

    def _note_alumni_answers(self):
        """A mail that came in from a former colleague is a contact, and waits."""
        if not self:
            return
        addresses = {message: email_normalize(message.email_from) for message in self}
        index = self.env["hr.alumni"]._index_contacts(
            self.author_id, addresses.values()
        )
        for message in self if index else ():
            people = index.get(message.author_id) or index.get(addresses[message])
            if people:
                ref = f"mail.message,{message.id}"
                people._log_touch("mail", ref=ref)
                people._make_nudge("reply", self.env._("Answer the mail"), ref=ref)
