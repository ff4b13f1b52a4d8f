from odoo import api, models

from odoo.addons.hr_exit_interview.models.hr_own_data_mixin import CLAIM
from odoo.addons.hr_exit_interview.tools.own_data import OwnRule


class HrOwnDataCopy(models.Model):
    """Ways back are told along with what else is known about a person."""

    _inherit = "hr.own.data.copy"

    @api.model
    def _get_own_rules(self):
        return {
            **super()._get_own_rules(),
            "hr.rehire": OwnRule(left_out={"legal_hold_reason": CLAIM}),
            "hr.service.credit": OwnRule(left_out={"legal_hold_reason": CLAIM}),
        }

    def _get_own_roots(self):
        roots = super()._get_own_roots()
        employees, alumni = self._get_own_people()
        cases = alumni.env["hr.rehire"].search(
            [
                "|",
                ("employee_id", "in", employees.ids),
                ("alumni_id", "in", alumni.ids),
                ("erased_date", "=", False),
            ]
        )
        credits = alumni.env["hr.service.credit"].search(
            [
                "|",
                ("employee_id", "in", employees.ids),
                ("rehire_id", "in", cases.ids),
                ("erased_date", "=", False),
            ]
        )
        return [*roots, cases, credits]
