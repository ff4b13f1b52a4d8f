from odoo import api, fields, models
from odoo.fields import Command


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
    exit_questionnaire_is_automatic = fields.Boolean(
        related="company_id.exit_questionnaire_is_automatic", readonly=False
    )
    exit_neutral_user_id = fields.Many2one(
        related="company_id.exit_neutral_user_id", readonly=False
    )
    exit_manager_view = fields.Selection(
        related="company_id.exit_manager_view", readonly=False
    )
    exit_follow_up_policy = fields.Selection(
        related="company_id.exit_follow_up_policy", readonly=False
    )
    exit_stat_minimum = fields.Integer(
        related="company_id.exit_stat_minimum", readonly=False
    )
    exit_confidential_user_id = fields.Many2one(
        related="company_id.exit_confidential_user_id", readonly=False
    )
    exit_confidential_deputy_id = fields.Many2one(
        related="company_id.exit_confidential_deputy_id", readonly=False
    )
    exit_confidential_warning = fields.Char(
        compute="_compute_exit_confidential_warning"
    )
    exit_release_days = fields.Integer(
        related="company_id.exit_release_days", readonly=False
    )
    offboarding_sends_own_page = fields.Boolean(
        related="company_id.offboarding_sends_own_page", readonly=False
    )
    offboarding_own_page_days = fields.Integer(
        related="company_id.offboarding_own_page_days", readonly=False
    )
    retention_case_months = fields.Integer(
        related="company_id.retention_case_months", readonly=False
    )
    retention_interview_months = fields.Integer(
        related="company_id.retention_interview_months", readonly=False
    )
    retention_agreement_months = fields.Integer(
        related="company_id.retention_agreement_months", readonly=False
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
    offboarding_stay_missing_names = fields.Char(
        string="Without the Right",
        compute="_compute_offboarding_stay_missing_names",
        help="They would hold stay talks, and have no right to see exit interviews.",
    )

    @api.depends(
        "company_id", "exit_confidential_user_id", "exit_confidential_deputy_id"
    )
    def _compute_exit_confidential_warning(self):
        for settings in self:
            settings.exit_confidential_warning = self.env["hr.exit.alarm"]._get_warning(
                settings.company_id
            )

    @api.depends(
        "company_id",
        "offboarding_head_user_id",
        "offboarding_stay_key_holder",
        "offboarding_stay_regretted_holder",
        "offboarding_stay_job_holder",
    )
    def _compute_offboarding_stay_missing_names(self):
        for settings in self:
            users = settings._get_missing_interviewers()
            settings.offboarding_stay_missing_names = ", ".join(users.mapped("name"))

    def action_grant_interviewers(self):
        """Let those who should hold stay talks see the talks that they hold.

        As the user who asks: whoever may not change the rights of users is refused.
        """
        self.ensure_one()
        group = self.env.ref("hr_exit_interview.group_interviewer")
        users = self._get_missing_interviewers()
        users.write({"group_ids": [Command.link(group.id)]})
        return {"type": "ir.actions.client", "tag": "reload"}

    def action_grant_confidential(self):
        """Give those who are named the right to get reports.

        As the user who asks: whoever may not change the rights of users is refused.
        """
        self.ensure_one()
        Alarm = self.env["hr.exit.alarm"]
        group = self.env.ref("hr_exit_interview.group_confidential_officer")
        Alarm._get_named(self.company_id).write({"group_ids": [Command.link(group.id)]})
        # Sudo: whoever changes settings sees no reports, nor that there are any.
        Alarm.sudo()._deliver_waiting(self.company_id)
        return {"type": "ir.actions.client", "tag": "reload"}

    def _get_missing_interviewers(self):
        """Hook: users whom the settings name for stay talks and who have no right."""
        self.ensure_one()
        company = self.company_id
        holders = {
            self.offboarding_stay_key_holder,
            self.offboarding_stay_regretted_holder,
            # The job positions count only when there are any.
            self.offboarding_stay_job_ids and self.offboarding_stay_job_holder,
        }
        users = self.env["res.users"]
        if "head" in holders:
            users += self.offboarding_head_user_id
        if "manager" in holders:
            # Sudo: whoever changes the settings need not be able to read employees.
            employees = self.env["hr.employee"].sudo()
            managers = employees.search(
                [("child_ids", "!=", False), ("company_id", "=", company.id)]
            )
            users |= managers.user_id.sudo(False)
        may = ("hr_exit_interview.group_interviewer", "hr.group_hr_user")
        return users.filtered(
            lambda user: user.active and not any(map(user.has_group, may))
        )
