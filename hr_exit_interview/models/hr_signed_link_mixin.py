import hashlib

from odoo import api, models
from odoo.tools import hash_sign, verify_hash_signed


class HrSignedLinkMixin(models.AbstractModel):
    """Signed links by which somebody acts on one record without a password.

    A link holds record, purpose and a fingerprint of what the record was when the link
    was made. A record with another fingerprint makes all older links void. Nothing
    about links is stored.
    """

    _name = "hr.signed.link.mixin"
    _description = "Signed Links"

    _LINK_DAYS = 30

    def _get_signed_link(self, purpose, *extra):
        """The address of the page where this person acts.

        :param purpose: what the link is for; a link for one purpose opens no other
        :param extra: further texts or numbers to sign, which come back when it is used
        :return: absolute URL, to be mailed to the private address and kept nowhere
        """
        self.ensure_one()
        token = hash_sign(
            # Sudo: the signing key is a system parameter.
            self.sudo().env,
            self._get_link_scope(purpose),
            [self.id, purpose, self._get_hashed_fingerprint(purpose), *extra],
            expiration_hours=24 * self._get_link_days(purpose),
        )
        return f"{self.get_base_url()}{self._get_link_path(purpose)}/{self.id}/{token}"

    @api.model
    def _find_by_signed_link(self, purpose, record_id, token):
        """The record that a link was made for, while it can be used.

        :param purpose: what the page is for
        :param record_id: number in the address
        :param token: signed part of the address, as it came
        :return: record in sudo; empty for a link that has expired, is void, was made
            for somebody or something else, or was never made by us
        """
        return self._read_signed_link(purpose, record_id, token)[0]

    @api.model
    def _read_signed_link(self, purpose, record_id, token):
        """As `_find_by_signed_link`, with the list of what else was signed."""
        # Sudo: whoever holds the link has no other rights, and the key is a parameter.
        model = self.sudo()
        nothing = model.browse(), []
        try:
            values = verify_hash_signed(model.env, self._get_link_scope(purpose), token)
        except ValueError:  # Not even the form of a token.
            return nothing
        if not values or values[:2] != [record_id, purpose]:
            return nothing
        record = model.browse(record_id).exists()
        # Links that were sent before fingerprints were hashed hold the text itself.
        if record and values[2] in (
            record._get_hashed_fingerprint(purpose),
            record._get_link_fingerprint(purpose),
        ):
            return record, values[3:]
        return nothing

    def _get_hashed_fingerprint(self, purpose):
        """The fingerprint as it is signed: who sees a link can read what it signs."""
        text = self._get_link_fingerprint(purpose)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    @api.model
    def _get_link_scope(self, purpose):
        return f"{self._name}.link.{purpose}"

    def _get_link_path(self, purpose):
        """Hook: the path of the page, before record and token."""
        raise NotImplementedError

    def _get_link_days(self, purpose):
        """Hook: how many days a new link works."""
        return self._LINK_DAYS

    def _get_link_fingerprint(self, purpose):
        """Hook: a text that is another one as soon as links made before are void."""
        raise NotImplementedError
