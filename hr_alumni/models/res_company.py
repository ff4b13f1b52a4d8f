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
    alumni_warmth_half_life = fields.Integer(
        string="A Contact Counts Half After",
        default=120,
        required=True,
        help="Days after which a contact counts half for the warmth of a relation.",
    )

    _alumni_warmth_half_life_check = models.Constraint(
        "CHECK (alumni_warmth_half_life > 0)",
        "The time after which a contact counts half is at least one day.",
    )
