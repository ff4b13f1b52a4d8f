from odoo import api, fields, models


class HrOffboardingTaskOwnPage(models.Model):
    """Tasks of the leaver, who does them on the own page even without a login."""

    _inherit = "hr.offboarding.task"

    is_for_leaver = fields.Boolean(
        string="For the Leaver",
        copy=False,
        help="Shown on the leaver's own page, whoever it is assigned to here.",
    )
    is_closed_by_leaver = fields.Boolean(
        string="Done by the Leaver", readonly=True, copy=False
    )

    @api.model_create_multi
    def create(self, vals_list):
        tasks = super().create(vals_list)
        tasks._mark_for_leaver()
        return tasks

    def write(self, vals):
        result = super().write(vals)
        if "user_id" in vals and "is_for_leaver" not in vals:
            self._mark_for_leaver(is_given_away=True)
        return result

    def action_reopen(self):
        result = super().action_reopen()
        # Sudo: `write` refuses facts of the task to the assignee.
        self.sudo().is_closed_by_leaver = False
        return result

    def _mark_for_leaver(self, is_given_away=False):
        # Sudo: the assignee may not read the case.
        for task in self.sudo():
            leaver = task.offboarding_id.employee_id.user_id
            if leaver and task.user_id == leaver:
                task.is_for_leaver = True
            elif is_given_away and task.is_for_leaver:
                task.is_for_leaver = False

    def _hand_over_from_leaver(self):
        own = self.filtered(lambda task: task.state == "todo" and task.is_for_leaver)
        result = super()._hand_over_from_leaver()
        # Somebody in the office follows it up; doing it is still the leaver's.
        own.is_for_leaver = True
        return result

    def _do_done_by_leaver(self, note=False):
        """The leaver has done these tasks; who asks has been checked by the link.

        :param note: text that is kept with the tasks, after what is there
        """
        # Sudo: the page has no user, and the login of the leaver may be closed.
        tasks = self.sudo()
        for task in tasks.filtered(
            lambda task: task.state == "todo" and task.is_for_leaver
        ):
            leaver = task.offboarding_id.employee_id.user_id
            task._close({"state": "done", "is_closed_by_leaver": True})
            task.closed_user_id = leaver
            if note:
                task.note = f"{task.note}\n\n{note}" if task.note else note

    @api.model
    def _prepare_task_values(self, offboarding, template_task, users):
        values = super()._prepare_task_values(offboarding, template_task, users)
        if template_task.responsible == "leaver":
            values["is_for_leaver"] = True
        return values
