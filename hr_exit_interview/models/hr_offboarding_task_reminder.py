from datetime import timedelta

from odoo import api, fields, models


class HrOffboardingTaskReminder(models.Model):
    """Reminders of late tasks: one mail for each person, which tells no secret."""

    _inherit = "hr.offboarding.task"

    reminded_date = fields.Date(
        string="Reminded on", readonly=True, copy=False, groups="hr.group_hr_user"
    )
    escalated_date = fields.Date(
        string="Told to HR on", readonly=True, copy=False, groups="hr.group_hr_user"
    )

    _todo_deadline_index = models.Index("(date_deadline) WHERE state = 'todo'")

    @api.model
    def _cron_remind_late_tasks(self):
        """Remind of what is late: the assignee, and the HR officer when it blocks.

        Each person gets one mail in one run, and about the same task once a week; HR
        is told once about each. Killed and started again, it goes on with the next
        person; a mail that cannot be made stops nobody else's.
        """
        late = self.search(self._get_late_domain(), order="date_deadline, id")
        to_escalate = late.filtered(lambda task: task._is_to_escalate())
        own = late.grouped("user_id")
        for_hr = to_escalate.grouped(lambda task: task.offboarding_id.user_id)
        self._remind_each(
            dict.fromkeys([*own, *for_hr]),
            lambda user: self._remind(
                user, own.get(user, self.browse()), for_hr.get(user, self.browse())
            ),
        )

    @api.model
    def _remind(self, user, own, for_hr):
        """Tell one person about late tasks, and note on them that it was told."""
        today = fields.Date.context_today(self)
        own.write({"reminded_date": today})
        for_hr.write({"escalated_date": today})
        self._send_reminder(user, own | for_hr)

    @api.model
    def _get_late_domain(self):
        today = fields.Date.context_today(self)
        again = today - timedelta(days=self._get_reminder_days())
        return [
            ("state", "=", "todo"),
            ("date_deadline", "<", today),
            "|",
            ("reminded_date", "=", False),
            ("reminded_date", "<=", again),
        ]

    def _is_to_escalate(self):
        """Hook: whether HR is told that this late task holds up the clearance."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        days = self.company_id.offboarding_escalation_days
        return (
            self.is_blocking
            and not self.escalated_date
            and self.date_deadline <= today - timedelta(days=days)
        )

    @api.model
    def _get_reminder_days(self):
        """Hook: after how many days somebody is reminded of the same task again."""
        return 7

    @api.model
    def _send_reminder(self, user, tasks):
        """Queue one mail about late tasks; it names no person and no departure."""
        self = self.with_context(lang=user.lang)
        self._queue_reminder(
            user,
            self.env._("Late offboarding tasks: %(n)s", n=len(tasks)),
            self.env._("These tasks for a hand-over are late:"),
            "/odoo/offboarding-tasks",
            self.env._("Open my tasks"),
            [f"{task.name} ({task.date_deadline})" for task in tasks],
        )
