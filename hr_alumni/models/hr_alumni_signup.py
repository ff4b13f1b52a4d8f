from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_alumni_signup_match import SELECTION_CERTAINTY

# Letters that a person who signs up may write at most, by field.
SIZES = {"name": 120, "former_name": 120, "employee_number": 40, "note": 1000}


class HrAlumniSignup(models.Model):
    """Somebody who says: I used to work here, and would like to be in touch again.

    Written by the public page and by nobody else. Until the address is confirmed by the
    link that was mailed to it, nobody reads the row. After that it is compared with the
    records. Whoever is certain to be a former colleague of the network gets to the page
    of choices; about everybody else the alumni office decides here.
    """

    _name = "hr.alumni.signup"
    _description = "Sign-Up of a Former Colleague"
    _inherit = ["hr.signed.link.mixin", "hr.state.mixin"]
    _order = "confirmed_date desc, id desc"
    _check_company_auto = True

    _TRANSITIONS = {  # target: where one may come from
        "waiting": {"unconfirmed", "refused"},
        "accepted": {"waiting"},
        "refused": {"waiting"},
    }

    name = fields.Char(required=True, readonly=True)
    former_name = fields.Char(readonly=True)
    email = fields.Char(string="Private Email", required=True, readonly=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    employee_number = fields.Char(readonly=True)
    year_from = fields.Integer(string="First Year", readonly=True, aggregator=None)
    year_to = fields.Integer(string="Last Year", readonly=True, aggregator=None)
    years = fields.Char(compute="_compute_years")
    note = fields.Text(readonly=True)
    lang = fields.Char(readonly=True)
    state = fields.Selection(
        [
            ("unconfirmed", "Address not confirmed"),
            ("waiting", "To Decide"),
            ("accepted", "Accepted"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="unconfirmed",
        copy=False,
        group_expand="_group_expand_state",
    )
    confirmed_date = fields.Datetime(
        string="Signed Up On", readonly=True, copy=False, help="And address confirmed."
    )
    decided_date = fields.Datetime(string="Decided On", readonly=True, copy=False)
    decided_user_id = fields.Many2one(
        "res.users",
        string="Decided By",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="Nobody, when the confirmed address was on record already.",
    )
    alumni_id = fields.Many2one(
        "hr.alumni",
        string="Former Colleague",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    match_ids = fields.One2many("hr.alumni.signup.match", "signup_id", readonly=True)
    certainty = fields.Selection(
        [*SELECTION_CERTAINTY, ("none", "Nobody found")],
        string="Best Match",
        compute="_compute_certainty",
        store=True,
    )
    activity_id = fields.Many2one(
        "mail.activity", copy=False, ondelete="set null", groups=fields.NO_ACCESS
    )
    # A fingerprint of the day's: from where it came is not kept.
    sender_hash = fields.Char(readonly=True, copy=False, groups=fields.NO_ACCESS)

    _sender_idx = models.Index("(sender_hash, create_date)")
    _email_idx = models.Index("(email, create_date)")
    _text_size = models.Constraint(
        "CHECK ({})".format(
            " AND ".join(f"length({name}) <= {size}" for name, size in SIZES.items())
        ),
        "The text is too long. Shorten it.",
    )

    @api.depends("year_from", "year_to")
    def _compute_years(self):
        for signup in self:
            years = (signup.year_from, signup.year_to)
            signup.years = any(years) and " – ".join(str(one or "…") for one in years)

    @api.depends("match_ids.certainty")
    def _compute_certainty(self):
        for signup in self:
            signup.certainty = signup.match_ids.sorted()[:1].certainty or "none"

    def write(self, vals):
        if vals and not self.env.su:
            raise UserError(self._get_use_buttons_message())
        return super().write(vals)

    def unlink(self):
        # Sudo: the reminder may be somebody else's.
        self.sudo().activity_id.unlink()
        return super().unlink()

    # Buttons

    def action_look_again(self):
        """Compare once more with the records, which may have changed."""
        self.check_access("write")
        self._check_can_move("accepted")
        self._find_matches()
        return True

    def action_accept_new(self):
        """Take the person in as a former colleague of whom nothing is on record."""
        self.check_access("write")
        for signup in self:
            signup._do_accept()
        return True

    def action_refuse(self):
        """Close it without a word."""
        self._move_to("refused")
        return True

    def action_refuse_and_tell(self):
        """Close it, and mail that nobody was found; no reason is given."""
        self._move_to("refused")
        self._mail_page("hr_alumni.mail_template_alumni_signup_refused")
        return True

    def action_reopen(self):
        """Take up again what was refused by mistake."""
        self._move_to("waiting")
        self._find_matches()
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

    # Steps

    def _do_confirm(self):
        """The address is confirmed: compare, and join or let the office decide.

        :return: `hr.alumni` whose page of choices comes next; empty when the office
            decides
        """
        self.ensure_one()
        self._move_to("waiting")
        # Whoever signs up again of their own accord has taken back the silence.
        self.env["hr.privacy.suppression"]._lift([self.email], self.company_id)
        self._find_matches()
        match = self._get_certain_match()
        if match:
            return self._do_accept(match, is_by_page=True)
        self._plan_review()
        return self.env["hr.alumni"]

    def _get_certain_match(self):
        """The one match that needs nobody's decision; possibly empty."""
        matches = self.match_ids.filtered(lambda match: match._is_certain_enough())
        return matches if len(matches) == 1 else matches.browse()

    def _do_accept(self, match=None, is_by_page=False):
        """Join the sign-up and a record, which is made where there is none.

        :param match: `hr.alumni.signup.match`, by default nobody who is known
        :param is_by_page: the person is shown the page of choices now, instead of
            getting the link by mail
        :return: `hr.alumni` in sudo
        """
        self.ensure_one()
        self._check_can_move("accepted")
        # Sudo: checked above; addresses and states are written by this step.
        signup = self.sudo()
        alumni = match.sudo().alumni_id if match else self.env["hr.alumni"].sudo()
        if alumni.state == "deceased":
            raise UserError(
                self.env._(
                    "This record says that the person has died. Correct the record "
                    "before you accept, or choose another one."
                )
            )
        if alumni and alumni.email_normalized != signup.email:
            # As when it is changed on the own page: the old address is told.
            alumni.asked_email = signup.email
            alumni._do_confirm_email()
        elif not alumni:
            alumni = signup._make_alumni(match and match.sudo())
        signup.alumni_id = alumni
        signup._move_to("accepted")
        if is_by_page:
            signup.decided_user_id = False
        self.env["hr.privacy.suppression"]._lift(
            [signup.email], signup.company_id, alumni.employee_number
        )
        if alumni.state == "candidate":
            # The person has asked, so nobody invites; one reminder may follow.
            alumni._move_to("invited")
            alumni.invitation_user_id = not is_by_page and self.env.user
        if not is_by_page:
            alumni._mail_privately(
                "hr_alumni.mail_template_alumni_signup_accepted",
                "signup",
                is_capped=False,
            )
        return alumni

    def _make_alumni(self, match):
        """A record of the network for somebody who has none; see `_do_accept`."""
        partner = self.env["res.partner"].create(
            {
                "name": (match and match.name) or self.name,
                "company_id": self.company_id.id,
                "lang": self.lang or self.company_id.partner_id.lang,
            }
        )
        values = self._prepare_alumni_values(match)
        alumni = self.env["hr.alumni"].create({**values, "partner_id": partner.id})
        if match and match.period_id:
            match._get_periods().alumni_id = alumni
        return alumni

    def _prepare_alumni_values(self, match):
        """Hook: the former colleague who is new, apart from the contact."""
        number = match and match.employee_number
        return {
            "company_id": self.company_id.id,
            "private_email": self.email,
            "employee_number": number or False,
            "employee_ids": match and match.employee_id and [(4, match.employee_id.id)],
        }

    def _prepare_move_values(self, state):
        values = super()._prepare_move_values(state)
        now = fields.Datetime.now()
        if state == "waiting":
            values.update(confirmed_date=self.confirmed_date or now)
        else:
            values.update(decided_date=now, decided_user_id=self.env.uid)
            # Sudo: the reminder may be somebody else's.
            self.sudo().activity_id.unlink()
        return values

    @api.model
    def _group_expand_state(self, states, domain):
        return ["waiting", "accepted", "refused"]
