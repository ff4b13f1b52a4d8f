from odoo import models


class HrExitInterviewAlarm(models.Model):
    """Who must not get a report that comes from the questionnaire of a talk."""

    _inherit = "hr.exit.interview"

    def _get_alarm_barred_users(self):
        """Hook: the leaver, and everybody above: it may be about any of them."""
        self.ensure_one()
        employee = self.employee_id
        managers = (
            employee._get_line_managers()
            | self.offboarding_id.line_manager_ids
            | self.offboarding_id.manager_id
            | employee.department_id.manager_id
        )
        return (employee | managers).user_id
