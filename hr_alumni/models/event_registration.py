from odoo import api, models
from odoo.tools import email_normalize


class EventRegistration(models.Model):
    _inherit = "event.registration"

    @api.model_create_multi
    def create(self, vals_list):
        registrations = super().create(vals_list)
        registrations._note_alumni_touches()
        return registrations

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") in ("open", "done"):
            self._note_alumni_touches()
        return result

    def _note_alumni_touches(self):
        """Former colleagues who register or come are in contact."""
        # Sudo: who has come is noted, whatever the user at the door may read.
        here = self.sudo().filtered(lambda one: one.state in ("open", "done"))
        addresses = {one: email_normalize(one.email) for one in here}
        index = self.env["hr.alumni"]._index_contacts(
            here.partner_id, addresses.values()
        )
        for one in here if index else ():
            # The attendee, not whoever booked for others.
            people = index.get(addresses[one])
            if not people and (
                not addresses[one] or addresses[one] == one.partner_id.email_normalized
            ):
                people = index.get(one.partner_id)
            if people:
                people._log_touch("event", **one._prepare_alumni_touch_values())

    def _prepare_alumni_touch_values(self):
        """Hook: the contact that a registration is; coming counts apart from it."""
        is_here = self.state == "done"
        return {
            "ref": f"event.registration,{self.id},{'here' if is_here else 'booked'}",
            "channel": "event" if is_here else "portal",
            "topics": self.event_id.name,
        }
