from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    offboarding_notice_days = fields.Integer(
        related="company_id.offboarding_notice_days", readonly=False
    )
    offboarding_user_id = fields.Many2one(
        related="company_id.offboarding_user_id", readonly=False
    )
    offboarding_escalation_days = fields.Integer(
        related="company_id.offboarding_escalation_days", readonly=False
    )
    offboarding_it_user_id = fields.Many2one(
        related="company_id.offboarding_it_user_id", readonly=False
    )
    offboarding_finance_user_id = fields.Many2one(
        related="company_id.offboarding_finance_user_id", readonly=False
    )
    offboarding_facilities_user_id = fields.Many2one(
        related="company_id.offboarding_facilities_user_id", readonly=False
    )
    offboarding_legal_user_id = fields.Many2one(
        related="company_id.offboarding_legal_user_id", readonly=False
    )
    offboarding_head_user_id = fields.Many2one(
        related="company_id.offboarding_head_user_id", readonly=False
    )
    offboarding_sends_own_page = fields.Boolean(
        related="company_id.offboarding_sends_own_page", readonly=False
    )
    offboarding_own_page_days = fields.Integer(
        related="company_id.offboarding_own_page_days", readonly=False
    )
    offboarding_handover_default = fields.Selection(
        related="company_id.offboarding_handover_default", readonly=False
    )
    offboarding_urgent_days = fields.Integer(
        related="company_id.offboarding_urgent_days", readonly=False
    )
    offboarding_stay_key_holder = fields.Selection(
        related="company_id.offboarding_stay_key_holder", readonly=False
    )
    offboarding_stay_regretted_holder = fields.Selection(
        related="company_id.offboarding_stay_regretted_holder", readonly=False
    )
    offboarding_stay_job_holder = fields.Selection(
        related="company_id.offboarding_stay_job_holder", readonly=False
    )
    offboarding_stay_job_ids = fields.Many2many(
        related="company_id.offboarding_stay_job_ids", readonly=False
    )
