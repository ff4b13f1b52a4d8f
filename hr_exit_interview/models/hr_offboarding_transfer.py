from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain


class HrOffboardingTransfer(models.Model):
    """A transfer inside the group: the stint ends, the next begins a day later.

    It is no exit: number, user, keys and sessions stay, nothing is handed over by
    itself, nobody is interviewed, asked or proposed as a former colleague. Either the
    employee record changes its company, or it is archived and the person gets one in
    the new company, the former one there if there is one.
    """

    _inherit = "hr.offboarding"

    transfer_company_id = fields.Many2one(
        "res.company",
        string="Moves to",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        domain="[('id', '!=', company_id)]",
        groups="hr.group_hr_user",
        help="The company of the group in which the person works next. To choose it, "
        "you need access to both companies.",
    )
    transfer_way = fields.Selection(
        [
            ("new", "A new employee record there"),
            ("same", "This employee record changes company"),
        ],
        string="Employee Record",
        default="new",
        required=True,
        groups="hr.group_hr_user",
        help="A new record: this one is archived and keeps what belongs to this "
        "company, such as contracts and time off. The same record: only its earlier "
        "contracts stay with this company.",
    )
    transfer_department_id = fields.Many2one(
        "hr.department",
        string="New Department",
        copy=False,
        domain="[('company_id', 'in', (False, transfer_company_id))]",
        groups="hr.group_hr_user",
    )
    transfer_job_id = fields.Many2one(
        "hr.job",
        string="New Job Position",
        copy=False,
        domain="[('company_id', 'in', (False, transfer_company_id))]",
        groups="hr.group_hr_user",
    )
    transfer_manager_id = fields.Many2one(
        "hr.employee",
        string="New Manager",
        copy=False,
        domain="[('company_id', '=', transfer_company_id)]",
        groups="hr.group_hr_user",
    )
    transfer_employee_id = fields.Many2one(
        "hr.employee",
        string="Record in the New Company",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="hr.group_hr_user",
        help="Set once the transfer has taken place.",
    )

    @api.constrains("transfer_company_id", "employee_id")
    def _check_transfer_company(self):
        for case in self.filtered("transfer_company_id"):
            if case.transfer_company_id == case.company_id:
                raise ValidationError(
                    self.env._(
                        "%(employee)s works for %(company)s already. Choose the "
                        "company to which the person moves.",
                        employee=case.employee_id.name,
                        company=case.company_id.name,
                    )
                )

    @api.constrains(
        "transfer_company_id",
        "transfer_department_id",
        "transfer_job_id",
        "transfer_manager_id",
    )
    def _check_transfer_place(self):
        # Sudo: the new company need not be among those that are chosen now.
        for case in self.sudo():
            places = (
                case.transfer_department_id,
                case.transfer_job_id,
                case.transfer_manager_id,
            )
            for place in places:
                if place.company_id and place.company_id != case.transfer_company_id:
                    raise ValidationError(
                        self.env._(
                            "%(place)s does not belong to the company to which the "
                            "person moves. Choose department, job position and manager "
                            "of that company, or leave them empty.",
                            place=place.display_name,
                        )
                    )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_may_transfer_to(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_may_transfer_to(vals)
        result = super().write(vals)
        if "reason_id" in vals:
            self._filter_transfers()._do_keep_colleague()
        return result

    @api.onchange("transfer_company_id")
    def _onchange_transfer_company_id(self):
        self.transfer_department_id = False
        self.transfer_job_id = False
        self.transfer_manager_id = False

    def _filter_transfers(self):
        return self.filtered(
            # Sudo: the kind is for HR, what follows from it holds for everybody.
            lambda case: case.sudo().kind == "transfer"
        )

    def _get_transfer_date(self):
        """The first day in the new company."""
        return self.departure_date + relativedelta(days=1)

    def _get_former_record(self):
        """The archived record of this person in the new company, possibly none."""
        # Sudo: the number is for HR.
        number = self.sudo().employee_number
        records = self.employee_id._get_records_of_person()
        return records.filtered(
            lambda record: (
                record.company_id == self.transfer_company_id
                and record.employee_number == number
            )
        )

    def _check_may_transfer_to(self, vals):
        """Whoever sends somebody to a company must have access to it."""
        company = vals.get("transfer_company_id")
        if company and not self.env.su and company not in self.env.user.company_ids.ids:
            raise AccessError(
                self.env._(
                    "You can choose companies only to which you have access. Ask an "
                    "HR officer of both companies to enter where the person moves."
                )
            )

    def _check_can_move(self, state):
        result = super()._check_can_move(state)
        if state in ("in_progress", "departed"):
            self._filter_transfers()._check_can_be_transferred()
        return result

    def _check_can_be_transferred(self):
        """Refuse a transfer that cannot be carried out, with a sentence that says why.

        :raise UserError: for the first of these cases for which it is so
        """
        for case in self:
            # Sudo: records and numbers of the new company count, seen or not.
            problem = case.sudo()._get_transfer_problem()
            if problem:
                raise UserError(problem)

    def _get_transfer_problem(self):
        """Hook: sentence that says why this transfer cannot be, or False."""
        self.ensure_one()
        employee, target = self.employee_id, self.transfer_company_id
        facts = {"employee": employee.name, "company": target.name}
        if not target:
            return self.env._(
                "Choose the company to which %(employee)s moves, on the page Transfer.",
                **facts,
            )
        if not target.active:
            return self.env._(
                "%(company)s is archived. Choose another company for %(employee)s.",
                **facts,
            )
        if not employee.active:
            return self.env._(
                "%(employee)s is archived and cannot move to another company.", **facts
            )
        records = employee._get_records_of_person() - employee
        there = records.filtered(lambda record: record.company_id == target)
        if there.filtered("active"):
            return self.env._(
                "%(employee)s has an employee record in %(company)s already. Archive "
                "it there first, or register an ordinary departure here.",
                **facts,
            )
        return self._get_former_record_problem(there) or self._get_number_problem(
            records, facts
        )

    def _get_former_record_problem(self, there):
        """Why a former record in the new company is in the way, or False."""
        employee, number = self.employee_id, self.employee_id.employee_number
        facts = {"employee": employee.name, "company": self.transfer_company_id.name}
        own = there.filtered(lambda record: record.employee_number == number)
        of_login = there.filtered(
            lambda record: record.user_id and record.user_id == employee.user_id
        )
        if of_login - own:
            return self.env._(
                "%(employee)s has a former employee record in %(company)s with another "
                "number, %(number)s. A login has one record in each company: take it "
                "off that record first.",
                number=(of_login - own)[0].employee_number,
                **facts,
            )
        if own and self.transfer_way == "same":
            return self.env._(
                "%(employee)s has a former employee record in %(company)s. Choose “A "
                "new employee record there”: the former one is taken up again.",
                **facts,
            )
        return False

    def _get_number_problem(self, records, facts):
        """Why the number cannot be kept in the new company, or False."""
        number, target = self.employee_id.employee_number, self.transfer_company_id
        domain = Domain(
            [("employee_number", "=", number), ("company_id", "=", target.id)]
        )
        employees = self.env["hr.employee"].with_context(active_test=False)
        holder = employees.search(domain) - records
        stints = self.env["hr.employment.period"].search(domain)
        strange = stints.filtered(
            lambda stint: stint.employee_id not in records | self.employee_id
        )
        if holder or strange:
            return self.env._(
                "The number %(number)s of %(employee)s belongs to somebody else in "
                "%(company)s, and numbers are kept for life. Register an ordinary "
                "departure here, and a new employee there.",
                number=number,
                **facts,
            )
        return False

    def _may_be_asked(self, purpose):
        """Whoever moves inside the group is a colleague, and no leaver to write to."""
        return not self._filter_transfers() and super()._may_be_asked(purpose)

    @api.model
    def _get_access_due_domain(self):
        return super()._get_access_due_domain() & Domain("kind", "!=", "transfer")

    def _check_can_cut_access(self):
        if moves := self._filter_transfers():
            raise UserError(
                self.env._(
                    "%(employees)s stays in the group and keeps the login. If the "
                    "person leaves, change the reason of the departure first.",
                    employees=", ".join(moves.employee_id.mapped("name")),
                )
            )
        return super()._check_can_cut_access()

    def _get_missing_facts(self):
        facts = super()._get_missing_facts()
        if (
            self.is_unconfirmed
            and self._filter_transfers()
            and not self.transfer_employee_id
        ):
            facts.append(
                self.env._(
                    "whether the person has moved: the record was archived instead"
                )
            )
        return facts

    def _check_company(self, fnames=None):
        """A record that has moved on is the one of this departure all the same."""
        # Sudo: where somebody has moved to is for HR.
        moved = self.sudo().filtered(
            lambda case: (
                case.transfer_employee_id
                and case.transfer_employee_id == case.employee_id
            )
        )
        moved = self.browse(moved.ids)
        names = set(self._fields if fnames is None else fnames)
        super(HrOffboardingTransfer, moved)._check_company(
            list(names - {"employee_id", "company_id"})
        )
        return super(HrOffboardingTransfer, self - moved)._check_company(fnames)

    def _get_private_email(self):
        """The record that has moved to another company is not for the old one."""
        # Sudo: whoever reads the case learns nothing but that it is over.
        if self.sudo().transfer_employee_id and not self.employee_id.has_access("read"):
            return False
        return super()._get_private_email()
