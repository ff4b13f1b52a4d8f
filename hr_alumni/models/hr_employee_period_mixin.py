from odoo import models
from odoo.tools import SQL


class HrEmployeePeriodMixin(models.AbstractModel):
    _inherit = "hr.employee.period.mixin"

    def _close_employment_periods(self, date_end=None, reason=None, offboarding=None):
        periods = super()._close_employment_periods(date_end, reason, offboarding)
        if periods:
            periods._note_leading(SQL("period.id IN %s", periods._ids))
        return periods

    def _prepare_employment_period_values(
        self, date_end, reason, offboarding, version=None
    ):
        values = super()._prepare_employment_period_values(
            date_end, reason, offboarding, version
        )
        version = version or self.current_version_id
        return {**values, "office_name": version.work_location_id.name}
