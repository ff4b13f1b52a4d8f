from odoo import fields, models


class HrOffboardingTemplate(models.Model):
    """A package: the tasks that a departure of a certain kind gets."""

    _name = "hr.offboarding.template"
    _description = "Offboarding Package"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        "res.company", index=True, help="Leave empty to offer it to every company."
    )
    departure_type = fields.Selection(
        selection=lambda self: (
            self.env["hr.departure.reason"]
            ._fields["type"]
            ._description_selection(self.env)
        ),
        help="Proposed for departures with a reason of this type; leave empty to "
        "propose it for all.",
    )
    task_ids = fields.One2many("hr.offboarding.template.task", "template_id", copy=True)
