from collections import Counter

from odoo import api, fields, models


class HrOffboardingReference(models.Model):
    """The reference of a departure, drawn in one go for all that are opened at once."""

    _inherit = "hr.offboarding"

    @api.model
    def _next_references(self, vals_list):
        """References of new cases with these values, each in the year of its notice."""
        employees = self._get_employees_of(vals_list)
        today = fields.Date.context_today(self)
        keys = [
            (employee.company_id, fields.Date.to_date(vals.get("notice_date") or today))
            for employee, vals in zip(employees, vals_list, strict=True)
        ]
        names = {
            # Sudo: sequences are for system administrators.
            key: iter(
                self.env["ir.sequence"]
                .sudo()
                ._next_range_by_code("hr.offboarding", count, *key)
            )
            for key, count in Counter(keys).items()
        }
        return [next(names[key]) for key in keys]

    @api.model
    def _get_employees_of(self, vals_list):
        """The employees whom these values name, a list of the same length."""
        default = self.env.context.get("default_employee_id")
        ids = [vals.get("employee_id", default) for vals in vals_list]
        # Browsed together, so that what is read of one is read of all.
        employees = self.env["hr.employee"].browse(dict.fromkeys(filter(None, ids)))
        by_id = {employee.id: employee for employee in employees}
        return [by_id.get(number, employees.browse()) for number in ids]
