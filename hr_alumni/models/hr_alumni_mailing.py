from odoo import api, models

PLACEHOLDERS = (
    "object.display_name",
    "object.partner_id.name",
    "object.company_id.name",
)


class HrAlumniMailing(models.Model):
    """Newsletters to former colleagues, and nothing else by the platform's means.

    Nobody follows a former colleague, and what is noted on the record is mailed to
    nobody: the only mails that leave from here are mailings, which ask the ledger.
    """

    _inherit = "hr.alumni"

    _mailing_enabled = True
    _primary_email = "private_email"
    _mail_defaults_to_email = True
    _mail_post_access = "write"

    @api.model_create_multi
    def create(self, vals_list):
        # Whoever creates a record would follow it otherwise, and a first note be made.
        quiet = self.with_context(tracking_disable=True)
        return super(HrAlumniMailing, quiet).create(vals_list).with_env(self.env)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Do nothing: followers would be a list of who knows whom."""
        return True

    def _message_subscribe(self, partner_ids=None, subtype_ids=None, customer_ids=None):
        return True

    def _notify_thread(self, message, msg_vals=False, **kwargs):
        # What is noted stays here: mails go out by the ledger only.
        return []

    def mail_allowed_qweb_expressions(self):
        """What a mailing may show of a former colleague: what is no secret."""
        return PLACEHOLDERS

    def _mailing_get_default_domain(self, mailing):
        return [("state", "in", list(self._MEMBER_STATES))]

    def _cancel_waiting_mails(self, purposes=None):
        result = super()._cancel_waiting_mails(purposes)
        # Sudo: mails that wait are seen by nobody, whoever withdraws.
        traces = self.env["mailing.trace"].sudo()
        waiting = traces.search(
            [
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
                ("mass_mailing_id", "!=", False),
                ("trace_status", "in", ("outgoing", "process")),
            ]
        )
        if purposes is not None:
            waiting = waiting.filtered(
                lambda trace: trace.mass_mailing_id._get_alumni_purpose() in purposes
            )
        waiting.mail_mail_id.filtered(lambda mail: mail.state == "outgoing").cancel()
        waiting.set_canceled()
        if purposes is None:
            self._cancel_private_mails()
        return result

    def _cancel_private_mails(self):
        """Stop our own mails to these people; each is known by its link to stop it."""
        # Sudo: these mails are the system's.
        mails = self.env["mail.mail"].sudo()
        for alumni in self:
            mails |= mails.search(
                [
                    ("state", "=", "outgoing"),
                    ("email_to", "=", alumni.sudo().email_normalized),
                    ("headers", "like", f"/alumni/stop/{alumni.id}/"),
                ]
            )
        mails.cancel()
