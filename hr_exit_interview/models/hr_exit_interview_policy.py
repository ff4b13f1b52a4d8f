from odoo import api, models


class HrExitInterviewPolicy(models.Model):
    """Who holds a talk by the policy of the company, and who takes over.

    By default it is the manager's manager, and never the direct manager. Key people
    talk to the head of the company. Where the reason of HR points at the line, somebody
    neutral in HR holds the talk, and nobody from the line does. Somebody who cannot
    hold a talk any more is replaced, and told so in words that say nothing of why.
    """

    _name = "hr.exit.interview"
    _inherit = ["hr.exit.interview", "hr.reminder.mixin"]

    _POLICY_KINDS = ("exit", "follow_up")

    # Decisions

    def _get_interviewer_candidates(self):
        candidates = super()._get_interviewer_candidates()
        if self.kind not in self._POLICY_KINDS or not self.offboarding_id:
            return candidates
        # Sudo: whoever plans need not be able to read the settings.
        case = self.offboarding_id.sudo()
        company = case.company_id
        if case._points_at_line():
            return [company.exit_neutral_user_id, case.user_id]
        if case.is_key_person:
            return [company.offboarding_head_user_id, *candidates]
        return candidates

    def _get_barred_users(self):
        barred = super()._get_barred_users()
        if self.kind not in self._POLICY_KINDS or not self.offboarding_id:
            return barred
        # Sudo: managers may belong to a company that the HR officer may not read.
        case = self.offboarding_id.sudo()
        # Whoever has become the manager since is as near as the one before.
        barred |= case.employee_id.parent_id.user_id
        if case._points_at_line():
            barred |= case.line_manager_ids.user_id
        return barred

    def _get_unfit_interviewers(self):
        """Hook: who was to hold this talk and cannot, as `res.users`."""
        self.ensure_one()
        barred = self._get_barred_users()
        return self.with_context(active_test=False).interviewer_ids.filtered(
            lambda user: user in barred or not self._can_interview(user)
        )

    # Steps

    @api.model
    def _cron_look_after_talks(self):
        """Replace whoever cannot hold a talk any more, then remind whoever can."""
        self._replace_everywhere()
        self._remind_interviewers()

    @api.model
    def _replace_everywhere(self):
        """Replace by the policy, so that each HR officer is told by one mail."""
        talks = self.with_context(active_test=False).search(
            [
                ("state", "in", ("planned", "scheduled")),
                ("interviewer_ids", "!=", False),
            ]
        )
        unfit = talks.filtered(lambda talk: talk._get_unfit_interviewers())
        groups = unfit.grouped(lambda talk: talk._get_reviewer())
        self._remind_each(groups, lambda officer: groups[officer]._replace(officer))

    def _replace(self, officer):
        """Give these talks to others, and tell everybody concerned.

        :param officer: the HR officer who looks after them, as `res.users`
        """
        before = {talk: talk.interviewer_ids for talk in self}
        for talk in self:
            talk._do_replace_interviewers()
        told = self.with_context(active_test=True)
        self._tell_of_talks(
            officer,
            told.filtered("interviewer_ids"),
            lambda env: env._("Others hold these talks now:"),
        )
        self._tell_of_talks(
            officer,
            told.filtered(lambda talk: not talk.interviewer_ids),
            lambda env: env._("Nobody holds these talks any more. Choose somebody:"),
        )
        after = {talk: talk.interviewer_ids for talk in self}
        users = self.env["res.users"].union(*before.values(), *after.values())
        for user in users:
            gained = told.filtered(
                lambda talk, user=user: user in after[talk] - before[talk]
            )
            lost = told.filtered(
                lambda talk, user=user: user in before[talk] - after[talk]
            )
            self._tell_of_talks(
                user,
                gained,
                lambda env: env._("You hold these talks now. Log in to see them:"),
            )
            self._tell_of_talks(
                user, lost, lambda env: env._("You do not hold these talks any more:")
            )

    def _do_replace_interviewers(self):
        """Who can still hold the talk goes on; where nobody can, the policy decides."""
        self.ensure_one()
        # Archived users are among them, and would stay.
        talk = self.with_context(active_test=False)
        users = talk.interviewer_ids - self._get_unfit_interviewers()
        # Whoever is added reads the card: once it is begun an exit officer decides.
        if not users and not talk.card_ids:
            users = self._get_default_interviewers()
        talk.interviewer_ids = users

    def _follow_policy(self, before):
        """Something about the case has changed: propose anew what was only proposed.

        :param before: dict of talk to `res.users`, what the policy said before
        """
        for talk in self:
            if talk.state != "planned" or talk.card_ids:
                continue
            if talk.interviewer_ids == before.get(talk, talk.browse()):
                talk.interviewer_ids = talk._get_default_interviewers()
        unfit = self.filtered(
            lambda talk: (
                talk.state in ("planned", "scheduled")
                and talk._get_unfit_interviewers()
            )
        )
        for officer, talks in unfit.grouped(lambda t: t._get_reviewer()).items():
            talks._replace(officer)

    @api.model
    def _tell_of_talks(self, user, talks, say):
        """Queue one mail that lists talks by their number; nothing for no talk.

        :param say: function of an environment in the language of the user, which
            returns the sentence before the list
        """
        if not talks:
            return
        self = self.with_context(lang=user.lang)
        self._queue_reminder(
            user,
            self.env._("Talks: something has changed"),
            say(self.env),
            "/odoo/exit-interviews",
            self.env._("Open the talks"),
            talks.sorted("id").mapped("name"),
        )
