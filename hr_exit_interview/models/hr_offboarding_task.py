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
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_deadline, id"
    _check_company_auto = True

    # What somebody outside HR may write, beside the buttons.
    _ASSIGNEE_FIELDS = {"note"}

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
    date_deadline = fields.Date(string="Due", required=True, index=True)
    is_blocking = fields.Boolean(
        string="Blocks Clearance",
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
    note = fields.Text(help="Anything that proves or explains how this was done.")
    is_late = fields.Boolean(compute="_compute_is_late")

    @api.depends("offboarding_id.employee_id.name")
    def _compute_person_name(self):
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
        tasks = super().create(vals_list)
        tasks._schedule_activities()
        return tasks

    def write(self, vals):
        self._check_can_write(vals)
        result = super().write(vals)
        if vals.keys() & {"user_id", "date_deadline"}:
            self._reschedule_activities()
        return result

    # Buttons

    def action_done(self):
        """The task is done; by whom and when is kept."""
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
        # Sudo: `write` refuses the state to everybody, so that it changes by buttons.
        self.sudo().write(
            {
                "state": "todo",
                "closed_date": False,
                "closed_user_id": False,
                "waive_reason": False,
            }
        )
        self._schedule_activities()
        return True

    # Steps

    @api.model
    def _create_for(self, offboardings):
        """Create the tasks of the packages of these cases, in one batch."""
        return self.create(
            [
                self._prepare_task_values(case, template_task)
                for case in offboardings
                for template_task in case.template_id.task_ids
            ]
        )

    def _hand_over_from_leaver(self):
        """What leavers have not done goes to the HR officer: their login is closed."""
        left = self.filtered(
            lambda task: (
                task.state == "todo"
                and task.user_id == task.offboarding_id.employee_id.user_id
            )
        )
        for officer, tasks in left.grouped(
            lambda task: task.offboarding_id.user_id
        ).items():
            tasks.user_id = officer

    def _do_waive(self, reason):
        self._close({"state": "waived", "waive_reason": reason})

    def _drop(self):
        """The departure does not take place: what is open need not be done."""
        self._do_waive(self.env._("The departure does not take place."))

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

    def _move_deadlines(self):
        """The dates of the case have moved: open tasks follow, closed ones stay."""
        for task in self.filtered(lambda task: task.state == "todo"):
            if task.template_task_id:
                case = task.offboarding_id
                task.date_deadline = task.template_task_id._get_deadline(
                    case.notice_date, case.last_working_date
                )

    # Decisions

    @api.model
    def _prepare_task_values(self, offboarding, template_task):
        """Hook: values of the task that one line of a package becomes."""
        return {
            "offboarding_id": offboarding.id,
            "template_task_id": template_task.id,
            "name": template_task.name,
            "is_blocking": template_task.is_blocking,
            "user_id": self._get_responsible_user(offboarding, template_task).id,
            "date_deadline": template_task._get_deadline(
                offboarding.notice_date, offboarding.last_working_date
            ),
        }

    @api.model
    def _get_responsible_user(self, offboarding, template_task):
        """Hook: who does this task; the HR officer where the rule names nobody."""
        manager = offboarding.manager_id
        users = {
            "leaver": offboarding.employee_id.user_id,
            "manager": manager.user_id,
            "manager_manager": manager.parent_id.user_id,
            "hr": offboarding.user_id,
            "user": template_task.user_id,
        }
        user = users[template_task.responsible]
        return user if user.active else offboarding.user_id

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
