from odoo import SUPERUSER_ID, models

TASK = "hr_exit_interview.hr_offboarding_template_task_mirror_form"


class HrOffboardingManagerView(models.Model):
    """Whose manager is asked for the own view of a departure, beside the leaver."""

    _inherit = "hr.offboarding"

    # Nobody has decided to go: there is nothing to have a view of.
    _KINDS_WITHOUT_MANAGER_VIEW = ("death", "transfer")

    def write(self, vals):
        result = super().write(vals)
        if "reason_id" in vals:
            self._plan_manager_views()
        return result

    def _do_confirm(self):
        result = super()._do_confirm()
        self._plan_manager_views()
        return result

    def _plan_manager_views(self):
        wanted = self.filtered(
            lambda case: (
                case.state in ("in_progress", "departed") and case._asks_manager()
            )
        )
        if wanted:
            self.env["hr.exit.interview"]._plan_for(wanted, "manager")

    def _do_close_manager_view_tasks(self):
        """The manager has answered: the task of the package to do so is done."""
        # Sudo: answers come from whoever holds the link, mostly without any right.
        item = self.env.ref(TASK, raise_if_not_found=False)
        tasks = self.sudo().task_ids.filtered(
            lambda task: task.state == "todo" and task.template_task_id == item
        )
        if item and tasks:
            tasks.with_user(SUPERUSER_ID)._close({"state": "done"})

    # Decisions

    def _asks_manager(self):
        """Hook: whether the company asks the manager of this leaver by itself."""
        self.ensure_one()
        # Sudo: departures are confirmed by jobs and by roles that read no settings.
        policy = self.sudo().company_id.exit_manager_view
        return policy != "none" and self._may_ask_manager()

    def _may_ask_manager(self):
        """Hook: whether the manager may be asked for a view of this departure.

        Never where the leaver is asked nothing: after a death, a transfer, a breach.
        """
        self.ensure_one()
        # Sudo: the reason is for HR, what follows from it for every job.
        case = self.sudo()
        return bool(
            case.reason_id.sends_questionnaire
            and case.kind not in self._KINDS_WITHOUT_MANAGER_VIEW
        )
