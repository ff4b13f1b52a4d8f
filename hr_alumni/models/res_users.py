from odoo import api, models


class ResUsers(models.Model):
    _inherit = "res.users"

    def write(self, vals):
        result = super().write(vals)
        if vals.get("active") is False:
            self.env["hr.alumni.guidance"]._do_part_with(self)
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_part_with_guidance(self):
        self.env["hr.alumni.guidance"]._do_part_with(self)

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
