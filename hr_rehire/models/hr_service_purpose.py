from odoo import api, fields, models
from odoo.fields import Domain


class HrServicePurpose(models.Model):
    """What service is recognised for; each purpose has a date of its own."""

    _name = "hr.service.purpose"
    _description = "Purpose of Recognised Service"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, help="Short and stable: by it other applications ask for a date."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    description = fields.Char(translate=True)
    counts_paid = fields.Boolean(
        string="Counts What Was Paid Out",
        default=True,
        help="Untick it where service must not count again that was already paid for "
        "when the person left, as with severance.",
    )

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "There is already a purpose with this code."
    )

    @api.model
    def _get_purposes(self):
        """All purposes in use, in their order; there are a few."""
        return self.search(Domain.TRUE)
