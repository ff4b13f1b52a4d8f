from datetime import date, timedelta

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.service import Stint


class HrEmploymentPeriod(models.Model):
    _inherit = "hr.employment.period"

    def _get_service_stints(self, purpose, paid=None):
        """These stints as the service engine takes them.

        :param purpose: `hr.service.purpose`, whose earlier decisions stand
        :param paid: those of these periods that were already paid for
        :return: list of `Stint`; several for a period in which working hours changed
        """
        # Sudo: working hours and the reason are asked, only the outcome goes out.
        periods = self.sudo().sorted("date_start")
        decided = periods._get_decided_dates(purpose)
        stints = []
        for period in periods:
            for start, end, share in period._get_service_parts():
                stints.append(
                    Stint(
                        start,
                        end,
                        share=share,
                        unworked=period._get_unworked_days(start, end),
                        reason=period.reason_id.id or "",
                        contract=period.contract_type_id.id,
                        is_paid=bool(paid) and period.id in paid.ids,
                        recognised=decided.get(period.date_start)
                        if start == period.date_start
                        else None,
                    )
                )
        return stints

    def _get_service_inputs(self, back):
        """What the rules were asked about, as text: one line for each stint."""
        # Sudo: working hours are asked, what goes out is for HR only.
        lines = [
            self.env._(
                "%(start)s – %(end)s, %(share)s %%",
                start=format_date(self.env, start),
                end=format_date(self.env, end or back - timedelta(days=1)),
                share=f"{share:g}",
            )
            for period in self.sudo().sorted("date_start")
            for start, end, share in period._get_service_parts()
        ]
        return "\n".join(lines)

    def _get_decided_dates(self, purpose):
        """Dates that were recognised at earlier returns, by the day of the return."""
        credits = self.env["hr.service.credit"]._get_in_force(
            self.employee_id, purpose=purpose
        )
        ends = {period.date_start: period.date_end for period in self}
        # Who left again before the date counted has only what the return gave.
        return {
            credit.return_date: credit.recognised_date
            for credit in credits
            if credit.effective_date <= (ends.get(credit.return_date) or date.max)
        }

    def _get_service_parts(self):
        """Parts of one stint with the same working hours.

        :return: list of first day, last day or None, percent of full time
        """
        self.ensure_one()
        last = self.date_end or None
        versions = self.employee_id.version_ids.sorted("date_version")
        inside = versions.filtered(
            lambda version: (
                self.date_start < version.date_version
                and (not last or version.date_version <= last)
            )
        )
        before = versions.filtered(
            lambda version: version.date_version <= self.date_start
        )
        starts = [self.date_start, *inside.mapped("date_version")]
        ends = [start - timedelta(days=1) for start in starts[1:]] + [last]
        shares = [self._get_work_share(one) for one in (before[-1:], *inside)]
        return list(zip(starts, ends, shares, strict=True))

    @api.model
    def _get_work_share(self, version):
        """Hook: percent of full time; 100 where no working hours are known."""
        rate = version.resource_calendar_id.work_time_rate
        return min(100, round(rate, 2)) if rate and rate > 0 else 100

    def _get_unworked_days(self, start, end):
        """Hook: days of unpaid leave in a part of this stint, if leave is kept here."""
        if "hr.leave" not in self.env or not self.employee_id or not end:
            return 0
        leaves = self.env["hr.leave"].search(
            Domain("employee_id", "=", self.employee_id.id)
            & Domain("state", "=", "validate")
            & Domain("holiday_status_id.unpaid", "=", True)
            & Domain("request_date_from", "<=", end)
            & Domain("request_date_to", ">=", start)
        )
        return sum(
            (min(leave.request_date_to, end) - max(leave.request_date_from, start)).days
            + 1
            for leave in leaves
        )
