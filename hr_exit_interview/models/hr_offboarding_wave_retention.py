from odoo import api, models


class HrOffboardingWaveRetention(models.Model):
    """How long the notes of a wave are kept: as long as its last departure."""

    _name = "hr.offboarding.wave"
    _inherit = ["hr.offboarding.wave", "hr.retention.mixin"]

    _RETENTION_SEQUENCE = 40
    _RETENTION_KEEP = frozenset(
        {
            "name",
            "company_id",
            "reason_id",
            "notice_date",
            "last_working_date",
            "departure_date",
            "state",
        }
    )

    def _get_retention_date(self):
        cases = self.offboarding_ids
        if self.state == "draft" or any(
            case.state in ("draft", "in_progress") for case in cases
        ):
            return False
        days = [
            self.notice_date,
            self.last_working_date,
            self.departure_date,
            *cases.mapped("departure_date"),
        ]
        months = self.company_id.retention_case_months
        return self._get_retention_end(max(filter(None, days)), months)

    @api.model
    def _get_retention_depends(self):
        return [
            *super()._get_retention_depends(),
            "state",
            "notice_date",
            "last_working_date",
            "departure_date",
            "offboarding_ids.state",
            "offboarding_ids.departure_date",
            "company_id.retention_case_months",
        ]

    @api.model
    def _get_privacy_domain(self, employees):
        # It is about many people: one of them leaves it without a trace.
        return [("id", "=", False)]
