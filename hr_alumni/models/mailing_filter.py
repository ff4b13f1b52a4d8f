from ast import literal_eval

from odoo import api, models


class MailingFilter(models.Model):
    _inherit = "mailing.filter"

    @api.constrains("mailing_domain", "mailing_model_id")
    def _check_alumni_recipients(self):
        """A saved filter counts, so it is bound like the mailing itself."""
        for one in self:
            self.env["mailing.mailing"]._check_alumni_domain(
                one.mailing_model_id.model, literal_eval(one.mailing_domain)
            )
