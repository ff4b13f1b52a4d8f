from odoo import models


class ResourceResource(models.Model):
    _inherit = "resource.resource"

    def write(self, vals):
        """Write the ledger before a resource takes its employee out of service."""
        if "active" not in vals or vals["active"]:
            return super().write(vals)
        # Whoever may archive the resource need not be able to read the ledger.
        employees = self.sudo().employee_id.filtered("active")
        employees._prepare_archiving()
        result = super().write(vals)
        employees._follow_archiving()
        return result
