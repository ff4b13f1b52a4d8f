from odoo import fields, models
from odoo.exceptions import ValidationError


class HrAlumniPartMixin(models.AbstractModel):
    """Something about one former colleague, which stays with this person for good.

    Rules open it by the person: whoever could move it to another one would show it to
    others, or see what is not for them.
    """

    _name = "hr.alumni.part.mixin"
    _description = "Part of a Former Colleague's Record"

    alumni_id = fields.Many2one(
        "hr.alumni",
        string="Former Colleague",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="alumni_id.company_id", store=True, index=True, precompute=True
    )

    def write(self, vals):
        if "alumni_id" in vals and any(
            part.alumni_id and part.alumni_id.id != vals["alumni_id"] for part in self
        ):
            raise ValidationError(
                self.env._(
                    "This stays with the person it is about. Make another one for "
                    "somebody else."
                )
            )
        return super().write(vals)
