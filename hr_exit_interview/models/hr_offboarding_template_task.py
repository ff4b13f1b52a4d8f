from odoo import fields, models

from ..tools.deadlines import get_deadline


class HrOffboardingTemplateTask(models.Model):
    """One thing that departures need: who does it, when, and under which condition."""

    _name = "hr.offboarding.template.task"
    _description = "Offboarding Package Task"
    _order = "template_id, sequence, id"

    template_id = fields.Many2one(
        "hr.offboarding.template", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(related="template_id.company_id", store=True)
    name = fields.Char(string="Task", required=True, translate=True)
    description = fields.Text(
        string="Instructions",
        translate=True,
        help="How it is done, for whoever gets the task.",
    )
    sequence = fields.Integer(default=10)
    responsible = fields.Selection(
        [
            ("leaver", "Leaver"),
            ("manager", "Manager"),
            ("manager_manager", "Manager's manager"),
            ("hr", "HR officer"),
            ("successor", "Successor"),
            ("it", "IT"),
            ("finance", "Finance"),
            ("facilities", "Facilities"),
            ("legal", "Legal"),
            ("head", "Head of the company"),
            ("user", "A fixed user"),
        ],
        default="hr",
        required=True,
        help="Tasks of somebody who has no user are given to the HR officer of the "
        "departure. Who does the tasks of IT, finance, facilities and legal is named "
        "in the settings.",
    )
    user_id = fields.Many2one("res.users", string="Fixed User", ondelete="set null")
    offset_days = fields.Integer(
        string="Days", help="Days after the date named next to it; negative for before."
    )
    offset_from = fields.Selection(
        [
            ("notice", "Notice"),
            ("last_day", "Last working day"),
            ("departure", "End of the contract"),
        ],
        string="Counted from",
        default="last_day",
        required=True,
    )
    skips_days_off = fields.Boolean(
        string="On Working Days",
        default=True,
        help="A task that would be due on a day off is due on the working day before, "
        "or after when it is counted forward.",
    )
    is_blocking = fields.Boolean(
        string="Blocking",
        help="The departure cannot be closed while this task is open.",
    )
    requires_proof = fields.Boolean(
        string="Needs Proof",
        help="It can be completed only with a note or a file that proves it.",
    )
    condition = fields.Selection(
        [
            ("always", "Always"),
            ("voluntary", "The person decided to leave"),
            ("involuntary", "The company decided, or the person left in lieu"),
            ("regretted", "Regretted"),
            ("key_person", "Key person"),
            ("has_user", "Has a login"),
            ("has_team", "Manages people"),
            ("has_successor", "A successor is named"),
            ("remote", "Works from home"),
        ],
        string="Only if",
        default="always",
        required=True,
    )
    country_id = fields.Many2one(
        "res.country",
        string="Only in",
        ondelete="restrict",
        help="Created only in companies of this country.",
    )

    _offset_in_bounds = models.Constraint(
        "CHECK (offset_days BETWEEN -1000 AND 1000)",
        "A task is due at most 1000 days before or after the date that it is counted "
        "from.",
    )

    def _get_deadline(self, offboarding, earliest=None):
        """Return when this task is due in a case, and when it was planned for.

        :param offboarding: `hr.offboarding`
        :param earliest: no task is due before this date; by default the notice
        :return: two dates; they differ when the planned one lies before `earliest`
        """
        self.ensure_one()
        dates = {
            "notice": offboarding.notice_date,
            "last_day": offboarding.last_working_date,
            "departure": offboarding.departure_date,
        }
        return get_deadline(
            dates[self.offset_from],
            self.offset_days,
            max(offboarding.notice_date, earliest or offboarding.notice_date),
            offboarding._is_workday if self.skips_days_off else None,
        )
