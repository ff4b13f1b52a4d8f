from odoo import api, fields, models
from odoo.exceptions import AccessError


class CrmLead(models.Model):
    _inherit = "crm.lead"

    alumni_id = fields.Many2one(
        "hr.alumni",
        string="Former Colleague",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        help="The former colleague who brought this business or opened the door.",
    )
    alumni_kind = fields.Selection(
        [
            ("sourced", "Sourced"),
            ("influenced", "Influenced"),
            ("introduced", "Introduced"),
        ],
        string="Part Played",
        compute="_compute_alumni_kind",
        store=True,
        readonly=False,
        copy=False,
        help="Sourced: the former colleague brought the business. Influenced: helped "
        "it along. Introduced: opened the door when asked. Only sourced business "
        "counts as brought by the network.",
    )

    @api.depends("alumni_id")
    def _compute_alumni_kind(self):
        for lead in self:
            if not lead.alumni_id:
                lead.alumni_kind = False
            elif not lead.alumni_kind:
                lead.alumni_kind = "sourced"

    @api.model_create_multi
    def create(self, vals_list):
        self._check_may_name_alumni([vals.get("alumni_id") for vals in vals_list])
        return super().create(vals_list)

    def write(self, vals):
        self._check_may_name_alumni([vals.get("alumni_id")])
        return super().write(vals)

    def _check_may_name_alumni(self, alumni_ids):
        """Refuse people whom the user neither reads nor knows from other leads.

        The name of whoever is put on a lead can be read there, so sales could list the
        network by trying numbers. Merging leads and correcting them still works.
        """
        alumni = self.env["hr.alumni"].browse({one for one in alumni_ids if one})
        if self.env.su or not alumni or alumni.has_access("read"):
            return
        known = self.with_context(active_test=False).search(
            [("alumni_id", "in", alumni.ids)]
        )
        if alumni - known.alumni_id:
            raise AccessError(
                self.env._(
                    "Only the alumni office can put a former colleague on a lead. Ask "
                    "it to add the person."
                )
            )

    def _merge_get_fields(self):
        return [*super()._merge_get_fields(), "alumni_id", "alumni_kind"]

    def _get_referral_status(self):
        """What whoever referred the business is told of it.

        :return: a key and a text: received, progress, won or lost
        """
        self.ensure_one()
        return self._get_referral_statuses()[self]

    def _get_referral_statuses(self):
        """What those who referred these leads are told, by lead.

        The number of queries goes with the number of teams, not of leads.
        """
        first = {
            team: self._stage_find(team_id=team.id, domain=[("fold", "=", False)])
            for team in self.team_id
        }
        if any(not lead.team_id for lead in self):
            first[self.team_id.browse()] = self._stage_find(
                domain=[("fold", "=", False)]
            )
        return {lead: lead._describe_status(first[lead.team_id]) for lead in self}

    def _describe_status(self, first_stage):
        if self.won_status == "won":
            return "won", self.env._("Won. Thank you!")
        if self.won_status == "lost" or not self.active:
            return "lost", self.env._("Not taken further")
        if self._is_untouched(first_stage):
            return "received", self.env._("Received")
        return "progress", self.env._("Sales is working on it")

    def _is_untouched(self, first_stage):
        """Whether sales has not moved it yet from the first stage of its team."""
        return self.type == "lead" or self.stage_id in (
            first_stage,
            self.env["crm.stage"],
        )
