from odoo import api, fields, models
from odoo.tools import SQL


class HrEmployee(models.Model):
    _inherit = "hr.employee"

    alumni_ids = fields.Many2many(
        "hr.alumni", string="Former Colleague", groups="hr.group_hr_user", copy=False
    )
    alumni_count = fields.Integer(
        string="Former Colleague Records",
        compute="_compute_button_facts",
        groups="hr.group_hr_user",
    )

    @api.depends("alumni_ids")
    def _compute_button_facts(self):
        return super()._compute_button_facts()

    def _get_button_sources(self):
        field = self._fields["alumni_ids"]
        rows = SQL(
            "SELECT %s AS employee_id, %s AS record_id FROM %s WHERE %s IN %s"
            " AND %s IN %s",
            SQL.identifier(field.column1),
            SQL.identifier(field.column2),
            SQL.identifier(field.relation),
            SQL.identifier(field.column1),
            tuple(self.ids) or (0,),
            SQL.identifier(field.column2),
            self.env["hr.alumni"]._search([]).subselect(),
        )
        return {**super()._get_button_sources(), "alumni_count": rows}

    def action_view_alumni(self):
        """Open this person's record in the network of former colleagues."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.alumni",
            "view_mode": "form",
            "res_id": self.alumni_ids[:1].id,
        }
