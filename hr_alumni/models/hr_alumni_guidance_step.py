from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HrAlumniGuidanceStep(models.Model):
    """One step of the plan that a person and the adviser have made."""

    _name = "hr.alumni.guidance.step"
    _description = "Step of Career Guidance"
    _order = "is_done, date, id"
    _rec_name = "date"

    guidance_id = fields.Many2one(
        "hr.alumni.guidance", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="guidance_id.company_id",
        store=True,
        index=True,
        precompute=True,
        groups="base.group_user",
    )
    name = fields.Char(string="Step", required=True)
    date = fields.Date(string="Until")
    is_done = fields.Boolean(string="Done")

    @api.model_create_multi
    def create(self, vals_list):
        steps = super().create(vals_list)
        steps.guidance_id._check_is_running()
        return steps

    def write(self, vals):
        if "guidance_id" in vals and any(
            step.guidance_id.id != vals["guidance_id"] for step in self
        ):
            raise ValidationError(
                self.env._("A step stays with the person whose plan it is part of.")
            )
        return super().write(vals)
