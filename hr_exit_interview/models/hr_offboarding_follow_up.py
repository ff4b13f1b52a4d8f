from odoo import fields, models


class HrOffboardingFollowUp(models.Model):
    """Who is asked again, 90 days and a year after the last day.

    Whoever has left owes nobody an answer: by default only those are asked who have
    agreed to it, and nobody who has refused, whatever the company would like.
    """

    _inherit = "hr.offboarding"

    _FOLLOW_UP_ROUNDS = (1, 2)

    follow_up_agreed = fields.Selection(
        [("yes", "Agreed"), ("no", "Refused")],
        string="May Be Asked Later",
        copy=False,
        groups="hr.group_hr_user",
        help="Whether the person has agreed to be asked again 90 days and a year after "
        "the last day. Note here what the person has said.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "follow_up_agreed" in vals:
            gone = self.filtered(lambda case: case.state in ("departed", "done"))
            gone._plan_follow_ups()
            gone._drop_follow_ups()
        return result

    def _do_after_departure(self):
        result = super()._do_after_departure()
        self._plan_follow_ups()
        return result

    def _plan_follow_ups(self):
        """Plan the talks of those who may be asked; what there is stays as it is."""
        # Sudo: archiving is open to roles that may not read departures.
        wanted = self.sudo().filtered(lambda case: case._may_contact("follow_up"))
        if not wanted:
            return
        Talk = self.env["hr.exit.interview"].sudo()
        talks = Talk.search(
            [("offboarding_id", "in", wanted.ids), ("kind", "=", "follow_up")]
        )
        talks.filtered(lambda talk: talk.state == "cancelled").action_reset()
        Talk.create(
            [
                {"offboarding_id": case.id, "kind": "follow_up", "round": number}
                for case in wanted - talks.offboarding_id
                for number in self._FOLLOW_UP_ROUNDS
            ]
        )

    def _drop_follow_ups(self):
        """The person has changed the mind: nothing more is asked."""
        refused = self.filtered(lambda case: case.follow_up_agreed == "no")
        refused.interview_ids.filtered(
            lambda talk: (
                talk.kind == "follow_up" and talk.state in ("planned", "scheduled")
            )
        ).action_cancel()

    def _may_contact(self, purpose):
        return super()._may_contact(purpose) and (
            purpose != "follow_up" or self._may_follow_up()
        )

    def _may_follow_up(self):
        """Hook: whether this person is asked again, once everything else allows it."""
        self.ensure_one()
        # Sudo: what was agreed is for HR, what follows from it for every job.
        case = self.sudo()
        policy = case.company_id.exit_follow_up_policy
        if not case.reason_id.sends_questionnaire or case.follow_up_agreed == "no":
            return False
        return policy == "all" or (
            policy == "agreed" and case.follow_up_agreed == "yes"
        )
