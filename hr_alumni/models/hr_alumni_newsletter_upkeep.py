from odoo import api, models


class HrAlumniNewsletterUpkeep(models.Model):
    """Drafts are prepared when their day comes, and the office is told."""

    _inherit = "hr.alumni.newsletter"

    @api.model
    def _cron_prepare_issues(self):
        """Prepare what is due, one newsletter after the other."""
        due = self.search([("next_date", "<=", self._get_today())], order="next_date")
        for remaining, newsletter in zip(range(len(due) - 1, -1, -1), due, strict=True):
            if newsletter.try_lock_for_update():
                newsletter._do_prepare_due()
            if not self.env["ir.cron"]._commit_progress(1, remaining=remaining):
                return

    @api.model
    def _get_today(self):
        return self.env.cr.now().date()

    def _do_prepare_due(self):
        """Prepare the drafts, tell whoever is responsible, and note the next day."""
        self.ensure_one()
        waiting = self.mailing_ids.filtered(lambda one: one.state == "draft")
        mailings = waiting or self._do_prepare()
        self._move_on()
        if mailings:
            summary = self.env._("Read the draft of the newsletter, and send it")
        else:
            summary = self.env._("There was nothing to tell in the newsletter")
        # Whoever looks after the network where nobody is named.
        requests = self.env["hr.alumni.request"]
        user = self.user_id or requests._get_deputy("alumni", self.company_id)
        if user.active and not self.activity_ids:
            self.activity_schedule(
                "mail.mail_activity_data_todo", summary=summary, user_id=user.id
            )
