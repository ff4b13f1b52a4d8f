import logging

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class HrOffboarding(models.Model):
    """The last day of a departure: ledger first, then core's departure wizard."""

    _inherit = "hr.offboarding"

    period_id = fields.Many2one(
        "hr.employment.period",
        string="Employment Period",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="hr.group_hr_user",
    )
    departure_error = fields.Char(
        string="Why the Departure Failed",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
    )

    def action_depart(self):
        """Execute the last day: ledger, core departure wizard, then what follows.

        :raise UserError: the departure date lies ahead
        """
        self._check_can_move("departed")
        for case in self:
            if case.departure_date > case.employee_id._get_today():
                raise UserError(
                    self.env._(
                        "The contract of %(employee)s ends on %(date)s. The departure "
                        "is executed by itself after that day; change the date if the "
                        "person leaves earlier.",
                        employee=case.employee_id.name,
                        date=case.departure_date,
                    )
                )
        self._do_depart()
        return True

    def _do_depart(self):
        """Write the period, then let core archive; one wizard run for equal facts."""
        self.check_access("write")
        self.employee_id.check_access("write")
        self._do_before_departure()
        groups = self.grouped(lambda case: (case.company_id, case._get_wizard_facts()))
        for (company, facts), cases in groups.items():
            employees = cases.employee_id
            employees._close_employment_periods(offboarding=cases)
            # Sudo after the check above: core's wizard reads contract fields that are
            # for HR administrators, and crashes for HR officers.
            wizard = (
                self.env["hr.departure.wizard"]
                .sudo()
                .with_company(company)
                .with_context(employee_termination=True, active_ids=employees.ids)
                .create(dict(facts, employee_ids=employees.ids))
            )
            wizard.action_register_departure()

    def _mark_departed(self):
        """Note that the employees are gone, and let the next addon take over.

        Called once the employees are archived, whoever archived them.
        """
        if not self:
            return
        # Sudo: archiving is open to roles that may not read departure cases.
        for case in self.sudo():
            case.write(
                {
                    "state": "departed",
                    "period_id": case.employee_id.employment_period_ids.filtered(
                        lambda period, case=case: period.offboarding_id == case
                    )[:1].id,
                }
            )
        self.sudo().task_ids._hand_over_from_leaver()
        # What nobody has told yet may forbid what follows: it waits for the facts.
        self.filtered(lambda case: not case.sudo().is_incomplete)._do_after_departure()

    def _do_before_departure(self):
        """Hook: called before the ledger is written and anybody is archived.

        :raise UserError: something must be settled first; a departure that the
            scheduled job executes is parked with this text
        """

    def _do_after_departure(self):
        """Hook: called once for all cases that have just departed.

        The employees are archived and the periods are written. Runs with the rights of
        whoever archived, also as a cron. A departure that is incomplete, because nobody
        has told the reason yet, gets here once HR has completed it.
        """

    def _get_last_day(self):
        """Last day of the stint that this case ends; False on an empty recordset."""
        return self.departure_date

    def _get_wizard_facts(self):
        """Hook: what core's departure wizard is told, as a tuple of pairs.

        Cases of one company with equal facts go through one run of the wizard.
        """
        self.ensure_one()
        return tuple(
            {
                "departure_reason_id": self.reason_id._get_core_reason().id,
                "departure_date": self.departure_date,
                "set_date_end": True,
                "remove_related_user": True,
            }.items()
        )

    @api.model
    def _cron_depart_due(self, limit=100):
        """Execute the departures whose last day has passed where the person works.

        One that fails keeps its reason in `departure_error` and is tried again on the
        next day; it stops nobody else.

        :param limit: how many departures one run executes at the most
        """
        # A day that has passed anywhere may have passed where the person works.
        latest = fields.Date.today() + relativedelta(days=1)
        due = self.search(
            [("state", "=", "in_progress"), ("departure_date", "<", latest)],
            order="departure_date, id",
        ).filtered(lambda case: case.departure_date < case.employee_id._get_today())
        for done, case in enumerate(due[:limit], start=1):
            case._depart_or_park()
            self.env["ir.cron"]._commit_progress(1, remaining=len(due) - done)

    def _depart_or_park(self):
        """Execute one departure; when it fails, keep the reason on the case."""
        self.ensure_one()
        if not self.try_lock_for_update():
            return
        try:
            with self.env.cr.savepoint():
                self.departure_error = False
                self._check_can_move("departed")
                self._do_depart()
        except Exception as error:
            # Whatever went wrong with this person, the others still leave.
            _logger.exception("Departure %s was not executed.", self.name)
            self.departure_error = str(error)
