from odoo import models


class HrOffboardingDeath(models.Model):
    """Death in service: nobody is written to, asked or given tasks any more."""

    _inherit = "hr.offboarding"

    def write(self, vals):
        result = super().write(vals)
        if "reason_id" in vals:
            self.filtered(lambda case: case._is_death())._do_silence()
        return result

    def _do_silence(self):
        """Drop the talks, questionnaires and tasks that were meant for the person."""
        self.interview_ids.filtered(
            lambda talk: talk.state in ("planned", "scheduled")
        ).action_cancel()
        # One that was held before keeps its record, its questionnaire goes.
        self.interview_ids._do_withdraw_questionnaire()
        self.task_ids.filtered(
            lambda task: task.state == "todo" and task.responsible == "leaver"
        )._do_waive(self.env._("It need not be done any more."))

    def _is_task_wanted(self, template_task):
        return super()._is_task_wanted(template_task) and not (
            self._is_death() and template_task.responsible == "leaver"
        )

    def _gets_interview(self):
        return super()._gets_interview() and not self._is_death()

    def _may_contact(self, purpose):
        """Nothing is sent to the person or to the private address, whatever it is."""
        return not self._is_death() and super()._may_contact(purpose)

    def _is_death(self):
        self.ensure_one()
        # Sudo: the kind is for HR, what follows from it holds for everybody.
        return self.sudo().kind == "death"
