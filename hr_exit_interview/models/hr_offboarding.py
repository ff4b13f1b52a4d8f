from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.fields import Domain


class HrOffboarding(models.Model):
    """One departure of one employee, from notice to cleared.

    The case is confirmed (snapshot, tasks, interview), departs on its date through the
    core departure wizard after the employment period is written, and is done when no
    blocking task is open. Its name is a reference and never a person's name, because a
    name is shown to more people than the record. There is no chatter: followers would
    get by mail what they may not read.

    The leaver and the managers above may read the case once it is confirmed (or when
    they have opened it themselves). They see who leaves, when, and their own tasks: a
    field without `groups` is meant for them, all others are for HR.
    """

    _name = "hr.offboarding"
    _description = "Departure"
    _inherit = ["hr.signed.link.mixin", "hr.state.mixin"]
    _order = "departure_date desc, id desc"
    _check_company_auto = True

    _OPEN_STATES = ("draft", "in_progress", "departed")
    _TRANSITIONS = {  # target: where one may come from
        "in_progress": {"draft"},
        "departed": {"draft", "in_progress"},
        "done": {"departed"},
        "retained": {"draft", "in_progress"},
        "cancelled": {"draft", "in_progress"},
        "draft": {"cancelled", "retained"},
    }

    name = fields.Char(
        string="Reference",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env._("New"),
    )
    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        context={"active_test": False},
        domain="[('active', '=', True), ('company_id', 'in', allowed_company_ids)]",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="HR Officer",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain=lambda self: [
            ("all_group_ids", "in", self.env.ref("hr.group_hr_user").ids)
        ],
        help="Looks after this departure and gets the tasks that nobody else can do.",
    )
    employee_number = fields.Char(
        related="employee_id.employee_number", groups="hr.group_hr_user"
    )
    private_email = fields.Char(
        compute="_compute_private_email", groups="hr.group_hr_user"
    )
    notice_date = fields.Date(
        required=True,
        default=fields.Date.context_today,
        groups="hr.group_hr_user",
        help="The day on which the notice was given.",
    )
    last_working_date = fields.Date(
        compute="_compute_last_working_date",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        help="Proposed from the notice rules; correct it as agreed.",
    )
    departure_date = fields.Date(
        compute="_compute_departure_date",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
        index=True,
        help="The day on which the contract ends. The employee is archived when it has "
        "passed.",
    )
    state = fields.Selection(
        [
            ("draft", "New"),
            ("in_progress", "In Progress"),
            ("departed", "Departed"),
            ("done", "Done"),
            ("retained", "Stays"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        group_expand=True,
    )
    is_open = fields.Boolean(compute="_compute_is_open", search="_search_is_open")
    reason_id = fields.Many2one(
        "hr.departure.reason",
        ondelete="restrict",
        domain="[('child_ids', '=', False)]",
        groups="hr.group_hr_user",
        help="The reason as HR sees it. Only HR can read it.",
    )
    kind = fields.Selection(
        selection=lambda self: (
            self.env["hr.departure.reason"]
            ._fields["kind"]
            ._description_selection(self.env)
        ),
        compute="_compute_kind",
        store=True,
        precompute=True,
        groups="hr.group_hr_user",
        help="Follows from the reason: it decides on the package, the letters and who "
        "is written to.",
    )
    stated_reason = fields.Text(
        string="Reason Stated in the Letter",
        groups="hr.group_hr_user",
        help="What the letter of notice says, if it says anything.",
    )
    is_regretted = fields.Boolean(
        string="Regretted",
        groups="hr.group_hr_user",
        help="The company would rather have kept this person.",
    )
    is_key_person = fields.Boolean(
        string="Key Person",
        groups="hr.group_hr_user",
        help="Work stops, or customers leave, without this person.",
    )
    is_in_lieu = fields.Boolean(
        string="In Lieu of Dismissal",
        groups="hr.group_hr_user",
        help="The person resigned because a dismissal was to follow.",
    )
    successor_id = fields.Many2one(
        "hr.employee",
        check_company=True,
        ondelete="set null",
        groups="hr.group_hr_user",
        help="Takes over the work, unless something else is said for a part of it.",
    )
    template_id = fields.Many2one(
        "hr.offboarding.template",
        string="Package",
        compute="_compute_template_id",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        groups="hr.group_hr_user",
        help="The tasks that are created when the departure is confirmed.",
    )
    days_left = fields.Integer(compute="_compute_days_left")

    _name_uniq = models.Constraint(
        "UNIQUE (company_id, name)", "This reference is already used in the company."
    )
    _dates_in_order = models.Constraint(
        "CHECK (last_working_date >= notice_date"
        " AND departure_date >= last_working_date)",
        "The dates of a departure follow each other: notice, last working day, end of "
        "the contract.",
    )
    _open_uniq = models.UniqueIndex(
        "(employee_id, company_id) WHERE state IN ('draft', 'in_progress')",
        "This employee already has an open departure. Open that one instead.",
    )

    @api.depends("employee_id")
    def _compute_company_id(self):
        for case in self:
            case.company_id = case.employee_id.company_id or self.env.company

    @api.depends("employee_id.private_email")
    def _compute_private_email(self):
        for case in self:
            case.private_email = case._get_private_email()

    @api.depends("last_working_date")
    def _compute_departure_date(self):
        for case in self:
            case.departure_date = case.last_working_date

    @api.depends("reason_id")
    def _compute_kind(self):
        # Depends on the choice alone: a reason that is classified anew later leaves
        # the departures of the past as they were.
        for case in self:
            case.kind = case.reason_id.kind

    @api.depends("reason_id", "company_id", "employee_id")
    def _compute_template_id(self):
        candidates = self.env["hr.offboarding.template"]._get_candidates()
        for case in self:
            if case.state == "draft":
                case.template_id = case._get_default_template(candidates)

    @api.depends("state")
    def _compute_is_open(self):
        for case in self:
            case.is_open = case.state in self._OPEN_STATES

    def _search_is_open(self, operator, value):
        if operator != "in":
            return NotImplemented
        domains = [
            Domain("state", "in" if wanted else "not in", self._OPEN_STATES)
            for wanted in value
        ]
        return Domain.OR(domains)

    @api.depends("departure_date")
    @api.depends_context("tz")
    def _compute_days_left(self):
        today = fields.Date.context_today(self)
        for case in self:
            left = (case.departure_date - today).days if case.departure_date else 0
            case.days_left = max(left, 0)

    @api.constrains("employee_id", "notice_date", "departure_date")
    def _check_within_contract(self):
        # Whoever was archived before the first day is gone all the same.
        for case in self.filtered(lambda case: case.state in ("draft", "in_progress")):
            # Sudo: contract dates are for HR administrators only.
            version = case.employee_id.sudo().current_version_id
            start = version.contract_date_start
            if start and case.departure_date < start:
                raise ValidationError(
                    self.env._(
                        "The departure of %(employee)s lies before the start of the "
                        "contract on %(date)s. Choose a later day.",
                        employee=case.employee_id.name,
                        date=start,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_can_open(vals_list)
        names = self._next_references(vals_list)
        return super().create(
            [
                {**vals, "name": name}
                for vals, name in zip(vals_list, names, strict=True)
            ]
        )

    def write(self, vals):
        self._check_can_write(vals)
        result = super().write(vals)
        if "state" in vals:
            # Another case may be opened next: the index of open ones must know.
            self.flush_recordset(["state"])
        if vals.keys() & {"notice_date", "last_working_date"}:
            self.filtered("is_open")._do_move_dates()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_confirmed(self):
        if any(case._is_kept() for case in self):
            raise UserError(
                self.env._(
                    "A departure that was confirmed is kept for the record. Cancel it "
                    "instead of deleting it."
                )
            )

    # Buttons

    def action_confirm(self):
        """Start the departure: snapshot, tasks and exit interview."""
        self._move_to("in_progress")
        self._do_confirm()
        return True

    def action_retain(self):
        """The notice is withdrawn: the person stays, open tasks are dropped."""
        self._move_to("retained")
        self._do_drop()
        return True

    def action_cancel(self):
        """The departure was registered by mistake: open tasks are dropped."""
        self._move_to("cancelled")
        self._do_drop()
        return True

    def action_reset(self):
        """Take up a cancelled or withdrawn departure again as a new one."""
        self._move_to("draft")
        return True

    # Steps

    def _do_confirm(self):
        # Read for all at once: setting them reads them one by one otherwise.
        self.sudo().fetch(["line_manager_ids"])
        self._compute_snapshot()
        self.env["hr.offboarding.task"]._create_for(self)

    def _do_move_dates(self):
        """Follow the dates of open departures: called when one of them was changed."""
        self.task_ids._move_deadlines()

    def _do_drop(self):
        self.task_ids.filtered(lambda task: task.state == "todo")._drop()

    # Questions and decisions

    def _is_kept(self):
        """Hook: whether the record of this departure must not be deleted."""
        self.ensure_one()
        return self.state not in ("draft", "cancelled")

    @api.model
    def _check_can_open(self, vals_list):
        """Refuse departures of people who cannot leave, before anything is written."""
        # A departure of somebody archived is opened by our own steps: only they may
        # give a state.
        vals_list = [vals for vals in vals_list if vals.get("state") != "departed"]
        employees = self.env["hr.employee"].union(*self._get_employees_of(vals_list))
        employees._check_may_leave()

    def _check_can_write(self, vals):
        """A confirmed case keeps its person."""
        if "employee_id" in vals and any(case.state != "draft" for case in self):
            raise UserError(
                self.env._(
                    "The employee of a confirmed departure cannot be changed. Cancel "
                    "this one and register another."
                )
            )

    @api.model
    def _get_use_buttons_message(self):
        return self.env._("Use the buttons of the departure to change its state.")

    def _get_default_template(self, candidates):
        """Hook: the package to propose for this departure, possibly empty.

        :param candidates: the `hr.offboarding.template` records to choose from
        """
        self.ensure_one()
        return candidates._get_best_for(self)

    def _get_private_email(self):
        """Hook: the address that still works after the last day, or False."""
        self.ensure_one()
        return self.employee_id.private_email

    def _may_contact(self, purpose):
        """Hook: whether the leaver may be written to for this purpose.

        :param purpose: for example `exit_survey`
        """
        self.ensure_one()
        return bool(self._get_private_email()) and self._may_be_asked(purpose)

    def _may_be_asked(self, purpose):
        """Hook: whether the leaver may be turned to at all, by mail or on paper.

        :param purpose: as of `_may_contact`
        """
        self.ensure_one()
        return purpose != "exit_survey" or self.reason_id.sends_questionnaire
