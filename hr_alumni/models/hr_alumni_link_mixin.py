import hashlib

from odoo import models


class HrAlumniLinkMixin(models.AbstractModel):
    """Signed links by which a former colleague answers without a password.

    Acting changes the record and with it the fingerprint, so a link acts once; a new
    address, too, makes older links void.
    """

    _name = "hr.alumni.link.mixin"
    _description = "Signed Links for Former Colleagues"
    _inherit = ["hr.signed.link.mixin"]

    def _get_signed_link(self, purpose="consent", *extra):
        return super()._get_signed_link(purpose, *extra)

    def _get_link_days(self, purpose):
        return 3650 if purpose == "stop" else super()._get_link_days(purpose)

    def _get_link_path(self, purpose):
        return f"/alumni/{purpose}"

    def _get_link_fingerprint(self, purpose):
        self.ensure_one()
        if purpose == "stop":  # Stopping works at any time, however old the mail is.
            # Sudo: the address counts, whatever the user may read of it.
            address = self.sudo().email_normalized or ""
            return hashlib.sha256(address.encode()).hexdigest()[:32]
        # Sudo: address and ledger count, whatever the user may read of them.
        alumni = self.sudo()
        last = alumni.consent_ids.sorted("id")[-1:]
        parts = (alumni.state, last.id, alumni.email_normalized)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
