from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HrOffboardingHandoverProposal(models.Model):
    """Successors that managers propose; HR takes them over, or chooses others.

    A manager proposes for lines that are to move, by what they are and how many: no
    record is named that the manager may not see. A proposal is open until HR has
    decided on the line; on the last day those still open count for what nobody has
    decided.
    """

    _inherit = "hr.offboarding.handover"

    may_propose = fields.Boolean(compute="_compute_may_propose", compute_sudo=False)
    proposal_count = fields.Integer(
        string="Proposals", compute="_compute_proposal_count"
    )
    proposal_task_id = fields.Many2one(
        "hr.offboarding.task",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="hr.group_hr_user",
    )

    @api.depends_context("uid")
    @api.depends("state", "offboarding_id.line_manager_ids")
    def _compute_may_propose(self):
        for handover in self:
            # Sudo: the managers above are a field for HR; this is about oneself.
            managers = handover.sudo().offboarding_id.line_manager_ids.user_id
            handover.may_propose = (
                handover.state == "scanned" and self.env.user in managers
            )

    @api.depends("line_ids.proposed_successor_id")
    def _compute_proposal_count(self):
        for handover in self:
            handover.proposal_count = len(
                handover.line_ids.filtered("proposed_successor_id")
            )

    def action_propose_successor(self):
        """Ask a manager above the leaver who is to take over the work."""
        self.ensure_one()
        return self._get_proposal_action(self._get_lines_to_move())

    def action_take_proposals(self):
        """HR agrees with all successors that were proposed."""
        self.check_access("write")
        self.line_ids._take_proposals()
        return True

    def action_approve(self):
        result = super().action_approve()
        # Sudo after the access check: what HR has approved is decided.
        self.sudo().line_ids.filtered("proposed_successor_id")._answer_proposals()
        return result

    def _do_propose(self, lines, successor):
        """Keep whom a manager proposes for these lines, and tell HR.

        :param lines: lines of this hand-over
        :param successor: one `hr.employee`
        """
        self.ensure_one()
        self._check_can_propose()
        problem = self._get_successor_problem(successor)
        if problem:
            raise UserError(
                self.env._("%(problem)s Propose somebody else.", problem=problem)
            )
        # Sudo after the check: managers do not decide, they propose.
        lines = lines.sudo().filtered(lambda line: line.handover_id == self)
        lines.write(
            {
                "proposed_successor_id": successor.id,
                "proposed_user_id": self.env.uid,
            }
        )
        if lines:
            # Sudo: managers create no tasks, this one is for HR.
            self.sudo()._tell_proposals()

    def _tell_proposals(self):
        """Give HR one task for all proposals that wait."""
        task = self.proposal_task_id
        if task.state == "todo":
            return
        case = self.offboarding_id
        self.proposal_task_id = self.env["hr.offboarding.task"].create(
            {
                "offboarding_id": case.id,
                "name": self.env._("Decide on the successors that were proposed"),
                "description": self.env._(
                    "Open the hand-over of the departure: take the proposals over, or "
                    "choose other successors, then approve it."
                ),
                "responsible": "hr",
                "user_id": case.user_id.id,
                "date_deadline": fields.Date.context_today(self),
            }
        )

    def _get_lines_to_move(self):
        return self.line_ids.filtered(
            lambda line: line.is_chosen and line.to_move_count
        )

    def _get_proposal_action(self, lines):
        self._check_can_propose()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose a Successor"),
            "res_model": "hr.offboarding.handover.propose",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_handover_id": self.id,
                "default_line_ids": lines.ids,
            },
        }

    def _check_can_propose(self):
        self.check_access("read")
        # Sudo: the managers above are a field for HR; this is about oneself.
        managers = self.sudo().offboarding_id.line_manager_ids.user_id
        if self.env.user not in managers:
            raise AccessError(
                self.env._(
                    "Managers above the person who leaves propose successors. HR "
                    "chooses them in the list."
                )
            )
        if self.state != "scanned":
            raise UserError(
                self.env._(
                    "The hand-over has been decided already. Tell the HR officer of "
                    "the departure what should be different."
                )
            )
