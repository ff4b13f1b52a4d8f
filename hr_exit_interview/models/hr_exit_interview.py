from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class HrExitInterview(models.Model):
    """One talk with one person about leaving.

    There is one per case, kind and round. The name is the reference of the case with a
    number, since names are shown to more people than the record. Nobody is told about
    a talk by chatter, activity or calendar: each of them is read by others.
    """

    _name = "hr.exit.interview"
    _description = "Exit Interview"
    _inherit = ["hr.state.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    _TRANSITIONS = {  # target: where one may come from
        "planned": {"scheduled", "held", "declined", "unreachable", "cancelled"},
        "scheduled": {"planned", "scheduled"},
        "held": {"planned", "scheduled"},
        "declined": {"planned", "scheduled"},
        "unreachable": {"planned", "scheduled"},
        "cancelled": {"planned", "scheduled"},
    }
    # Moved by buttons and by the questionnaire only.
    _STATE_FIELDS = {
        "state",
        "questionnaire_state",
        "questionnaire_sent_date",
        "questionnaire_done_date",
        "closed_date",
        "questionnaire_reminder_count",
        "questionnaire_refused",
        "questionnaire_bounced_date",
        "questionnaire_printed_date",
        "questionnaire_printed_user_id",
        "questionnaire_printed_count",
        "reschedule_count",
        "rescheduled_date",
        "first_date",
    }
    # Who and what the talk is about is decided once.
    _FIXED_FIELDS = {
        "name",
        "offboarding_id",
        "employee_id",
        "company_id",
        "kind",
        "round",
    }

    name = fields.Char(
        string="Reference",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env._("New"),
    )
    offboarding_id = fields.Many2one(
        "hr.offboarding",
        string="Departure",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    employee_id = fields.Many2one(
        "hr.employee",
        compute="_compute_from_offboarding",
        store=True,
        precompute=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_from_offboarding",
        store=True,
        precompute=True,
        index=True,
    )
    kind = fields.Selection(
        [
            ("stay", "Stay talk"),
            ("exit", "Exit interview"),
            ("follow_up", "Follow-up"),
            ("manager", "Manager's view"),
        ],
        required=True,
        default="exit",
    )
    round = fields.Integer(
        required=True,
        readonly=True,
        copy=False,
        help="Counts the talks of the same kind in one departure.",
    )
    # Without a domain, which would hide whoever has lost the right from the policy.
    interviewer_ids = fields.Many2many(
        "res.users",
        string="Interviewers",
        compute="_compute_interviewer_ids",
        store=True,
        readonly=False,
        help="Proposed: the manager's manager, the head of the company for key people, "
        "somebody neutral in HR where the reason points at the line, else the HR "
        "officer of the departure. "
        "People outside HR need the right “Exit Interviews: Interviewer”.",
    )
    # Read in sudo: an interviewer may not read the case, and needs to know until when
    # the person can be met.
    last_working_date = fields.Date(related="offboarding_id.last_working_date")
    date = fields.Datetime(
        copy=False,
        index=True,
        help="Agreed with the person. It is kept here and in nobody's calendar.",
    )
    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("scheduled", "Scheduled"),
            ("held", "Held"),
            ("declined", "Declined"),
            ("unreachable", "Not Reachable"),
            ("cancelled", "Cancelled"),
        ],
        default="planned",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        group_expand=True,
    )
    closed_date = fields.Date(
        string="Closed on",
        readonly=True,
        copy=False,
        help="When it was noted that the talk was held or does not take place.",
    )
    can_manage = fields.Boolean(compute="_compute_can_manage")

    _offboarding_kind_round_uniq = models.UniqueIndex(
        "(offboarding_id, kind, round)",
        "This departure already has a talk of this kind and round. Open that one.",
    )
    _date_when_scheduled = models.Constraint(
        "CHECK (state != 'scheduled' OR date IS NOT NULL)",
        "A scheduled interview needs a date and time.",
    )

    @api.depends("offboarding_id")
    def _compute_from_offboarding(self):
        for interview in self:
            interview.employee_id = interview.offboarding_id.employee_id
            interview.company_id = interview.offboarding_id.company_id

    @api.depends("offboarding_id", "kind")
    def _compute_interviewer_ids(self):
        proposals = self.grouped(lambda talk: talk._get_default_interviewers())
        for users, talks in proposals.items():
            talks.interviewer_ids = users

    @api.depends_context("uid")
    def _compute_can_manage(self):
        self.can_manage = self._can_manage()

    @api.constrains("interviewer_ids", "offboarding_id", "kind")
    def _check_interviewers(self):
        for interview in self:
            refused = interview.interviewer_ids & interview._get_barred_users()
            if refused:
                raise ValidationError(
                    self.env._(
                        "%(users)s cannot hold this talk: it is never held by the "
                        "person who leaves, and an exit interview never by the direct "
                        "manager or by others in the line whom the policy rules out. "
                        "Choose somebody else.",
                        users=", ".join(refused.mapped("name")),
                    )
                )

    def write(self, vals):
        self._check_can_write(vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_held_or_answered(self):
        if any(
            interview.state == "held" or interview.questionnaire_state == "done"
            for interview in self
        ):
            raise UserError(
                self.env._(
                    "An interview that was held or a questionnaire that was answered "
                    "is kept for the record and cannot be deleted."
                )
            )

    # Buttons

    def action_schedule(self):
        """The date is agreed."""
        if not all(self.mapped("date")):
            raise UserError(self.env._("Enter the date and time of the talk first."))
        self._move_to("scheduled")
        return True

    def action_hold(self):
        """The talk has taken place; without a date in the past, just now."""
        now = fields.Datetime.now()
        self._move_to("held")
        # Only now, so that it does not count as a date that was moved.
        self.filtered(lambda talk: not talk.date or talk.date > now).date = now
        return True

    def action_decline(self):
        """The person does not want to talk, which is anybody's right."""
        self._move_to("declined")
        return True

    def action_not_reachable(self):
        """The person did not answer, in whatever way it was tried."""
        self._move_to("unreachable")
        return True

    def action_cancel(self):
        """The talk is not needed: a questionnaire without answer is withdrawn."""
        self._check_can_manage()
        self._move_to("cancelled")
        self._do_withdraw_questionnaire()
        return True

    def action_reset(self):
        """Take up the talk again."""
        self._check_can_manage()
        self._move_to("planned")
        return True

    # Questions and decisions

    def _can_manage(self):
        """Whether the user runs exit interviews, rather than holding some."""
        user = self.env.user
        return (
            self.env.su
            or user.has_group("hr.group_hr_user")
            or user.has_group("hr_exit_interview.group_manager")
        )

    def _check_can_manage(self):
        self.check_access("write")
        if not self._can_manage():
            raise AccessError(
                self.env._("Only HR can do this. Ask the HR officer of the departure.")
            )

    def _check_can_write(self, vals):
        """States change by buttons, the person never, the interviewers by HR only."""
        if self.env.su:
            return
        if vals.keys() & self._STATE_FIELDS:
            raise UserError(self._get_use_buttons_message())
        if vals.keys() & self._FIXED_FIELDS:
            raise AccessError(
                self.env._(
                    "Whom an interview is about cannot be changed. Cancel it and plan "
                    "another one."
                )
            )
        if "interviewer_ids" in vals:
            self._check_can_manage()

    @api.model
    def _get_use_buttons_message(self):
        return self.env._("Use the buttons of the interview to change its state.")
