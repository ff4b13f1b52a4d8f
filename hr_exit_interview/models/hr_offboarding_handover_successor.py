from odoo import models
from odoo.exceptions import UserError


class HrOffboardingHandoverSuccessor(models.Model):
    """Who takes over, and who cannot."""

    _inherit = "hr.offboarding.handover"

    def _get_default_successor(self):
        """Hook: who takes over where nothing else is said, possibly nobody."""
        self.ensure_one()
        # Sudo: the successor on the case is for HR only.
        case = self.offboarding_id.sudo()
        officer = case.user_id.employee_ids.filtered(
            lambda employee: employee.company_id == case.company_id
        )[:1]
        above = case.employee_id._get_line_managers()
        for employee in case.successor_id + above + officer:
            if not self._get_successor_problem(employee):
                return employee
        return self.env["hr.employee"]

    def _get_successor_problem(self, successor):
        """Why somebody cannot take over, as a sentence, or False.

        :param successor: one `hr.employee`
        """
        # Sudo: departures and users of others are not for everybody who asks.
        successor = successor.sudo()
        name = successor.name
        if successor == self.employee_id:
            return self.env._("%(name)s is the one who leaves.", name=name)
        if not successor.active:
            return self.env._("%(name)s has left the company.", name=name)
        if not successor.user_id.active:
            return self.env._("%(name)s has no user to work with.", name=name)
        if self.company_id not in successor.user_id.company_ids:
            return self.env._(
                "%(name)s has no access to %(company)s.",
                name=name,
                company=self.company_id.name,
            )
        if successor._get_open_offboardings():
            return self.env._("%(name)s is leaving too.", name=name)
        return False

    def _check_successors(self):
        lines = self.line_ids.filtered(
            lambda line: line.is_chosen and line.to_move_count
        )
        problems = []
        for successor, own in lines.grouped("successor_id").items():
            problem = (
                self._get_successor_problem(successor)
                if successor
                else self.env._("No successor is chosen.")
            )
            if problem:
                problems += [f"{line.display_name}: {problem}" for line in own]
        if problems:
            raise UserError(
                self.env._(
                    "Choose another successor for these lines:\n%(problems)s",
                    problems="\n".join(problems),
                )
            )
