from odoo import models


class IrUiMenu(models.Model):
    _inherit = "ir.ui.menu"

    def _load_menus_blacklist(self):
        hidden = super()._load_menus_blacklist()
        team = self.env.ref(
            "hr_exit_interview.hr_offboarding_menu_team", raise_if_not_found=False
        )
        if team and not self._has_offboarding_team():
            hidden.append(team.id)
        return hidden

    def _has_offboarding_team(self):
        """Whether somebody reports to the user, or has and is leaving."""
        # Sudo: whom one manages is the question, not what one may read of them.
        reports = self.env["hr.employee"].sudo()
        return bool(
            reports.search_count([("parent_id.user_id", "=", self.env.uid)], limit=1)
            or self.env["hr.offboarding"].search_count(
                [("is_in_my_team", "=", True)], limit=1
            )
        )
