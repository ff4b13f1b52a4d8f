from odoo import models


class ResUsers(models.Model):
    _inherit = "res.users"

    def _deactivate_portal_user(self, **post):
        """Deleting the own account on the portal is leaving the network."""
        # Sudo: the person acts on the own account and has no rights on the record.
        alumni = (
            self.env["hr.alumni"]
            .sudo()
            .search(
                [
                    ("partner_id", "in", self.partner_id.ids),
                    ("state", "in", ("active", "dormant", "returned")),
                ]
            )
        )
        result = super()._deactivate_portal_user(**post)
        alumni._do_leave(channel="portal")
        return result
