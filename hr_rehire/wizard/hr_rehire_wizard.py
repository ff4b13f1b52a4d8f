from odoo import api, fields, models
from odoo.exceptions import UserError


class HrRehireWizard(models.TransientModel):
    """The return itself: what the contract from the first day on looks like."""

    _name = "hr.rehire.wizard"
    _description = "Return to Work"
    _check_company_auto = True

    rehire_id = fields.Many2one(
        "hr.rehire", string="Case", required=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rehire_id.company_id")
    employee_id = fields.Many2one(related="rehire_id.employee_id")
    employee_number = fields.Char(related="employee_id.employee_number")
    former_facts = fields.Text(related="rehire_id.former_facts")
    start_date = fields.Date(
        string="First Day",
        compute="_compute_start_date",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    contract_date_end = fields.Date(
        string="Contract End",
        help="Only for a contract with an end. Leave it empty else.",
    )
    job_id = fields.Many2one(
        "hr.job",
        string="Job Position",
        compute="_compute_position",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    department_id = fields.Many2one(
        "hr.department",
        compute="_compute_position",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    manager_id = fields.Many2one(
        "hr.employee",
        compute="_compute_position",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
    )
    contract_type_id = fields.Many2one(
        "hr.contract.type",
        compute="_compute_contract",
        store=True,
        readonly=False,
        precompute=True,
    )
    resource_calendar_id = fields.Many2one(
        "resource.calendar",
        string="Working Hours",
        compute="_compute_contract",
        store=True,
        readonly=False,
        precompute=True,
        check_company=True,
        help="Leave empty for fully flexible hours.",
    )
    has_archived_user = fields.Boolean(compute="_compute_has_archived_user")
    reactivate_user = fields.Boolean(
        string="Reactivate Login",
        help="The person signs in with the old login again. It has the rights that it "
        "had; its API keys are deleted.",
    )

    @api.depends("rehire_id")
    def _compute_start_date(self):
        today = fields.Date.context_today(self)
        for wizard in self:
            wizard.start_date = wizard.rehire_id.start_date or today

    @api.depends("rehire_id")
    def _compute_position(self):
        for wizard in self:
            rehire, employee = wizard.rehire_id, wizard.employee_id
            wizard.job_id = rehire.job_id or employee.job_id
            wizard.department_id = rehire.department_id or employee.department_id
            wizard.manager_id = wizard._get_default_manager()

    @api.depends("rehire_id")
    def _compute_contract(self):
        for wizard in self:
            # Sudo: the contract type is for HR administrators, the dialogue proposes
            # the one of the last stint to whoever may carry out the return.
            last = wizard.employee_id.sudo().current_version_id
            wizard.contract_type_id = last.contract_type_id
            wizard.resource_calendar_id = last.resource_calendar_id

    @api.depends("employee_id.user_id.active")
    def _compute_has_archived_user(self):
        for wizard in self:
            # Sudo: users of others are for administrators; only yes or no goes out.
            user = wizard.employee_id.sudo().user_id
            wizard.has_archived_user = bool(user) and not user.active

    def action_return(self):
        """Carry out the return.

        :return: action of the form of the employee
        """
        self.ensure_one()
        if self.contract_date_end and self.contract_date_end < self.start_date:
            raise UserError(
                self.env._(
                    "The contract cannot end before it starts. Choose a later day."
                )
            )
        self.rehire_id._do_return(
            self.start_date,
            self._prepare_return_values(),
            reactivate_user=self.reactivate_user,
        )
        return self.rehire_id.action_view_employee()

    def _get_default_manager(self):
        """Hook: the manager to propose.

        Whoever comes back to the own department comes back to the former manager,
        unless the case names somebody else than the head of that department. The case
        itself cannot propose this: recruiters read it.
        """
        rehire, former = self.rehire_id, self.employee_id.parent_id
        proposed = rehire.manager_id
        is_own_department = rehire.department_id == self.employee_id.department_id
        is_by_default = proposed == rehire.department_id.manager_id
        if former.active and (not proposed or (is_own_department and is_by_default)):
            return former
        return proposed

    def _prepare_return_values(self):
        """Hook: values of the employee from the first day on."""
        self.ensure_one()
        values = {
            "job_id": self.job_id.id,
            "department_id": self.department_id.id,
            "parent_id": self.manager_id.id,
            "contract_type_id": self.contract_type_id.id,
            "resource_calendar_id": self.resource_calendar_id.id,
        }
        if self.contract_date_end:
            values["contract_date_end"] = self.contract_date_end
        return values
