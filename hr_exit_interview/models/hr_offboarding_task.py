from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HrOffboardingTask(models.Model):
    """One thing to do in a departure, given to one user.

    The assignee need not be from HR, so the task carries the person, the item and the
    due date and nothing else of the case. It has a chatter because activities need
    one; what is written there is the same three things.
    """

    _name = "hr.offboarding.task"
    _description = "Offboarding Task"
    _inherit = [
        "hr.closing.history.mixin",
        "hr.reminder.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "date_deadline, id"
    _check_company_auto = True

    # What somebody outside HR may write, beside the buttons.
    _ASSIGNEE_FIELDS = {"note", "proof_file", "proof_filename"}

    name = fields.Char(string="Task", required=True)
    offboarding_id = fields.Many2one(
        "hr.offboarding",
        string="Departure",
        required=True,
        ondelete="cascade",
        index=True,
    )
    company_id = fields.Many2one(
        related="offboarding_id.company_id", store=True, index=True
    )
    template_task_id = fields.Many2one(
        "hr.offboarding.template.task",
        ondelete="set null",
        readonly=True,
        index="btree_not_null",
        groups="hr.group_hr_user",
    )
    person_name = fields.Char(
        string="Leaver",
        compute="_compute_person_name",
        store=True,
        # Sudo: the assignee may not read the case, and this much is meant for them.
        compute_sudo=True,
    )
    user_id = fields.Many2one(
        "res.users", string="Assigned to", required=True, index=True
    )
    description = fields.Text(string="Instructions")
    responsible = fields.Selection(
        selection=lambda self: (
            self.env["hr.offboarding.template.task"]
            ._fields["responsible"]
            ._description_selection(self.env)
        ),
        string="Part of",
        readonly=True,
        help="Whose part of the departure this task is, whoever does it.",
    )
    date_deadline = fields.Date(string="Due", required=True, index=True)
    planned_date = fields.Date(
        string="Planned for",
        readonly=True,
        copy=False,
        help="When the package would have it done. A task that would be due before the "
        "departure was confirmed is due on that day.",
    )
    is_blocking = fields.Boolean(
        string="Blocking",
        help="The departure cannot be closed while this task is open.",
    )
    state = fields.Selection(
        [("todo", "To Do"), ("done", "Done"), ("waived", "Waived")],
        default="todo",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        group_expand=True,
    )
    closed_date = fields.Datetime(string="Closed on", readonly=True, copy=False)
    closed_user_id = fields.Many2one(
        "res.users", string="Closed by", readonly=True, copy=False
    )
    waive_reason = fields.Char(string="Why It Was Waived", readonly=True, copy=False)
    is_dropped = fields.Boolean(
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
        help="Waived because the departure does not take place, or has another package "
        "now. It is taken up again when that changes.",
    )
    note = fields.Text(help="Anything that proves or explains how this was done.")
    requires_proof = fields.Boolean(string="Needs Proof", readonly=True)
    proof_file = fields.Binary(string="File", attachment=True)
    proof_filename = fields.Char(string="File Name")
    is_late = fields.Boolean(compute="_compute_is_late")

    @api.depends("offboarding_id.employee_id")
    def _compute_person_name(self):
        # Not the name behind: every change of an employee would look for tasks.
        for task in self:
            task.person_name = task.offboarding_id.employee_id.name

    @api.depends("date_deadline", "state")
    @api.depends_context("tz")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for task in self:
            task.is_late = task.state == "todo" and task.date_deadline < today

    @api.model_create_multi
    def create(self, vals_list):
        # That it was created says nothing, and would be a message for each task.
        quiet = self.with_context(mail_create_nolog=True, mail_create_nosubscribe=True)
        tasks = super(HrOffboardingTask, quiet).create(vals_list).with_env(self.env)
        tasks._schedule_activities()
        return tasks

    def write(self, vals):
        self._check_can_write(vals)
        result = super().write(vals)
        if vals.keys() & {"user_id", "date_deadline"}:
            self._reschedule_activities()
        return result

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """Nobody follows a task: every employee may read who follows what.

        The assignee is told by an activity.
        """
        return True

    # Buttons

    def action_done(self):
        """The task is done; by whom and when is kept."""
        self._check_proof()
        self._close({"state": "done"})
        return True

    def action_waive(self):
        """Ask for the reason why these tasks need not be done."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Waive"),
            "res_model": "hr.offboarding.task.waive",
            "view_mode": "form",
            "target": "new",
            "context": {"default_task_ids": self.ids},
        }

    def action_reopen(self):
        """Take the task up again; refused once the departure is closed."""
        self.check_access("write")
        # Sudo: the assignee may not read the case.
        if self.sudo().offboarding_id.filtered(lambda case: not case.is_open):
            raise UserError(
                self.env._("The departure is closed; its tasks cannot be reopened.")
            )
        self._take_up()
        return True

    # Steps

    def _take_up(self):
        """The tasks are to be done after all."""
        self._keep_history()
        # Sudo: `write` refuses the state to everybody, so that it changes by buttons.
        self.sudo().write(
            {
                "state": "todo",
                "closed_date": False,
                "closed_user_id": False,
                "waive_reason": False,
                "is_dropped": False,
            }
        )
        self._schedule_activities()

    def _get_closer_name(self):
        # A leaver without a login does tasks on the own page.
        return super()._get_closer_name() or self.person_name

    def _do_waive(self, reason):
        self._close({"state": "waived", "waive_reason": reason})

    def _drop(self):
        """The departure does not take place: what is open need not be done."""
        self._do_drop(self.env._("The departure does not take place."))

    def _do_drop(self, reason):
        """Waive what is open for as long as the reason holds."""
        self._close({"state": "waived", "waive_reason": reason, "is_dropped": True})

    def _close(self, values):
        self.check_access("write")
        todo = self.filtered(lambda task: task.state == "todo")
        # Sudo: `write` refuses the state to everybody, so that it changes by buttons.
        todo.sudo().write(
            {
                **values,
                "closed_date": fields.Datetime.now(),
                "closed_user_id": self.env.uid,
            }
        )
        # Sudo: HR closes tasks whose activity belongs to somebody else.
        todo.sudo().activity_ids.unlink()

    def _schedule_activities(self):
        """Tell the assignees in their activity list, in a text that tells nothing."""
        todo = self.filtered(lambda task: task.state == "todo")
        activity_type = self.env.ref("mail.mail_activity_data_todo")
        model_id = self.env["ir.model"]._get_id(self._name)
        # Sudo: the activity is for the assignee, whoever schedules it. Without the
        # flag a package of ten tasks would send ten mails.
        self.env["mail.activity"].sudo().with_context(
            mail_activity_quick_update=True
        ).create(
            [
                {
                    "activity_type_id": activity_type.id,
                    "summary": self.env._("Offboarding task"),
                    "res_model_id": model_id,
                    "res_id": task.id,
                    "user_id": task.user_id.id,
                    "date_deadline": task.date_deadline,
                }
                for task in todo
            ]
        )

    def _reschedule_activities(self):
        # Sudo: the activity belongs to the assignee, whoever moves the task.
        self.sudo().activity_ids.unlink()
        self._schedule_activities()

    # Decisions

    def _check_proof(self):
        bare = self.filtered(
            lambda task: (
                task.state == "todo"
                and task.requires_proof
                and not (task.note or task.proof_file)
            )
        )
        if bare:
            raise UserError(
                self.env._(
                    "Write a note or add a file that proves that this is done: "
                    "%(tasks)s.",
                    tasks=", ".join(bare.mapped("name")),
                )
            )

    def _check_can_write(self, vals):
        """State changes by buttons only; the assignee may not give the task away."""
        if self.env.su:
            return
        if "state" in vals:
            raise UserError(
                self.env._("Use the buttons of the task to complete or waive it.")
            )
        if self.env.user.has_group("hr.group_hr_user"):
            return
        refused = {
            name
            for name in vals
            if name in self._fields
            and name not in self._ASSIGNEE_FIELDS
            and not name.startswith(("activity_", "message_"))
        }
        if refused:
            raise AccessError(
                self.env._("Only HR can change who does a task, what it is and when.")
            )
