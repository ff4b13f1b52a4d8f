from collections import defaultdict

from odoo import api, models
from odoo.exceptions import UserError

WIZARD = "hr.departure.wizard"


class HrEmployeeNumberMixin(models.AbstractModel):
    """The number of an employee: given once, kept for life, never given again."""

    _name = "hr.employee.number.mixin"
    _description = "Employee with a Number for Life"

    def _check_employee_numbers_unused(self, numbers):
        """Refuse numbers that the ledger knows: they belong to somebody for life."""
        # Under sudo only: the steps of a transfer say so, which have looked at them.
        kept = self.env.context.get("kept_employee_numbers", ()) if self.env.su else ()
        numbers = [number for number in numbers if number not in kept]
        # Sudo: the ledger must be searched as a whole, also for other companies.
        used = (
            self.env["hr.employment.period"]
            .sudo()
            ._read_group([("employee_number", "in", numbers)], ["employee_number"])
        )
        if used:
            raise UserError(
                self.env._(
                    "These employee numbers have already been given and are kept for "
                    "life: %(numbers)s. Leave the number empty to get a new one.",
                    numbers=", ".join(number for [number] in used),
                )
            )

    def _check_employee_number_unchanged(self, number):
        if self.filtered(
            # Sudo: the field is for HR, the rule holds for everybody.
            lambda employee: (employee.sudo().employee_number or number) != number
        ):
            raise UserError(
                self.env._(
                    "An employee number is kept for life and cannot be changed or "
                    "removed."
                )
            )

    @api.model
    def _add_employee_numbers(self, vals_list):
        """Give a number to those who have none, before they are written.

        :return: the values of new employees, with a number in each
        """
        vals_list = [dict(vals) for vals in vals_list]
        default = self.default_get(["company_id"]).get("company_id")
        missing = defaultdict(list)
        for vals in vals_list:
            company_id = vals.get("company_id") or default
            if company_id and not vals.get("employee_number"):
                missing[company_id].append(vals)
        for company_id, news in missing.items():
            company = self.env["res.company"].browse(company_id)
            numbers = company._next_employee_numbers(len(news))
            for vals, number in zip(news, numbers, strict=True):
                vals["employee_number"] = number
        return vals_list

    def _assign_employee_numbers(self):
        """Give a number to those who have none, one range for each company."""
        for company, employees in (
            self.filtered(lambda employee: not employee.employee_number)
            .grouped("company_id")
            .items()
        ):
            numbers = company._next_employee_numbers(len(employees))
            for employee, number in zip(employees, numbers, strict=True):
                employee.employee_number = number
