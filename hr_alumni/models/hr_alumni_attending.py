from odoo import fields, models

from .hr_alumni_event_invitation import ANSWERS


class HrAlumniAttending(models.Model):
    """The events to which a former colleague is invited."""

    _inherit = "hr.alumni"

    event_invitation_ids = fields.One2many(
        "hr.alumni.event.invitation",
        "alumni_id",
        string="Invitations to Events",
        groups="hr.group_hr_user,hr_alumni.group_manager",
    )

    def action_view_event_invitations(self):
        """Open the invitations of these people."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_event_invitation_action"
        )
        action["domain"] = [("alumni_id", "in", self.ids)]
        return action

    def _drop_with(self, purposes):
        result = super()._drop_with(purposes)
        if purposes is None or "events" in purposes.mapped("code"):
            # Sudo: the person decides here. What waits is not sent any more; whether an
            # event takes place to which the person comes is told all the same.
            rows = self.sudo().event_invitation_ids
            if purposes is not None:
                rows = rows.filtered(lambda row: row.pending_mail not in ANSWERS)
            rows.write({"pending_mail": False})
            if purposes is None:
                rows._do_give_back()
        return result
