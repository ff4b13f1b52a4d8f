from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class HrAlumniCircleMember(models.Model):
    """The place of one person in one circle, from the invitation to the end.

    The person is a former colleague, or a present one where the circle is open to them.
    The row stays when the person leaves, so that nobody who has left or was refused is
    taken in again by a rule; it goes with the person.
    """

    _name = "hr.alumni.circle.member"
    _description = "Member of a Circle"
    _inherit = ["hr.alumni.part.mixin", "hr.state.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _TRANSITIONS = {  # target: where one may come from
        "invited": {"proposed", "left", "declined", "refused"},
        "requested": {"proposed", "left", "declined"},
        "member": {"proposed", "invited", "requested", "left", "declined", "paused"},
        "paused": {"member"},
        "left": {"proposed", "invited", "requested", "member", "paused"},
        "declined": {"invited"},
        "refused": {"requested", "member", "paused"},
    }
    _INSIDE = ("member", "paused")
    _STAYING = ("requested", "member", "paused")
    _RUNNING = ("proposed", "invited", "requested", "member", "paused")
    # What the person reads about it on the own page.
    _SHOWN = ("invited", "requested", "member", "paused", "refused")
    _FIXED_FIELDS = ("circle_id", "employee_id")
    # Written by the steps only.
    _STEP_FIELDS = (
        "origin",
        "joined_date",
        "state_date",
        "left_by",
        "rules_version",
        "rules_date",
        "told_date",
        "is_invitation_due",
    )

    circle_id = fields.Many2one(
        "hr.alumni.circle",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="circle_id.company_id", store=True, index=True, precompute=True
    )
    alumni_id = fields.Many2one(required=False, index="btree_not_null")
    employee_id = fields.Many2one(
        "hr.employee",
        string="Present Colleague",
        index="btree_not_null",
        ondelete="cascade",
        check_company=True,
    )
    name = fields.Char(string="Person", compute="_compute_name", compute_sudo=True)
    state = fields.Selection(
        [
            ("proposed", "To Invite"),
            ("invited", "Invited"),
            ("requested", "Asks to Join"),
            ("member", "Member"),
            ("paused", "Paused"),
            ("left", "Left"),
            ("declined", "Declined"),
            ("refused", "Refused"),
        ],
        required=True,
        readonly=True,
        default="proposed",
        copy=False,
        index=True,
    )
    state_date = fields.Datetime(string="Since", readonly=True, copy=False)
    origin = fields.Selection(
        [
            ("office", "Invited"),
            ("person", "Joined"),
            ("rule", "By rule"),
        ],
        string="Came By",
        required=True,
        readonly=True,
        default="office",
        copy=False,
    )
    left_by = fields.Selection(
        [
            ("person", "Own wish"),
            ("consent", "End of the consent"),
            ("rule", "Fits no more"),
            ("office", "Alumni office"),
        ],
        readonly=True,
        copy=False,
    )
    joined_date = fields.Date(string="Member Since", readonly=True, copy=False)
    told_date = fields.Date(
        string="Invitation Mailed On",
        readonly=True,
        copy=False,
        help="Empty: the person has not agreed to such mails, and finds the invitation "
        "on the own page.",
    )
    is_invitation_due = fields.Boolean(
        readonly=True,
        copy=False,
        help="One of many who are invited by a scheduled job, one after another.",
    )
    is_mailed = fields.Boolean(
        string="Posts by Mail",
        default=True,
        help="The person switches this on the page of the circle.",
    )
    paused_until = fields.Date(
        help="Until then the person reads and does not write.", copy=False
    )
    reason = fields.Char(
        string="Reason Told",
        copy=False,
        help="Why somebody is paused or refused, in words that the person reads.",
    )
    note = fields.Text(
        string="Moderator's Notes",
        copy=False,
        help="For moderators and the alumni office. No page shows it; it is part of "
        "the copy when somebody asks for the own data.",
    )
    rules_version = fields.Integer(
        string="House Rules Accepted",
        readonly=True,
        copy=False,
        aggregator=None,
        help="The version. 0: none yet.",
    )
    rules_date = fields.Datetime(string="Accepted On", readonly=True, copy=False)
    post_ids = fields.One2many("hr.alumni.post", "member_id")

    _alumni_uniq = models.UniqueIndex(
        "(circle_id, alumni_id) WHERE alumni_id IS NOT NULL",
        "This person has a place in this circle already. Open that one.",
    )
    _employee_uniq = models.UniqueIndex(
        "(circle_id, employee_id) WHERE employee_id IS NOT NULL",
        "This colleague has a place in this circle already. Open that one.",
    )
    _invitation_due_idx = models.Index("(id) WHERE is_invitation_due")
    _person_check = models.Constraint(
        "CHECK (num_nonnulls(alumni_id, employee_id) = 1)",
        "Choose either a former colleague or a present one.",
    )
    _paused_check = models.Constraint(
        "CHECK (state != 'paused' OR paused_until IS NOT NULL)",
        "Say until when the person is paused.",
    )

    @api.depends("alumni_id", "employee_id")
    def _compute_display_name(self):
        for member in self:
            member.display_name = member.name or ""

    @api.depends("alumni_id.partner_id.name", "employee_id.name")
    def _compute_name(self):
        for member in self:
            member.name = member._get_shown_name()

    @api.constrains("employee_id", "circle_id")
    def _check_is_open_to_colleagues(self):
        # Sudo: the rule holds whoever adds somebody.
        for member in self.sudo().filtered("employee_id"):
            if not member.circle_id._is_open_to_colleagues():
                raise ValidationError(
                    self.env._(
                        "The circle %s is not open to present colleagues.",
                        member.circle_id.name,
                    )
                )

    def write(self, vals):
        if not self.env.su:
            moved = any(
                name in vals and any(one[name].id != vals[name] for one in self)
                for name in self._FIXED_FIELDS
            )
            if moved or any(name in vals for name in self._STEP_FIELDS):
                raise UserError(self._get_use_buttons_message())
        return super().write(vals)

    def action_invite(self):
        """Invite these people; each accepts or declines on the own page."""
        self._check_are_alumni_in_network()
        self._move_to("invited")
        # Sudo: the step writes it, nobody else. The ledger decides who gets a mail.
        self.sudo().told_date = False
        for member in self.sudo():
            if member._tell("invited"):
                member.told_date = fields.Date.context_today(self)
        return True

    def action_admit(self):
        """Let in people who have asked."""
        self._check_can_move_from("requested", "member")
        self._check_agreed()
        self._move_to("member")
        self._tell("admitted")
        return True

    def action_refuse(self):
        """Refuse people who have asked, or take members out of the circle."""
        self._check_reason()
        self._move_to("refused")
        self._tell("refused")
        return True

    def action_pause(self):
        """Let members read and not write until a day."""
        self._check_reason()
        today = fields.Date.context_today(self)
        if any(not one.paused_until or one.paused_until <= today for one in self):
            raise UserError(
                self.env._("Enter a day in the future until which the pause lasts.")
            )
        self._move_to("paused")
        self._tell("paused")
        return True

    def action_resume(self):
        """End a pause before its day."""
        self._check_can_move_from("paused", "member")
        self._move_to("member")
        return True

    def action_remove(self):
        """End a place because the person has asked the office for it."""
        self.check_access("write")
        # Sudo: the steps of the end are nobody's fields.
        self.sudo()._do_end("office")
        return True

    def _check_can_move_from(self, source, target):
        """Refuse those that would come to a state from elsewhere than this button."""
        if any(one.state != source for one in self):
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "This is for people in the state “%(before)s”, to make it "
                    "“%(after)s”.",
                    before=labels[source],
                    after=labels[target],
                )
            )

    def _check_reason(self):
        if any(not (one.reason or "").strip() for one in self):
            raise UserError(
                self.env._("Write the reason first: the person is told about it.")
            )

    def _check_are_alumni_in_network(self):
        """Refuse people who could not find the invitation anywhere."""
        # Sudo: whether somebody is in the network must not depend on who asks.
        for member in self.sudo().filtered("alumni_id"):
            if member.alumni_id.state not in member.alumni_id._MEMBER_STATES:
                raise UserError(
                    self.env._(
                        "%s is no member of the network now, and cannot be invited.",
                        member.name,
                    )
                )

    def _check_agreed(self):
        # Sudo: the answer of the ledger must not depend on who asks.
        for member in self.sudo().filtered("alumni_id"):
            if not member.alumni_id._filter_consenting("circles"):
                raise UserError(
                    self.env._(
                        "%s has withdrawn the consent to circles meanwhile.",
                        member.name,
                    )
                )

    def _may_write_posts(self):
        """Hook: whether this person may post, report, or do anything but read."""
        self.ensure_one()
        return self.state == "member" and self.circle_id.active

    def _may_read_all(self):
        """Whether posts may be shown that are kept from competitors."""
        self.ensure_one()
        return not self.alumni_id or self.alumni_id._may_get_all_content()

    def _get_shown_name(self):
        """Hook: the name by which other members know this person, and nothing else.

        Called in sudo. What else a person has opened stands in the directory.
        """
        self.ensure_one()
        return self.alumni_id.display_name or self.employee_id.name or ""

    def _prepare_move_values(self, state):
        values = {
            **super()._prepare_move_values(state),
            "state_date": fields.Datetime.now(),
        }
        if state == "member":
            values["paused_until"] = False
            values["left_by"] = False
            if any(not one.joined_date for one in self):
                values["joined_date"] = fields.Date.context_today(self)
        if state not in ("refused", "paused"):
            values["reason"] = False
        return values
