from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain


class HrAlumniPausing(models.Model):
    """A pause that a former colleague takes: no mails, no calls, nowhere to be found.

    Consents, account and circles stay. What the person asks for is answered, and what
    concerns the safety of the account is told. A pause with a last month ends by its
    date, without anybody doing anything.
    """

    _inherit = "hr.alumni"

    pause_date = fields.Date(
        string="Paused On",
        readonly=True,
        copy=False,
        help="Chosen by the person on the own page.",
    )
    pause_end_date = fields.Date(
        string="Pause Ends On",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="From this day on the person hears from you again. Empty: once the person "
        "says so.",
    )
    is_paused = fields.Boolean(
        string="Paused",
        compute="_compute_is_paused",
        search="_search_is_paused",
        help="Wants to hear nothing for a while, and is in no directory.",
    )

    @api.depends("pause_date", "pause_end_date")
    def _compute_is_paused(self):
        today = fields.Date.today()
        for alumni in self:
            end = alumni.pause_end_date
            alumni.is_paused = alumni.pause_date and (not end or end > today)

    @api.model
    def _search_is_paused(self, operator, value):
        if operator != "in":
            return NotImplemented
        paused = Domain("pause_date", "!=", False) & (
            Domain("pause_end_date", "=", False)
            | Domain("pause_end_date", ">", fields.Date.today())
        )
        return Domain.OR(paused if one else ~paused for one in value)

    def _do_pause(self, months=None):
        """Carry out the wish for a pause: what waits to be sent is not sent any more.

        :param months: for how long; until the person says otherwise by default
        """
        today = fields.Date.today()
        # Sudo: the person decides here, and has no rights on the model.
        people = self.sudo()
        people.write(
            {
                "pause_date": today,
                "pause_end_date": months and today + relativedelta(months=months),
            }
        )
        people._cancel_waiting_mails(people.purpose_ids)
        people.nudge_ids.filtered(
            lambda nudge: (
                nudge.purpose_id
                and (
                    not nudge.alumni_id.pause_end_date
                    or nudge.date < nudge.alumni_id.pause_end_date
                )
            )
        )._do_drop(self.env._("The person has paused."))
        people._log_touch("portal", ref=f"pause,{today}")

    def _do_resume(self):
        """Carry out the wish to hear from us again."""
        # Sudo: the person decides here, and has no rights on the model.
        people = self.sudo().filtered("pause_date")
        people._end_pause()
        people._log_touch("portal", ref=f"resume,{fields.Date.today()}")

    def _end_pause(self):
        self.write({"pause_date": False, "pause_end_date": False})

    def _move_to(self, state):
        result = super()._move_to(state)
        if state in self._SILENT_STATES:
            # Whoever comes back one day does not come back into a pause.
            # Sudo: whoever notes a death or a return need not write pauses.
            self.sudo().filtered("pause_date")._end_pause()
        return result

    @api.model
    def _cron_end_pauses(self):
        """Let those be found again whose pause is over; mails ask the date."""
        self.search([("pause_end_date", "<=", fields.Date.today())])._end_pause()
