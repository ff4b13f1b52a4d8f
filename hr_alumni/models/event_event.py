from odoo import models


class EventEvent(models.Model):
    _inherit = "event.event"

    def action_invite_alumni(self):
        """Choose a segment of former colleagues to invite."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invite Former Colleagues"),
            "res_model": "hr.alumni.event.invite",
            "view_mode": "form",
            "target": "new",
            "context": {"default_event_id": self.id},
        }

    def _get_alumni_invitation_link(self):
        """Hook: the address of the page where invited people answer, or False."""
        self.ensure_one()
        # Of the website, where it is installed.
        return self.event_url if "event_url" in self._fields else False
