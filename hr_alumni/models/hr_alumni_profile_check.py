from odoo import fields, models

PROFILE = "profile"  # What the link to the page is for.


class HrAlumniProfileCheck(models.Model):
    """Is this still right? Asked by mail, answered by a link without signing in."""

    _inherit = "hr.alumni"

    profile_check_date = fields.Datetime(
        string="Profile Confirmed On",
        readonly=True,
        copy=False,
        help="When the person last said that what is known is right, or corrected it.",
    )

    def action_send_profile_check(self):
        """Mail the question whether what is known of the person is still right."""
        self.check_access("write")
        self._check_can_be_written_to("member")
        self._do_send_profile_check()
        return True

    def _do_send_profile_check(self):
        """Mail the link to the page.

        :return: those to whom it was sent, within the number of mails of the month
        """
        sent = self.browse()
        for alumni in self:
            link = alumni._get_signed_link(PROFILE)
            sent += alumni.with_context(profile_url=link)._mail_privately(
                "hr_alumni.mail_template_alumni_profile_check", "member"
            )
        return sent

    def _do_check_profile(self, values=None, job=None):
        """The person says that all is right, or corrects it.

        :param values: clean values of fields that the page offers, when corrected
        :param job: `employer_name` and `title` of today, when corrected
        :raise ValidationError: what a model refuses, in a sentence for the person
        """
        self.ensure_one()
        if job is not None:
            self._do_tell_job(job)
        # What is told last counts as the sign of life.
        self._do_update_profile(values or {})
        self.profile_check_date = fields.Datetime.now()

    def _do_tell_job(self, job):
        """Where the person works today: the same, another title, or elsewhere."""
        current = self.career_ids.filtered("is_current")
        employer, title = job["employer_name"], job["title"]
        if (employer or "") == (self.employer_name or ""):
            if employer and (title or "") != (self.job_title or ""):
                latest = current.sorted(lambda one: (str(one.date_from or ""), one.id))
                self._do_tell(latest[-1:], {"title": title or False})
            return
        today = fields.Date.context_today(self)
        for move in current:
            move.date_to = max(move.date_from or today, today)
        if employer:
            self._do_tell(
                self.env["hr.alumni.career"],
                {"employer_name": employer, "title": title or False},
            )

    def _get_link_fingerprint(self, purpose):
        if purpose != PROFILE:
            return super()._get_link_fingerprint(purpose)
        # Void once it was answered, with another address, and without the account.
        # Sudo: all of it counts, whatever the user may read.
        alumni = self.sudo()
        return f"{alumni.email_normalized}-{alumni.profile_check_date}"
