from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

# As many stars as were given; without one the topic was not talked about.
RATINGS = [
    ("0", "Not talked about"),
    ("1", "1 – very bad"),
    ("2", "2 – bad"),
    ("3", "3 – neither"),
    ("4", "4 – good"),
    ("5", "5 – very good"),
]


class HrExitInterviewCard(models.Model):
    """The record card of one talk: what was said, for very few to read.

    It is a model of its own, because HR plans a talk without reading what was said in
    it: a card is read by those who hold the talk, until 30 days after it, and by exit
    officers. No chatter, and a name that says nothing. Some days after the talk it is
    locked; what an exit officer corrects then is marked with name and day.
    """

    _name = "hr.exit.interview.card"
    _description = "Exit Interview Record Card"
    _inherit = ["hr.exit.access.mixin"]
    _order = "id desc"

    _LOGGED_AS = "card"
    _LOGGED_FIELDS = frozenset(
        {"would_have_kept", "would_return", "return_conditions", "notes"}
    )
    # After so many days nothing is added from memory.
    _LOCK_DAYS = 14
    # Written by the steps below only.
    _FIXED_FIELDS = {
        "interview_id",
        "company_id",
        "locked_date",
        "corrected_date",
        "corrected_user_id",
    }

    interview_id = fields.Many2one(
        "hr.exit.interview",
        string="Exit Interview",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
    )
    employee_id = fields.Many2one("hr.employee", compute="_compute_from_interview")
    interviewer_ids = fields.Many2many("res.users", compute="_compute_from_interview")
    date = fields.Datetime(compute="_compute_from_interview")
    topic_ids = fields.One2many(
        "hr.exit.interview.card.topic", "card_id", string="Topics"
    )
    quote_ids = fields.One2many(
        "hr.exit.interview.card.quote", "card_id", string="Quotes"
    )
    promise_ids = fields.One2many(
        "hr.exit.interview.card.promise", "card_id", string="Open Promises"
    )
    would_have_kept = fields.Text(
        string="What Would Have Kept You?", prefetch="content"
    )
    would_return = fields.Selection(
        [("yes", "Yes"), ("perhaps", "Perhaps"), ("no", "No")],
        string="Would You Return?",
        prefetch="content",
    )
    return_conditions = fields.Text(
        string="Under Which Conditions?", prefetch="content"
    )
    notes = fields.Text(string="Sealed Notes", prefetch="content")
    may_count = fields.Boolean(
        string="Count in Totals",
        default=True,
        help="The ratings are counted together with those of other talks, in groups "
        "that give nobody away. Untick it when the person does not want that.",
    )
    # Sudo: to count what was talked about is not to read it.
    rated_count = fields.Integer(compute="_compute_rated_count", compute_sudo=True)
    topic_count = fields.Integer(compute="_compute_rated_count", compute_sudo=True)
    locked_date = fields.Date(string="Locked on", readonly=True, copy=False)
    is_locked = fields.Boolean(compute="_compute_is_locked")
    may_write = fields.Boolean(compute="_compute_may_write")
    corrected_date = fields.Date(string="Corrected on", readonly=True, copy=False)
    corrected_user_id = fields.Many2one(
        "res.users",
        string="Corrected by",
        readonly=True,
        copy=False,
        ondelete="set null",
    )

    _interview_uniq = models.UniqueIndex(
        "(interview_id)", "This talk has a record card already. Reload the page."
    )

    @api.depends("interview_id.company_id")
    def _compute_company_id(self):
        for card in self:
            card.company_id = card.interview_id.company_id

    @api.depends("interview_id.interviewer_ids", "interview_id.date")
    def _compute_from_interview(self):
        for card in self:
            card.employee_id = card.interview_id.employee_id
            card.interviewer_ids = card.interview_id.interviewer_ids
            card.date = card.interview_id.date

    @api.depends("topic_ids.rating", "topic_ids.note")
    def _compute_rated_count(self):
        for card in self:
            card.rated_count = len(
                card.topic_ids.filtered(lambda t: t.rating != "0" or t.note)
            )
            card.topic_count = len(card.topic_ids)

    @api.depends("locked_date", "interview_id.state", "interview_id.closed_date")
    @api.depends_context("tz")
    def _compute_is_locked(self):
        oldest = fields.Date.context_today(self) - timedelta(days=self._LOCK_DAYS)
        for card in self:
            talk = card.interview_id
            card.is_locked = bool(card.locked_date) or (
                talk.state == "held"
                and bool(talk.closed_date)
                and talk.closed_date <= oldest
            )

    @api.depends("is_locked")
    @api.depends_context("uid")
    def _compute_may_write(self):
        may_correct = self._may_correct()
        for card in self:
            card.may_write = may_correct or not card.is_locked

    @api.depends("interview_id.name")
    def _compute_display_name(self):
        """Names travel further than records: this one is the number of the talk."""
        for card in self:
            card.display_name = card.interview_id.name

    @api.model_create_multi
    def create(self, vals_list):
        fixed = self._FIXED_FIELDS - {"interview_id"}
        if not self.env.su and any(vals.keys() & fixed for vals in vals_list):
            raise AccessError(self._get_fixed_message())
        cards = super().create(vals_list)
        cards._add_topics()
        return cards

    def write(self, vals):
        if vals.keys() & self._FIXED_FIELDS and not self.env.su:
            raise AccessError(self._get_fixed_message())
        self._note_change()
        return super().write(vals)

    # Buttons

    def action_lock(self):
        """The card is complete: from now on only an exit officer corrects it."""
        self.check_access("write")
        if any(card.interview_id.state != "held" for card in self):
            raise UserError(
                self.env._("Note first that the talk was held, then lock its card.")
            )
        today = fields.Date.context_today(self)
        # Sudo: nobody writes this date by hand.
        self.sudo().filtered(lambda card: not card.locked_date).locked_date = today
        return True

    def action_print(self):
        """Print the card as it is filled."""
        return self._get_report_action("hr_exit_interview_card_report")

    def action_print_empty(self):
        """Print an empty form, to take to the talk."""
        return self._get_report_action("hr_exit_interview_card_report_empty")

    # Steps

    def _add_topics(self):
        """Put all topics on cards that have none of them yet."""
        topics = self.env["hr.exit.topic"].search([("active", "=", True)])
        # In one go, and in sudo: whoever may begin the card may begin its lines.
        self.env["hr.exit.interview.card.topic"].sudo().create(
            [
                {
                    "card_id": card.id,
                    "topic_id": topic.id,
                    "sequence": number,
                }
                for card in self
                for number, topic in enumerate(topics - card.topic_ids.topic_id)
            ]
        )

    def _note_change(self):
        """Refuse a change of a locked card, or mark it as corrected."""
        if self.env.su:
            return
        locked = self.filtered("is_locked")
        if not locked:
            return
        if not self._may_correct():
            raise UserError(
                self.env._(
                    "The record card is locked. Ask an exit officer to correct what "
                    "is wrong in it."
                )
            )
        # Sudo: nobody writes by hand who has corrected a card.
        locked.sudo().write(
            {
                "corrected_date": fields.Date.context_today(self),
                "corrected_user_id": self.env.uid,
            }
        )

    # Questions and decisions

    def _note_printing(self):
        """Called by the page that is printed: it tells everything that was said."""
        self._log_opening(self._LOGGED_FIELDS, "print")

    def _may_correct(self):
        return self.env.user.has_group("hr_exit_interview.group_manager")

    @api.model
    def _get_fixed_message(self):
        return self.env._(
            "Which talk a card belongs to, and when it was locked or corrected, cannot "
            "be written by hand."
        )

    def _get_report_action(self, name):
        self.check_access("read")
        return self.env.ref(f"hr_exit_interview.{name}").report_action(
            self, config=False
        )
