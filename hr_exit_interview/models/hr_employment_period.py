from odoo import api, fields, models


class HrEmploymentPeriod(models.Model):
    """The ledger of stints: one row per time that a person worked for a company.

    A row is written before an employee is archived, in whichever way that happens,
    and keeps its facts as text as well, so that it survives archiving, core's
    unarchiving (which erases the departure facts), renamed departments and rehire.
    Nobody has rights to change it; only the steps of these addons write it.
    """

    _name = "hr.employment.period"
    _description = "Employment Period"
    _order = "date_start desc, id desc"
    _check_company_auto = True

    employee_id = fields.Many2one(
        "hr.employee", ondelete="set null", index="btree_not_null", readonly=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    employee_number = fields.Char(index="btree_not_null", readonly=True)
    employee_name = fields.Char(string="Name", required=True, readonly=True)
    stint = fields.Integer(
        default=1,
        readonly=True,
        help="1 for the first time that the person worked here, 2 after coming back, "
        "and so on.",
    )
    date_start = fields.Date(string="From", required=True, readonly=True)
    date_end = fields.Date(
        string="To", readonly=True, help="Last day. Empty while the stint is running."
    )
    department_id = fields.Many2one(
        "hr.department", ondelete="set null", index="btree_not_null", readonly=True
    )
    department_name = fields.Char(string="Department at the End", readonly=True)
    job_id = fields.Many2one(
        "hr.job", ondelete="set null", index="btree_not_null", readonly=True
    )
    job_title = fields.Char(readonly=True)
    manager_id = fields.Many2one("hr.employee", ondelete="set null", readonly=True)
    manager_name = fields.Char(string="Manager at the End", readonly=True)
    contract_type_id = fields.Many2one(
        "hr.contract.type",
        ondelete="set null",
        readonly=True,
        groups="hr.group_hr_user",
    )
    reason_id = fields.Many2one(
        "hr.departure.reason",
        ondelete="restrict",
        readonly=True,
        groups="hr.group_hr_user",
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
        help="How the stint ended: a transfer inside the group is not an exit.",
    )
    offboarding_id = fields.Many2one(
        "hr.offboarding",
        string="Departure Case",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        groups="hr.group_hr_user",
    )
    is_running = fields.Boolean(compute="_compute_is_running")

    _date_end_after_start = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "The last day of an employment period cannot lie before its first day.",
    )
    # A person runs one stint at a time, and no stint is written twice.
    _running_uniq = models.UniqueIndex(
        "(employee_id) WHERE date_end IS NULL AND employee_id IS NOT NULL",
        "This employee already has a running employment period.",
    )
    _start_uniq = models.UniqueIndex(
        "(employee_id, date_start) WHERE employee_id IS NOT NULL",
        "This employee already has an employment period with this first day.",
    )

    @api.depends("reason_id", "offboarding_id")
    def _compute_kind(self):
        # As it was when the stint was written: a reason that is classified anew later
        # leaves the ledger as it is.
        for period in self:
            period.kind = period.offboarding_id.kind or period.reason_id.kind

    @api.depends("date_end")
    def _compute_is_running(self):
        for period in self:
            period.is_running = not period.date_end

    @api.depends("employee_number", "stint")
    def _compute_display_name(self):
        # Neutral on purpose: more people read the name of a record than the record.
        for period in self:
            period.display_name = f"{period.employee_number or '-'}/{period.stint}"

    def _get_public_facts(self):
        """Return what may be shown outside HR about these stints, oldest first.

        :return: list of dicts with `date_start`, `date_end` (dates, the end False
            while running), `job_title` and `department` (text, possibly empty)
        """
        return [
            {
                "date_start": period.date_start,
                "date_end": period.date_end,
                "job_title": period.job_title or "",
                "department": period.department_name or "",
            }
            for period in self.sorted("date_start")
        ]
