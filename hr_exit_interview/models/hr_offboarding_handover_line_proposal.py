from odoo import fields, models


class HrOffboardingHandoverLineProposal(models.Model):
    """Whom a manager proposes to take over one line of a hand-over."""

    _inherit = "hr.offboarding.handover.line"

    proposed_successor_id = fields.Many2one(
        "hr.employee",
        string="Proposed",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        help="Proposed by a manager, and not decided by HR yet.",
    )
    proposed_user_id = fields.Many2one(
        "res.users",
        string="Proposed by",
        readonly=True,
        copy=False,
        ondelete="set null",
    )

    def write(self, vals):
        result = super().write(vals)
        if "successor_id" in vals and not self.env.su:
            # HR has decided: what was proposed is answered. Sudo: who proposed it is
            # written by these steps only.
            self.filtered("proposed_successor_id").sudo()._answer_proposals()
        return result

    def action_propose_successor(self):
        """Ask a manager above the leaver who is to take over this line."""
        self.handover_id.ensure_one()
        return self.handover_id._get_proposal_action(self)

    def action_take_proposal(self):
        """HR agrees with the successor that was proposed."""
        self.check_access("write")
        self._take_proposals()
        return True

    def _take_proposals(self):
        """The proposed successors take over, where one is proposed."""
        proposed = self.filtered("proposed_successor_id")
        for successor, lines in proposed.grouped("proposed_successor_id").items():
            lines.successor_id = successor
        # Sudo: writing the successor answers them for HR, not for the system.
        proposed.sudo()._answer_proposals()

    def _answer_proposals(self):
        self.write({"proposed_successor_id": False, "proposed_user_id": False})
        for handover in self.handover_id:
            task = handover.proposal_task_id
            if not handover.proposal_count and task.state == "todo":
                task._close({"state": "done"})
