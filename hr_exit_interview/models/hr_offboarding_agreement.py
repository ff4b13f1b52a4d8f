from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from ..tools.notice import FIRST_DAY, LAST_DAY
from ..tools.payback import get_left


class HrOffboardingAgreement(models.Model):
    """An obligation that outlives the job: what was signed, and until when it binds.

    It belongs to the person and not to one departure, so it is there before the notice,
    after the archiving, and when the person comes back. It is in force once it is
    signed, until it ends by its date or is released with a reason. HR works with it;
    the leaver reads the own ones, without the signed copy and HR's notes.
    """

    _name = "hr.offboarding.agreement"
    _description = "Agreement That Outlives the Job"
    _inherit = ["hr.reminder.mixin", "hr.state.mixin"]
    _order = "date_end, id"
    _check_company_auto = True

    _TRANSITIONS = {  # target: where one may come from
        "in_force": {"draft"},
        "released": {"in_force"},
        "expired": {"in_force"},
    }
    _FROZEN = (
        "kind",
        "signed_date",
        "date_start",
        "date_end",
        "amount",
        "currency_id",
        "payback_months",
        "scope",
        "release_reason",
    )
    _PAYBACK_KINDS = ("training", "loan")
    _MAX_REMINDER_DAYS = 1000

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        context={"active_test": False},
        domain="[('company_id', 'in', allowed_company_ids)]",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
    )
    offboarding_id = fields.Many2one(
        "hr.offboarding",
        string="Departure",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('employee_id', '=', employee_id)]",
        groups="hr.group_hr_user",
        help="The departure in which it matters, if there is one already.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="HR Officer",
        index=True,
        default=lambda self: self.env.user,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("hr.group_hr_user").ids)
        ],
        groups="hr.group_hr_user",
        help="Is reminded before the agreement ends.",
    )
    kind = fields.Selection(
        [
            ("non_compete", "Non-Compete"),
            ("confidentiality", "Confidentiality"),
            ("non_solicitation", "Non-Solicitation"),
            ("intellectual_property", "Intellectual Property"),
            ("training", "Training Pay-Back"),
            ("loan", "Loan"),
            ("other", "Other"),
        ],
        default="confidentiality",
        required=True,
    )
    signed_date = fields.Date(string="Signed on")
    date_start = fields.Date(
        string="Valid from",
        compute="_compute_date_start",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_end = fields.Date(
        string="Valid until", help="Last day. Leave empty where it has no end."
    )
    amount = fields.Monetary(
        help="What is to be paid back, or is paid for keeping to the agreement."
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    payback_months = fields.Integer(
        string="Runs off Over",
        help="Months over which a pay-back gets less by equal parts, one for each full "
        "month since it is valid. 0 for an amount that stays the same.",
    )
    amount_left = fields.Monetary(
        string="Left to Pay Back",
        compute="_compute_amount_left",
        help="On the day of the departure, or today where there is none.",
    )
    scope = fields.Text(help="What is forbidden or owed, where, and towards whom.")
    document = fields.Binary(
        string="Signed Copy", attachment=True, copy=False, groups="hr.group_hr_user"
    )
    document_name = fields.Char(copy=False, groups="hr.group_hr_user")
    reminder_days = fields.Integer(
        string="Remind Before",
        default=30,
        groups="hr.group_hr_user",
        help="Days before the end on which the HR officer is reminded.",
    )
    reminder_date = fields.Date(
        string="Remind on",
        compute="_compute_reminder_date",
        store=True,
        groups="hr.group_hr_user",
    )
    reminded_date = fields.Date(
        string="Reminded on", readonly=True, copy=False, groups="hr.group_hr_user"
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("in_force", "In Force"),
            ("released", "Released"),
            ("expired", "Expired"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    release_reason = fields.Char(
        string="Why Released",
        copy=False,
        groups="hr.group_hr_user",
        help="Needed before the person can be released.",
    )
    released_date = fields.Datetime(string="Released on", readonly=True, copy=False)
    released_user_id = fields.Many2one(
        "res.users",
        string="Released by",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
    )

    _dates_in_order = models.Constraint(
        "CHECK (date_end >= date_start)",
        "An agreement cannot end before it is valid.",
    )
    _numbers_in_bounds = models.Constraint(
        "CHECK (amount >= 0 AND payback_months BETWEEN 0 AND 1200"
        " AND reminder_days BETWEEN 0 AND 1000)",
        "An amount is not negative, a pay-back runs off over 0 to 1200 months, and a "
        "reminder comes 0 to 1000 days before the end.",
    )
    _in_force_index = models.Index("(date_end) WHERE state = 'in_force'")

    @api.depends("employee_id")
    def _compute_company_id(self):
        for agreement in self:
            agreement.company_id = agreement.employee_id.company_id or self.env.company

    @api.depends("company_id")
    def _compute_currency_id(self):
        for agreement in self:
            agreement.currency_id = (
                agreement.currency_id or agreement.company_id.currency_id
            )

    @api.depends("signed_date")
    def _compute_date_start(self):
        for agreement in self:
            agreement.date_start = agreement.date_start or agreement.signed_date

    @api.depends(
        "amount",
        "currency_id",
        "date_start",
        "payback_months",
        "state",
        "offboarding_id",
    )
    @api.depends_context("tz")
    def _compute_amount_left(self):
        today = fields.Date.context_today(self)
        # Sudo: the leaver sees the own amount, by the day that HR has entered.
        for agreement in self.sudo():
            is_due = agreement.kind in self._PAYBACK_KINDS and agreement.state in (
                "draft",
                "in_force",
            )
            day = agreement.offboarding_id.departure_date or today
            agreement.amount_left = is_due and agreement._get_amount_left(day)

    def _get_amount_left(self, day):
        self.ensure_one()
        left = get_left(self.amount, self.date_start, self.payback_months, day)
        return self.currency_id.round(left)

    def _get_left_on(self, day):
        """What has to be paid back by whoever leaves on this day; 0 if nothing."""
        self.ensure_one()
        is_owed = self.state == "in_force" and self.kind in self._PAYBACK_KINDS
        return self._get_amount_left(day) if is_owed else 0

    @api.depends("date_end", "reminder_days")
    def _compute_reminder_date(self):
        for agreement in self:
            # What lies outside is refused by the checks, which come after this.
            days = min(max(agreement.reminder_days, 0), self._MAX_REMINDER_DAYS)
            end = agreement.date_end
            agreement.reminder_date = end and max(end, FIRST_DAY) - timedelta(days=days)

    @api.depends("kind", "signed_date")
    def _compute_display_name(self):
        # Neutral on purpose: more people read the name of a record than the record.
        for agreement in self:
            name = agreement._get_kind_label()
            if agreement.signed_date:
                name = f"{name} ({format_date(self.env, agreement.signed_date)})"
            agreement.display_name = name

    @api.constrains("signed_date", "date_start", "date_end")
    def _check_days(self):
        for agreement in self:
            days = (agreement.signed_date, agreement.date_start, agreement.date_end)
            if any(day and not FIRST_DAY <= day <= LAST_DAY for day in days):
                raise ValidationError(
                    self.env._(
                        "The days of an agreement lie between %(first)s and %(last)s. "
                        "Leave “Valid until” empty where it has no end.",
                        first=format_date(self.env, FIRST_DAY),
                        last=format_date(self.env, LAST_DAY),
                    )
                )

    @api.constrains("offboarding_id", "employee_id")
    def _check_same_person(self):
        for agreement in self:
            case = agreement.offboarding_id
            if case and case.employee_id != agreement.employee_id:
                raise ValidationError(
                    self.env._(
                        "%(case)s is the departure of somebody else. Choose one of the "
                        "person who has signed.",
                        case=case.name,
                    )
                )

    def write(self, vals):
        if vals.keys() & set(self._FROZEN):
            self._check_not_over()
        if "employee_id" in vals and any(
            agreement.state != "draft"
            and agreement.employee_id.id != vals["employee_id"]
            for agreement in self
        ):
            raise UserError(
                self.env._(
                    "Who has signed an agreement does not change. Enter another one."
                )
            )
        if vals.keys() & {"date_end", "reminder_days"}:
            # It ends on another day: the officer is reminded of that one too.
            vals = {"reminded_date": False, **vals}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if any(agreement.state != "draft" for agreement in self):
            raise UserError(
                self.env._(
                    "An agreement that was in force is kept for the record. Release "
                    "the person from it instead of deleting it."
                )
            )

    # Buttons

    def action_put_in_force(self):
        """The agreement is signed and binds the person from now on."""
        self.check_access("write")
        if any(not agreement.signed_date for agreement in self):
            raise UserError(
                self.env._("Enter the day on which the agreement was signed first.")
            )
        self._move_to("in_force")
        return True

    def action_release(self):
        """The company lets the person off; why and by whom is kept."""
        self.check_access("write")
        if any(not agreement.release_reason for agreement in self):
            raise UserError(
                self.env._("Enter why the person is released from the agreement first.")
            )
        self._move_to("released")
        return True

    def _prepare_move_values(self, state):
        values = super()._prepare_move_values(state)
        if state == "released":
            values["released_date"] = fields.Datetime.now()
            values["released_user_id"] = self.env.uid
        return values

    # Questions

    def _check_not_over(self):
        if any(agreement.state in ("released", "expired") for agreement in self):
            raise UserError(
                self.env._(
                    "An agreement that is over does not change. Enter another one if "
                    "something new was agreed."
                )
            )

    def _get_kind_label(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return labels.get(self.kind, "")

    def _get_end_text(self):
        """Until when it binds, for the leaver."""
        if not self.date_end:
            return self.env._("without end")
        return self.env._(
            "until %(day)s",
            day=format_date(self.env, self.date_end, date_format="long"),
        )

    @api.model
    def _get_use_buttons_message(self):
        return self.env._("Use the buttons of the agreement to change its state.")

    # Reminders and ends

    @api.model
    def _cron_follow_agreements(self):
        """End what has passed its last day, and remind of what ends soon.

        Each officer gets one mail in one run, and about each agreement one mail in all.
        Killed and started again, it goes on with what is left; a mail that cannot be
        made stops nobody else's.
        """
        today = fields.Date.today()
        due = self.search(self._get_due_domain(today), order="date_end, id")
        over = due.filtered(lambda agreement: agreement.date_end < today)
        if over:
            over._move_to("expired")
            self.env["ir.cron"]._commit_progress(len(over), remaining=len(due - over))
        by_user = (due - over).grouped(lambda agreement: agreement._get_reminded_user())
        by_user.pop(self.env["res.users"], None)
        self._remind_each(by_user, lambda user: by_user[user]._send_reminder(user))

    @api.model
    def _get_due_domain(self, today):
        return [
            ("state", "=", "in_force"),
            "|",
            ("date_end", "<", today),
            "&",
            ("reminder_date", "<=", today),
            ("reminded_date", "=", False),
        ]

    def _get_reminded_user(self):
        """Hook: who is told that this agreement ends soon, possibly nobody.

        Whoever looks after it, else whoever looks after the departure.
        """
        self.ensure_one()
        users = self.user_id + self.offboarding_id.user_id
        return users.filtered(
            lambda user: (
                user.active and user.email and user.has_group("hr.group_hr_user")
            )
        )[:1]

    def _send_reminder(self, user):
        """Queue one mail that tells nothing but how many, and note that it is."""
        self.reminded_date = fields.Date.today()
        self = self.with_context(lang=user.lang)
        path = "/odoo/agreements"
        if len(self) == 1:
            path = f"{path}/{self.id}"
        self._queue_reminder(
            user,
            self.env._("Agreements that end soon"),
            self.env._(
                "Agreements that you look after end soon: %(count)s.", count=len(self)
            ),
            path,
            self.env._("Open them"),
        )
