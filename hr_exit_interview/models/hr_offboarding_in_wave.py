from odoo import fields, models
from odoo.exceptions import UserError


class HrOffboardingInWave(models.Model):
    """A departure that is one of many: it waits for its wave, and can leave it."""

    _inherit = "hr.offboarding"

    wave_id = fields.Many2one(
        "hr.offboarding.wave",
        ondelete="restrict",
        check_company=True,
        copy=False,
        index="btree_not_null",
        groups="hr.group_hr_user",
        help="The departure is one of many that are prepared and confirmed together.",
    )

    def action_leave_wave(self):
        """Take these people out of their wave: they are not meant to leave with it.

        A prepared departure goes without a trace, a confirmed one is kept as that of
        somebody who stays.
        """
        self.check_access("write")
        self._check_can_leave_wave()
        self._leave_wave()
        return True

    def _leave_wave(self):
        drafts = self.filtered(lambda case: case.state == "draft")
        self.filtered(lambda case: case.state == "in_progress").action_retain()
        told = drafts.filtered("opening_note")
        told.wave_id = False
        # Sudo: officers may not delete, and nothing may tell later that somebody was
        # on a list that was never confirmed. Access is checked where this begins.
        (drafts - told).sudo().unlink()

    # Questions and decisions

    def _check_can_leave_wave(self):
        for case in self:
            if not case.wave_id or case.state not in ("draft", "in_progress"):
                raise UserError(
                    self.env._(
                        "%(case)s cannot be taken out of a wave: it is in none, or is "
                        "over already.",
                        case=case.name,
                    )
                )

    def _check_can_move(self, state):
        result = super()._check_can_move(state)
        # Sudo: the leaver may withdraw a resignation, and does not know of the wave.
        if state == "in_progress" and "draft" in self.sudo().wave_id.mapped("state"):
            raise UserError(
                self.env._(
                    "This person belongs to a wave that is not confirmed yet. Confirm "
                    "the wave, or take the person out of it first."
                )
            )
        return result

    def _get_resignation_values(self):
        """Whoever resigns does not read the last day of a wave in preparation."""
        values = super()._get_resignation_values()
        case = self.sudo()  # Asked for the person whom it is about.
        if case.wave_id and case.state == "draft":
            own = self._get_proposed_last_day(case.employee_id)
            values["last_working_date"] = own
        return values
