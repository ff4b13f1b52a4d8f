from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, format_datetime

COUNTED = ("new", "asked", "yes", "waiting", "no")


class EventEvent(models.Model):
    """An event to which former colleagues are invited, one row for each of them."""

    _inherit = "event.event"

    is_alumni_event = fields.Boolean(
        string="For Former Colleagues",
        compute="_compute_is_alumni_event",
        store=True,
        readonly=False,
        precompute=True,
        help="Former colleagues are invited and answer by a link or on their page. "
        "Nobody who comes becomes a lead by that.",
    )
    alumni_audience = fields.Selection(
        [
            ("invited", "Those who are invited"),
            ("members", "All members of the network"),
        ],
        string="Shown On the Portal To",
        default="invited",
        help="Who finds the event on the own page and may come. Whoever is invited "
        "always does.",
    )
    alumni_guests = fields.Integer(
        string="Guests Each",
        help="How many guests a former colleague may bring. Each takes a seat.",
    )
    alumni_invitation_ids = fields.One2many(
        "hr.alumni.event.invitation", "event_id", groups="hr_alumni.group_manager"
    )
    alumni_invited_count = fields.Integer(
        string="Invited",
        compute="_compute_alumni_counts",
        groups="hr_alumni.group_manager",
    )
    alumni_coming_count = fields.Integer(
        string="Coming",
        compute="_compute_alumni_counts",
        groups="hr_alumni.group_manager",
    )
    alumni_waiting_count = fields.Integer(
        string="Waiting for a Seat",
        compute="_compute_alumni_counts",
        groups="hr_alumni.group_manager",
    )
    alumni_pending_count = fields.Integer(
        string="Mails to Send",
        compute="_compute_alumni_counts",
        groups="hr_alumni.group_manager",
    )

    _alumni_guests_check = models.Constraint(
        "CHECK (alumni_guests >= 0 AND alumni_guests <= 10)",
        "A former colleague brings ten guests at most.",
    )
    _alumni_shown_idx = models.Index("(date_end) WHERE is_alumni_event")

    @api.depends("event_type_id")
    def _compute_is_alumni_event(self):
        for event in self:
            event.is_alumni_event = (
                event.event_type_id.is_alumni_event or event.is_alumni_event
            )

    @api.depends("alumni_invitation_ids.state", "alumni_invitation_ids.pending_mail")
    def _compute_alumni_counts(self):
        rows = self.env["hr.alumni.event.invitation"]
        about = [("event_id", "in", self.ids)]
        states = {
            (event, state): count
            for event, state, count in rows._read_group(
                about, ["event_id", "state"], ["__count"]
            )
        }
        pending = dict(
            rows._read_group(
                [*about, ("pending_mail", "!=", False)], ["event_id"], ["__count"]
            )
        )
        for event in self:
            key = event._origin
            event.alumni_invited_count = sum(
                states.get((key, state), 0) for state in COUNTED
            )
            event.alumni_coming_count = states.get((key, "yes"), 0)
            event.alumni_waiting_count = states.get((key, "waiting"), 0)
            event.alumni_pending_count = pending.get(key, 0)

    def write(self, vals):
        before = {event: (event.date_begin, event.address_id) for event in self}
        result = super().write(vals)
        if vals.get("kanban_state") == "cancel" or vals.get("active") is False:
            self._queue_alumni_mail("cancelled")
        elif vals.keys() & {"date_begin", "address_id"}:
            self.filtered(
                lambda one: before[one] != (one.date_begin, one.address_id)
            )._queue_alumni_mail("moved")
        if vals.keys() & {"seats_max", "seats_limited"}:
            self._seat_waiting_alumni()
        return result

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

    def action_view_alumni_invitations(self):
        """Open who is invited, and what each has answered."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_event_invitation_action"
        )
        action["domain"] = [("event_id", "in", self.ids)]
        action["context"] = {"default_event_id": self.id if len(self) == 1 else False}
        return action

    def action_thank_alumni(self):
        """Write to those who have come, and to those who were missed."""
        rows = self.env["hr.alumni.event.invitation"].search(
            [("event_id", "in", self.ids), ("state", "=", "yes")]
        )
        rows._do_queue_thanks()
        return self.action_view_alumni_invitations()

    def _queue_alumni_mail(self, kind):
        """Tell those who wanted to come, of events that are still to come."""
        now = fields.Datetime.now()
        # Sudo: whoever moves an event need not know who comes.
        rows = self.sudo().alumni_invitation_ids.filtered(
            lambda row: row.state in ("yes", "waiting") and row.event_id.date_end > now
        )
        rows._do_queue(kind)

    def _seat_waiting_alumni(self):
        """Give seats that are free to those who have waited longest."""
        # Sudo: whoever frees a seat need not know who waits.
        for event in self.sudo().filtered("is_alumni_event"):
            event._lock_seats()
            waiting = event.alumni_invitation_ids.filtered(
                lambda row: row.state == "waiting"
            )
            for row in waiting.sorted(lambda row: (row.answer_date, row.id)):
                if not row._has_seats():
                    break
                row._do_seat()
                row._do_queue("seat")

    def _lock_seats(self):
        """Let seats of these events be given one after the other.

        The rows are written: of two answers at once the later one is run again by the
        platform, and then sees the seats that the first has taken.
        """
        if self:
            self.env.cr.execute(
                SQL("UPDATE event_event SET id = id WHERE id IN %s", self._ids)
            )
            self.invalidate_recordset(["seats_available", "seats_taken"])

    def _skip_leads(self, registrations):
        """These registrations, of which none becomes a lead of event_crm by itself.

        Where it is installed, a reunion must not fill the pipeline. What sales is told
        of former colleagues comes from them.
        """
        if any(self.mapped("is_alumni_event")):
            return registrations.with_context(event_lead_rule_skip=True)
        return registrations

    def _get_alumni_domain(self, alumni):
        """Events to come that a former colleague finds on the own page."""
        invited = alumni.event_invitation_ids.event_id
        return (
            Domain("is_alumni_event", "=", True)
            & Domain("company_id", "in", [alumni.company_id.id, False])
            & Domain("date_end", ">=", fields.Datetime.now())
            & Domain("kanban_state", "!=", "cancel")
            & (
                Domain("alumni_audience", "=", "members")
                | Domain("id", "in", invited.ids)
            )
        )

    def _get_alumni_invitation_link(self):
        """Hook: the page of the event for a mailing of the office's own, or False."""
        self.ensure_one()
        # Of the website, where it is installed.
        return self.event_url if "event_url" in self._fields else False

    def _get_alumni_facts(self, lang=None):
        """Hook: what former colleagues are told of an event, as plain values."""
        self.ensure_one()
        event = self.with_context(lang=lang or self.env.lang)

        def show(moment):
            return format_datetime(
                event.env, moment, tz=event.date_tz, dt_format="short"
            )

        return {
            "id": event.id,
            "name": event.name,
            "begin": show(event.date_begin),
            "end": show(event.date_end),
            "zone": event.date_tz,
            "place": event.address_inline or False,
            "note": event.note,
            "seats_left": max(event.seats_available, 0)
            if event.seats_limited
            else None,
            "guests": event.alumni_guests,
            "is_over": event.date_end < fields.Datetime.now(),
            "is_begun": event.date_begin < fields.Datetime.now(),
            "is_cancelled": event.kanban_state == "cancel" or not event.active,
        }
