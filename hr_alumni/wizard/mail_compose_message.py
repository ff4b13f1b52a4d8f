from odoo import models


class MailComposeMessage(models.TransientModel):
    _inherit = "mail.compose.message"

    def _get_blacklist_record_ids(self, mail_values_dict, recipients_info=None):
        """Whoever the ledger does not let us write to at this moment gets nothing.

        Also those who were among the recipients when the mailing was queued.
        """
        refused = super()._get_blacklist_record_ids(mail_values_dict, recipients_info)
        if self.model != "hr.alumni" or self.composition_mode != "mass_mail":
            return refused
        purpose = self.mass_mailing_id._get_alumni_purpose()
        alumni = self.env["hr.alumni"].browse(mail_values_dict.keys())
        return set(refused) | set(
            (alumni - alumni._filter_contactable(purpose.code)).ids
        )
