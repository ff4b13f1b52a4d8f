from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

BATCH = 100
EVENT = "event"  # What the link to an invitation is for.
# Mails that answer a wish to come: whoever waits for a seat or comes has to know.
ANSWERS = ("seat", "moved", "cancelled")
# Mail: its template, and whether it counts as one of the mails of the month.
MAILS = {
    "invitation": ("hr_alumni.mail_template_alumni_event", True),
    "seat": ("hr_alumni.mail_template_alumni_event_change", False),
    "moved": ("hr_alumni.mail_template_alumni_event_change", False),
    "cancelled": ("hr_alumni.mail_template_alumni_event_change", False),
    "thanks": ("hr_alumni.mail_template_alumni_event_after", True),
    "missed": ("hr_alumni.mail_template_alumni_event_after", True),
}


class HrAlumniEventInvitation(models.Model):
    """One former colleague and one event: asked, and what was answered.

    Mails wait on the row and leave in batches; the ledger is asked when one leaves, and
    why somebody was left out is kept beside it. Who comes has registrations of the
    platform, without an address: whoever is at the door sees names only.
    """

    _name = "hr.alumni.event.invitation"
    _description = "Invitation to an Event"
    _inherit = ["hr.alumni.part.mixin", "hr.signed.link.mixin"]
    _order = "event_id desc, id"
    _rec_name = "alumni_id"
    _check_company_auto = True

    event_id = fields.Many2one(
        "event.event",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    state = fields.Selection(
        [
            ("new", "Not Asked Yet"),
            ("asked", "Asked"),
            ("yes", "Coming"),
            ("waiting", "Waiting List"),
            ("no", "Not Coming"),
        ],
        default="new",
        required=True,
        readonly=True,
        copy=False,
    )
    guest_count = fields.Integer(string="Guests", readonly=True, copy=False)
    note = fields.Char(
        string="Message", readonly=True, copy=False, help="Written with the answer."
    )
    answer_date = fields.Datetime(string="Answered On", readonly=True, copy=False)
    asked_date = fields.Datetime(string="Asked On", readonly=True, copy=False)
    pending_mail = fields.Selection(
        [
            ("invitation", "Invitation"),
            ("seat", "There is a seat"),
            ("moved", "It was moved"),
            ("cancelled", "It is cancelled"),
            ("thanks", "Thank you"),
            ("missed", "We missed you"),
        ],
        string="Mail to Send",
        readonly=True,
        copy=False,
    )
    left_out_reason = fields.Char(
        string="Why No Mail",
        readonly=True,
        copy=False,
        help="Why the last mail was not sent to this person.",
    )
    registration_ids = fields.One2many(
        "event.registration", "alumni_invitation_id", string="Seats", readonly=True
    )
    has_attended = fields.Boolean(
        string="Was There", compute="_compute_has_attended", store=True
    )
    host_note = fields.Char(help="What the host noted about the person on that day.")

    _once_idx = models.UniqueIndex(
        "(event_id, alumni_id)", "This person is invited to this event already."
    )
    _pending_idx = models.Index("(event_id, id) WHERE pending_mail IS NOT NULL")

    @api.depends("registration_ids.state")
    def _compute_has_attended(self):
        for row in self:
            row.has_attended = any(one.state == "done" for one in row.registration_ids)

    @api.constrains("host_note")
    def _note_of_host(self):
        """What the host has noted stands in the log of contacts, too."""
        for row in self.filtered("host_note"):
            touch = row.registration_ids._get_alumni_touches()[:1]
            touch.note = row.host_note

    def write(self, vals):
        if not self.env.su and vals.keys() - {"host_note"}:
            raise UserError(
                self.env._(
                    "What people have answered is theirs. Use the buttons, or let them "
                    "answer."
                )
            )
        return super().write(vals)

    # Buttons

    def action_send(self):
        """Send the invitation to those who have not got it, once more if need be."""
        self.check_access("write")
        rows = self.filtered(lambda row: row.state == "new" and not row.pending_mail)
        if not rows:
            raise UserError(self.env._("All of them have been asked already."))
        # Sudo: only the steps write what waits.
        rows.sudo()._do_queue("invitation")
        return True

    def action_yes(self):
        """Note that the person comes, as told by phone or mail."""
        self.check_access("write")
        for row in self.sudo():  # Sudo: only the steps write an answer.
            row._do_answer("yes", row.guest_count)
        return True

    def action_no(self):
        """Note that the person does not come."""
        self.check_access("write")
        for row in self.sudo():  # Sudo: only the steps write an answer.
            row._do_answer("no")
        return True

    def action_check_in(self):
        """Note that the person is there."""
        self.check_access("write")
        # Sudo: whoever looks after former colleagues need not plan events.
        self.sudo().registration_ids.filtered(
            lambda one: one.state == "open"
        ).action_set_done()
        return True

    # Answers

    @api.model
    def _get_row(self, event, alumni):
        """The row of a person and an event, in sudo, made when there is none."""
        # Sudo: members have no rights on invitations; this is the own one.
        rows = self.sudo()
        known = rows.search(
            [("event_id", "=", event.id), ("alumni_id", "=", alumni.id)]
        )
        return known or rows.create({"event_id": event.id, "alumni_id": alumni.id})

    def _do_answer(self, answer, guests=0, note=False):
        """Carry out what the person has answered; it can be changed until it begins.

        :param answer: yes or no
        :param guests: how many come along, at most as many as the event allows
        :raise UserError: the event has begun or is cancelled
        """
        self.ensure_one()
        facts = self.event_id._get_alumni_facts()
        if facts["is_begun"] or facts["is_cancelled"]:
            raise UserError(self.env._("Nothing can be answered any more."))
        guests = min(max(guests, 0), self.event_id.alumni_guests)
        self.event_id._lock_seats()
        self.write({"note": note, "answer_date": fields.Datetime.now()})
        if answer == "no":
            self._do_free_seats()
            self.write({"state": "no", "guest_count": 0})
            self.event_id._seat_waiting_alumni()
        else:
            self._do_come(guests)
        self.alumni_id._log_touch("portal", ref=f"{self._name},{self.id},{self.state}")

    def _do_come(self, guests):
        taken = len(self._get_seats())
        self.guest_count = guests
        if taken > guests + 1:
            self._get_seats()[guests + 1 :].action_cancel()
            self.event_id._seat_waiting_alumni()
        elif self._has_seats():
            self._do_seat()
        elif not taken:
            self.state = "waiting"
        else:
            # The own seat stays; there is none for more guests.
            self.guest_count = taken - 1

    def _get_seats(self):
        """The registrations that hold a seat."""
        return self.registration_ids.filtered(lambda one: one.state in ("open", "done"))

    def _has_seats(self):
        """Whether there is a seat for the person and all guests."""
        event = self.event_id
        event.invalidate_recordset(["seats_available", "seats_taken"])
        needed = 1 + self.guest_count - len(self._get_seats())
        return not event.seats_limited or event.seats_available >= needed

    def _do_seat(self):
        """Take the seats: registrations without an address, and never a lead."""
        missing = 1 + self.guest_count - len(self._get_seats())
        names = [self.alumni_id.display_name] if not self._get_seats() else []
        names += [self.env._("Guest of %s", self.alumni_id.display_name)] * (
            missing - len(names)
        )
        self.env["event.registration"].with_context(event_lead_rule_skip=True).create(
            [self._prepare_registration(name, n == 0) for n, name in enumerate(names)]
        )
        self.state = "yes"

    def _prepare_registration(self, name, is_person):
        """Hook: the values of one seat."""
        own = is_person and name == self.alumni_id.display_name
        return {
            "event_id": self.event_id.id,
            "alumni_invitation_id": self.id,
            "partner_id": own and self.alumni_id.partner_id.id,
            "name": name,
            "email": False,
            "phone": False,
            "company_name": False,
        }

    def _do_give_back(self):
        """Whoever has left or died takes no seat at what is still to come."""
        now = fields.Datetime.now()
        rows = self.filtered(
            lambda row: (
                row.state in ("yes", "waiting") and row.event_id.date_begin > now
            )
        )
        rows.write({"state": "no", "guest_count": 0})
        rows._do_free_seats()

    def _do_free_seats(self):
        self._get_seats().action_cancel()

    # Mails

    def _do_queue(self, kind):
        """Let a mail wait; the job sends it, and asks the ledger then."""
        # Sudo: only the steps write what waits, and the job is the system's.
        rows = self.sudo()
        if rows:
            rows.write({"pending_mail": kind, "left_out_reason": False})
            rows.env.ref("hr_alumni.ir_cron_send_event_mails")._trigger()

    def _do_queue_thanks(self):
        """After the event: thanks to who came, and a word to who was missed."""
        now = fields.Datetime.now()
        over = self.filtered(lambda row: row.event_id.date_end < now)
        if not over:
            raise UserError(
                self.env._("Wait until the event is over, and check in who has come.")
            )
        came = over.filtered("has_attended")
        came._do_queue("thanks")
        (over - came)._do_queue("missed")

    @api.model
    def _cron_send_mails(self):
        """Send what waits, in batches that are kept one after the other."""
        domain = Domain("pending_mail", "!=", False)
        remaining = self.search_count(domain)
        while remaining > 0:
            rows = self.search(domain, limit=BATCH, order="event_id, id")
            rows = rows.try_lock_for_update()
            if not rows:
                return
            for (_event, kind), group in rows.grouped(
                lambda row: (row.event_id, row.pending_mail)
            ).items():
                group._do_send(kind)
            remaining -= len(rows)
            if not self.env["ir.cron"]._commit_progress(
                len(rows), remaining=max(remaining, 0)
            ):
                return

    def _do_send(self, kind):
        """Mail to those of these rows, of one event, who may be written to now."""
        template, is_capped = MAILS[kind]
        sent = self.alumni_id._mail_privately(
            template,
            "events",
            is_capped,
            values=self._prepare_mail_values(kind),
            is_answer=kind in ANSWERS,
        )
        told = self.filtered(lambda row: row.alumni_id in sent)
        told.write({"pending_mail": False, "left_out_reason": False})
        if kind == "invitation":
            told.filtered(lambda row: row.state == "new").write(
                {"state": "asked", "asked_date": fields.Datetime.now()}
            )
        left_out = self - told
        agreed = left_out.alumni_id._filter_consenting("events")
        allowed = left_out.alumni_id._filter_mail_allowance()
        for row in left_out:
            one = row.alumni_id
            reason = one._get_mailing_obstacle(
                one in agreed or kind in ANSWERS,
                not is_capped or one in allowed,
                one.company_id,
            )
            row.write(
                {
                    "pending_mail": False,
                    "left_out_reason": reason or self.env._("Wants no mails at all."),
                }
            )

    def _prepare_mail_values(self, kind):
        """Hook: what the mail to each person says, by person."""
        values = {}
        for row in self:
            lang = row.alumni_id.partner_id.lang
            facts = row.event_id._get_alumni_facts(lang)
            values[row.alumni_id] = {
                "event": facts,
                "event_mail": kind,
                "event_url": row._get_signed_link(EVENT),
            }
        return values

    # Links

    def _get_link_path(self, purpose):
        return "/alumni/event"

    def _get_link_days(self, purpose):
        # Sudo: the day counts, whatever the user may read of the event.
        left = self.sudo().event_id.date_end - fields.Datetime.now()
        return max(left.days, 0) + 2

    def _get_link_fingerprint(self, purpose):
        """Works until the event is over; void with a new address."""
        # Sudo: the address counts, whatever the user may read of it.
        return f"{self.sudo().alumni_id.email_normalized}"
