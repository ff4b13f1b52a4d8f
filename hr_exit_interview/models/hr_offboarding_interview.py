from odoo import fields, models


class HrOffboardingInterview(models.Model):
    """The talks that belong to a departure: planned with it and dropped with it."""

    _inherit = "hr.offboarding"

    interview_ids = fields.One2many(
        "hr.exit.interview",
        "offboarding_id",
        string="Exit Interviews",
        groups="hr.group_hr_user",
    )

    def action_send_questionnaire(self):
        """Mail the exit questionnaire to the leavers of these departures."""
        talks = self.interview_ids.filtered(lambda talk: talk.kind == "exit")
        return talks.action_send_questionnaire()

    def _do_confirm(self):
        result = super()._do_confirm()
        self.env["hr.exit.interview"]._plan_for(
            self.filtered(lambda case: case._gets_interview())
        )
        return result

    def _do_drop(self):
        result = super()._do_drop()
        self.interview_ids.filtered(
            lambda talk: talk.state in ("planned", "scheduled")
        ).action_cancel()
        # Whatever became of the talk, nobody is asked any more.
        self.interview_ids._do_withdraw_questionnaire()
        return result

    def _do_move_dates(self):
        result = super()._do_move_dates()
        self.interview_ids._do_follow_dates()
        return result

    def _prepare_interview_values(self):
        """Hook: values of a talk that is planned for this departure."""
        self.ensure_one()
        return {"offboarding_id": self.id}

    def _gets_interview(self):
        """Hook: whether an exit interview is planned; nobody leaves by a transfer."""
        self.ensure_one()
        # Sudo: the kind is for HR, and departures are confirmed by jobs as well.
        return self.sudo().kind != "transfer"
