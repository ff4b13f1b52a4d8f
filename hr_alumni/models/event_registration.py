from odoo import api, fields, models
from odoo.tools import email_normalize


class EventRegistration(models.Model):
    """Seats of former colleagues: noted as contacts, and no leads of themselves."""

    _inherit = "event.registration"

    alumni_invitation_id = fields.Many2one(
        "hr.alumni.event.invitation",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="hr_alumni.group_manager",
    )

    @api.model_create_multi
    def create(self, vals_list):
        events = self.env["event.event"].browse(
            {vals.get("event_id") for vals in vals_list} - {None, False}
        )
        seats = events._skip_leads(self)
        registrations = super(EventRegistration, seats).create(vals_list)
        registrations = registrations.with_env(self.env)
        registrations._note_alumni_touches()
        return registrations

    def write(self, vals):
        seats = self.event_id._skip_leads(self)
        result = super(EventRegistration, seats).write(vals)
        if vals.get("state") in ("open", "done"):
            self._note_alumni_touches()
        if vals.get("state") == "cancel":
            self.event_id._seat_waiting_alumni()
        return result

    def _note_alumni_touches(self):
        """Former colleagues who register or come are in contact."""
        # Sudo: who has come is noted, whatever the user at the door may read.
        here = self.sudo().filtered(lambda one: one.state in ("open", "done"))
        addresses = {one: email_normalize(one.email) for one in here}
        index = self.env["hr.alumni"]._index_contacts(
            here.partner_id, addresses.values()
        )
        for one in here.filtered("alumni_invitation_id"):
            own = one.alumni_invitation_id.alumni_id
            if own.partner_id == one.partner_id:  # And no guest.
                own._log_touch("event", **one._prepare_alumni_touch_values())
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

    def _get_alumni_touches(self):
        """The contacts that coming to an event has been noted as."""
        refs = [f"event.registration,{one.id},here" for one in self]
        # Sudo: who has come is noted, whatever the user at the door may read.
        return self.env["hr.alumni.touch"].sudo().search([("ref", "in", refs)])
