from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HrExitInterviewRecord(models.Model):
    """The way from a talk to its record card, for those who may take it."""

    _inherit = "hr.exit.interview"

    # So long those who held a talk still see it and its card; as in the rules.
    _INTERVIEWER_DAYS = 30
    # The manager's view is a questionnaire, the stay talk has notes of its own.
    _CARD_KINDS = ("exit", "follow_up")

    # Only the way in which the addon finds it: nobody searches talks by their cards.
    card_ids = fields.One2many(
        "hr.exit.interview.card",
        "interview_id",
        copy=False,
        groups=fields.NO_ACCESS,
    )
    may_open_card = fields.Boolean(compute="_compute_may_open_card")

    @api.depends("kind", "state", "interviewer_ids", "closed_date")
    @api.depends_context("uid")
    def _compute_may_open_card(self):
        for talk in self:
            talk.may_open_card = bool(talk.id) and talk._may_open_card()

    def action_open_card(self):
        """Open the record card; the first one who does begins it, with all topics."""
        self.ensure_one()
        self.check_access("read")
        if not self._may_open_card():
            raise AccessError(
                self.env._(
                    "The record card is read by those who hold the talk, until 30 days "
                    "after it, and by exit officers. HR sees that it took place."
                )
            )
        card = self.env["hr.exit.interview.card"].search(
            [("interview_id", "=", self.id)]
        )
        if not card:
            if self.state not in ("planned", "scheduled", "held"):
                raise UserError(
                    self.env._(
                        "This talk did not take place: there is nothing to note."
                    )
                )
            card = card.create({"interview_id": self.id})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Record Card"),
            "res_model": "hr.exit.interview.card",
            "res_id": card.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _may_open_card(self):
        """Whether the user reads what is said in this talk."""
        self.ensure_one()
        user = self.env.user
        if self.kind not in self._CARD_KINDS:
            return False
        if user.has_group("hr_exit_interview.group_manager"):
            return True
        oldest = fields.Date.context_today(self) - timedelta(
            days=self._INTERVIEWER_DAYS
        )
        return user in self.interviewer_ids and (
            not self.closed_date or self.closed_date >= oldest
        )

    def _prepare_move_values(self, state):
        is_closed = state in ("held", "declined", "cancelled")
        return {
            **super()._prepare_move_values(state),
            "closed_date": is_closed and fields.Date.context_today(self),
        }

    def _check_can_write(self, vals):
        super()._check_can_write(vals)
        if self.env.su or "interviewer_ids" not in vals:
            return
        # Sudo: that there is a card decides, not what is in it.
        if self.sudo().card_ids and not self.env.user.has_group(
            "hr_exit_interview.group_manager"
        ):
            raise AccessError(
                self.env._(
                    "The record card of this talk has been begun, and whoever holds "
                    "the talk reads it. Ask an exit officer to change who that is."
                )
            )
