from collections import Counter

from odoo import api, models
from odoo.exceptions import UserError


class HrExitInterviewPlanning(models.Model):
    """Which talks a departure gets, how they are numbered, and who holds them."""

    _inherit = "hr.exit.interview"

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(
            vals.keys() & self._STATE_FIELDS for vals in vals_list
        ):
            raise UserError(self._get_use_buttons_message())
        return super().create(self._complete_values(vals_list))

    @api.model
    def _plan_for(self, offboardings, kind="exit"):
        """Plan one talk of a kind for each case; one that was cancelled is taken up.

        :param offboardings: `hr.offboarding` cases
        :param kind: a value of `kind`, by default the exit interview
        :return: the `hr.exit.interview` records of this kind, first round
        """
        existing = self.search(
            [
                ("offboarding_id", "in", offboardings.ids),
                ("kind", "=", kind),
                ("round", "=", 1),
            ]
        )
        existing.filtered(lambda talk: talk.state == "cancelled").action_reset()
        return existing + self.create(
            [
                {**case._prepare_interview_values(), "kind": kind}
                for case in offboardings - existing.offboarding_id
            ]
        )

    @api.model
    def _complete_values(self, vals_list):
        """Number the talks of each case."""
        # Sudo: numbers count on whoever may read the talks there are.
        cases = (
            self.env["hr.offboarding"]
            .sudo()
            .browse(
                {
                    vals["offboarding_id"]
                    for vals in vals_list
                    if vals.get("offboarding_id")
                }
            )
        )
        talks = self.sudo().search([("offboarding_id", "in", cases.ids)])
        by_case = talks.grouped("offboarding_id")
        names = {case.id: case.name for case in cases}
        counters = {
            case.id: by_case.get(case, self.browse())._get_counters() for case in cases
        }
        completed = []
        for vals in vals_list:
            case_id = vals.get("offboarding_id")
            counter = counters.get(case_id, Counter())
            kind = vals.get("kind", "exit")
            counter["number"] += 1
            counter[kind] += 1
            completed.append(
                {
                    "round": counter[kind],
                    **vals,
                    "name": f"{names.get(case_id)}/{counter['number']}",
                }
            )
        return completed

    def _get_counters(self):
        """Highest number in the names of these talks, and highest round per kind."""
        counters = Counter()
        for talk in self:
            number = int(talk.name.rpartition("/")[2])
            counters["number"] = max(counters["number"], number)
            counters[talk.kind] = max(counters[talk.kind], talk.round)
        return counters

    def _get_default_interviewers(self):
        """Hook: who holds the talk unless HR names somebody else, as `res.users`."""
        self.ensure_one()
        barred = self._get_barred_users()
        for user in self._get_interviewer_candidates():
            if user not in barred and self._can_interview(user):
                return user
        return self.env["res.users"]

    def _get_interviewer_candidates(self):
        """Hook: users who might hold the talk, the best first."""
        # Sudo: managers may belong to a company that the HR officer may not read.
        case = self.offboarding_id.sudo()
        return [case.manager_id.parent_id.user_id, case.user_id]

    def _get_barred_users(self):
        """Hook: users who must not hold the talk, whoever asks them to."""
        self.ensure_one()
        # Sudo: managers may belong to a company that the HR officer may not read.
        case = self.offboarding_id.sudo()
        barred = case.employee_id.user_id
        if self.kind in ("exit", "follow_up"):
            barred += case.manager_id.user_id
        return barred

    def _can_interview(self, user):
        """Whether this user could open the interview if it were given to him or her."""
        # Sudo: for whoever plans the talk, whatever they may read.
        company = self.offboarding_id.sudo().company_id
        return (
            user.active
            and company in user.company_ids
            and (
                user.has_group("hr_exit_interview.group_interviewer")
                or user.has_group("hr.group_hr_user")
            )
        )
