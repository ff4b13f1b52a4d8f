from odoo import models


class HrAlumniSigningUp(models.Model):
    """Former colleagues who have come back by themselves."""

    _inherit = "hr.alumni"

    def _filter_contactable(self, purpose_code):
        if purpose_code != "signup":
            return super()._filter_contactable(purpose_code)
        # The answer to a sign-up: no consent is needed, and whoever has left the
        # network has asked to come back. The address is the one that was confirmed.
        # Sudo: the answer must not depend on who asks the question.
        signups = (
            self.env["hr.alumni.signup"]
            .sudo()
            .search([("alumni_id", "in", self.ids), ("state", "=", "accepted")])
        )
        asked = {(one.alumni_id.id, one.email) for one in signups}
        # Sudo: as above.
        reachable = self.sudo().filtered(
            lambda one: (
                (one.id, one.email_normalized) in asked
                and one.state != "deceased"
                and not one.erased_date
                and not one.is_blacklisted
            )
        )
        return self & (
            reachable - self.env["hr.privacy.suppression"]._filter_suppressed(reachable)
        )

    def _do_stop(self, purpose_code):
        if (
            purpose_code == "signup"
        ):  # There is no such purpose: they want to hear nothing.
            purpose_code = "any" if self.purpose_ids else "invitation"
        return super()._do_stop(purpose_code)
