from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class HrAlumniGuidance(models.Model):
    """Career guidance for somebody who leaves or has left, by one adviser.

    Seen by these two and by nobody else: neither the alumni office nor HR nor an
    administrator reads a line of it. The office offers and names an adviser, the person
    accepts; then a file opens for the adviser, and the person has a page by a signed
    link. Everything that decides who sees it goes through the steps of this class.
    """

    _name = "hr.alumni.guidance"
    _description = "Career Guidance"
    _inherit = ["hr.alumni.part.mixin", "hr.signed.link.mixin", "hr.state.mixin"]
    _order = "follow_up_date, id desc"
    _check_company_auto = True

    _TRANSITIONS = {  # target: where one may come from
        "offered": {"requested", "offered"},
        "running": {"offered"},
        "ended": {"requested", "offered", "running"},
    }
    _OPEN_STATES = ("requested", "offered", "running")
    # All that the person writes on the own page, and nothing else.
    _PERSON_FIELDS = ("strengths", "interests", "goals")
    # All that the adviser writes; the rest changes by the steps.
    _ADVISER_FIELDS = (
        *_PERSON_FIELDS,
        "plan",
        "step_ids",
        "follow_up_date",
        "next_adviser_id",
    )
    _LINK_DAYS = 365

    name = fields.Char(
        string="Reference", required=True, readonly=True, copy=False, default="/"
    )
    adviser_id = fields.Many2one(
        "res.users",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    next_adviser_id = fields.Many2one(
        "res.users",
        string="Hand Over To",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('share', '=', False), ('company_ids', 'in', company_id), "
        "('id', '!=', adviser_id)]",
        help="Takes over when the person agrees; nobody sees anything before.",
    )
    is_hand_over_asked = fields.Boolean(readonly=True, copy=False)
    start_date = fields.Date(string="Since", readonly=True, copy=False)
    end_date = fields.Date(string="Ended On", readonly=True, copy=False)
    follow_up_date = fields.Date(
        string="Next Follow-up",
        index="btree_not_null",
        help="You are reminded on this day by an activity that names nobody.",
    )
    strengths = fields.Text(help="What the person is good at, and likes to be.")
    interests = fields.Text(help="Kinds of work, of companies and of places.")
    goals = fields.Text(help="Where the person would like to be, and by when.")
    plan = fields.Text(string="How to Get There")
    step_ids = fields.One2many("hr.alumni.guidance.step", "guidance_id", string="Steps")
    state = fields.Selection(
        [
            ("requested", "Requested"),
            ("offered", "Offered"),
            ("running", "Running"),
            ("ended", "Ended"),
        ],
        required=True,
        readonly=True,
        default="requested",
        copy=False,
    )
    activity_id = fields.Many2one(
        "mail.activity", copy=False, ondelete="set null", groups=fields.NO_ACCESS
    )

    _one_open_uniq = models.UniqueIndex(
        "(alumni_id) WHERE state != 'ended'",
        "There is career guidance for this person already.",
    )
    _adviser_check = models.Constraint(
        "CHECK (state IN ('requested', 'ended') OR adviser_id IS NOT NULL)",
        "Career guidance needs an adviser.",
    )

    @api.constrains("adviser_id", "next_adviser_id", "company_id")
    def _check_advisers_are_colleagues(self):
        for guidance in self:
            # Sudo: users are for administrators.
            for user in guidance.sudo().adviser_id | guidance.sudo().next_adviser_id:
                if user.share or guidance.company_id not in user.company_ids:
                    raise ValidationError(
                        self.env._(
                            "%(name)s does not work for this company. Choose somebody "
                            "who does.",
                            name=user.name,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        # Sudo: numbers are drawn for everybody.
        numbers = self.env["ir.sequence"].sudo()
        return super().create(
            [
                {**vals, "name": numbers.next_by_code("hr.alumni.guidance") or "/"}
                for vals in vals_list
            ]
        )

    def write(self, vals):
        if not self.env.su:
            if vals.keys() - set(self._ADVISER_FIELDS):
                raise UserError(
                    self.env._(
                        "Who advises whom changes with the agreement of the person "
                        "only. Use the buttons."
                    )
                )
            self._check_is_running()
        result = super().write(vals)
        if "next_adviser_id" in vals and not self.env.su:
            self.sudo().is_hand_over_asked = False  # Sudo: a field of the steps.
        if "follow_up_date" in vals:
            self._plan_follow_up()
        return result

    # Buttons of the adviser

    def action_ask_hand_over(self):
        """Ask the person whether the chosen colleague may take over."""
        self.check_access("write")
        self._check_is_running()
        if not all(guidance.next_adviser_id for guidance in self):
            raise UserError(self.env._("Choose who is to take over before you ask."))
        # Sudo: a field of the steps; the page says it, and a mail where one may go out.
        self.sudo().is_hand_over_asked = True
        self._tell_person()
        return True

    def action_end(self):
        """End it, by the adviser."""
        self.check_access("write")
        self._do_end()
        return True

    # Steps

    @api.model
    def _do_offer(self, people, adviser):
        """Offer guidance by this adviser; each person decides on the own page.

        Where it is offered or running already nothing changes, and nothing is said:
        whether somebody has an adviser is for the two to know.

        :param people: `hr.alumni`, checked by whoever calls
        :param adviser: `res.users`
        """
        # Sudo: the office has no rights on what it offers.
        model = self.sudo()
        known = model.search(
            [("alumni_id", "in", people.ids), ("state", "in", self._OPEN_STATES)]
        )
        wanted = known.filtered(lambda guidance: guidance.state == "requested")
        wanted.adviser_id = adviser
        new = model.create(
            [
                {"alumni_id": person.id, "adviser_id": adviser.id}
                for person in people - known.alumni_id
            ]
        )
        (wanted + new)._move_to("offered")
        (wanted + new)._tell_person()

    @api.model
    def _do_request(self, person):
        """The person asks for it: the office looks for an adviser.

        :return: what is open for this person, in sudo
        """
        model = self.sudo()  # Sudo: the person has no rights on the model.
        known = model._get_open(person)
        if known:
            return known
        guidance = model.create({"alumni_id": person.id})
        person._make_nudge(
            "request",
            self.env._("Find an adviser for career guidance"),
            ref=f"hr.alumni.guidance,{guidance.id}",
            date=fields.Date.context_today(self),
        )
        return guidance

    def _do_accept(self):
        """The person takes the adviser who was offered, or the one to come."""
        self.ensure_one()
        if self.state == "offered":
            self._move_to("running")
        elif self.is_hand_over_asked and self.next_adviser_id:
            self.write(
                {
                    "adviser_id": self.next_adviser_id.id,
                    "next_adviser_id": False,
                    "is_hand_over_asked": False,
                }
            )
        else:
            return
        self._plan_follow_up(
            self.env._("Somebody has accepted your advice"),
            fields.Date.context_today(self),
        )

    def _do_decline(self):
        """The person declines: an offer ends, a hand-over is not asked again."""
        self.ensure_one()
        if self.state == "running" and self.is_hand_over_asked:
            self.write({"next_adviser_id": False, "is_hand_over_asked": False})
            if not self.adviser_id.active:
                self._do_end()
        else:
            self._do_end()

    def _do_answer(self, values):
        """Keep what the person has written, of the fields that are the person's."""
        self.ensure_one()
        if self.state == "running":
            self.write({name: values[name] for name in self._PERSON_FIELDS})

    def _do_end(self):
        open_ones = self.filtered(lambda one: one.state in self._OPEN_STATES)
        if open_ones:
            open_ones._move_to("ended")
            open_ones.sudo().activity_id.unlink()  # Sudo: of the adviser.

    def _keep_one_open(self):
        """These are about one person, who has one adviser at a time: end the others.

        What runs stays before what is offered or requested, and the later before the
        earlier. What ends stays for its adviser as long as any that has ended.
        """
        open_ones = self.filtered(lambda one: one.state in self._OPEN_STATES)
        ranked = open_ones.sorted(
            lambda one: (
                self._OPEN_STATES.index(one.state),
                str(one.start_date or ""),
                one.id,
            )
        )
        ranked[:-1]._do_end()

    @api.model
    def _do_part_with(self, users):
        """These advisers leave: what the person does not hand on ends with them.

        Where the person was asked about a successor, the answer decides.
        """
        # Sudo: whoever closes the account of an adviser reads none of it.
        model = self.sudo()
        held = model.search(
            [("adviser_id", "in", users.ids), ("state", "in", self._OPEN_STATES)]
        )
        held.filtered(lambda one: not one.is_hand_over_asked)._do_end()
        asked = model.search([("next_adviser_id", "in", users.ids)])
        asked.write({"next_adviser_id": False, "is_hand_over_asked": False})

    def _prepare_move_values(self, state):
        values = super()._prepare_move_values(state)
        today = fields.Date.context_today(self)
        if state == "running":
            values["start_date"] = today
        if state == "ended":
            values.update(end_date=today, next_adviser_id=False, follow_up_date=False)
        return values

    def _check_is_running(self):
        if any(guidance.state != "running" for guidance in self):
            raise UserError(self.env._("This guidance has ended. Nothing is changed."))

    # Questions

    @api.model
    def _get_open(self, person):
        """What is requested, offered or running for this person, in sudo."""
        # Sudo: asked by the pages of the person, who has no rights on the model.
        return self.sudo().search(
            [("alumni_id", "=", person.id), ("state", "in", self._OPEN_STATES)],
            limit=1,
        )

    def _get_page_values(self):
        """Hook: all that the page of the person shows, as plain values."""
        self.ensure_one()
        is_running = self.state == "running"
        successor = self.is_hand_over_asked and self.next_adviser_id
        return {
            "state": self.state,
            "company_name": self.company_id.name,
            "person_name": self.alumni_id.display_name,
            "adviser_name": self.adviser_id.name,
            "successor_name": successor.name if successor else False,
            "follow_up_date": is_running and self.follow_up_date,
            "plan": is_running and self.plan,
            "steps": [
                {"name": step.name, "date": step.date, "is_done": step.is_done}
                for step in self.step_ids
            ],
            "values": {name: self[name] or "" for name in self._PERSON_FIELDS},
        }

    def _get_link_path(self, purpose):
        return "/alumni/guidance"

    def _get_link_fingerprint(self, purpose):
        """Void with a new address, and for good once it has ended."""
        self.ensure_one()
        # Sudo: address and end count, whatever the user may read of them.
        return f"{self.sudo().alumni_id.email_normalized}-{bool(self.sudo().end_date)}"

    # Mails and reminders

    def _tell_person(self):
        """Mail the link to those who may be written to; others find it on their page.

        What it is about stands on the page only, behind the link.
        """
        for guidance in self:
            person = guidance.alumni_id.with_context(
                guidance_url=guidance._get_signed_link("guidance")
            )
            # An answer to the person's own wish, or asked once: it is not capped.
            person._mail_privately(
                "hr_alumni.mail_template_alumni_guidance", "member", is_capped=False
            )

    def _plan_follow_up(self, summary=None, day=None):
        """Remind the adviser by an activity of the own, which names nobody."""
        # Sudo: the activity is tied to no record, so that nobody else finds it.
        for guidance in self.sudo():
            guidance.activity_id.unlink()
            date = day or guidance.follow_up_date
            if not date or guidance.state != "running":
                continue
            link = Markup("<a href='/odoo/hr.alumni.guidance/%s'>%s</a>") % (
                guidance.id,
                self.env._("Open it"),
            )
            guidance.activity_id = guidance.activity_id.create(
                {
                    "activity_type_id": self.env.ref("mail.mail_activity_data_todo").id,
                    "summary": summary or self.env._("Follow-up"),
                    "note": link,
                    "user_id": guidance.adviser_id.id,
                    "date_deadline": date,
                }
            )

    @api.autovacuum
    def _gc_ended(self):
        """Delete what ended as long ago as the company has set."""
        # Sudo: nobody else reaches what is deleted here.
        model = self.sudo()
        for company in model.env["res.company"].search(fields.Domain.TRUE):
            limit = fields.Date.today() - relativedelta(
                months=company.alumni_guidance_months
            )
            model.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "ended"),
                    ("end_date", "<=", limit),
                ]
            ).unlink()
