import hashlib

from odoo import api, models
from odoo.tools import hash_sign, verify_hash_signed


class HrAlumniLinkMixin(models.AbstractModel):
    """Signed links by which a former colleague acts without a password.

    A link holds record, purpose and a fingerprint of what the record was when the link
    was made. Acting changes the record and with it the fingerprint, so a link acts
    once; a new address, too, makes older links void. Nothing about links is stored.
    """

    _name = "hr.alumni.link.mixin"
    _description = "Signed Links for Former Colleagues"

    _LINK_DAYS = 30

    def _get_signed_link(self, purpose="consent"):
        """The address of the page where this person answers.

        :param purpose: what the link is for; a link for one purpose opens no other
        :return: absolute URL, to be mailed to the private address and kept nowhere
        """
        self.ensure_one()
        return f"{self.get_base_url()}/alumni/{purpose}/{self.id}/" + hash_sign(
            # Sudo: the signing key is a system parameter.
            self.sudo().env,
            self._get_link_scope(purpose),
            [self.id, purpose, self._get_link_fingerprint()],
            expiration_hours=24 * self._LINK_DAYS,
        )

    @api.model
    def _find_by_signed_link(self, purpose, record_id, token):
        """The person whom a link was made for, while it can be used.

        :param purpose: what the page is for
        :param record_id: number in the address
        :param token: signed part of the address, as it came
        :return: `hr.alumni` in sudo; empty for a link that has expired, was used, was
            made for somebody or something else, or was never made by us
        """
        # Sudo: whoever holds the link has no other rights, and the key is a parameter.
        model = self.sudo()
        try:
            values = verify_hash_signed(model.env, self._get_link_scope(purpose), token)
        except ValueError:  # Not even the form of a token.
            return model.browse()
        if not values or values[:2] != [record_id, purpose]:
            return model.browse()
        alumni = model.browse(record_id).exists()
        if alumni and alumni._get_link_fingerprint() == values[2]:
            return alumni
        return model.browse()

    @api.model
    def _get_link_scope(self, purpose):
        return f"hr_alumni.link.{purpose}"

    def _get_link_fingerprint(self):
        """Hook: a text that is another one as soon as links made before are void."""
        self.ensure_one()
        # Sudo: address and ledger count, whatever the user may read of them.
        alumni = self.sudo()
        last = alumni.consent_ids.sorted("id")[-1:]
        parts = (alumni.state, last.id, alumni.email_normalized)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]
