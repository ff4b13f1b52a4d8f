from odoo import fields, models
from odoo.exceptions import UserError

# How many messages one person sends to others in a day.
PER_DAY = 5


class HrAlumniRelay(models.Model):
    """A message of one former colleague to another, who has opened the way for it.

    It is mailed and kept nowhere. The sender never learns the address of the other, nor
    whether the mail has left; the other learns the sender's address when the sender
    says so, and otherwise answers on the portal.
    """

    _inherit = "hr.alumni"

    def _takes_messages(self):
        """Whether other former colleagues may write to this person."""
        self.ensure_one()
        rows = self.directory_ids.filtered(lambda row: row.audience == "alumni")
        return rows.is_listed and rows.takes_messages

    def _do_relay(self, recipient, text, shows_address):
        """Mail what this person writes to another former colleague.

        :param recipient: `hr.alumni` in sudo, found in the directory by this person
        :param text: clean text
        :param shows_address: whether the recipient learns the address of this person
        :raise UserError: this person has written to many today, or to this one before
        """
        self.ensure_one()
        today = fields.Date.context_today(self)
        prefix = f"wrote,{today},"
        written = self.touch_ids.filtered(
            lambda one: (one.ref or "").startswith(prefix)
        )
        ref = f"{prefix}{recipient.id}"
        if len(written) >= PER_DAY or ref in written.mapped("ref"):
            raise UserError(
                self.env._(
                    "You have written to this person or to many today. Send the rest "
                    "tomorrow."
                )
            )
        self._log_touch("portal", ref=ref)
        own = self.directory_ids.filtered(lambda row: row.audience == "alumni")
        recipient.with_context(
            relay_text=text,
            relay_name=self.display_name,
            relay_email=shows_address and self.email_normalized,
            relay_url=self._takes_messages()
            and f"{self.get_base_url()}/my/alumni/directory/{own.id}",
        )._mail_privately(
            "hr_alumni.mail_template_alumni_relay", "directory_alumni", is_capped=False
        )
