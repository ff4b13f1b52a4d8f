from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError


class HrExitAction(models.Model):
    """Something the company changes because of what leavers have said.

    An action speaks of a topic and never of a person: its owner, who may be anybody in
    the company, reads it. What has come of it can be told to leavers and to staff.
    Removing the reasons for which people left is what makes it worth to ask them back.
    """

    _name = "hr.exit.action"
    _description = "Improvement Action"
    _inherit = ["hr.reminder.mixin", "hr.state.mixin"]
    _order = "date_deadline, id"
    _check_company_auto = True

    _OPEN_STATES = ("new", "in_progress")
    _TRANSITIONS = {  # target: where one may come from
        "in_progress": {"new"},
        "done": {"new", "in_progress"},
        "dropped": {"new", "in_progress"},
        "new": {"done", "dropped"},
    }
    # What an owner outside HR may write, beside the buttons.
    _OWNER_FIELDS = {"result"}
    # After how many days somebody is reminded of the same action again.
    _REMINDER_DAYS = 7

    name = fields.Char(
        string="Action",
        required=True,
        help="What is changed, in a few words and without naming anybody.",
    )
    topic_id = fields.Many2one(
        "hr.exit.topic", required=True, index=True, ondelete="restrict"
    )
    description = fields.Text(
        help="What is to be reached and how. The owner reads it: nobody who left is "
        "named or can be guessed from it.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    department_id = fields.Many2one(
        "hr.department",
        check_company=True,
        index="btree_not_null",
        help="Where it is changed; empty for the whole company.",
    )
    reason_ids = fields.Many2many(
        "hr.departure.reason",
        string="Reasons It Removes",
        groups="hr.group_hr_user,hr_exit_interview.group_manager",
        help="Reasons for which people leave that are gone once this is done. Only HR "
        "and exit officers see them.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Answers for it and is reminded when it is late.",
    )
    date_deadline = fields.Date(string="Deadline", required=True, index=True)
    state = fields.Selection(
        [
            ("new", "New"),
            ("in_progress", "In Progress"),
            ("done", "Done"),
            ("dropped", "Dropped"),
        ],
        default="new",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        group_expand=True,
    )
    result = fields.Text(
        copy=False, help="What has changed, or why it is not pursued any more."
    )
    closed_date = fields.Date(string="Closed on", readonly=True, copy=False)
    closed_user_id = fields.Many2one(
        "res.users", string="Closed by", readonly=True, copy=False
    )
    is_late = fields.Boolean(compute="_compute_is_late")
    can_manage = fields.Boolean(compute="_compute_can_manage")
    on_time_share = fields.Float(
        string="Done on Time",
        compute="_compute_on_time_share",
        store=True,
        aggregator="avg",
        help="100 % when it was done by its deadline. The average over many is the "
        "share that was done on time.",
    )
    public_text = fields.Text(
        string="You Said, We Did",
        copy=False,
        translate=True,
        help="What leavers and staff may read once it is done.",
    )
    is_shown_to_leavers = fields.Boolean(
        string="Show to Leavers",
        copy=False,
        help="Shown on the own page of people who leave.",
    )
    is_shown_to_staff = fields.Boolean(
        string="Show to Staff",
        copy=False,
        help="Shown on the page “You said, we did”, which every employee can open.",
    )
    reminded_date = fields.Date(
        string="Reminded on", readonly=True, copy=False, groups="hr.group_hr_user"
    )

    _open_deadline_index = models.Index(
        "(date_deadline) WHERE state IN ('new', 'in_progress')"
    )

    @api.depends("date_deadline", "state")
    @api.depends_context("tz")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for action in self:
            action.is_late = (
                action.state in self._OPEN_STATES
                and bool(action.date_deadline)
                and action.date_deadline < today
            )

    @api.depends_context("uid", "su")
    def _compute_can_manage(self):
        self.can_manage = self._can_manage()

    @api.depends("state", "closed_date", "date_deadline")
    def _compute_on_time_share(self):
        for action in self:
            is_on_time = action.state == "done" and (
                action.closed_date <= action.date_deadline
            )
            action.on_time_share = float(is_on_time)

    @api.constrains("public_text", "is_shown_to_leavers", "is_shown_to_staff")
    def _check_public_text(self):
        shown = self.filtered(lambda a: a.is_shown_to_leavers or a.is_shown_to_staff)
        if not all(shown.mapped("public_text")):
            raise ValidationError(
                self.env._(
                    "Write what is told to leavers and staff before it is shown to "
                    "them."
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_can_manage()
        return super().create(vals_list)

    def write(self, vals):
        if vals.keys() - self._OWNER_FIELDS:
            self._check_can_manage()
        return super().write(vals)

    # Buttons

    def action_start(self):
        """The owner has begun."""
        self._move_to("in_progress")
        return True

    def action_done(self):
        """It is done, and the result says what has changed."""
        self._check_result()
        self._move_to("done")
        return True

    def action_drop(self):
        """It is not pursued any more, and the result says why."""
        self._check_result()
        self._move_to("dropped")
        return True

    def action_reopen(self):
        """Take it up again."""
        self._check_can_manage()
        self._move_to("new")
        return True

    # Decisions

    def _prepare_move_values(self, state):
        is_open = state in self._OPEN_STATES
        return {
            **super()._prepare_move_values(state),
            "closed_date": not is_open and fields.Date.context_today(self),
            "closed_user_id": not is_open and self.env.uid,
        }

    def _check_result(self):
        bare = self.filtered(lambda action: not action.result)
        if bare:
            raise UserError(
                self.env._(
                    "Write into the result what has changed, or why it is not pursued "
                    "any more: %(actions)s.",
                    actions=", ".join(bare.mapped("name")),
                )
            )

    @api.model
    def _can_manage(self):
        """Whether the user decides what an action is, who does it and until when."""
        user = self.env.user
        return (
            self.env.su
            or user.has_group("hr.group_hr_user")
            or user.has_group("hr_exit_interview.group_manager")
        )

    def _check_can_manage(self):
        """Owners outside HR report the result; the rest is for HR."""
        if not self._can_manage():
            raise AccessError(
                self.env._(
                    "Only HR and exit officers decide what an improvement action is, "
                    "who does it and until when. Write what has come of it into the "
                    "result."
                )
            )

    # You said, we did

    @api.model
    def _get_told(self, company, audience):
        """What a company tells about its actions, the newest first.

        :param company: `res.company`
        :param audience: `leavers` or `staff`
        :return: list of dictionaries with `topic`, `text` and `date`; nothing else of
            the actions is told
        """
        # Sudo: those who are told have no rights on actions, and get these three only.
        actions = self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "done"),
                (f"is_shown_to_{audience}", "=", True),
            ],
            order="closed_date desc, id desc",
        )
        return [
            {
                "topic": action.topic_id.name,
                "text": action.public_text,
                "date": action.closed_date,
            }
            for action in actions
        ]

    # Reminders

    @api.model
    def _cron_remind_late(self):
        """Remind the owners of what is late, each by one mail, once a week.

        What was told is noted, so a job that was killed goes on where it was; a mail
        that cannot be made stops nobody else's.
        """
        late = self.search(self._get_late_domain()).grouped("user_id")
        self._remind_each(late, lambda user: late[user]._send_reminder(user))

    @api.model
    def _get_late_domain(self):
        today = fields.Date.context_today(self)
        again = today - timedelta(days=self._REMINDER_DAYS)
        return [
            ("state", "in", self._OPEN_STATES),
            ("date_deadline", "<", today),
            "|",
            ("reminded_date", "=", False),
            ("reminded_date", "<=", again),
        ]

    def _send_reminder(self, user):
        """Queue one mail to one owner about these late actions, and note that it is."""
        self.reminded_date = fields.Date.context_today(self)
        self = self.with_context(lang=user.lang)
        self._queue_reminder(
            user,
            self.env._("Late improvement actions: %(n)s", n=len(self)),
            self.env._("These improvement actions are late:"),
            "/odoo/improvement-actions",
            self.env._("Open my actions"),
            [f"{action.name} ({action.date_deadline})" for action in self],
        )
