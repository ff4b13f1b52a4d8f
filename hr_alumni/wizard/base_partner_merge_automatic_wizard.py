from odoo import models
from odoo.exceptions import UserError


class BasePartnerMergeAutomaticWizard(models.TransientModel):
    _inherit = "base.partner.merge.automatic.wizard"

    def _merge(self, partner_ids, dst_partner=None, extra_checks=True):
        """Merging contacts merges the former colleagues behind them, or is refused.

        Left to itself the platform would delete the second record with its history, or
        move a former colleague to a contact that is used at work.
        """
        partners = self.env["res.partner"].browse(partner_ids).exists()
        # Sudo: whoever merges contacts need not read former colleagues.
        alumni = (
            self.env["hr.alumni"].sudo().search([("partner_id", "in", partners.ids)])
        )
        if not alumni:
            return super()._merge(partner_ids, dst_partner, extra_checks)
        for partner in partners.sudo():
            if not self.env["hr.alumni"]._is_own_contact(partner):
                raise UserError(
                    self.env._(
                        "%(contact)s is used at work or belongs to a company, and the "
                        "other contact is a former colleague's own. Leave them apart.",
                        contact=partner.name,
                    )
                )
        for records in alumni.grouped("company_id").values():
            kept = records.filtered(lambda one: one._get_account())[:1]
            kept = kept or records.filtered(lambda one: one.partner_id == dst_partner)
            kept = kept or records[:1]
            if len(records) > 1:
                (records - kept)._do_merge_into(kept, keep_contacts=True)
        result = super()._merge(partner_ids, dst_partner, extra_checks)
        self.env.invalidate_all()
        return result
