from odoo import SUPERUSER_ID, fields, models


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
        "the last day. Note here what the person has said; on the own page the person "
        "says it, and can say otherwise later.",
    )
    follow_up_said_date = fields.Date(
        string="Said on", readonly=True, copy=False, groups="hr.group_hr_user"
    )
    follow_up_said_by = fields.Selection(
        [("hr", "Noted by HR"), ("leaver", "Said on the own page")],
        string="How We Know",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
    )

    def write(self, vals):
        said = self._prepare_follow_up_said(vals)
        if not self.env.su:
            # It belongs to the answer, and is nobody's to write.
            vals = {name: value for name, value in vals.items() if name not in said}
        if "follow_up_agreed" in vals:
            vals = {**said, **vals}
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

    def _do_choose_follow_up(self, choice):
        """What the leaver says on the own page, now or otherwise than before.

        :param choice: a value of `follow_up_agreed`
        """
        self.ensure_one()
        if choice == self.follow_up_agreed:
            return
        # As the system: the page has no user, and the departure is HR's.
        self.with_user(SUPERUSER_ID).write(
            {
                "follow_up_agreed": choice,
                "follow_up_said_by": "leaver",
                "follow_up_said_date": self.employee_id._get_today(),
            }
        )

    def _prepare_follow_up_said(self, vals):
        """Hook: when, and from whom, we know what the person wants."""
        has_said = vals.get("follow_up_agreed")
        return {
            "follow_up_said_date": has_said and fields.Date.context_today(self),
            "follow_up_said_by": has_said and "hr",
        }

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

    def _get_leaver_page_values(self):
        return {
            **super()._get_leaver_page_values(),
            "follow_up": self._prepare_page_follow_up(),
        }

    def _prepare_page_follow_up(self):
        """What the page shows of it: a dict, or False where nobody is asked again."""
        if not self._is_follow_up_offered():
            return False
        return {
            "choice": self.follow_up_agreed or "",
            "said_date": self.follow_up_said_date,
            "is_asked_anyhow": self.company_id.exit_follow_up_policy == "all",
        }

    def _is_follow_up_offered(self):
        """Hook: whether the own page asks if this person may be asked again."""
        self.ensure_one()
        # Sudo: the reason is for HR, what follows from it for whoever holds the link.
        case = self.sudo()
        return bool(
            case.company_id.exit_follow_up_policy != "none"
            and case.reason_id.sends_questionnaire
        )

    def _may_be_asked(self, purpose):
        return super()._may_be_asked(purpose) and (
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
