from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain


class HrExitInterviewStay(models.Model):
    """The stay talk: what was offered, what came of it, and what is left of it later.

    Whether somebody whom an offer has kept is still there a year later is the only
    honest measure of offers. What was offered is read by HR alone, not by whoever held
    the talk.
    """

    _name = "hr.exit.interview"
    _inherit = ["hr.exit.interview", "hr.reminder.mixin"]

    _REVIEW_MONTHS = 12

    offer = fields.Text(string="Offer Made", copy=False, groups="hr.group_hr_user")
    stay_outcome = fields.Selection(
        [("open", "Open"), ("stays", "Stays"), ("leaves", "Leaves")],
        string="Outcome",
        default="open",
        required=True,
        copy=False,
        groups="hr.group_hr_user",
    )
    stay_decided_date = fields.Date(
        string="Decided on",
        compute="_compute_stay_decided_date",
        store=True,
        readonly=False,
        copy=False,
        groups="hr.group_hr_user",
    )
    stay_review_date = fields.Date(
        string="Look Again on",
        compute="_compute_stay_review_date",
        store=True,
        groups="hr.group_hr_user",
        help="A year after the decision the HR officer is asked to look at what became "
        "of it.",
    )
    stay_reminded_date = fields.Date(
        string="Reminded on", readonly=True, copy=False, groups="hr.group_hr_user"
    )
    is_still_here = fields.Boolean(
        string="Still Here",
        compute="_compute_is_still_here",
        search="_search_is_still_here",
        groups="hr.group_hr_user",
        help="The person works here and has not left since the decision to stay.",
    )
    stay_passed_over = fields.Char(
        string="Passed Over",
        compute="_compute_stay_passed_over",
        groups="hr.group_hr_user",
        help="Should hold the talk by the settings, and has no right to.",
    )
    is_offboarding_open = fields.Boolean(
        compute="_compute_is_offboarding_open", groups="hr.group_hr_user"
    )

    _stay_review_index = models.Index(
        "(stay_review_date) WHERE stay_outcome = 'stays' AND stay_reminded_date IS NULL"
    )

    @api.depends("stay_outcome")
    def _compute_stay_decided_date(self):
        today = fields.Date.context_today(self)
        for talk in self:
            if talk.stay_outcome == "open":
                talk.stay_decided_date = False
            else:
                talk.stay_decided_date = talk.stay_decided_date or today

    @api.depends("stay_decided_date", "stay_outcome")
    def _compute_stay_review_date(self):
        later = relativedelta(months=self._REVIEW_MONTHS)
        for talk in self:
            is_kept = talk.stay_outcome == "stays" and talk.stay_decided_date
            talk.stay_review_date = is_kept and talk.stay_decided_date + later

    @api.depends("stay_decided_date", "employee_id.active")
    def _compute_is_still_here(self):
        last_days = dict(
            self.env["hr.employment.period"]._read_group(
                [("employee_id", "in", self.employee_id.ids)],
                ["employee_id"],
                ["date_end:max"],
            )
        )
        for talk in self:
            last_day = last_days.get(talk.employee_id)
            decided = talk.stay_decided_date
            has_left = last_day and decided and last_day >= decided
            talk.is_still_here = talk.employee_id.active and not has_left

    def _search_is_still_here(self, operator, value):
        if operator != "in":
            return NotImplemented
        # The few talks of a company after which somebody has stayed.
        talks = self.search([("kind", "=", "stay")])
        here = talks.filtered("is_still_here").ids
        return Domain.OR(
            Domain("id", "in" if wanted else "not in", here) for wanted in value
        )

    @api.depends("offboarding_id.state")
    def _compute_is_offboarding_open(self):
        for talk in self:
            talk.is_offboarding_open = talk.offboarding_id.state in (
                "draft",
                "in_progress",
            )

    @api.depends("kind", "interviewer_ids", "offboarding_id")
    def _compute_stay_passed_over(self):
        for talk in self:
            wanted = talk.kind == "stay" and talk._get_interviewer_candidates()[0]
            is_passed_over = (
                wanted
                and wanted not in talk.interviewer_ids
                and not talk._can_interview(wanted)
            )
            talk.stay_passed_over = is_passed_over and wanted.name

    def action_keep(self):
        """The person stays: the departure is withdrawn, and the talk was held."""
        self._check_can_manage()
        if any(talk.kind != "stay" or talk.stay_outcome != "stays" for talk in self):
            raise UserError(
                self.env._(
                    "Note first, as the outcome of the stay talk, that the person "
                    "stays."
                )
            )
        self.filtered(lambda talk: talk.state in ("planned", "scheduled")).action_hold()
        self.offboarding_id.action_retain()
        return True

    def _get_interviewer_candidates(self):
        # Sudo: managers may belong to a company that the HR officer may not read.
        case = self.offboarding_id.sudo()
        holder = self.kind == "stay" and case and case._get_stay_holder()
        if not holder:
            return super()._get_interviewer_candidates()
        users = {
            "manager": case.manager_id.user_id,
            "hr": case.user_id,
            "head": case.company_id.offboarding_head_user_id,
        }
        # Whoever has no right to hold talks is passed over: HR holds it then.
        return [users[holder], case.user_id]

    # A year later

    @api.model
    def _cron_review_offers(self):
        """Ask HR officers to look at offers of a year ago, each officer by one mail.

        What was told is noted, so a job that was killed goes on where it was; a mail
        that cannot be made stops nobody else's.
        """
        due = self.search(
            [
                ("kind", "=", "stay"),
                ("stay_outcome", "=", "stays"),
                ("stay_reminded_date", "=", False),
                ("stay_review_date", "<=", fields.Date.context_today(self)),
            ]
        )
        groups = due.grouped(lambda talk: talk._get_reviewer())
        self._remind_each(groups, lambda user: groups[user]._remind_of_offers(user))

    def _get_reviewer(self):
        """Hook: the HR officer who looks at what became of an offer."""
        self.ensure_one()
        case = self.offboarding_id
        if case.user_id.active:
            return case.user_id
        return case._get_default_officer(case.company_id)

    def _remind_of_offers(self, officer):
        """Queue one mail that names nobody and tells nothing, and note that it is."""
        self.stay_reminded_date = fields.Date.context_today(self)
        self = self.with_context(lang=officer.lang)
        self._queue_reminder(
            officer,
            self.env._("Something of a year ago to look at"),
            self.env._("Log in to see what became of it."),
            "/odoo/stay-talks",
            self.env._("Open the list"),
        )
