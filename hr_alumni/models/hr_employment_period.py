from odoo import fields, models


class HrEmploymentPeriod(models.Model):
    _inherit = "hr.employment.period"

    alumni_id = fields.Many2one(
        "hr.alumni",
        string="Former Colleague",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        groups="hr.group_hr_user,hr_alumni.group_manager",
        help="Whose stint this is, when there is no employee record: it was imported.",
    )

    _alumni_start_uniq = models.UniqueIndex(
        "(alumni_id, date_start) WHERE alumni_id IS NOT NULL",
        "This former colleague already has an employment period with this first day.",
    )
