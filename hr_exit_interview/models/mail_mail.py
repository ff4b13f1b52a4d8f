from odoo import models


class MailMail(models.Model):
    _inherit = "mail.mail"

    def _get_failure_text(self):
        """Why this mail could not be sent, in words for whoever wanted it sent."""
        self.ensure_one()
        types = dict(self._fields["failure_type"]._description_selection(self.env))
        reason = self.failure_reason or types.get(self.failure_type) or ""
        return self.env._(
            "to %(address)s. %(reason)s", address=self.email_to, reason=reason
        ).strip()
