from odoo import api, fields, models
from odoo.fields import Domain


class HrAlumniImportRetention(models.Model):
    """How long the file and the refused rows of an import are kept."""

    _inherit = "hr.alumni.import"

    def _get_retention_date(self):
        day = self.finished_date or self.create_date
        return day and fields.Date.add(
            day.date(), days=self.company_id.alumni_import_days
        )

    @api.model
    def _get_retention_depends(self):
        return [
            *super()._get_retention_depends(),
            "finished_date",
            "create_date",
            "company_id.alumni_import_days",
        ]

    @api.model
    def _get_privacy_domain(self, employees):
        # Rows about a person go with the record of that person.
        return Domain.FALSE
