from odoo import api, fields, models


class HrOffboardingSnapshot(models.Model):
    """Where the leaver worked when the departure was confirmed."""

    _inherit = "hr.offboarding"

    department_id = fields.Many2one(
        "hr.department", compute="_compute_snapshot", store=True, index=True
    )
    job_id = fields.Many2one("hr.job", compute="_compute_snapshot", store=True)
    manager_id = fields.Many2one("hr.employee", compute="_compute_snapshot", store=True)
    line_manager_ids = fields.Many2many(
        "hr.employee",
        "hr_offboarding_line_manager_rel",
        "offboarding_id",
        "manager_id",
        string="Managers Above",
        compute="_compute_snapshot",
        store=True,
        groups="hr.group_hr_user",
        help="The manager, the manager's manager and so on when the departure was "
        "confirmed: they may see that the person leaves, and when.",
    )
    contract_type_id = fields.Many2one(
        "hr.contract.type",
        compute="_compute_snapshot",
        store=True,
        groups="hr.group_hr_manager",
    )
    work_location_id = fields.Many2one(
        "hr.work.location",
        compute="_compute_snapshot",
        store=True,
        groups="hr.group_hr_user",
    )

    @api.depends("employee_id")
    def _compute_snapshot(self):
        """Take over where the employee works now.

        Depends on the employee alone, so that later changes of the employee leave the
        record of the departure as it was.
        """
        # Sudo: some facts of the contract are for HR administrators only.
        for case in self.sudo():
            employee = case.employee_id
            case.department_id = employee.department_id
            case.job_id = employee.job_id
            case.manager_id = employee.parent_id
            case.line_manager_ids = employee._get_line_managers()
            case.contract_type_id = employee.contract_type_id
            case.work_location_id = employee.work_location_id
