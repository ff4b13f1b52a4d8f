from odoo import api, fields, models
from odoo.exceptions import UserError


class HrAlumniNudge(models.Model):
    """One line of “Today”: whom to contact, why, and that it is allowed.

    Made by rules (`hr.alumni.cadence`), by what happens (an answer, a move, a
    milestone), and by promises noted with a contact. A draft may be in it; nothing is
    sent by itself. Whoever withdraws a consent takes the lines along that need it.
    """

    _name = "hr.alumni.nudge"
    _description = "To Do for a Former Colleague"
    _inherit = ["hr.alumni.part.mixin", "hr.state.mixin"]
    _order = "date, id"
    _check_company_auto = True

    _TRANSITIONS = {  # target: where one may come from
        "done": {"open"},
        "skipped": {"open"},
        "open": {"done", "skipped"},
    }

    name = fields.Char(required=True, string="What")
    kind = fields.Selection(
        [
            ("reply", "Answers waiting"),
            ("request", "Requests due"),
            ("job", "Job changes"),
            ("milestone", "Milestones"),
            ("anniversary", "Anniversaries"),
            ("step", "Next steps promised"),
            ("touch", "Time to be in touch"),
        ],
        required=True,
        default="touch",
        index=True,
    )
    user_id = fields.Many2one(
        "res.users", string="For", index="btree_not_null", ondelete="set null"
    )
    date = fields.Date(
        required=True, default=fields.Date.context_today, string="Due", index=True
    )
    channel = fields.Selection(
        lambda self: (
            self.env["hr.alumni.touch"]
            ._fields["channel"]
            ._description_selection(self.env)
        ),
        required=True,
        default="mail",
    )
    purpose_id = fields.Many2one(
        "hr.privacy.purpose",
        string="Allowed By",
        index="btree_not_null",
        ondelete="restrict",
        help="What the person has agreed to.",
    )
    draft = fields.Text(help="Change it, copy it, and send it yourself.")
    cadence_id = fields.Many2one(
        "hr.alumni.cadence",
        string="Occasion",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
    )
    cadence_date = fields.Date(readonly=True)
    is_profile_check = fields.Boolean(related="cadence_id.is_profile_check")
    ref = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)
    state = fields.Selection(
        [("open", "Open"), ("done", "Done"), ("skipped", "Passed Over")],
        required=True,
        readonly=True,
        default="open",
        copy=False,
    )
    skip_reason = fields.Char(string="Why It Was Passed Over", readonly=True)

    _cadence_uniq = models.UniqueIndex(
        "(alumni_id, cadence_id, cadence_date) WHERE cadence_id IS NOT NULL",
        "This occasion is on the list already.",
    )
    _ref_uniq = models.UniqueIndex(
        "(alumni_id, ref) WHERE ref IS NOT NULL", "This is on the list already."
    )
    _open_idx = models.Index("(user_id, date) WHERE state = 'open'")
    _open_company_idx = models.Index("(company_id, date) WHERE state = 'open'")

    def action_log(self):
        """Open the form to note the contact; noting it settles the line."""
        self.ensure_one()
        self._check_is_allowed()
        action = self.alumni_id.action_log_touch()
        action["context"] |= {
            "default_nudge_id": self.id,
            "default_channel": self.channel,
            "default_direction": "out",
            "default_topics": self.name,
        }
        return action

    def action_send_profile_check(self):
        """Mail the link to what is known of the person; that settles the line."""
        self.check_access("write")
        self._check_is_allowed()
        self._check_can_move("done")
        if not all(nudge.is_profile_check for nudge in self):
            raise UserError(self.env._("This line is not about the profile."))
        people = self.alumni_id
        if people - people._do_send_profile_check():
            raise UserError(
                self.env._(
                    "Nothing was sent: these people have got as many mails as they may "
                    "in 30 days. Try again later, or write to them yourself."
                )
            )
        self._move_to("done")
        return True

    def action_skip(self):
        """Settle these lines without any contact."""
        self._move_to("skipped")
        return True

    def action_reopen(self):
        """Take up again what was settled by mistake."""
        self._check_is_allowed()
        self._move_to("open")
        return True

    def action_view_alumni(self):
        """Open the former colleague."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.alumni",
            "view_mode": "form",
            "res_id": self.alumni_id.id,
        }

    def _check_is_allowed(self):
        """Refuse when the person has withdrawn what the line rests on."""
        blocked = self - self._filter_allowed()
        if blocked:
            raise UserError(
                self.env._(
                    "%(names)s must not be contacted for this any more. Pass the line "
                    "over.",
                    names=", ".join(blocked.alumni_id.mapped("display_name")),
                )
            )

    def _filter_allowed(self):
        """Those of these lines that the ledger still allows."""
        allowed = self.browse()
        # Sudo: what is allowed must not depend on who asks.
        for purpose, nudges in self.sudo().grouped("purpose_id").items():
            if not purpose:  # Answering somebody who has written needs no consent.
                people = nudges.alumni_id.filtered(
                    lambda alumni: alumni.state not in alumni._SILENT_STATES
                )
            else:
                people = nudges.alumni_id._filter_contactable(purpose.code)
            allowed |= self & nudges.filtered(
                lambda nudge, people=people: nudge.alumni_id in people
            )
        return allowed

    def _do_drop(self, reason):
        """Pass lines over because of what has happened."""
        dropped = self.filtered(lambda nudge: nudge.state == "open")
        if dropped:
            dropped._move_to("skipped")
            dropped.write({"skip_reason": reason})

    @api.model
    def _cron_drop_forbidden(self):
        """Consents end by themselves too: what rests on them leaves the list."""
        # Up to a week ahead, as far as the list shows.
        limit = fields.Date.add(fields.Date.today(), days=7)
        nudges = self.search([("state", "=", "open"), ("date", "<=", limit)])
        (nudges - nudges._filter_allowed())._do_drop(
            self.env._("The consent for it has ended.")
        )
