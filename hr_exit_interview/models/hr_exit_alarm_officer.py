from odoo import api, models


class HrExitAlarmOfficer(models.Model):
    """Who may get the reports of a company, and what stands in the way."""

    _inherit = "hr.exit.alarm"

    @api.model
    def _get_officers(self, company):
        """Hook: those who can get reports of this company, the officer first."""
        return self._get_named(company).filtered(
            lambda user: (
                user.active
                and company in user.company_ids
                and user.has_group("hr_exit_interview.group_confidential_officer")
            )
        )

    @api.model
    def _get_named(self, company):
        return company.exit_confidential_user_id | company.exit_confidential_deputy_id

    @api.model
    def _get_warning(self, company):
        """Sentence that says what stands in the way of reports, or False."""
        named = self._get_named(company)
        if not named:
            return self.env._(
                "Nobody gets the reports of harassment or danger: they wait, unread. "
                "Name a confidential officer."
            )
        unable = named - self._get_officers(company)
        if unable:
            return self.env._(
                "%(users)s cannot get reports: this takes an active user of the "
                "company with the right “Confidential Officer”.",
                users=", ".join(unable.mapped("name")),
            )
        if len(named) == 1:
            return self.env._(
                "There is no deputy. A report that may be about the confidential "
                "officer waits, unread, until there is one."
            )
        return False
