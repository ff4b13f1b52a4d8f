from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..tools import turnover


class HrOffboardingAnalysis(models.Model):
    """The figures of one period on one page: how they are counted.

    Plain data for the screen: nothing is counted anywhere else. The number of queries
    does not depend on how many people left.
    """

    _inherit = "hr.offboarding.analysis"

    # Dimension: the model that names its values; without one it is a selection.
    _DIMENSIONS = {
        "department_id": "hr.department",
        "job_id": "hr.job",
        "manager_id": "hr.employee",
        "company_id": "res.company",
        "tenure_band": None,
        "kind": None,
    }
    # How many people there are by these is not defined.
    _WITHOUT_HEADCOUNT = ("tenure_band", "kind")
    _ROWS = 10

    @api.model
    def retrieve_overview(self, period="year"):
        """Return the figures of a period in the companies that are ticked, for HR.

        :param period: a key of `turnover.PERIODS`
        :return: dict of plain data; rates are shares of 1, or None when there is
            nothing to divide by
        :raise AccessError: the user is no HR officer
        """
        self.check_access("read")
        if period not in turnover.PERIODS:
            period = "year"
        first, last = turnover.get_period(period, fields.Date.context_today(self))
        step = turnover.PERIODS[period]
        now = self._get_totals(first, last)
        labels = self._get_dimension_labels(now)
        before = self._get_totals(*turnover.get_previous(first, last, step))
        return {
            "period": period,
            "periods": list(self._get_period_labels().items()),
            "dates": self._format_dates(first, last),
            "previous_dates": self._format_dates(
                *turnover.get_previous(first, last, step)
            ),
            "companies": self.env.companies.mapped("name"),
            "is_empty": not now["groups"][None]["headcount"] and not now["departures"],
            "figures": self._get_figures(now, before, first, last),
            "months": self._get_month_series(last),
            "breakdowns": self._get_breakdowns(now, labels, first, last),
            "hotspots": self._get_hotspot_rows(now, labels, first, last),
        }

    # Counting

    def _get_totals(self, first, last):
        """Count everything of a period: in all, and by each dimension.

        :return: dict with `departures`, `cohort`, `cohort_left`, and `groups`: by None
            (in all) and by (dimension, value) a dict of what was counted
        """
        groups = {None: self._get_empty_group()}
        counted = self._get_counted()
        for dimension, value, *numbers in self._group_departures(first, last, counted):
            key = dimension and (dimension, value)
            group = groups.setdefault(key, self._get_empty_group())
            group.update(zip(counted, numbers, strict=True))
        cohort = (0, 0)
        for dimension, value, person_days, hired, left in self._group_stints(
            first, last
        ):
            key = dimension and (dimension, value)
            group = groups.setdefault(key, self._get_empty_group())
            group["headcount"] = turnover.get_average_headcount(
                float(person_days or 0), first, last
            )
            if key is None:
                cohort = (hired, left)
        return {
            "groups": groups,
            "departures": groups[None]["departures"],
            "cohort": cohort[0],
            "cohort_left": cohort[1],
        }

    def _get_empty_group(self):
        return {"headcount": 0.0, **dict.fromkeys(self._get_counted(), 0)}

    def _get_counted(self):
        """What is counted of the departures of a group, as SQL by its name."""
        return {
            "departures": SQL("COUNT(*)"),
            "leavers": SQL("SUM(leaver_count)"),
            "voluntary": SQL("SUM(voluntary_count)"),
            "regretted": SQL("SUM(regretted_count)"),
            "preventable": SQL("SUM(preventable_count)"),
            "cleared": SQL("COUNT(clearance_on_time)"),
            "cleared_on_time": SQL("COALESCE(SUM(clearance_on_time), 0)"),
            "access": SQL("COUNT(access_on_time)"),
            "access_on_time": SQL("COALESCE(SUM(access_on_time), 0)"),
        }

    def _group_departures(self, first, last, counted):
        """Rows of (dimension or None, value, numbers…) of those who left."""
        self._flush_counted()
        return self._group_by_dimensions(
            SQL(
                "(%s) departure WHERE company_id IN %s AND date_end BETWEEN %s AND %s",
                self._table_query,
                tuple(self.env.companies.ids),
                first,
                last,
            ),
            list(self._DIMENSIONS),
            counted.values(),
        )

    def _group_stints(self, first, last):
        """Rows of (dimension or None, value, days worked, hired, left in a year).

        The cohort is everybody hired in the same days of the year before, so that each
        of them has had a full year by the last of these days. A transfer inside the
        group is no hire: whoever comes by it was hired before.
        """
        cohort = SQL(
            "service_start BETWEEN %s AND %s",
            first - turnover.YEAR,
            last - turnover.YEAR,
        )
        dimensions = [d for d in self._DIMENSIONS if d not in self._WITHOUT_HEADCOUNT]
        return self._group_by_dimensions(
            SQL("(%s) stint WHERE date_start <= %s", self._get_stints_query(), last),
            dimensions,
            [
                SQL(
                    "SUM(GREATEST(LEAST(COALESCE(date_end, %(last)s), %(last)s)"
                    " - GREATEST(date_start, %(first)s) + 1, 0))",
                    first=first,
                    last=last,
                ),
                SQL(
                    "COUNT(*) FILTER (WHERE %s AND date_start = service_start)", cohort
                ),
                SQL("COALESCE(SUM(first_year_count) FILTER (WHERE %s), 0)", cohort),
            ],
        )

    def _group_by_dimensions(self, source, dimensions, aggregates):
        """Group one source by several dimensions and in all, in one query."""
        columns = [SQL.identifier(name) for name in dimensions]
        rows = self.env.execute_query(
            SQL(
                "SELECT GROUPING(%(columns)s), %(columns)s, %(aggregates)s"
                " FROM %(source)s GROUP BY GROUPING SETS ((), %(sets)s)",
                columns=SQL(", ").join(columns),
                aggregates=SQL(", ").join(aggregates),
                source=source,
                sets=SQL(", ").join(SQL("(%s)", column) for column in columns),
            )
        )
        # GROUPING() has one bit per column, set for those that a row is not split by.
        width = len(dimensions)
        found = []
        for mask, *values in rows:
            numbers = [number or 0 for number in values[width:]]
            split = [n for n in range(width) if not mask >> (width - 1 - n) & 1]
            if split:
                found.append((dimensions[split[0]], values[split[0]], *numbers))
            else:
                found.append((None, None, *numbers))
        return found

    def _get_stints_query(self):
        """Everybody who works or worked here: ended stints and running ones.

        Where and for whom somebody works is that of the end of the stint, or of today.
        """
        return SQL(
            """
            SELECT company_id, department_id, job_id, manager_id, date_start,
                   service_start, date_end, first_year_count
              FROM (%(ended)s) ended
             WHERE company_id IN %(companies)s AND date_start IS NOT NULL
             UNION ALL
            SELECT e.company_id, v.department_id, v.job_id, e.parent_id,
                   COALESCE(running.date_start, began.date_start,
                            past.date_end + 1) AS date_start,
                   COALESCE(service.service_start, running.date_start,
                            began.date_start, past.date_end + 1),
                   NULL, 0
              FROM hr_employee e
              LEFT JOIN hr_version v ON v.id = e.current_version_id
              LEFT JOIN hr_employment_period running
                ON running.employee_id = e.id AND running.date_end IS NULL
              LEFT JOIN (%(service)s) service ON service.period_id = running.id
              LEFT JOIN (SELECT employee_id, MAX(date_end) AS date_end
                           FROM hr_employment_period GROUP BY employee_id) past
                ON past.employee_id = e.id
              LEFT JOIN LATERAL (
                   SELECT MIN(COALESCE(contract_date_start, date_version)) AS date_start
                     FROM hr_version
                    WHERE employee_id = e.id AND active
                      AND COALESCE(contract_date_start, date_version)
                          > COALESCE(past.date_end, '-infinity')) began ON TRUE
             WHERE e.active AND e.company_id IN %(companies)s
            """,
            ended=self._table_query,
            service=self._get_service_query(),
            companies=tuple(self.env.companies.ids),
        )

    def _get_month_series(self, last):
        """Leavers and rate of each of the last twelve months, for the chart."""
        months = turnover.get_months(last)
        first = months[0][0]
        changes, leavers = [], dict.fromkeys((start for start, _end in months), 0)
        for what, day, number in self.env.execute_query(
            SQL(
                """
                WITH stint AS (%(stints)s)
                SELECT 'hc', GREATEST(date_start, %(first)s), COUNT(*) FROM stint
                 WHERE date_start <= %(last)s
                   AND COALESCE(date_end, %(last)s) >= %(first)s
                 GROUP BY 2
                 UNION ALL
                SELECT 'hc', date_end + 1, -COUNT(*) FROM stint
                 WHERE date_end >= %(first)s AND date_end < %(last)s
                   AND date_start <= %(last)s
                 GROUP BY 2
                 UNION ALL
                SELECT 'left', DATE_TRUNC('month', date_end)::date, SUM(leaver_count)
                  FROM (%(departures)s) departure
                 WHERE company_id IN %(companies)s
                   AND date_end BETWEEN %(first)s AND %(last)s
                 GROUP BY 2
                """,
                stints=self._get_stints_query(),
                departures=self._table_query,
                companies=tuple(self.env.companies.ids),
                first=first,
                last=last,
            )
        ):
            if what == "hc":
                changes.append((day, number))
            else:
                leavers[day] = number
        headcounts = turnover.get_monthly_headcounts(changes, months)
        return [
            {
                "label": format_date(self.env, start, date_format="MMM yyyy"),
                "leavers": leavers[start],
                "headcount": round(headcount, 1),
                "rate": turnover.get_rate(leavers[start], headcount),
                "domain": self._get_period_domain(start, end),
            }
            for (start, end), headcount in zip(months, headcounts, strict=True)
        ]

    def _flush_counted(self):
        for name in (
            "hr.employment.period",
            "hr.offboarding",
            "hr.offboarding.task",
            "hr.departure.reason",
            "hr.employee",
            "hr.version",
        ):
            self.env[name].flush_model()
