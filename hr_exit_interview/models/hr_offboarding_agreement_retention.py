from odoo import api, fields, models


class HrOffboardingAgreementRetention(models.Model):
    """How long an agreement is kept: so many months after it has ended.

    One in force binds somebody and is kept however long that is.
    """

    _name = "hr.offboarding.agreement"
    _inherit = ["hr.offboarding.agreement", "hr.retention.mixin"]

    _RETENTION_SEQUENCE = 20

    def _get_retention_date(self):
        ends = {
            # While it is created it has no date yet.
            "draft": self.create_date or fields.Datetime.now(),
            "released": self.released_date,
            "expired": self.date_end,
        }
        end = ends.get(self.state)
        months = self.company_id.retention_agreement_months
        return self._get_retention_end(
            end.date() if hasattr(end, "date") else end, months
        )

    @api.model
    def _get_retention_depends(self):
        return [
            *super()._get_retention_depends(),
            "state",
            "date_end",
            "released_date",
            "company_id.retention_agreement_months",
        ]

    def _get_privacy_obstacle(self):
        obstacle = super()._get_privacy_obstacle()
        if not obstacle and self.state == "in_force":
            obstacle = self.env._(
                "%(agreement)s still binds the person. Release the person from it "
                "first, or wait until it ends.",
                agreement=self.display_name,
            )
        return obstacle
