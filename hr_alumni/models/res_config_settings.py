from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    alumni_team_id = fields.Many2one(
        related="company_id.alumni_team_id",
        readonly=False,
        domain="[('company_id', 'in', (company_id, False))]",
    )
    alumni_invitation_reminder_days = fields.Integer(
        related="company_id.alumni_invitation_reminder_days", readonly=False
    )
    alumni_unanswered_months = fields.Integer(
        related="company_id.alumni_unanswered_months", readonly=False
    )
    alumni_silence_months = fields.Integer(
        related="company_id.alumni_silence_months", readonly=False
    )
    alumni_silence_reminders = fields.Integer(
        related="company_id.alumni_silence_reminders", readonly=False
    )
    alumni_mail_cap = fields.Integer(
        related="company_id.alumni_mail_cap", readonly=False
    )
    alumni_import_days = fields.Integer(
        related="company_id.alumni_import_days", readonly=False
    )
    alumni_colleagues_in_circles = fields.Boolean(
        related="company_id.alumni_colleagues_in_circles", readonly=False
    )
    alumni_guidance_months = fields.Integer(
        related="company_id.alumni_guidance_months", readonly=False
    )
    alumni_request_months = fields.Integer(
        related="company_id.alumni_request_months", readonly=False
    )
    alumni_candidate_months = fields.Integer(
        related="company_id.alumni_candidate_months", readonly=False
    )
    alumni_dormant_months = fields.Integer(
        related="company_id.alumni_dormant_months", readonly=False
    )
    alumni_left_months = fields.Integer(
        related="company_id.alumni_left_months", readonly=False
    )
    alumni_deceased_months = fields.Integer(
        related="company_id.alumni_deceased_months", readonly=False
    )
    alumni_proof_months = fields.Integer(
        related="company_id.alumni_proof_months", readonly=False
    )
    alumni_access_months = fields.Integer(
        related="company_id.alumni_access_months", readonly=False
    )
    alumni_access_extend = fields.Boolean(
        related="company_id.alumni_access_extend", readonly=False
    )
    alumni_signup = fields.Selection(
        related="company_id.alumni_signup", readonly=False, required=True
    )
    alumni_signup_days = fields.Integer(
        related="company_id.alumni_signup_days", readonly=False
    )
    alumni_signup_url = fields.Char(related="company_id.alumni_signup_url")
    alumni_user_id = fields.Many2one(
        related="company_id.alumni_user_id",
        readonly=False,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
    )
    alumni_warmth_half_life = fields.Integer(
        related="company_id.alumni_warmth_half_life", readonly=False
    )
