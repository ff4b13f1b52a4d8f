from odoo import fields, models


class HrOffboardingAgreements(models.Model):
    """What the leaver has agreed to for the time afterwards, beside the departure."""

    _inherit = "hr.offboarding"

    agreement_ids = fields.One2many(
        related="employee_id.agreement_ids",
        string="Agreements",
        groups="hr.group_hr_user",
        help="All agreements of the person, whenever they were signed.",
    )

    def action_new_agreement(self):
        """Open the form of a new agreement of this leaver."""
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Agreement"),
            "res_model": "hr.offboarding.agreement",
            "view_mode": "form",
            "context": {
                "default_employee_id": self.employee_id.id,
                "default_offboarding_id": self.id,
            },
        }

    def _get_leaver_page_sections(self):
        """The own page reminds the leaver of what goes on to bind."""
        rows = [
            {
                "name": agreement._get_kind_label(),
                "detail": agreement.scope or "",
                "state": agreement._get_end_text(),
            }
            for agreement in self.agreement_ids
            if agreement.state == "in_force"
        ]
        sections = super()._get_leaver_page_sections()
        if not rows:
            return sections
        return [
            *sections,
            {
                "name": "agreements",
                "title": self.env._("What you have agreed to"),
                "text": self.env._("These agreements go on after your last day."),
                "rows": rows,
            },
        ]
