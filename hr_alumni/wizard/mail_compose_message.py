from odoo import models


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _get_blacklist_record_ids(self, mail_values_dict, recipients_info=None):
        """Whoever the ledger or the cap does not let us write to now gets nothing.

        Also those who were among the recipients when the mailing was queued.
        """
        refused = super()._get_blacklist_record_ids(mail_values_dict, recipients_info)
        if self.model != "hr.alumni" or self.composition_mode != "mass_mail":
            return refused
        mailing = self.mass_mailing_id
        alumni = self.env["hr.alumni"].browse(mail_values_dict.keys())
        allowed = mailing._filter_alumni_recipients(alumni)
        return set(refused) | set((alumni - allowed).ids)
