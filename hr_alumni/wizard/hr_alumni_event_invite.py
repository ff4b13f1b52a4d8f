from ast import literal_eval

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime


class HrAlumniEventInvite(models.TransientModel):
    """Inviting a saved segment to an event.

    Each person gets a mail with a link to answer; or the office writes a mailing of its
    own, without one. Both ask the ledger when a mail leaves.
    """

    _name = "hr.alumni.event.invite"
    _description = "Invite a Segment of Former Colleagues"

    event_id = fields.Many2one("event.event", required=True, ondelete="cascade")
    filter_id = fields.Many2one(
        "mailing.filter",
        string="Segment",
        domain="[('mailing_model_id.model', '=', 'hr.alumni')]",
        help="Empty is everybody in the network.",
    )
    chosen_count = fields.Integer(string="In This Segment", compute="_compute_counts")
    reached_count = fields.Integer(string="Get the Mail", compute="_compute_counts")

    @api.depends("event_id", "filter_id")
    def _compute_counts(self):
        for invite in self:
            # Never saved: a draft that counts as the mailing will.
            mailing = self.env["mailing.mailing"].new(invite._prepare_mailing_values())
            people = self.env["hr.alumni"]
            invite.chosen_count = people.search_count(invite._get_segment_domain())
            invite.reached_count = people.search_count(mailing._get_recipients_domain())

    def action_invite(self):
        """Let an invitation wait for each person of the segment who has none."""
        self.ensure_one()
        if self.event_id.date_begin <= fields.Datetime.now():
            raise UserError(self.env._("Nobody is invited once the event has begun."))
        people = self.env["hr.alumni"].search(self._get_segment_domain())
        # Sudo: whoever looks after former colleagues need not plan events.
        event = self.event_id.sudo()
        event.is_alumni_event = True
        rows = self.env["hr.alumni.event.invitation"].sudo()
        known = rows.search([("event_id", "=", event.id)]).alumni_id
        new = rows.create(
            [
                {"event_id": event.id, "alumni_id": one.id}
                for one in people
                if one not in known
            ]
        )
        new._do_queue("invitation")
        return self.event_id.action_view_alumni_invitations()

    def action_create_mailing(self):
        """Make the mailing, to be read, changed and sent by a person."""
        self.ensure_one()
        mailing = self.env["mailing.mailing"].create(self._prepare_mailing_values())
        return {
            "type": "ir.actions.act_window",
            "res_model": "mailing.mailing",
            "view_mode": "form",
            "res_id": mailing.id,
        }

    def _get_segment_domain(self):
        people = self.env["hr.alumni"]
        members = Domain("state", "in", people._MEMBER_STATES)
        company = self.event_id.company_id or self.env.companies
        members &= Domain("company_id", "in", company.ids)
        return members & Domain(literal_eval(self.filter_id.mailing_domain or "[]"))

    def _prepare_mailing_values(self):
        """Hook: the mailing that invites."""
        event = self.event_id
        return {
            "subject": self.env._("Invitation: %(event)s", event=event.name),
            "mailing_type": "mail",
            "mailing_model_id": self.env["ir.model"]._get_id("hr.alumni"),
            "mailing_domain": repr(list(self._get_segment_domain())),
            "alumni_purpose_id": self.env["hr.alumni"]._get_purpose("events").id,
            "user_id": self.env.uid,
            "reply_to_mode": "new",
            "reply_to": self.env.user.email_formatted,
            "body_html": self._prepare_body(),
        }

    def _prepare_body(self):
        event = self.event_id
        when = event.date_begin and format_datetime(
            self.env, event.date_begin, tz=event.date_tz
        )
        link = event._get_alumni_invitation_link()
        body = Markup("<p>%s</p><p><b>%s</b><br/>%s</p>") % (
            self.env._("We would be glad to see you."),
            event.name or "",
            when or "",
        )
        if link:
            body += Markup("<p><a href='%s'>%s</a></p>") % (
                link,
                self.env._("Read more and answer"),
            )
        return body
