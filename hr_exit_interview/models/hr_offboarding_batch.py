from odoo import models


class HrOffboardingBatch(models.Model):
    """Departures are worked on in batches, and one that fails is parked."""

    _name = "hr.offboarding"
    _inherit = ["hr.offboarding", "hr.batch.mixin"]
