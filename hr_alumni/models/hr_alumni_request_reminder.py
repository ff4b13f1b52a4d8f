from datetime import timedelta

from dateutil.relativedelta import relativedelta
from markupsafe import Markup

from odoo import api, fields, models
from odoo.fields import Domain

from .hr_alumni_request_type import SIDE_GROUPS

REMIND_DAYS = 5
BATCH = 200


class HrAlumniRequestReminder(models.Model):
    """Activities that remind of requests before their deadline, and the end of both.

    An activity stands on the list of whoever answers, says a reference and nothing
    else, and hangs on no record: others neither find nor follow it.
    """

    _inherit = "hr.alumni.request"

    @api.model
    def _cron_remind(self):
        """Remind of what is due soon and has no activity that waits."""
        due = self._get_remind_due()
        remaining = len(due)
        for start in range(0, len(due), BATCH):
            batch = due[start : start + BATCH].try_lock_for_update()
            batch._plan_reminders(is_due=True)
            remaining -= BATCH
            if not self.env["ir.cron"]._commit_progress(
                len(batch), remaining=max(remaining, 0)
            ):
                return

    @api.model
    def _get_remind_due(self):
        """Open requests that are due soon, and have no activity that waits."""
        limit = fields.Date.today() + timedelta(days=REMIND_DAYS)
        waiting = Domain("activity_id", "!=", False) & Domain(
            "activity_id.active", "=", True
        )
        return self.search(
            Domain("state", "in", self._OPEN_STATES)
            & Domain("deadline", "<=", limit)
            & ~waiting,
            order="id",
        )

    def _plan_reminders(self, is_due=False):
        """Let the activity of each request say who answers it, and by when.

        Requests of nobody get one when they are due soon only, for somebody of the side
        that answers. Those that are closed have none.
        """
        # Sudo: the activity is the owner's, whoever has changed the request.
        requests = self.sudo()
        open_ones = requests.filtered(lambda one: one.state in self._OPEN_STATES)
        (requests - open_ones).activity_id.unlink()
        deputies, values = {}, {}
        activity_type = self.env.ref("mail.mail_activity_data_todo")
        for request in open_ones:
            user = request.user_id
            if not user and is_due:
                key = (request.owner_side, request.company_id)
                if key not in deputies:
                    deputies[key] = self._get_deputy(*key)
                user = deputies[key]
            if request.activity_id.active and user:
                request.activity_id.write(
                    {"user_id": user.id, "date_deadline": request.deadline}
                )
            elif user:
                values[request] = request._prepare_reminder(user, activity_type)
            else:
                request.activity_id.unlink()
        activities = requests.env["mail.activity"].create(list(values.values()))
        for request, activity in zip(values, activities, strict=True):
            request.activity_id = activity

    def _prepare_reminder(self, user, activity_type):
        """Hook: the activity that reminds of one request, without a word of it."""
        env = self.with_context(lang=user.lang).env
        link = Markup("<a href='/odoo/alumni-requests/%s'>%s</a>") % (
            self.id,
            self.name,
        )
        return {
            "activity_type_id": activity_type.id,
            "summary": env._("Answer a request"),
            "note": link,
            "user_id": user.id,
            "date_deadline": self.deadline,
        }

    @api.model
    def _get_deputy(self, side, company):
        """Hook: who is reminded of a request that nobody has taken."""
        group = self.env.ref(SIDE_GROUPS[side])
        # Sudo: users and their groups are for administrators.
        return (
            self.env["res.users"]
            .sudo()
            .search(
                [
                    ("all_group_ids", "in", group.ids),
                    ("company_ids", "in", company.ids),
                    ("share", "=", False),
                ],
                order="id",
                limit=1,
            )
        )

    @api.autovacuum
    def _gc_closed(self):
        """Delete what was closed as long ago as the company has set."""
        # Sudo: the system cleans up, whoever could read it.
        model = self.sudo()
        for company in model.env["res.company"].search(Domain.TRUE):
            limit = fields.Date.today() - relativedelta(
                months=company.alumni_request_months
            )
            closed = Domain("state", "not in", self._OPEN_STATES)
            old = Domain("answer_date", "<=", limit) | (
                Domain("answer_date", "=", False)
                & Domain("write_date", "<=", fields.Datetime.to_datetime(limit))
            )
            model.search(Domain("company_id", "=", company.id) & closed & old).unlink()
