from odoo import fields, models


class HrAlumniGuidanceOffer(models.TransientModel):
    """Naming an adviser; the person decides, and nobody else sees the answer."""

    _name = "hr.alumni.guidance.offer"
    _description = "Offer Career Guidance"

    alumni_ids = fields.Many2many("hr.alumni", string="Former Colleagues")
    company_id = fields.Many2one("res.company", required=True)
    adviser_id = fields.Many2one(
        "res.users",
        required=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Somebody whom the person can trust: neither the line manager nor HR.",
    )

    def action_offer(self):
        """Offer it to these people."""
        self.alumni_ids.check_access("write")
        self.env["hr.alumni.guidance"]._do_offer(self.alumni_ids, self.adviser_id)
        return {"type": "ir.actions.act_window_close"}
