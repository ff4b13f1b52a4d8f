from odoo import api, fields, models
from odoo.fields import Domain


class HrOffboardingTeam(models.Model):
    """What a manager sees of the departures of the team: who, when, own tasks."""

    _inherit = "hr.offboarding"

    is_in_my_team = fields.Boolean(
        string="In My Team",
        compute="_compute_is_in_my_team",
        search="_search_is_in_my_team",
    )
    my_open_task_count = fields.Integer(
        string="My Open Tasks", compute="_compute_my_open_task_count"
    )

    @api.depends_context("uid")
    def _compute_is_in_my_team(self):
        for case in self:
            # Sudo: the managers above are a field for HR; this is about oneself.
            managers = case.sudo().line_manager_ids
            case.is_in_my_team = self.env.user in managers.user_id

    def _search_is_in_my_team(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Sudo: as above; what the user may read of the result is up to the rules.
        mine = self.sudo()._search([("line_manager_ids.user_id", "=", self.env.uid)])
        domains = [Domain("id", "in" if wanted else "not in", mine) for wanted in value]
        return Domain.OR(domains)

    @api.depends_context("uid")
    @api.depends("task_ids.state", "task_ids.user_id")
    def _compute_my_open_task_count(self):
        counts = dict(
            self.env["hr.offboarding.task"]._read_group(
                [
                    ("offboarding_id", "in", self.ids),
                    ("user_id", "=", self.env.uid),
                    ("state", "=", "todo"),
                ],
                ["offboarding_id"],
                ["__count"],
            )
        )
        for case in self:
            case.my_open_task_count = counts.get(case._origin, 0)
