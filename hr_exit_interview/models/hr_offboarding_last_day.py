from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date


class HrOffboarding(models.Model):
    """The last day of a departure: ledger first, then core's departure wizard."""

    _inherit = "hr.offboarding"

    _DEPART_BATCH = 250

    period_id = fields.Many2one(
        "hr.employment.period",
        string="Employment Period",
        ondelete="restrict",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="hr.group_hr_user",
    )
    set_contract_end = fields.Boolean(
        string="End the Contract",
        default=True,
        groups="hr.group_hr_user",
        help="Write the end of the contract into the contract on the last day.",
    )
    departure_error = fields.Char(
        string="Why the Departure Failed",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
    )
    departure_error_date = fields.Date(
        string="Last Tried on",
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
        for (company, facts), cases in self._group_for_wizard().items():
            # Core deletes activities with the login: whoever takes them over is first.
            cases.filtered("close_access")._cut_access()
            employees = cases.employee_id
            employees._close_employment_periods(offboarding=cases)
            # Sudo after the check above: core's wizard reads contract fields that are
            # for HR administrators, and crashes for HR officers. Tracking costs more
            # than the departure; one note tells what it would have told.
            wizard = (
                self.env["hr.departure.wizard"]
                .sudo()
                .with_company(company)
                .with_context(
                    employee_termination=True,
                    active_ids=employees.ids,
                    tracking_disable=True,
                )
                .create(dict(facts, employee_ids=employees.ids))
            )
            wizard.action_register_departure()
            cases._log_departure()

    def _group_for_wizard(self):
        """Departures that go through core's wizard together, by company and facts."""
        return self.grouped(lambda case: (case.company_id, case._get_wizard_facts()))

    def _log_departure(self):
        """Note on the employees that they have left, by which departure."""
        # Sudo: the note is written by the departure, whoever executes it.
        self.employee_id.sudo()._message_log_batch(
            {
                case.employee_id.id: self.env._(
                    "Left on %(date)s: departure %(case)s.",
                    date=format_date(self.env, case.departure_date),
                    case=case.name,
                )
                for case in self
            }
        )

    def _mark_departed(self):
        """Note that the employees are gone, and let the next addon take over.

        Called once the employees are archived, whoever archived them.
        """
        if not self:
            return
        # Sudo: archiving is open to roles that may not read departure cases.
        cases = self.sudo()
        cases.write({"state": "departed", "departure_error": False})
        cases._hasten_access_cut()
        for case in cases:
            case.period_id = case.employee_id.employment_period_ids.filtered(
                lambda period, case=case: period.offboarding_id == case
            )[:1]
        cases.task_ids._hand_over_from_leaver()
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
                "set_date_end": self.set_contract_end,
                "remove_related_user": self.close_access,
            }.items()
        )

    @api.model
    def _cron_depart_due(self):
        """Execute the departures whose last day has passed where the person works.

        Equal ones go together. One that fails keeps its reason in `departure_error`, is
        tried again on the next day and stops nobody else.
        """
        # A day that has passed anywhere may have passed where the person works.
        latest = fields.Date.today() + relativedelta(days=1)
        due = self.search(
            [("state", "=", "in_progress"), ("departure_date", "<", latest)],
            order="departure_date, id",
        ).filtered(lambda case: case.departure_date < case.employee_id._get_today())
        parked = due.filtered("departure_error")
        batches = [
            batch
            for cases in (due - parked)._group_for_wizard().values()
            for batch in cases._split_every(self._DEPART_BATCH)
        ]
        batches += parked.filtered(lambda case: case._is_retry_due())
        self._run_by_batches(batches, "_depart_due", "departure_error")

    def _prepare_park_values(self, error_field, error):
        values = super()._prepare_park_values(error_field, error)
        if error_field == "departure_error":
            values["departure_error_date"] = fields.Date.today()
        return values

    def _depart_due(self):
        self._check_can_move("departed")
        self._do_depart()

    def _is_retry_due(self):
        """Whether a departure that failed is tried again: once a day."""
        self.ensure_one()
        return self.departure_error_date != fields.Date.today()
