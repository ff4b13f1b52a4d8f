from odoo import fields, models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    is_shared_with_leaver = fields.Boolean(
        string="Shared with the Leaver",
        copy=False,
        groups="hr.group_hr_user",
        help="A paper of a departure: the leaver can download it from the own page.",
    )
