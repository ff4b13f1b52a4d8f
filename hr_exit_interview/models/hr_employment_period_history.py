from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import split_every

from ..tools.periods import get_past_stints, get_stints


class HrEmploymentPeriodHistory(models.Model):
    """The ledger of the time before these addons: read from contracts and versions."""

    _inherit = "hr.employment.period"

    _HISTORY_BATCH = 500

    is_estimated = fields.Boolean(
        readonly=True,
        help="Written from what was left on the record: the first or the last day was "
        "not known.",
    )

    def action_complete_ledger(self):
        """Write the stints that ended before these addons were installed.

        May be used again at any time: whoever is in the ledger is left as they are.
        """
        if not self.env.user.has_group("hr.group_hr_manager"):
            raise AccessError(
                self.env._("Only HR administrators can complete the ledger.")
            )
        # Sudo after the check above: nobody has rights to write the ledger.
        count = self.sudo()._complete_ledger(self.env.companies)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "%(count)s employment periods were added.", count=count
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _complete_ledger(self, companies=None):
        """Write past stints of those whom the ledger does not know yet, in batches.

        Former employees get all of their stints; those who work here get the earlier
        ones, when a gap between two contracts tells of a return, and the running one.

        :param companies: `res.company`, by default all
        :return: number of periods written
        """
        employees = self.env["hr.employee"].with_context(active_test=False)
        domain = [("employment_period_ids", "=", False)]
        if companies:
            domain.append(("company_id", "in", companies.ids))
        count = 0
        for ids in split_every(self._HISTORY_BATCH, employees._search(domain)):
            batch = employees.browse(ids)
            vals_list = [
                vals
                for employee in batch
                for vals in self._prepare_past_stints(employee)
            ]
            count += len(self.create(vals_list))
            self.env.flush_all()
            self.env.invalidate_all()  # A large company must not fill the memory.
        return count

    @api.model
    def _prepare_past_stints(self, employee):
        """Values of the employment periods of an employee who has none yet."""
        versions = employee.with_context(active_test=True).version_ids
        if employee.active:
            return self._prepare_stints_until_now(employee, versions)
        departure = versions.filtered("departure_date").sorted("date_version")[-1:]
        contracts = versions.filtered("contract_date_start")
        last_day = departure.departure_date or self._guess_last_day(employee, contracts)
        stints = get_past_stints(
            self._get_intervals(versions), last_day, may_guess_start=not contracts
        )
        vals_list = [
            self._prepare_past_stint_values(employee, versions, start, end)
            for start, end in stints
        ]
        if vals_list and (not departure or not contracts):
            vals_list[-1]["is_estimated"] = True
        return self._number_stints(vals_list)

    @api.model
    def _prepare_stints_until_now(self, employee, versions):
        """Values for somebody who works here: only who came back has earlier stints."""
        today = employee._get_today()
        stints = [
            (start, end)
            for start, end in get_stints(self._get_intervals(versions))
            if start <= today
        ]
        if len(stints) < 2:
            return []
        *earlier, (start, _end) = stints
        return self._number_stints(
            [
                self._prepare_past_stint_values(employee, versions, *stint)
                for stint in [*earlier, (start, False)]
            ]
        )

    @api.model
    def _prepare_past_stint_values(self, employee, versions, start, end):
        """Values of one stint, with the facts of the version at its end."""
        until = versions.filtered(
            lambda version: not end or version.date_version <= end
        )
        version = (until or versions[:1]).sorted("date_version")[-1:]
        departure = versions.filtered(
            lambda version: (
                end
                and version.departure_date
                and start <= version.departure_date <= end
            )
        )[-1:]
        values = employee._prepare_employment_period_values(
            end,
            departure.departure_reason_id,
            self.env["hr.offboarding"],
            version=version,
        )
        if version != employee.current_version_id:
            # Only the present manager is on record.
            values.update(manager_id=False, manager_name=False)
        return {**values, "date_start": start}

    @api.model
    def _number_stints(self, vals_list):
        return [
            {**vals, "stint": stint} for stint, vals in enumerate(vals_list, start=1)
        ]

    @api.model
    def _get_intervals(self, versions):
        """Contracts as (first day, last day); without one the days of the versions."""
        return [
            (version.contract_date_start, version.contract_date_end or None)
            for version in versions
            if version.contract_date_start
        ] or [(version.date_version, None) for version in versions]

    @api.model
    def _guess_last_day(self, employee, contracts):
        """Last day of somebody archived without a date: contract end or archiving."""
        ends = contracts.mapped("contract_date_end")
        today = employee._get_today()
        if ends and all(ends) and max(ends) <= today:
            return max(ends)
        # The number that is given at installation is written on the employee, not here.
        return min(employee.resource_id.write_date.date(), today)
