from dateutil.relativedelta import relativedelta

from odoo import fields, models


class HrOffboardingTemplateTask(models.Model):
    _name = "hr.offboarding.template.task"
    _description = "Offboarding Package Task"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        "hr.offboarding.template", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="template_id.company_id", store=True)
    name = fields.Char(string="Task", required=True, translate=True)
    sequence = fields.Integer(default=10)
    responsible = fields.Selection(
        [
            ("leaver", "Leaver"),
            ("manager", "Manager"),
            ("manager_manager", "Manager's manager"),
            ("hr", "HR officer of the case"),
            ("user", "A fixed user"),
        ],
        default="hr",
        required=True,
        help="Tasks of somebody who has no user are given to the HR officer of the "
        "case.",
    )
    user_id = fields.Many2one("res.users", string="Fixed User", ondelete="set null")
    offset_days = fields.Integer(
        string="Days", help="Days after the date named next to it; negative for before."
    )
    offset_from = fields.Selection(
        [("notice", "Notice"), ("last_day", "Last working day")],
        string="Counted from",
        default="last_day",
        required=True,
    )
    is_blocking = fields.Boolean(
        string="Blocks Clearance",
        help="The departure cannot be closed while this task is open.",
    )

    def _get_deadline(self, notice_date, last_working_date):
        """Return the due date of this task for a case with these two dates."""
        self.ensure_one()
        base = notice_date if self.offset_from == "notice" else last_working_date
        return base + relativedelta(days=self.offset_days)
