from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    alumni_team_id = fields.Many2one(
        "crm.team",
        string="Sales Team for Referred Business",
        domain="[('company_id', 'in', (id, False))]",
    )
    alumni_user_id = fields.Many2one(
        "res.users",
        string="Salesperson for Referred Business",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
    )
