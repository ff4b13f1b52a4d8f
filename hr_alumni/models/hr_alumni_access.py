from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from .hr_alumni import PRIVATE_GROUPS

ACCESS = "access"  # What the link that extends an account is for.
ACCESS_DAYS = 60
NOTICE_DAYS = 7
MONTHS_BY_HAND = 12  # Where the company has set no time.


class HrAlumniAccess(models.Model):
    """An account can have an end: told a week before, and easy to put off.

    With the account nothing else ends: the record, the consents and the signed links
    stay as they are.
    """

    _inherit = "hr.alumni"

    access_end_date = fields.Date(
        string="Account Until",
        copy=False,
        index="btree_not_null",
        groups=PRIVATE_GROUPS,
        help="The last day on which the person can sign in. Empty is no end.",
    )
    access_notice_date = fields.Date(
        string="Told of the End On", readonly=True, copy=False, groups=PRIVATE_GROUPS
    )

    def write(self, vals):
        if "access_end_date" in vals:  # Another end is told anew.
            vals = {**vals, "access_notice_date": False}
        return super().write(vals)

    def action_extend_access(self):
        """Put the end off, and open again the accounts that have ended."""
        self.check_access("write")
        self._do_extend_access()._check_all_opened()
        return True

    def _is_access_over(self):
        # Sudo: the date counts, whatever the user may read of it.
        end = self.sudo().access_end_date
        return bool(end) and end < fields.Date.today()

    def _try_open_account(self):
        is_open = super()._try_open_account()
        # Sudo: the date is set by the consent of the person, too.
        alumni = self.sudo()
        months = alumni.company_id.alumni_access_months
        if is_open and months and not alumni.access_end_date:
            alumni.access_end_date = fields.Date.today() + relativedelta(months=months)
        return is_open

    def _do_extend_access(self):
        """Let these accounts last longer, from today or from their end on.

        :return: those whose account could not be opened again
        """
        today = fields.Date.today()
        # Sudo: the person has no rights here; whoever pressed the button was checked.
        for alumni in self.sudo():
            months = alumni.company_id.alumni_access_months or MONTHS_BY_HAND
            start = max(alumni.access_end_date or today, today)
            alumni.access_end_date = start + relativedelta(months=months)
        return self._filter_contactable("member")._do_open_account()

    def _may_extend_access(self):
        """Hook: whether the person may put the end off without asking anybody."""
        self.ensure_one()
        alumni = self.sudo()  # Sudo: asked for whoever holds the link.
        return bool(
            alumni.access_end_date
            and alumni.company_id.alumni_access_extend
            and alumni._may_contact("member")
        )

    @api.model
    def _cron_end_access(self):
        """Tell of accounts that end within a week, and close those that have ended."""
        today = fields.Date.today()
        with_account = ("partner_id.user_ids", "any", [("share", "=", True)])
        soon = self.search(
            [
                with_account,
                ("access_end_date", ">=", today),
                ("access_end_date", "<=", today + timedelta(days=NOTICE_DAYS)),
                ("access_notice_date", "=", False),
            ]
        )
        soon._run_in_batches("_do_tell_access_end")
        over = self.search([with_account, ("access_end_date", "<", today)])
        over._run_in_batches("_do_close_account")

    def _do_tell_access_end(self):
        for alumni in self:
            link = alumni._may_extend_access() and alumni._get_signed_link(ACCESS)
            alumni.with_context(access_url=link)._mail_privately(
                "hr_alumni.mail_template_alumni_access_end", "member", is_capped=False
            )
            # Whoever cannot be written to is not tried every day.
            alumni.access_notice_date = fields.Date.today()

    def _get_link_days(self, purpose):
        return ACCESS_DAYS if purpose == ACCESS else super()._get_link_days(purpose)

    def _get_link_fingerprint(self, purpose):
        if purpose != ACCESS:
            return super()._get_link_fingerprint(purpose)
        # Void once the end was put off, and with another address.
        # Sudo: both count, whatever the user may read of them.
        alumni = self.sudo()
        return f"{alumni.email_normalized}-{alumni.access_end_date}"
