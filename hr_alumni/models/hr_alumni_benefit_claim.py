from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class HrAlumniBenefitClaim(models.Model):
    """One former colleague claims one benefit.

    With a code it is given at once; else the alumni team decides. What was given is
    kept with the code of that day, whatever the benefit says later.
    """

    _name = "hr.alumni.benefit.claim"
    _description = "Claim of a Benefit"
    _inherit = ["hr.alumni.part.mixin", "hr.state.mixin"]
    _order = "id desc"
    _rec_name = "benefit_id"
    _check_company_auto = True

    _TRANSITIONS = {  # target: where one may come from
        "given": {"asked"},
        "refused": {"asked"},
        "cancelled": {"asked", "given"},
    }
    _COUNTING = ("asked", "given")
    _STEP_FIELDS = ("date", "given_date", "given_user_id")

    benefit_id = fields.Many2one(
        "hr.alumni.benefit",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    date = fields.Date(
        string="Claimed On",
        required=True,
        readonly=True,
        default=fields.Date.context_today,
        copy=False,
    )
    state = fields.Selection(
        [
            ("asked", "Asked For"),
            ("given", "Given"),
            ("refused", "Refused"),
            ("cancelled", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="asked",
        copy=False,
        index=True,
    )
    code = fields.Char(
        string="Code Given", copy=False, groups="hr_alumni.group_manager"
    )
    given_date = fields.Date(string="Given On", readonly=True, copy=False)
    given_user_id = fields.Many2one(
        "res.users",
        string="Given By",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    reason = fields.Char(
        string="Words to the Person",
        copy=False,
        help="Read by the person: how to get it, or why not.",
    )

    _open_idx = models.Index("(benefit_id) WHERE state = 'asked'")

    @api.constrains("benefit_id", "alumni_id")
    def _check_no_gift_to_public_bodies(self):
        # Sudo: where somebody works decides, whoever makes the claim.
        for claim in self.sudo():
            if claim.benefit_id.is_gift and not claim.alumni_id._may_get_gift():
                raise ValidationError(
                    self.env._(
                        "%(name)s works for a public body and gets nothing of personal "
                        "value.",
                        name=claim.alumni_id.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        claims = super().create(vals_list)
        claims._check_limits()
        return claims

    def write(self, vals):
        if not self.env.su and vals.keys() & {*self._STEP_FIELDS, "benefit_id"}:
            raise UserError(self._get_use_buttons_message())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        if any(claim.state == "asked" for claim in self):
            raise UserError(
                self.env._("Somebody waits for it. Give or refuse it before.")
            )

    def action_give(self):
        """Give what was asked for; the person sees it on the own page."""
        self._move_to("given")
        return True

    def action_refuse(self):
        """Refuse it, with words that the person reads."""
        if any(not (claim.reason or "").strip() for claim in self):
            raise UserError(
                self.env._("Write the words to the person first, then refuse it.")
            )
        self._move_to("refused")
        return True

    def action_cancel(self):
        """Take back what was claimed, as the person has asked for."""
        self._move_to("cancelled")
        return True

    @api.model
    def _claim(self, alumni, benefit):
        """A former colleague claims a benefit on the own page.

        :param alumni: the person, in sudo
        :param benefit: a benefit, in sudo
        :return: the claim, in sudo
        :raise UserError: the person does not qualify, or nothing is left
        """
        if benefit not in benefit._filter_for(alumni):
            raise UserError(self.env._("This is not offered to you at the moment."))
        # Sudo: members have no rights on claims; this is the own one.
        claim = self.sudo().create({"alumni_id": alumni.id, "benefit_id": benefit.id})
        if benefit.claim_way == "code":
            claim._move_to("given")
        alumni._log_touch("portal", ref=f"{self._name},{claim.id}")
        return claim

    def _do_cancel(self):
        """The person takes back what was claimed."""
        claims = self.filtered(lambda claim: claim.state in self._COUNTING)
        if claims:
            claims._move_to("cancelled")
        return claims

    def _check_limits(self):
        """Nobody claims more than the benefit allows, and it is not given too often."""
        # Sudo: claims of others count, whether the user may read them or not.
        claims = self.sudo().filtered(lambda claim: claim.state in self._COUNTING)
        benefits = claims.benefit_id
        benefits._lock_claims()
        domain = [("benefit_id", "in", benefits.ids), ("state", "in", self._COUNTING)]
        totals = dict(claims._read_group(domain, ["benefit_id"], ["__count"]))
        domain.append(("alumni_id", "in", claims.alumni_id.ids))
        own = {
            (benefit, alumni): count
            for benefit, alumni, count in claims._read_group(
                domain, ["benefit_id", "alumni_id"], ["__count"]
            )
        }
        for claim in claims:
            benefit = claim.benefit_id
            count = own[benefit, claim.alumni_id]
            if benefit.limit_per_person and count > benefit.limit_per_person:
                raise UserError(
                    self.env._(
                        "“%(name)s” was claimed as often as one person can.",
                        name=benefit.name,
                    )
                )
            if benefit.limit_total and totals[benefit] > benefit.limit_total:
                raise UserError(
                    self.env._("Nothing is left of “%(name)s”.", name=benefit.name)
                )

    def _prepare_move_values(self, state):
        values = super()._prepare_move_values(state)
        if state == "given":
            values["given_date"] = fields.Date.context_today(self)
            user = self.env.user
            values["given_user_id"] = not user.share and user.id
        return values

    def _move_to(self, state):
        result = super()._move_to(state)
        if state == "given":
            # Sudo: the code is given by this step, to the person of the claim.
            for claim in self.sudo().filtered(lambda one: not one.code):
                claim.code = claim.benefit_id.code
        return result

    def _get_status(self):
        """What the person is told of a claim: a key and a sentence."""
        self.ensure_one()
        words = {
            "asked": ("open", self.env._("The alumni team looks at it.")),
            "given": ("good", self.env._("It is yours.")),
            "refused": ("bad", self.env._("The alumni team could not give it.")),
            "cancelled": ("gone", self.env._("You have withdrawn it.")),
        }
        return words[self.state]
