from collections import Counter, defaultdict

from odoo import api, fields, models
from odoo.exceptions import UserError


class HrOffboardingClearance(models.Model):
    """How far a departure is, and what still blocks its end."""

    _inherit = "hr.offboarding"

    task_ids = fields.One2many("hr.offboarding.task", "offboarding_id")
    task_count = fields.Integer(
        compute="_compute_task_counts", groups="hr.group_hr_user"
    )
    open_task_count = fields.Integer(
        compute="_compute_task_counts", groups="hr.group_hr_user"
    )
    blocking_task_count = fields.Integer(
        string="Blocking Tasks Left",
        compute="_compute_task_counts",
        groups="hr.group_hr_user",
    )
    progress = fields.Float(compute="_compute_task_counts", groups="hr.group_hr_user")

    @api.depends("task_ids.state", "task_ids.is_blocking")
    def _compute_task_counts(self):
        counts = defaultdict(Counter)
        for case, state, is_blocking, count in self.env[
            "hr.offboarding.task"
        ]._read_group(
            [("offboarding_id", "in", self.ids)],
            ["offboarding_id", "state", "is_blocking"],
            ["__count"],
        ):
            counts[case.id]["all"] += count
            counts[case.id]["all", state] += count
            if is_blocking:
                counts[case.id]["blocking"] += count
                counts[case.id]["blocking", state] += count
        for case in self:
            own = counts[case.id]
            case.task_count = own["all"]
            case.open_task_count = own["all", "todo"]
            case.blocking_task_count = own["blocking", "todo"]
            case.progress = self._get_share_closed(own, "all")
            case.blocking_progress = self._get_share_closed(own, "blocking")

    @staticmethod
    def _get_share_closed(counts, which):
        closed = counts[which] - counts[which, "todo"]
        return 100 * closed / counts[which] if closed else 0

    def action_close(self):
        """Close the departure once nothing blocks it any more."""
        self._check_cleared()
        self._move_to("done")
        return True

    def action_view_tasks(self):
        """Open the tasks of these departures."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_exit_interview.hr_offboarding_task_action"
        )
        action["domain"] = [("offboarding_id", "in", self.ids)]
        action["context"] = {}
        return action

    def _check_cleared(self):
        """Refuse to close departures that something still blocks."""
        blockers = [
            f"{case.name}: {blocker}"
            for case in self
            for blocker in case._get_clearance_blockers()
        ]
        if blockers:
            raise UserError(
                self.env._(
                    "This still blocks the clearance. Complete or waive it first.\n"
                    "%(blockers)s",
                    blockers="\n".join(blockers),
                )
            )

    def _get_clearance_blockers(self):
        """Hook: what still blocks the clearance of this departure.

        :return: list of short texts, each naming one thing to complete
        """
        self.ensure_one()
        open_tasks = self.task_ids.filtered(
            lambda task: task.is_blocking and task.state == "todo"
        )
        return open_tasks.mapped("name")
