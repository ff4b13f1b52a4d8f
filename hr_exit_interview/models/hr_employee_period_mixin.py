from dateutil.relativedelta import relativedelta

from odoo import models

from ..tools.periods import get_stint_start

WIZARD = "hr.departure.wizard"


class HrEmployeePeriodMixin(models.AbstractModel):
    """The stints of an employee, written into the ledger as they begin and end."""

    _name = "hr.employee.period.mixin"
    _description = "Employee with Stints in the Ledger"

    def _close_employment_periods(self, date_end=None, reason=None, offboarding=None):
        """Write the stint that ends into the ledger, before anything is archived.

        Called in every way in which an employee is archived. Whoever has no running
        stint any more is left out, so a second call changes nothing.

        :param date_end: last day; by default the last day named in the open departure
            case, else today in the employee's time zone
        :param reason: `hr.departure.reason`; by default the one of the open case
        :param offboarding: `hr.offboarding` cases of these employees, by default the
            open ones
        :return: the `hr.employment.period` records written, in sudo
        """
        # Sudo: archiving is open to roles that may not read contracts or the ledger.
        employees = self.sudo()
        Period = self.env["hr.employment.period"].sudo()
        if offboarding is None:
            offboarding = employees._get_open_offboardings()
        cases = {case.employee_id.id: case for case in offboarding.sudo()}
        vals_list, closed, unbegun = [], Period, Period
        for employee in employees:
            case = cases.get(employee.id, self.env["hr.offboarding"])
            last_day = date_end or case._get_last_day() or employee._get_today()
            running = employee.employment_period_ids.filtered("is_running")
            start = running.date_start or employee._get_stint_start(last_day)
            if not start:
                continue
            if running and start > last_day:
                unbegun += running  # It never began: the return was a mistake.
                continue
            vals = employee._prepare_employment_period_values(
                last_day, reason or case.reason_id, case
            )
            if running:
                running.write(vals)
                closed += running
            else:
                vals_list.append({**vals, "date_start": start})
        unbegun.unlink()
        return closed + Period.create(vals_list)

    def _open_employment_periods(self, date_start):
        """Open the next stint of these employees in the ledger.

        :param date_start: first day of the new stint
        :return: the running `hr.employment.period` records, in sudo
        """
        return self._open_employment_periods_on(dict.fromkeys(self, date_start))

    def _open_employment_periods_on(self, starts):
        """Open stints that begin on different days, in one batch.

        :param starts: dict of `hr.employee` to the first day of the new stint
        :return: the running `hr.employment.period` records, in sudo
        """
        # Sudo: the ledger is written by these steps only, nobody has rights on it.
        Period = self.env["hr.employment.period"].sudo()
        # A stint may have been closed a moment ago: the index must know.
        Period.flush_model(["date_end"])
        return Period.create(
            [
                {
                    # Sudo: the facts of the contract are for HR.
                    **employee.sudo()._prepare_employment_period_values(
                        False,
                        self.env["hr.departure.reason"],
                        self.env["hr.offboarding"],
                    ),
                    "date_start": date_start,
                }
                for employee, date_start in starts.items()
            ]
        )

    def _complete_employment_periods(self, date_end, reason):
        """Add facts that were not known yet when the employee was archived.

        Core archives first and asks for date and reason afterwards. Only a stint
        without a reason is completed; once it has one it is not touched again.
        """
        # Sudo: the ledger is written by these steps only, nobody has rights on it.
        lasts = self.env["hr.employment.period"].sudo()
        for employee in self.sudo():
            lasts += employee.employment_period_ids.sorted("date_start")[-1:]
        lasts = lasts.filtered(
            lambda period: not period.is_running and not period.reason_id
        )
        lasts.write({"reason_id": reason.id})
        lasts.filtered(lambda period: date_end >= period.date_start).write(
            {"date_end": date_end}
        )

    def _prepare_employment_period_values(
        self, date_end, reason, offboarding, version=None
    ):
        """Hook: values of the stint of this employee, apart from its first day.

        :param date_end: last day, or False for a stint that begins
        :param reason: `hr.departure.reason`, possibly empty
        :param offboarding: `hr.offboarding`, possibly empty
        :param version: `hr.version` with the facts, by default the current one
        """
        self.ensure_one()
        version = version or self.current_version_id
        earlier = self.employment_period_ids.filtered("date_end")
        return {
            "employee_id": self.id,
            "company_id": self.company_id.id,
            "employee_number": self.employee_number,
            "employee_name": self.name,
            "stint": len(earlier) + 1 + self.stints_before,
            "date_end": date_end,
            "department_id": version.department_id.id,
            "department_name": version.department_id.name,
            "job_id": version.job_id.id,
            "job_title": version.job_title or version.job_id.name,
            "manager_id": self.parent_id.id,
            "manager_name": self.parent_id.name,
            "contract_type_id": version.contract_type_id.id,
            "reason_id": reason.id,
            "offboarding_id": offboarding.id,
        }

    def _get_stint_start(self, date_end):
        """First day of the stint that runs on `date_end`, or None if none does."""
        self.ensure_one()
        # Sudo: contract dates are for HR administrators only.
        versions = self.sudo().version_ids
        contracts = versions.filtered("contract_date_start")
        intervals = [
            (version.contract_date_start, version.contract_date_end)
            for version in contracts
        ] or [(version.date_version, None) for version in versions]
        earlier = (
            self.sudo().employment_period_ids.filtered("date_end").mapped("date_end")
        )
        return get_stint_start(
            intervals, date_end, not_before=max(earlier) if earlier else None
        )

    def _get_reopened(self, vals):
        """Former employees whom writing these values brings back."""
        if not vals.get("active"):
            return self.browse()
        return self.filtered(lambda employee: not employee.active)

    def _reopen_employment_periods(self):
        """Open a stint for those who are back, unless a return has done so already.

        Core's Unarchive asks for no date: the stint starts today, or on the day after
        the last one when that has not passed yet.
        """
        starts = {}
        # Sudo: unarchiving is open to roles that may not read the ledger.
        for employee in self.sudo():
            ends = employee.employment_period_ids.mapped("date_end")
            if ends and all(ends):
                next_day = max(ends) + relativedelta(days=1)
                starts[employee] = max(next_day, employee._get_today())
        self._open_employment_periods_on(starts)
