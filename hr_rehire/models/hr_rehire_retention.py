from odoo import api, models


class HrRehireRetention(models.Model):
    """Erasing a return case of a person who wants to be forgotten.

    What is left is its number, how it came about and how it ended.
    """

    _name = "hr.rehire"
    _inherit = ["hr.rehire", "hr.retention.mixin"]

    _RETENTION_SEQUENCE = 35
    _RETENTION_KEEP = frozenset(
        {"name", "company_id", "alumni_id", "state", "source", "start_date"}
    )

    @api.model
    def _get_privacy_domain(self, employees):
        return [
            "|",
            ("employee_id", "in", employees.ids),
            ("alumni_id.employee_ids", "in", employees.ids),
            ("erased_date", "=", False),
        ]

    def _get_privacy_obstacle(self):
        obstacle = super()._get_privacy_obstacle()
        if obstacle or self.state not in self._OPEN_STATES:
            return obstacle
        return self.env._(
            "%(case)s is still open. Decline it first, or cancel it.", case=self.name
        )
