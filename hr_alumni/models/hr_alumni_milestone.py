from odoo import api, fields, models


class HrAlumniMilestone(models.Model):
    """A life or career event of somebody who has agreed that we know of it.

    It makes a line on “Today” to congratulate. When the consent ends, it is deleted.
    """

    _name = "hr.alumni.milestone"
    _description = "Milestone of a Former Colleague"
    _inherit = ["hr.alumni.part.mixin", "hr.alumni.telling.mixin"]
    _order = "date desc, id desc"
    _rec_name = "date"
    _check_company_auto = True

    kind = fields.Selection(
        [
            ("marriage", "Marriage"),
            ("birth", "Birth"),
            ("award", "Award"),
            ("publication", "Publication"),
            ("promotion", "Promotion"),
            ("founding", "Company founded"),
            ("birthday", "Round birthday"),
            ("other", "Other"),
        ],
        required=True,
    )
    date = fields.Date(required=True, default=fields.Date.context_today, string="When")
    note = fields.Char(help="In a few words, such as the person would tell it.")

    @api.constrains("alumni_id")
    def _check_is_agreed(self):
        people = self.alumni_id
        self._check_consent(people, "milestones", self.env._("milestones are noted"))

    @api.model_create_multi
    def create(self, vals_list):
        milestones = super().create(vals_list)
        milestones._make_nudges()
        return milestones

    def _make_nudges(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        today = fields.Date.context_today(self)
        for milestone in self:
            alumni = milestone.alumni_id
            alumni._make_nudge(
                "milestone",
                self.env._("Congratulate: %(kind)s", kind=labels[milestone.kind]),
                ref=f"hr.alumni.milestone,{milestone.id}",
                date=max(milestone.date, today),
                channel="letter",
                purpose_id=alumni._get_purpose("milestones").id,
            )
