from odoo import fields, models


class HrExitInterviewRescheduling(models.Model):
    """How often the agreed date of a talk was moved, and when last.

    A date counts once it was agreed, that is when the talk is scheduled.
    """

    _inherit = "hr.exit.interview"

    first_date = fields.Datetime(
        string="First Agreed for",
        readonly=True,
        copy=False,
        help="The date that was agreed at first.",
    )
    agreed_date = fields.Datetime(copy=False, groups=fields.NO_ACCESS)
    reschedule_count = fields.Integer(string="Times Moved", readonly=True, copy=False)
    rescheduled_date = fields.Date(string="Moved on", readonly=True, copy=False)

    def write(self, vals):
        result = super().write(vals)
        if "date" in vals:
            self.filtered(lambda talk: talk.state == "scheduled")._note_agreed_date()
        return result

    def action_schedule(self):
        """The date is agreed: it counts from now on when it is moved."""
        result = super().action_schedule()
        self._note_agreed_date()
        return result

    def _note_agreed_date(self):
        # Sudo: written by this step alone.
        for talk in self.sudo():
            if not talk.date or talk.date == talk.agreed_date:
                continue
            values = {"agreed_date": talk.date}
            if talk.agreed_date:
                values["reschedule_count"] = talk.reschedule_count + 1
                values["rescheduled_date"] = fields.Date.context_today(self)
            else:
                values["first_date"] = talk.date
            talk.write(values)
