from odoo import fields, models


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
            # Sudo: the person decides here. What waits is not sent any more.
            self.sudo().event_invitation_ids.write({"pending_mail": False})
        return result
