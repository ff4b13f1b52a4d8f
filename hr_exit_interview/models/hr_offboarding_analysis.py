from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.turnover import TENURE_BANDS


class HrOffboardingAnalysis(models.Model):
    """One row per departure that has taken place, with what is counted about it.

    The ledger decides who left and when; the case, where there is one, adds what only
    it knows. A departure of before this addon, or one whose case is erased, is counted
    like any other. Transfers inside the group and deaths are rows and no leavers.
    For HR only: line managers get no figures.
    """

    _name = "hr.offboarding.analysis"
    _description = "Departures Analysis"
    _auto = False
    _order = "date_end desc, id desc"
    _rec_name = "employee_number"
    # What must be in the database before this is read.
    _depends = {
        "hr.employment.period": [
            "employee_id",
            "employee_number",
            "company_id",
            "department_id",
            "job_id",
            "manager_id",
            "date_start",
            "date_end",
            "kind",
            "reason_id",
            "offboarding_id",
        ],
        "hr.offboarding": [
            "employee_id",
            "state",
            "kind",
            "reason_id",
            "departure_date",
            "is_regretted",
            "close_access",
            "access_cutoff",
            "access_closed_date",
            "is_counted_alone",
        ],
        "hr.offboarding.task": ["is_blocking", "closed_date", "date_deadline"],
        "hr.departure.reason": ["type", "kind", "preventable"],
    }

    _NOT_LEAVING = ("transfer", "death")

    employee_id = fields.Many2one("hr.employee", readonly=True)
    employee_number = fields.Char(readonly=True)
    company_id = fields.Many2one("res.company", readonly=True)
    department_id = fields.Many2one("hr.department", readonly=True)
    job_id = fields.Many2one("hr.job", readonly=True)
    manager_id = fields.Many2one("hr.employee", readonly=True)
    offboarding_id = fields.Many2one("hr.offboarding", string="Case", readonly=True)
    date_start = fields.Date(string="From", readonly=True)
    service_start = fields.Date(
        string="In the Group Since",
        readonly=True,
        help="The first day here, or in the company from which the person was "
        "transferred: service goes on.",
    )
    date_end = fields.Date(string="Last Day", readonly=True)
    reason_id = fields.Many2one("hr.departure.reason", readonly=True)
    type = fields.Selection(
        selection=lambda self: self._get_reason_selection("type"), readonly=True
    )
    kind = fields.Selection(
        selection=lambda self: self._get_reason_selection("kind"), readonly=True
    )
    tenure_band = fields.Selection(
        [
            ("0", "Under 1 year"),
            ("1", "1 to 2 years"),
            ("2", "2 to 5 years"),
            ("5", "5 to 10 years"),
            ("10", "10 years and more"),
        ],
        string="Length of Service",
        readonly=True,
    )
    tenure_years = fields.Float(
        string="Years of Service", readonly=True, aggregator="avg"
    )
    leaver_count = fields.Integer(
        string="Leavers",
        readonly=True,
        help="Transfers inside the group and deaths are not counted.",
    )
    voluntary_count = fields.Integer(
        string="Voluntary", readonly=True, help="Leavers who decided it themselves."
    )
    regretted_count = fields.Integer(
        string="Regretted",
        readonly=True,
        help="Voluntary leavers whom the company would rather have kept.",
    )
    preventable_count = fields.Integer(
        string="Preventable",
        readonly=True,
        help="Voluntary leavers whose reason, as HR sees it, the company could have "
        "done something about.",
    )
    first_year_count = fields.Integer(
        string="In the First Year",
        readonly=True,
        help="Leavers with less than 12 months of service.",
    )
    clearance_on_time = fields.Float(
        string="Cleared on Time",
        readonly=True,
        aggregator="avg",
        help="Share of the departures with every blocking task closed by its own due "
        "date. Departures without blocking tasks are left out.",
    )
    clearance_days_late = fields.Float(
        string="Days Late",
        readonly=True,
        aggregator="avg",
        help="Mean number of days by which the latest blocking task was late.",
    )
    access_on_time = fields.Float(
        string="Access Closed on Time",
        readonly=True,
        aggregator="avg",
        help="Share of the departures whose accounts were closed within 24 hours of "
        "the time that was set. Departures without such a time, or of people without a "
        "login, are left out.",
    )

    @api.model
    def _get_reason_selection(self, name):
        field = self.env["hr.departure.reason"]._fields[name]
        return field._description_selection(self.env)

    @api.model
    def _count_recent(self, dimension, records):
        """Leavers of the last 12 months by the id of these records, in one query."""
        groups = self._read_group(
            [*self._get_recent_domain(), (dimension, "in", records.ids)],
            [dimension],
            ["leaver_count:sum"],
        )
        return {record.id: count for record, count in groups}

    @api.model
    def _get_recent_action(self, dimension, records):
        """The action that shows the leavers whom `_count_recent` counts."""
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_exit_interview.hr_offboarding_analysis_action"
        )
        action["domain"] = [
            *self._get_recent_domain(),
            (dimension, "in", records.ids),
        ]
        action["context"] = {}
        return action

    @api.model
    def _get_recent_domain(self):
        today = fields.Date.context_today(self)
        return [
            ("leaver_count", "=", 1),
            ("date_end", ">", str(today - relativedelta(months=12))),
            ("date_end", "<=", str(today)),
        ]

    @property
    def _table_query(self):
        return SQL("%s UNION ALL %s", self._get_period_query(), self._get_case_query())

    def _get_period_query(self):
        """The stints of the ledger that have ended."""
        return SQL(
            """
            SELECT %(columns)s
              FROM hr_employment_period p
              LEFT JOIN hr_offboarding c ON c.id = p.offboarding_id
              LEFT JOIN hr_departure_reason r
                ON r.id = COALESCE(p.reason_id, c.reason_id)
              LEFT JOIN (%(tasks)s) t ON t.offboarding_id = p.offboarding_id
              LEFT JOIN (%(service)s) s ON s.period_id = p.id
             WHERE p.date_end IS NOT NULL
            """,
            columns=self._get_columns_sql("p", SQL("2 * p.id")),
            service=self._get_service_query(),
            tasks=self._get_tasks_query(),
        )

    def _get_case_query(self):
        """Departures that left no stint behind, for example without any contract.

        An erased one no longer knows who left; it is counted if no stint does so.
        """
        return SQL(
            """
            SELECT %(columns)s
              FROM hr_offboarding c
              LEFT JOIN hr_departure_reason r ON r.id = c.reason_id
              LEFT JOIN (%(tasks)s) t ON t.offboarding_id = c.id
              LEFT JOIN (SELECT NULL::varchar AS employee_number,
                                NULL::varchar AS kind) p ON TRUE
             WHERE c.state IN ('departed', 'done')
               AND (c.employee_id IS NOT NULL OR c.is_counted_alone)
               AND NOT EXISTS (SELECT 1 FROM hr_employment_period ended
                                WHERE ended.offboarding_id = c.id)
            """,
            columns=self._get_columns_sql("c", SQL("2 * c.id + 1")),
            tasks=self._get_tasks_query(),
        )

    def _get_service_query(self):
        """Stints that go on with the service of those before, by a transfer.

        The number is that of a person for life, in whichever company of the group.
        """
        return SQL(
            """
            SELECT p.id AS period_id, MIN(before.date_start) AS service_start
              FROM hr_employment_period p
              JOIN hr_employment_period before
                ON before.employee_number = p.employee_number
               AND before.kind = 'transfer' AND before.date_end < p.date_start
             WHERE NOT EXISTS (
                   SELECT 1 FROM hr_employment_period gone
                    WHERE gone.employee_number = p.employee_number
                      AND gone.kind IS DISTINCT FROM 'transfer'
                      AND gone.date_end < p.date_start
                      AND gone.date_end > before.date_end)
             GROUP BY p.id
            """
        )

    def _get_tasks_query(self):
        """What the blocking tasks of each case say about its clearance."""
        return SQL(
            """
            SELECT offboarding_id,
                   MAX(GREATEST(
                       COALESCE(closed_date::date, CURRENT_DATE) - date_deadline, 0
                   )) AS days_late
              FROM hr_offboarding_task
             WHERE is_blocking
             GROUP BY offboarding_id
            """
        )

    def _get_columns_sql(self, source, row_id):
        columns = {"id": row_id, **self._get_columns(source)}
        return SQL(", ").join(
            SQL("%s AS %s", column, SQL.identifier(name))
            for name, column in columns.items()
        )

    def _get_columns(self, source):
        """Hook: the columns of the report, as SQL by the name of the field.

        The tables are `c` (the case), `r` (its reason) and `t` (its blocking tasks),
        for a stint also `s` (since when the service runs, after a transfer).

        :param source: `p` for a stint of the ledger, `c` for a case without one
        """
        date_start, service_start, date_end = (
            SQL("NULL::date"),
            SQL("NULL::date"),
            SQL("c.departure_date"),
        )
        if source == "p":
            date_start, date_end = SQL("p.date_start"), SQL("p.date_end")
            service_start = SQL("COALESCE(s.service_start, p.date_start)")
        # The ledger has it as it was, also when the case is erased.
        kind = SQL("COALESCE(c.kind, p.kind, r.kind)")
        leaver = SQL("(COALESCE(%s, 'other') NOT IN %s)", kind, self._NOT_LEAVING)
        voluntary = SQL("(%s AND COALESCE(r.type = 'voluntary', FALSE))", leaver)
        return {
            **{
                name: SQL.identifier(source, name)
                for name in (
                    "employee_id",
                    "company_id",
                    "department_id",
                    "job_id",
                    "manager_id",
                )
            },
            "employee_number": SQL("p.employee_number"),
            "offboarding_id": SQL("c.id"),
            "date_start": date_start,
            "service_start": service_start,
            "date_end": date_end,
            "reason_id": SQL("r.id"),
            "type": SQL("r.type"),
            "kind": kind,
            "tenure_band": self._get_tenure_sql(service_start, date_end),
            "tenure_years": SQL("(%s + 1 - %s) / 365.25", date_end, service_start),
            "leaver_count": SQL("%s::int", leaver),
            "voluntary_count": SQL("%s::int", voluntary),
            "regretted_count": SQL(
                "(%s AND COALESCE(c.is_regretted, FALSE))::int", voluntary
            ),
            "preventable_count": SQL(
                "(%s AND %s)::int", voluntary, self._get_preventable_sql()
            ),
            "first_year_count": SQL(
                "(%s AND COALESCE(%s + 1 < %s + INTERVAL '1 year', FALSE))::int",
                leaver,
                date_end,
                service_start,
            ),
            "clearance_on_time": SQL("(t.days_late = 0)::int::float"),
            "clearance_days_late": SQL("t.days_late::float"),
            "access_on_time": self._get_access_sql(),
        }

    def _get_tenure_sql(self, date_start, date_end):
        cases = [
            SQL("WHEN %s + 1 < %s + %s::interval THEN %s", date_end, date_start, y, b)
            for b, years in TENURE_BANDS
            if years and (y := f"{years} years")
        ]
        return SQL(
            "CASE WHEN %s IS NULL THEN NULL %s ELSE %s END",
            date_start,
            SQL(" ").join(cases),
            TENURE_BANDS[-1][0],
        )

    def _get_preventable_sql(self):
        """Hook: whether the company could have done something about the reason `r`."""
        return SQL("COALESCE(r.preventable = 'yes', FALSE)")

    def _get_access_sql(self):
        """Hook: 1 or 0, whether access was closed on time, or NULL."""
        return SQL(
            """
            CASE WHEN c.access_cutoff IS NULL OR NOT COALESCE(c.close_access, FALSE)
                      OR NOT EXISTS (SELECT 1 FROM hr_employee e
                                      WHERE e.id = c.employee_id
                                        AND e.user_id IS NOT NULL)
                      OR (c.access_closed_date IS NULL AND
                          c.access_cutoff + INTERVAL '24 hours'
                          > NOW() AT TIME ZONE 'UTC')
                 THEN NULL
                 ELSE (COALESCE(c.access_closed_date, 'infinity')
                       <= c.access_cutoff + INTERVAL '24 hours')::int::float
            END
            """
        )
