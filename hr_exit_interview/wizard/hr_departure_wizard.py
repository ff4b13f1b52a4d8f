from odoo import models


class HrDepartureWizard(models.TransientModel):
    _inherit = "hr.departure.wizard"

    def action_register_departure(self):
        """Write the stints that end into the ledger before core archives anybody.

        :return: the action that core returns
        """
        if self.env.context.get("employee_termination"):
            self.employee_ids.filtered("active")._close_employment_periods(
                self.departure_date, self.departure_reason_id
            )
        action = super().action_register_departure()
        self.employee_ids.filtered(
            lambda employee: not employee.active
        )._complete_employment_periods(self.departure_date, self.departure_reason_id)
        return action
