from datetime import timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_date

from ..tools import sending

# What the days tell of a reason is for HR, not for whoever holds the talk.
HR = "hr.group_hr_user,hr_exit_interview.group_manager"


class HrExitInterviewSending(models.Model):
    """When a questionnaire goes out by itself, and when the person is reminded of it.

    The rule gives the day of the invitation; HR can choose another one, or none. The
    next day on which something is to be sent is stored and indexed, so the job asks one
    question when nothing is due. What was sent is noted in the same transaction as the
    mail is made: a job that was killed never sends twice.
    """

    _name = "hr.exit.interview"
    _inherit = ["hr.exit.interview", "hr.batch.mixin"]

    _SEND_BATCH = 100
    # Days after the last day, or after an invitation that came later.
    _CLOSE_DAYS = 7
    # Round of a follow-up: days after the last day. Later ones come yearly.
    _FOLLOW_UP_DAYS = {1: 90}
    _YEAR = 365
    # What is older is history and no longer a thing to do.
    _LATE_DAYS = 30

    questionnaire_mode = fields.Selection(
        [
            ("auto", "By the rule"),
            ("date", "On a day of my choice"),
            ("never", "Not by itself"),
        ],
        string="Sending",
        default="auto",
        copy=False,
        groups=HR,
        help="The rule: in the middle of the notice, at least five working days before "
        "the last day; three days after it when the company has decided. Somebody who "
        "is asked later: 90 days and a year after the last day.",
    )
    questionnaire_planned_date = fields.Date(
        string="Will Be Sent on",
        compute="_compute_questionnaire_planned_date",
        store=True,
        readonly=False,
        copy=False,
        groups=HR,
    )
    questionnaire_next_date = fields.Date(
        string="Next Mail on",
        compute="_compute_questionnaire_next_date",
        store=True,
        groups=HR,
        help="The invitation, or the next of two reminders.",
    )
    questionnaire_reminder_count = fields.Integer(
        string="Reminders", readonly=True, copy=False, groups=HR
    )
    questionnaire_reminded_date = fields.Date(readonly=True, copy=False, groups=HR)
    questionnaire_tried_date = fields.Date(copy=False, groups=fields.NO_ACCESS)
    questionnaire_is_closed = fields.Boolean(copy=False, groups=fields.NO_ACCESS)
    is_questionnaire_automatic = fields.Boolean(
        compute="_compute_is_questionnaire_automatic", compute_sudo=True, groups=HR
    )

    _questionnaire_next_index = models.Index(
        "(questionnaire_next_date) WHERE questionnaire_next_date IS NOT NULL"
    )

    @api.depends(
        "kind",
        "round",
        "questionnaire_mode",
        "offboarding_id.notice_date",
        "offboarding_id.last_working_date",
        "offboarding_id.reason_id",
        "offboarding_id.is_in_lieu",
    )
    def _compute_questionnaire_planned_date(self):
        for talk in self:
            if talk.questionnaire_mode == "never":
                talk.questionnaire_planned_date = False
            elif talk.questionnaire_mode != "date":
                talk.questionnaire_planned_date = talk._get_invitation_day()

    @api.depends(
        "state",
        "questionnaire_state",
        "questionnaire_planned_date",
        "questionnaire_sent_date",
        "questionnaire_reminder_count",
        "questionnaire_reminded_date",
        "questionnaire_is_closed",
    )
    def _compute_questionnaire_next_date(self):
        for talk in self:
            talk.questionnaire_next_date = talk._get_next_mail_day()

    @api.depends("company_id.exit_questionnaire_is_automatic")
    def _compute_is_questionnaire_automatic(self):
        for talk in self:
            company = talk.company_id
            talk.is_questionnaire_automatic = company.exit_questionnaire_is_automatic

    @api.constrains("questionnaire_mode", "questionnaire_planned_date")
    def _check_questionnaire_planned_date(self):
        # Sudo: exit officers may not read the departure.
        for talk in self.sudo().filtered(lambda t: t.questionnaire_mode == "date"):
            planned, close = talk.questionnaire_planned_date, talk._get_close_day()
            if not planned:
                raise ValidationError(
                    self.env._("Enter the day on which the questionnaire is sent.")
                )
            if planned > close:
                raise ValidationError(
                    self.env._(
                        "Answers are expected until %(close)s. Choose a day "
                        "up to then.",
                        close=format_date(self.env, close),
                    )
                )

    # Steps

    @api.model
    def _cron_send_questionnaires(self):
        """Send what is due where the person works: invitations and reminders.

        One that cannot be sent keeps the reason, is tried again on the next day, until
        the close, and stops nobody else's.
        """
        today = fields.Date.today()
        due = self.search(
            [
                # A day that has come anywhere may have come where the person works.
                ("questionnaire_next_date", "<=", today + timedelta(days=1)),
                ("company_id.exit_questionnaire_is_automatic", "=", True),
                "|",
                ("questionnaire_tried_date", "=", False),
                ("questionnaire_tried_date", "<", today),
            ],
            order="questionnaire_next_date, id",
        )
        due = due.filtered(
            lambda talk: talk.questionnaire_next_date <= talk.employee_id._get_today()
        )
        self._send_by_batches(due)

    @api.model
    def _send_by_batches(self, due):
        # New ones first: one that fails again and again takes nobody's time.
        fresh = due.filtered(lambda talk: not talk.questionnaire_tried_date)
        batches = (due & fresh)._split_every(self._SEND_BATCH)
        batches += (due - fresh)._split_every(self._SEND_BATCH)
        due._run_by_batches(batches, "_do_send_due", "questionnaire_refused_text")

    def _do_send_due(self):
        by_state = self.grouped("questionnaire_state")
        # Looked at before anything is sent: nobody is invited and reminded at once.
        by_state.get("none", self.browse())._do_invite_due()
        by_state.get("sent", self.browse())._do_remind_due()

    def _do_invite_due(self):
        today = fields.Date.today()
        over = self.filtered(
            lambda talk: talk._get_close_day() < talk.employee_id._get_today()
        )
        recent = over.filtered(
            lambda talk: (today - talk._get_close_day()).days <= self._LATE_DAYS
        )
        over.questionnaire_is_closed = True
        recent.filtered(
            lambda talk: (
                not talk.questionnaire_refused and not talk._get_sending_refusal()
            )
        ).questionnaire_refused = "late"
        waiting = self - over
        problems = waiting._get_sending_problems()
        waiting.filtered(lambda talk: not problems[talk])._do_send_questionnaire()
        known = self._get_problem_texts()
        for talk in waiting.filtered(problems.get):
            code = problems[talk][0]
            talk.write(
                {
                    "questionnaire_refused": code if code in known else False,
                    "questionnaire_tried_date": today,
                }
            )

    def _do_remind_due(self):
        """Remind people once more, as long as they can still answer."""
        ready = self.filtered(lambda talk: talk._may_remind())
        (self - ready).questionnaire_is_closed = True
        if not ready:
            return
        for talk in ready:
            talk.user_input_ids.email = talk._get_respondent_email()
        for template, talks in ready.grouped(
            lambda talk: talk._get_reminder_template()
        ).items():
            talks.user_input_ids._mail_exit_sheets(self.env.ref(template))
        for talk in ready:
            talk.write(
                {
                    "questionnaire_reminder_count": (
                        talk.questionnaire_reminder_count + 1
                    ),
                    "questionnaire_reminded_date": talk.employee_id._get_today(),
                }
            )

    def _do_send_questionnaire(self):
        result = super()._do_send_questionnaire()
        self.write(self._prepare_sent_values())
        return result

    def _prepare_sent_values(self):
        """Hook: what is noted when the link went out, whoever has sent it."""
        return {
            "questionnaire_refused": False,
            "questionnaire_refused_text": False,
            "questionnaire_bounced_date": False,
            "questionnaire_tried_date": False,
            "questionnaire_is_closed": False,
        }

    def _do_withdraw_questionnaire(self):
        result = super()._do_withdraw_questionnaire()
        # Sudo: whoever cancels a talk need not see when the person was written to.
        self.sudo().filtered(lambda t: t.questionnaire_state == "none").write(
            {"questionnaire_reminder_count": 0, "questionnaire_reminded_date": False}
        )
        return result

    def _do_follow_dates(self):
        """The last day has moved: who was asked has until the new close."""
        # Sudo: nobody has rights on the answer sheets.
        talks = self.sudo()
        talks.filtered(
            lambda talk: talk.questionnaire_state == "none"
        ).questionnaire_is_closed = False
        for talk in talks.filtered(lambda talk: talk.questionnaire_state == "sent"):
            sheet = talk.user_input_ids
            # Never earlier than what the person was told.
            sheet.deadline = max(
                filter(None, [sheet.deadline, talk._get_questionnaire_deadline()])
            )

    # Decisions

    def _get_invitation_day(self):
        """Hook: the day of the invitation by the rule, or False for none."""
        self.ensure_one()
        case = self.offboarding_id
        last_day = case.last_working_date
        if not last_day:
            return False
        if self.kind == "follow_up":
            days = self._FOLLOW_UP_DAYS.get(self.round, self._YEAR * (self.round - 1))
            return last_day + timedelta(days=days)
        if self.kind != "exit" or not case.reason_id.sends_questionnaire:
            return False
        return self._get_rule_day()

    def _get_rule_day(self):
        """The day on which the leaver is asked by the rule."""
        case = self.offboarding_id
        last_day = case.last_working_date
        if self._is_involuntary():
            return last_day + timedelta(days=sending.DAYS_AFTER)
        return sending.get_invitation_day(case.notice_date, last_day, case._is_workday)

    def _is_involuntary(self):
        case = self.offboarding_id
        return case.reason_id.type == "involuntary" or case.is_in_lieu

    def _get_close_day(self):
        """Hook: the last day on which an invitation goes out by itself."""
        self.ensure_one()
        base = self.offboarding_id.last_working_date
        if self.kind != "exit" or self._is_involuntary():
            base = self.questionnaire_planned_date or base
        return base + timedelta(days=self._CLOSE_DAYS)

    def _get_next_mail_day(self):
        self.ensure_one()
        if self.state == "cancelled" or self.questionnaire_is_closed:
            return False
        if self.questionnaire_state == "none":
            return self.questionnaire_planned_date
        sent = self.questionnaire_sent_date
        if self.questionnaire_state != "sent" or not sent:
            return False
        zone = pytz.timezone(self.employee_id._get_tz())
        return (
            sending.get_reminder_day(
                pytz.utc.localize(sent).astimezone(zone).date(),
                self.questionnaire_reminder_count,
                self.questionnaire_reminded_date,
            )
            or False
        )

    def _may_remind(self):
        """Hook: whether the person can still answer, and be written to."""
        self.ensure_one()
        sheet = self.user_input_ids
        return bool(
            sheet.state in ("new", "in_progress")
            and sheet.deadline
            and sheet.deadline > fields.Datetime.now()
            and not self.questionnaire_problem
            and not self._get_sending_refusal()
        )
