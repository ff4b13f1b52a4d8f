from collections import defaultdict
from datetime import timedelta

from markupsafe import Markup

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
    def _cron_remind_late_tasks(self, limit=500):
        """Remind of what is late: the assignee, and the HR officer when it blocks.

        Each person gets one mail in one run, and about the same task once a week; HR
        is told once about each. Killed and started again, it goes on where it was.

        :param limit: how many tasks one run tells about at the most
        """
        late = self.search(self._get_late_domain(), limit=limit, order="date_deadline")
        if not late:
            return
        mails = defaultdict(lambda: self.browse())
        for task in late:
            mails[task.user_id] += task
        to_escalate = late.filtered(lambda task: task._is_to_escalate())
        for task in to_escalate:
            mails[task.offboarding_id.user_id] |= task
        for user, tasks in mails.items():
            self._send_reminder(user, tasks)
        today = fields.Date.context_today(self)
        late.write({"reminded_date": today})
        to_escalate.write({"escalated_date": today})
        self.env["ir.cron"]._commit_progress(len(late), remaining=0)

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
        if not user.active or not user.email:
            return
        self = self.with_context(lang=user.lang)
        base_url = self.get_base_url()
        lines = Markup().join(
            Markup("<li>%s</li>") % f"{task.name} ({task.date_deadline})"
            for task in tasks
        )
        body = Markup("<p>%s</p><ul>%s</ul><p><a href='%s'>%s</a></p>") % (
            self.env._("These tasks for a hand-over are late:"),
            lines,
            f"{base_url}/odoo/offboarding-tasks",
            self.env._("Open my tasks"),
        )
        self.env["mail.mail"].create(
            {
                "subject": self.env._("Late offboarding tasks: %(n)s", n=len(tasks)),
                "body_html": body,
                "email_from": user.company_id.email_formatted or user.email_formatted,
                "recipient_ids": [(4, user.partner_id.id)],
                "auto_delete": True,
            }
        )
