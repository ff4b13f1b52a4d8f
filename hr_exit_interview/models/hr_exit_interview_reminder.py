from datetime import timedelta

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_datetime


class HrExitInterviewReminder(models.Model):
    """Whoever holds talks is reminded of them by number, and of nothing secret.

    Each person gets one mail in one run: of a talk that comes soon, once for each date;
    of one that has no date yet, or that was held and has no record card, once a week.
    """

    _inherit = "hr.exit.interview"

    # Kinds that somebody is asked to find a date for; the others have time.
    _DATED_KINDS = ("exit", "stay")
    _SOON_HOURS = 36
    # Days until the first reminder of what is missing, and until the next.
    _UNDATED_DAYS = 7
    _UNWRITTEN_DAYS = 2
    _AGAIN_DAYS = 7
    # What is older is history and no longer a thing to do.
    _FORGOTTEN_DAYS = 30

    interviewer_reminded_date = fields.Date(copy=False, groups=fields.NO_ACCESS)
    interviewer_reminded_for = fields.Datetime(
        copy=False,
        groups=fields.NO_ACCESS,
        help="The date of the talk that was reminded of.",
    )

    @api.model
    def _remind_interviewers(self):
        """Remind each person of the own talks by one mail, and note that it is done."""
        soon = self._find_soon()
        undated = self.search(self._get_undated_domain())
        unwritten = self.search(self._get_unwritten_domain())
        talks = soon | undated | unwritten
        by_user = {}
        for talk in talks:
            for user in talk.interviewer_ids:
                by_user[user] = by_user.get(user, talk.browse()) | talk
        self._remind_each(
            by_user,
            lambda user: by_user[user]._remind_interviewer(
                user, soon, undated, unwritten
            ),
        )

    def _remind_interviewer(self, user, soon, undated, unwritten):
        """Queue one mail to one person, and note on the talks that it was told."""
        for talk in self & soon:
            talk.interviewer_reminded_for = talk.date
        missing = self & (undated | unwritten)
        missing.interviewer_reminded_date = fields.Date.context_today(self)
        self = self.with_context(lang=user.lang)
        lines = [
            self.env._(
                "%(talk)s: on %(date)s",
                talk=talk.name,
                date=format_datetime(
                    self.env, talk.date, tz=user.tz, dt_format="short"
                ),
            )
            for talk in self & soon
        ]
        lines += [
            self.env._("%(talk)s: has no date yet", talk=talk.name)
            for talk in self & undated
        ]
        lines += [
            self.env._("%(talk)s: nothing was written down yet", talk=talk.name)
            for talk in self & unwritten
        ]
        self._queue_reminder(
            user,
            self.env._("Talks that wait for you: %(count)s", count=len(self)),
            self.env._("Log in to look after these talks:"),
            "/odoo/exit-interviews",
            self.env._("Open my talks"),
            lines,
        )

    # What is due

    @api.model
    def _find_soon(self):
        now = fields.Datetime.now()
        talks = self.search(
            [
                ("state", "=", "scheduled"),
                ("kind", "!=", "manager"),
                ("date", ">", now),
                ("date", "<=", now + timedelta(hours=self._SOON_HOURS)),
            ]
        )
        return talks.filtered(lambda talk: talk.interviewer_reminded_for != talk.date)

    @api.model
    def _get_undated_domain(self):
        """Hook: domain of the talks that should have a date by now."""
        today = fields.Date.context_today(self)
        return (
            Domain("state", "=", "planned")
            & Domain("kind", "in", self._DATED_KINDS)
            & Domain("date", "=", False)
            & Domain("create_date", "<", today - timedelta(days=self._UNDATED_DAYS - 1))
            & Domain(
                "offboarding_id.last_working_date",
                ">=",
                today - timedelta(days=self._FORGOTTEN_DAYS),
            )
            & self._get_again_domain(today)
        )

    @api.model
    def _get_unwritten_domain(self):
        """Hook: domain of the talks that should have a record card by now."""
        today = fields.Date.context_today(self)
        return (
            Domain("state", "=", "held")
            & Domain("kind", "in", self._CARD_KINDS)
            & Domain("card_ids", "=", False)
            & Domain("closed_date", "<=", today - timedelta(days=self._UNWRITTEN_DAYS))
            & Domain(
                "closed_date", ">=", today - timedelta(days=self._FORGOTTEN_DAYS - 1)
            )
            & self._get_again_domain(today)
        )

    @api.model
    def _get_again_domain(self, today):
        again = today - timedelta(days=self._AGAIN_DAYS)
        return Domain("interviewer_reminded_date", "=", False) | Domain(
            "interviewer_reminded_date", "<=", again
        )
