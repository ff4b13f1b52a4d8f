from odoo import fields, models


class HrOffboardingHeirs(models.Model):
    """Who leads the team of a leaver afterwards."""

    _inherit = "hr.offboarding"

    team_moves_to = fields.Selection(
        [
            ("successor", "The successor"),
            ("manager", "The manager of the leaver"),
            ("nobody", "Nobody yet"),
        ],
        string="Team Goes to",
        default="manager",
        required=True,
        groups="hr.group_hr_user",
        help="Who manages the reports and the departments of the leaver afterwards. "
        "Whoever leaves as well is passed over: then it is the next manager above.",
    )

    def _move_teams(self):
        """Give reports and departments of these leavers to whoever leads them next.

        Called before the leavers are archived, because core then forgets whose manager
        or coach they were.
        """
        # Sudo: the team may be spread over companies that the acting user does not see.
        cases = self.sudo().filtered(lambda case: case.team_moves_to != "nobody")
        leavers = cases.employee_id
        if not leavers:
            return
        links = self.env[
            "hr.employee"
        ]._get_employee_m2o_to_empty_on_archived_employees()
        heirs = {
            case.employee_id: case._get_team_heirs(self.employee_id) for case in cases
        }
        moves = {}
        for link in links:
            for member in (
                self.env["hr.employee"].sudo().search([(link, "in", leavers.ids)])
            ):
                heir = (heirs[member[link]] - member)[:1]
                if heir and member not in self.employee_id:
                    moves.setdefault((link, heir), member.browse())
                    moves[link, heir] += member
        for (link, heir), members in moves.items():
            members[link] = heir
        departments = self.env["hr.department"].sudo()
        led = departments.search([("manager_id", "in", leavers.ids)])
        for department in led:
            department.manager_id = heirs[department.manager_id][:1]

    def _get_team_heirs(self, leavers):
        """Hook: who may lead the team of this leaver next, the best one first.

        :param leavers: `hr.employee` who leave at the same time
        """
        self.ensure_one()
        successor = self.successor_id.filtered(
            lambda employee: self.team_moves_to == "successor"
        )
        above = self.employee_id._get_line_managers() or self.line_manager_ids
        return (successor + (above - successor)).filtered("active") - leavers
