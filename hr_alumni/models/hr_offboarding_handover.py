from odoo import models


class HrOffboardingHandover(models.Model):
    _inherit = "hr.offboarding.handover"

    def _get_handover_models(self):
        """Relations with former colleagues and circles go to the successor."""
        states = ("candidate", "invited", "active", "dormant")
        return {
            **super()._get_handover_models(),
            ("hr.alumni", "owner_id"): [("state", "in", states)],
            ("hr.alumni.keeper", "user_id"): [("state", "in", ("asked", "accepted"))],
            ("hr.alumni.circle", "moderator_id"): [("active", "=", True)],
            ("hr.alumni.nudge", "user_id"): [("state", "=", "open")],
        }

    def _is_scanned_field(self, Model, field):
        """Career guidance is not even counted: the person decides who goes on."""
        if Model._name == "hr.alumni.guidance":
            return False
        return super()._is_scanned_field(Model, field)
