from odoo import fields, models


class HrExitTopic(models.Model):
    """What people talk about when they leave, and what a company acts on."""

    _name = "hr.exit.topic"
    _description = "Exit Topic"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    key = fields.Char(
        required=True,
        copy=False,
        help="Stable name of the topic, whatever its wording or language.",
    )
    description = fields.Char(
        string="Covers", translate=True, help="What belongs to this topic."
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)

    _key_uniq = models.Constraint(
        "UNIQUE (key)", "There is already a topic with this key. Choose another key."
    )
