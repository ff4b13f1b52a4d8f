from odoo import api, fields, models


class HrOffboardingTaskPackage(models.Model):
    """Tasks that come from a package: who gets them, when they are due."""

    _inherit = "hr.offboarding.task"

    @api.model
    def _create_for(self, offboardings):
        """Create the tasks of the packages that these cases do not have yet.

        What was dropped and belongs to the package is taken up again.

        :param offboardings: `hr.offboarding` cases, confirmed or just being so
        :return: the tasks created, in one batch
        """
        offboardings.task_ids._take_up_dropped()
        present = {
            (task.offboarding_id.id, task.template_task_id.id)
            for task in offboardings.task_ids
        }
        return self.create(
            [
                self._prepare_task_values(case, item, users)
                for case in offboardings
                for users in [case._get_responsible_users()]
                for item in case.template_id._get_items()
                if (case.id, item.id) not in present and case._is_task_wanted(item)
            ]
        )

    def _take_up_dropped(self):
        """Take up what was dropped when the departure was, or its package changed."""
        dropped = self.filtered(
            lambda task: (
                task.is_dropped
                and (
                    not task.template_task_id
                    or task.template_task_id
                    in task.offboarding_id.template_id._get_items()
                )
            )
        )
        dropped._take_up()
        dropped._move_deadlines()

    def _move_deadlines(self):
        """The dates of the case have moved: open tasks follow, closed ones stay."""
        for task in self.filtered(lambda task: task.state == "todo"):
            if task.template_task_id:
                task.write(
                    self._prepare_dates(task.offboarding_id, task.template_task_id)
                )

    def _follow_responsible(self, before, after):
        """Give open tasks to who answers for them now.

        A task that was given to somebody else by hand stays there.

        :param before: dict, as `_get_responsible_users` of the case returned it
        :param after: the same, after the change
        """
        for responsible, user in after.items():
            old = before[responsible]
            was = old if old.active else before["hr"]
            now = user if user.active else after["hr"]
            if was != now:
                self.filtered(
                    lambda task, name=responsible, was=was: (
                        task.state == "todo"
                        and task.responsible == name
                        and task.user_id == was
                    )
                )._give_to(now)

    def _hand_over_from_leaver(self):
        """What leavers have not done goes to the HR officer: their login is closed."""
        left = self.filtered(
            lambda task: (
                task.state == "todo"
                and task.user_id == task.offboarding_id.employee_id.user_id
                # Whoever moves inside the group keeps the login and the tasks.
                and task.offboarding_id._needs_handover()
            )
        )
        officers = left.grouped(lambda task: task.offboarding_id.user_id)
        for officer, tasks in officers.items():
            tasks._give_to(officer)

    def _give_to(self, user):
        if self and user:
            self.write({"user_id": user.id})

    # Decisions

    @api.model
    def _prepare_task_values(self, offboarding, template_task, users):
        """Hook: values of the task that one line of a package becomes.

        :param users: dict, as `_get_responsible_users` of the case returns it
        """
        return {
            "offboarding_id": offboarding.id,
            "template_task_id": template_task.id,
            "name": template_task.name,
            "description": template_task.description,
            "responsible": template_task.responsible,
            "is_blocking": template_task.is_blocking,
            "requires_proof": template_task.requires_proof,
            "user_id": self._get_responsible_user(offboarding, template_task, users).id,
            **self._prepare_dates(offboarding, template_task),
        }

    @api.model
    def _prepare_dates(self, offboarding, template_task):
        deadline, planned = template_task._get_deadline(
            offboarding, fields.Date.context_today(self)
        )
        return {"date_deadline": deadline, "planned_date": planned}

    @api.model
    def _get_responsible_user(self, offboarding, template_task, users):
        """Hook: who does this task; the HR officer where the rule names nobody."""
        if template_task.responsible == "user":
            user = template_task.user_id
        else:
            user = users[template_task.responsible]
        return user if user.active else offboarding.user_id
