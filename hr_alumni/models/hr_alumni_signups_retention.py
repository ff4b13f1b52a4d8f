from odoo import models
from odoo.fields import Domain


class HrAlumniSignupsRetention(models.Model):
    """What an erasure finds of sign-ups: by person, and by address."""

    _inherit = "hr.alumni"

    def _retention_strip(self, touched):
        addresses = self._get_traces().addresses
        signups = self.env["hr.alumni.signup"].search(
            Domain("alumni_id", "in", self.ids)
            | Domain("email", "in", list(addresses))
            & Domain("company_id", "in", self.company_id.ids)
        )
        matches = self.env["hr.alumni.signup.match"]
        matches.search([("alumni_id", "in", self.ids)]).unlink()
        touched["hr.alumni.signup"].update(signups.ids)
        signups.unlink()
        return super()._retention_strip(touched)
