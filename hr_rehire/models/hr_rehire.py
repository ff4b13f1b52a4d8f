from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import clean_context


class HrRehire(models.Model):
    """One way back of one former colleague, from first interest to the first day.

    There is one open case per person. Recruiters work with cases too: they see the
    person and the public facts of the former stints, never the alumni record, the
    ledger or a reason. There is no chatter: followers would get by mail what they may
    not read.
    """

    _name = "hr.rehire"
    _description = "Return Case"
    _inherit = ["hr.rehire.process.mixin", "hr.rehire.return.mixin"]
    _order = "id desc"
    _check_company_auto = True

    # Written by the steps of the case only, whoever asks.
    _SYSTEM_FIELDS = frozenset(("name", "company_id", "employee_id", "period_id"))

    name = fields.Char(
        string="Reference",
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env._("New"),
    )
    person_name = fields.Char(
        string="Former Colleague",
        compute="_compute_person",
        search="_search_person_name",
        compute_sudo=True,
    )
    former_facts = fields.Text(
        string="Worked Here",
        compute="_compute_person",
        compute_sudo=True,
        help="When and as what the person worked here.",
    )
    alumni_id = fields.Many2one(
        "hr.alumni",
        string="Alumni Record",
        compute="_compute_alumni_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        groups="hr.group_hr_user",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        compute="_compute_employee_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
        context={"active_test": False},
        groups="hr.group_hr_user",
        help="The record that is taken into use again on the first day.",
    )
    applicant_id = fields.Many2one(
        "hr.applicant",
        string="Application",
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        copy=False,
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        required=True,
        index=True,
    )
    user_id = fields.Many2one(
        "res.users",
        string="Responsible",
        default=lambda self: self.env.user,
        index=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Looks after this return.",
    )
    source = fields.Selection(
        [
            ("applied", "Applied"),
            ("approached", "Approached by us"),
            ("interest", "Got in touch"),
        ],
        compute="_compute_source",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="How the return came about.",
    )
    job_id = fields.Many2one(
        "hr.job",
        string="Job Position",
        compute="_compute_job_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_department_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
    )
    manager_id = fields.Many2one(
        "hr.employee",
        compute="_compute_manager_id",
        store=True,
        precompute=True,
        readonly=False,
        index="btree_not_null",
        check_company=True,
    )
    start_date = fields.Date(
        string="First Day", help="First day of work after the return, as agreed."
    )
    period_id = fields.Many2one(
        "hr.employment.period",
        string="New Employment Period",
        ondelete="set null",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="hr.group_hr_user",
    )

    _name_uniq = models.Constraint(
        "UNIQUE (company_id, name)", "This reference is already used in the company."
    )
    # Two clicks, or two people at once, must not start the same return twice.
    _open_uniq = models.UniqueIndex(
        "(alumni_id) WHERE state IN ('interest', 'review', 'interviews', 'offer')",
        "There is already an open return case for this person. Open that one instead.",
    )

    @api.depends("alumni_id.partner_id.name")
    def _compute_person(self):
        for rehire in self:
            rehire.person_name = rehire.alumni_id.partner_id.name
            rehire.former_facts = rehire.alumni_id._get_former_facts()

    def _search_person_name(self, operator, value):
        # Sudo: the name is shown to everybody who may read the case, the record that
        # holds it is not. Record rules of cases apply outside.
        found = self.sudo()._search([("alumni_id.partner_id.name", operator, value)])
        return Domain("id", "in", found)

    @api.depends("applicant_id")
    def _compute_alumni_id(self):
        for rehire in self:
            if rehire.applicant_id:
                rehire.alumni_id = rehire.applicant_id.former_alumni_id

    @api.depends("alumni_id")
    def _compute_employee_id(self):
        for rehire in self:
            rehire.employee_id = rehire.alumni_id._get_former_employee()

    @api.depends("alumni_id")
    def _compute_company_id(self):
        for rehire in self:
            rehire.company_id = rehire.alumni_id.company_id or self.env.company

    @api.depends("applicant_id")
    def _compute_source(self):
        for rehire in self:
            rehire.source = "applied" if rehire.applicant_id else "interest"

    @api.depends("applicant_id")
    def _compute_job_id(self):
        for rehire in self:
            rehire.job_id = rehire.applicant_id.job_id

    @api.depends("job_id")
    def _compute_department_id(self):
        for rehire in self:
            rehire.department_id = rehire.job_id.department_id

    @api.depends("department_id")
    def _compute_manager_id(self):
        for rehire in self:
            rehire.manager_id = rehire.department_id.manager_id

    @api.model
    def _has_field_access(self, field, operation):
        return super()._has_field_access(field, operation) and (
            operation == "read" or self.env.su or field.name not in self._SYSTEM_FIELDS
        )

    @api.model_create_multi
    def create(self, vals_list):
        self._check_can_create(vals_list)
        # A case that was closed just now makes room for this one.
        self.flush_model(["state"])
        # Sudo after the check above: recruiters start cases too, and may see neither
        # the alumni record nor the employee that the case is about.
        rehires = super(
            HrRehire, self.sudo().with_context(clean_context(self.env.context))
        ).create([{**vals, "name": self._get_reference(vals)} for vals in vals_list])
        for rehire in rehires:
            rehire.applicant_id.rehire_id = rehire
        rehires._check_people_are_away()
        rehires = rehires.with_env(self.env)
        rehires.check_access("create")
        return rehires

    @api.ondelete(at_uninstall=False)
    def _unlink_except_returned(self):
        if any(rehire.state == "returned" for rehire in self):
            raise UserError(
                self.env._("A return that has taken place is kept for the record.")
            )

    # Buttons

    def action_view_employee(self):
        """Open the employee record of the person."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.employee",
            "view_mode": "form",
            "res_id": self.employee_id.id,
        }

    def action_view_applicant(self):
        """Open the application from which this case comes."""
        self.ensure_one()
        return self.applicant_id._get_records_action()

    # Questions and decisions

    def _check_can_create(self, vals_list):
        """Recruiters start a case from an application that they may read."""
        self.check_access("create")
        for vals in vals_list:
            for name in vals:
                self._check_field_access(self._fields[name], "write")
            if vals.get("state", "interest") not in self._OPEN_STATES:
                raise UserError(self.env._("A return case starts in an open state."))
            applicant = self.env["hr.applicant"].browse(vals.get("applicant_id"))
            if applicant:
                applicant.check_access("read")
            # Sudo: recruiters may not see which alumni record it is.
            if not vals.get("alumni_id") and not (
                applicant.sudo().former_match == "certain"
            ):
                raise UserError(
                    self.env._(
                        "A return case is about a former colleague. Start it from an "
                        "application in which one was recognised, or choose the alumni "
                        "record."
                    )
                )

    def _get_case_action(self):
        """Hook: how one case is opened; another person needs another application."""
        return self._get_records_action(context={"create": False})

    def _get_reference(self, vals):
        """The next reference, from the sequence of the company of the person."""
        # Sudo: sequences of other companies, and who the alumnus is, stay hidden.
        applicant = self.env["hr.applicant"].sudo().browse(vals.get("applicant_id"))
        alumni = self.env["hr.alumni"].sudo().browse(vals.get("alumni_id"))
        company = (alumni or applicant.former_alumni_id).company_id
        return self.env["ir.sequence"].with_company(company).next_by_code("hr.rehire")

    def _check_people_are_away(self):
        here = self.filtered("employee_id.active")
        if here:
            raise UserError(
                self.env._(
                    "%(people)s works here already: the employee record is active.",
                    people=", ".join(here.mapped("person_name")),
                )
            )
