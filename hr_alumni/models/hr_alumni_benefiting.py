from odoo import api, fields, models

from .hr_alumni import PRIVATE_GROUPS


class HrAlumniBenefiting(models.Model):
    """The benefits that a former colleague has claimed."""

    _inherit = "hr.alumni"

    claim_ids = fields.One2many(
        "hr.alumni.benefit.claim",
        "alumni_id",
        string="Benefits Claimed",
        groups=PRIVATE_GROUPS,
    )
    claim_count = fields.Integer(
        string="Number of Benefits",
        compute="_compute_claim_count",
        groups=PRIVATE_GROUPS,
    )

    @api.depends("claim_ids.state")
    def _compute_claim_count(self):
        claims = self.env["hr.alumni.benefit.claim"]
        counts = dict(
            claims._read_group(
                [("alumni_id", "in", self.ids), ("state", "in", claims._COUNTING)],
                ["alumni_id"],
                ["__count"],
            )
        )
        for alumni in self:
            alumni.claim_count = counts.get(alumni._origin, 0)

    def action_view_claims(self):
        """Open what these people have claimed."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_benefit_claim_action"
        )
        action["domain"] = [("alumni_id", "in", self.ids)]
        action["context"] = {}
        return action

    def _drop_with(self, purposes):
        result = super()._drop_with(purposes)
        if purposes is None:
            # Sudo: the person or the system decides here, whatever they may read.
            waiting = self.sudo().claim_ids.filtered(lambda one: one.state == "asked")
            waiting._do_cancel()
        return result
