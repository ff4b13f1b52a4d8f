from odoo import api, models


class HrServiceCreditRetention(models.Model):
    """Lines about earlier service go with the person they are about."""

    _name = "hr.service.credit"
    _inherit = ["hr.service.credit", "hr.retention.mixin"]

    # Before the return case, of which they are part.
    _RETENTION_SEQUENCE = 34

    @api.model
    def _get_privacy_domain(self, employees):
        return [
            "|",
            ("employee_id", "in", employees.ids),
            ("rehire_id.employee_id", "in", employees.ids),
            ("erased_date", "=", False),
        ]
