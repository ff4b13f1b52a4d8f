from odoo import models


class HrOffboardingStay(models.Model):
    """Whom the company tries to keep: a talk before the decision is final."""

    _inherit = "hr.offboarding"

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"is_regretted", "is_key_person", "is_in_lieu", "reason_id"}:
            self._plan_stay_talks()
        return result

    def _do_confirm(self):
        result = super()._do_confirm()
        self._plan_stay_talks()
        return result

    def _plan_stay_talks(self):
        wanted = self.filtered(
            lambda case: case.state == "in_progress" and case._get_stay_holder()
        )
        if wanted:
            self.env["hr.exit.interview"]._plan_for(wanted, "stay")

    def _do_after_departure(self):
        """Whoever has left did not stay, whatever nobody has noted."""
        result = super()._do_after_departure()
        # Sudo: archiving is open to roles that may not read talks.
        talks = self.sudo().interview_ids.filtered(
            lambda talk: (
                talk.kind == "stay"
                and talk.state == "held"
                and talk.stay_outcome == "open"
            )
        )
        talks.stay_outcome = "leaves"
        return result

    def _get_stay_holder(self):
        """Hook: who talks with this person about staying, by the settings.

        Only somebody who goes of the own accord is asked to stay. A key person goes
        before the jobs of the settings, and those before somebody who is regretted.

        :return: `manager`, `hr` or `head`; False for no talk
        """
        self.ensure_one()
        if self.reason_id.type != "voluntary" or self.is_in_lieu:
            return False
        # Sudo: the policy of the company of the person, whichever is chosen.
        company = self.company_id.sudo()
        if self.is_key_person:
            return company.offboarding_stay_key_holder
        if self.job_id and self.job_id in company.offboarding_stay_job_ids:
            return company.offboarding_stay_job_holder
        if self.is_regretted:
            return company.offboarding_stay_regretted_holder
        return False
