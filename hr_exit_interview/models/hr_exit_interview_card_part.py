from odoo import api, fields, models
from odoo.exceptions import AccessError


class HrExitInterviewCardPart(models.AbstractModel):
    """A line of a record card: whoever fills the card fills it, as long as it is open.

    The many2one stands in each model, since each has an inverse of its own.
    """

    _name = "hr.exit.interview.card.part"
    _description = "Part of a Record Card"
    _inherit = ["hr.exit.access.mixin"]

    _LOGGED_AS = "card"

    card_id = fields.Many2one(
        "hr.exit.interview.card",
        string="Record Card",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        index=True,
    )

    @api.depends("card_id.company_id")
    def _compute_company_id(self):
        for part in self:
            part.company_id = part.card_id.company_id

    def _get_logged_interviews(self):
        return self.card_id.interview_id

    @api.depends("card_id.interview_id.name")
    def _compute_display_name(self):
        """Names travel further than records: this one says nothing of the talk."""
        for part in self:
            part.display_name = part.card_id.display_name

    @api.model_create_multi
    def create(self, vals_list):
        parts = super().create(vals_list)
        parts.card_id._note_change()
        return parts

    def write(self, vals):
        if "card_id" in vals and not self.env.su:
            raise AccessError(
                self.env._("What was said in one talk cannot be moved to another one.")
            )
        self.card_id._note_change()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_locked(self):
        self.card_id._note_change()
