from odoo import models


class HrAlumniFarewell(models.Model):
    """Choosing before the last day: it is recorded at once, and counts from then on."""

    _inherit = "hr.alumni"

    def action_offer_guidance(self):
        """Name an adviser for career guidance; the person decides."""
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Offer Career Guidance"),
            "res_model": "hr.alumni.guidance.offer",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_alumni_ids": self.ids,
                "default_company_id": self.company_id[:1].id,
            },
        }

    def _do_merge_into(self, target, keep_contacts=False):
        # Sudo: what only two people may read is moved by whoever merges, unseen.
        guidances = self.env["hr.alumni.guidance"].sudo()
        guidances.search([("alumni_id", "in", (self | target).ids)])._keep_one_open()
        return super()._do_merge_into(target, keep_contacts)

    def _is_still_here(self):
        """Whether this person works for the company still, or again."""
        # Sudo: asked by pages of people without rights.
        person = self.sudo()
        return any(
            employee.active and employee.company_id == person.company_id
            for employee in person.employee_ids
        )

    def _do_answer(self, purposes, channel):
        early = self.filtered(lambda alumni: alumni._is_still_here())
        early._do_give(purposes, channel)
        others = self - early
        return super(HrAlumniFarewell, others)._do_answer(purposes, channel)

    def _do_begin(self):
        """The last day has come: what was chosen before it counts from now on."""
        ready = self.filtered(lambda one: one.state == "candidate" and one.purpose_ids)
        ready._move_to("active")
        ready._filter_consenting("member")._do_open_account()

    def _get_invitation_obstacle(self, is_refused, is_suppressed):
        if self.state == "candidate" and self._is_still_here():
            return self.env._("The person still works here. Wait for the last day.")
        return super()._get_invitation_obstacle(is_refused, is_suppressed)

    def _get_link_fingerprint(self, purpose):
        # Keepers are chosen in several clicks; a new address makes the link void.
        return super()._get_link_fingerprint(
            "stop" if purpose == "keepers" else purpose
        )
