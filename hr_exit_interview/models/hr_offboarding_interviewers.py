from odoo import models


class HrOffboardingInterviewers(models.Model):
    """What HR learns of a departure changes who should hold its talks."""

    _inherit = "hr.offboarding"

    _POLICY_FIELDS = frozenset({"reason_id", "is_key_person", "is_in_lieu", "user_id"})

    def write(self, vals):
        if not vals.keys() & self._POLICY_FIELDS:
            return super().write(vals)
        # Sudo: whoever may change the departure need not be able to read its talks.
        talks = self.sudo().interview_ids.filtered(
            lambda talk: talk.kind in talk._POLICY_KINDS
        )
        before = {talk: talk._get_default_interviewers() for talk in talks}
        result = super().write(vals)
        talks._follow_policy(before)
        return result

    def _points_at_line(self):
        """Hook: whether the reason of HR has to do with the managers of the leaver."""
        self.ensure_one()
        # Sudo: the reason is for HR, who holds the talk follows for everybody.
        return self.sudo().reason_id.is_about_line
