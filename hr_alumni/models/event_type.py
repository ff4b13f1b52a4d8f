from odoo import fields, models


class EventType(models.Model):
    _inherit = "event.type"

    is_alumni_event = fields.Boolean(
        string="For Former Colleagues",
        help="Former colleagues are invited and answer by a link or on their page. "
        "Nobody who comes becomes a lead by that.",
    )
