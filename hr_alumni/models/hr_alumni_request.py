from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.hr_exit_interview.tools.retention import add_months

from .hr_alumni_request_type import SIDES

MAX_TEXT = 4000


class HrAlumniRequest(models.Model):
    """Something that a former colleague asks for, until it is answered.

    Read by the side that answers it, and by the alumni team where it is not
    confidential. What the person has written stays as it was; what is answered changes
    by the buttons. The answer stands on the person's page; how it gets there is in
    `hr_alumni_request_answer.py`.
    """

    _name = "hr.alumni.request"
    _description = "Request of a Former Colleague"
    _inherit = ["hr.alumni.part.mixin", "hr.signed.link.mixin", "hr.state.mixin"]
    _order = "deadline, id"
    _check_company_auto = True

    _TRANSITIONS = {  # target: where one may come from
        "progress": {"new", "answered", "refused"},
        "answered": {"new", "progress"},
        "refused": {"new", "progress"},
        "withdrawn": {"new", "progress"},
    }
    _OPEN_STATES = ("new", "progress")
    # What the person has said, and was told; only the steps write it afterwards.
    _FIXED_FIELDS = (
        "name",
        "type_id",
        "period_id",
        "text",
        "date",
        "deadline",
        "owner_side",
        "is_confidential",
        "is_legal",
        "channel",
        "sent_file_ids",
        "answer_date",
        "extension_date",
        "told_date",
        "link_round",
    )
    _ANSWER_FIELDS = ("answer", "answer_file_ids")
    name = fields.Char(
        string="Reference", required=True, readonly=True, copy=False, default="/"
    )
    type_id = fields.Many2one(
        "hr.alumni.request.type", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(related="type_id.kind")
    owner_side = fields.Selection(
        SIDES, string="Answered By", required=True, readonly=True, copy=False
    )
    is_confidential = fields.Boolean(
        string="Confidential to HR", readonly=True, copy=False
    )
    is_legal = fields.Boolean(string="Due by Law", readonly=True, copy=False)
    channel = fields.Selection(
        [("portal", "Own page"), ("office", "Noted by us")],
        string="Came By",
        required=True,
        readonly=True,
        default="office",
        copy=False,
    )
    period_id = fields.Many2one(
        "hr.employment.period",
        string="Stint",
        index="btree_not_null",
        ondelete="set null",
    )
    text = fields.Text(string="What Is Asked For")
    sent_file_ids = fields.Many2many(
        "ir.attachment",
        "hr_alumni_request_sent_file_rel",
        string="Files Sent Along",
        readonly=True,
        copy=False,
    )
    date = fields.Date(
        string="Asked On",
        required=True,
        default=fields.Date.context_today,
        copy=False,
    )
    deadline = fields.Date(
        string="Answer By", required=True, readonly=True, index=True, copy=False
    )
    is_late = fields.Boolean(string="Late", compute="_compute_is_late")
    user_id = fields.Many2one(
        "res.users",
        string="Owner",
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who answers. Somebody of the side that answers such requests.",
    )
    state = fields.Selection(
        [
            ("new", "New"),
            ("progress", "In Progress"),
            ("answered", "Answered"),
            ("refused", "Refused"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        readonly=True,
        default="new",
        copy=False,
        index=True,
        group_expand=True,
    )
    answer = fields.Text(
        string="Answer to the Person",
        copy=False,
        help="Read by the person. When you refuse, say why and what can be done.",
    )
    answer_file_ids = fields.Many2many(
        "ir.attachment",
        "hr_alumni_request_answer_file_rel",
        string="Files of the Answer",
        copy=False,
        help="On the page of the person, never attached to a mail.",
    )
    answer_date = fields.Date(string="Answered On", readonly=True, copy=False)
    answer_days = fields.Integer(
        string="Days to Answer",
        compute="_compute_answer_figures",
        store=True,
        aggregator="avg",
    )
    is_on_time = fields.Boolean(
        string="On Time", compute="_compute_answer_figures", store=True
    )
    extension_reason = fields.Char(
        copy=False, help="Why it takes longer, in words that the person reads."
    )
    extension_date = fields.Date(string="Extended On", readonly=True, copy=False)
    told_date = fields.Datetime(
        string="Mailed On",
        readonly=True,
        copy=False,
        help="When the mail went out that says that there is an answer.",
    )
    link_round = fields.Integer(
        readonly=True, copy=False, default=0, groups=fields.NO_ACCESS
    )
    activity_id = fields.Many2one(
        "mail.activity", copy=False, ondelete="set null", groups=fields.NO_ACCESS
    )

    _open_idx = models.Index("(deadline) WHERE state IN ('new', 'progress')")
    _text_size = models.Constraint(
        f"CHECK (length(text) <= {MAX_TEXT} AND length(answer) <= {MAX_TEXT})",
        f"A request and its answer have at most {MAX_TEXT} letters. Shorten the text.",
    )

    @api.depends("deadline", "state")
    def _compute_is_late(self):
        today = fields.Date.context_today(self)
        for request in self:
            request.is_late = (
                request.state in self._OPEN_STATES
                and bool(request.deadline)
                and request.deadline < today
            )

    @api.depends("date", "deadline", "answer_date")
    def _compute_answer_figures(self):
        for request in self:
            day = request.answer_date
            request.answer_days = (day - request.date).days if day else 0
            request.is_on_time = bool(day) and day <= request.deadline

    @api.constrains("user_id", "owner_side")
    def _check_owner(self):
        # Sudo: groups of users are for administrators.
        for request in self.sudo().filtered("user_id"):
            if not request.type_id._is_of_side(
                request.user_id, request.owner_side, request.company_id
            ):
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot read this request. Choose somebody who "
                        "answers such requests in this company.",
                        name=request.user_id.name,
                    )
                )

    @api.constrains("period_id", "alumni_id", "type_id")
    def _check_period(self):
        # Sudo: stints are private, that one is somebody else's is not.
        for request in self.sudo():
            if (
                request.period_id
                and request.period_id not in request.alumni_id.employment_period_ids
            ):
                raise ValidationError(
                    self.env._("Choose a stint of the person who asks.")
                )

    @api.model_create_multi
    def create(self, vals_list):
        # Sudo: numbers are drawn for everybody.
        numbers = self.env["ir.sequence"].sudo()
        requests = super().create(
            [
                {
                    **vals,
                    **self._prepare_type_values(vals),
                    "name": numbers.next_by_code("hr.alumni.request") or "/",
                }
                for vals in vals_list
            ]
        )
        requests._adopt_files()
        for request in requests:
            request.alumni_id._log_touch("request", ref=f"{self._name},{request.id}")
        requests._plan_reminders()
        return requests

    def write(self, vals):
        if not self.env.su:
            self._check_may_write(vals)
        result = super().write(vals)
        if vals.keys() & set(self._ANSWER_FIELDS):
            self._adopt_files()
        if vals.keys() & {"state", "user_id", "deadline"}:
            self._plan_reminders()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_open(self):
        if any(request.state in self._OPEN_STATES for request in self):
            raise UserError(
                self.env._(
                    "Somebody waits for an answer. Answer or refuse the request before "
                    "you delete it."
                )
            )

    def unlink(self):
        # Sudo: a reminder may be somebody else's.
        self.sudo().activity_id.unlink()
        return super().unlink()

    def _prepare_type_values(self, vals):
        """Hook: what a new request takes over from its type."""
        # Sudo: the owner and the type may be beyond what the person reads.
        request_type = self.sudo().type_id.browse(vals.get("type_id"))
        alumni = self.sudo().alumni_id.browse(vals.get("alumni_id"))
        if not request_type or not alumni:
            return {}  # The platform says what is missing.
        day = fields.Date.to_date(vals.get("date")) or fields.Date.context_today(self)
        values = {
            "owner_side": request_type.owner_side,
            "is_confidential": request_type.is_confidential,
            "is_legal": request_type.is_legal,
            "deadline": add_months(day, 1)
            if request_type.is_legal
            else day + timedelta(days=request_type.deadline_days),
        }
        if not vals.get("user_id"):
            values["user_id"] = request_type._get_first_owner(alumni).id
        return values

    def _check_may_write(self, vals):
        """What the person was told and has said stays; answers change while open."""
        fixed = vals.keys() & set(self._FIXED_FIELDS)
        if fixed:
            raise UserError(
                self.env._(
                    "What the person has asked for does not change. Use the buttons, "
                    "or note another request."
                )
            )
        is_closed = any(one.state not in self._OPEN_STATES for one in self)
        if is_closed and vals.keys() & {*self._ANSWER_FIELDS, "extension_reason"}:
            raise UserError(
                self.env._("The person may have read it. Reopen it to change it.")
            )
