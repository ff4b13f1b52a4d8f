from odoo import api, models
from odoo.tools import format_date

from ..tools import turnover


class HrOffboardingAnalysis(models.Model):
    """The figures of one period on one page: what they are called and mean."""

    _inherit = "hr.offboarding.analysis"

    @api.model
    def _get_period_labels(self):
        return {
            "year": self.env._("Last 12 months"),
            "this_year": self.env._("This year"),
            "last_year": self.env._("Last year"),
            "this_quarter": self.env._("This quarter"),
            "last_quarter": self.env._("Last quarter"),
        }

    def _format_dates(self, first, last):
        return " – ".join(format_date(self.env, day) for day in (first, last))

    def _get_period_domain(self, first, last):
        return [("date_end", ">=", str(first)), ("date_end", "<=", str(last))]

    def _get_figures(self, now, before, first, last):
        """The headline figures, each with its definition and what it opens."""
        values, earlier = self._get_figure_values(now), self._get_figure_values(before)
        texts, dates = self._get_figure_texts(), self._get_period_domain(first, last)
        return [
            {
                "key": key,
                "label": texts[key][0],
                "definition": texts[key][1],
                "unit": "number" if key in ("leavers", "headcount") else "percent",
                "value": value,
                "previous": earlier[key],
                "domain": [*dates, *self._get_figure_domain(key)],
            }
            for key, value in values.items()
        ]

    def _get_figure_values(self, totals):
        """Hook: the headline figures by their key."""
        group, rate = totals["groups"][None], turnover.get_rate
        return {
            "leavers": group["leavers"],
            "headcount": round(group["headcount"], 1),
            "turnover": rate(group["leavers"], group["headcount"]),
            "voluntary": rate(group["voluntary"], group["headcount"]),
            "regretted": rate(group["regretted"], group["headcount"]),
            "regretted_share": rate(group["regretted"], group["voluntary"]),
            "preventable": rate(group["preventable"], group["voluntary"]),
            "first_year": rate(totals["cohort_left"], totals["cohort"]),
            "clearance": rate(group["cleared_on_time"], group["cleared"]),
            "access": rate(group["access_on_time"], group["access"]),
        }

    def _get_figure_domain(self, key):
        """Hook: which departures a headline figure opens, beside its period."""
        return {
            "headcount": [],
            "voluntary": [("voluntary_count", "=", 1)],
            "regretted": [("regretted_count", "=", 1)],
            "regretted_share": [("regretted_count", "=", 1)],
            "preventable": [("preventable_count", "=", 1)],
            "first_year": [("first_year_count", "=", 1)],
            "clearance": [("clearance_on_time", "!=", False)],
            "access": [("access_on_time", "!=", False)],
        }.get(key, [("leaver_count", "=", 1)])

    def _get_figure_texts(self):
        """Hook: label and definition of each headline figure."""
        return {
            "leavers": (
                self.env._("Leavers"),
                self.env._(
                    "People whose last day lies in the period. Transfers inside the "
                    "group and deaths are not counted."
                ),
            ),
            "headcount": (
                self.env._("Average headcount"),
                self.env._(
                    "Days that everybody was employed, divided by the days of the "
                    "period."
                ),
            ),
            "turnover": (
                self.env._("Turnover"),
                self.env._("Leavers divided by the average headcount, not annualised."),
            ),
            "voluntary": (
                self.env._("Voluntary turnover"),
                self.env._(
                    "Leavers who decided it themselves, divided by the average "
                    "headcount."
                ),
            ),
            "regretted": (
                self.env._("Regretted turnover"),
                self.env._(
                    "Voluntary leavers whom the company would rather have kept, "
                    "divided by the average headcount."
                ),
            ),
            "regretted_share": (
                self.env._("Regretted share"),
                self.env._(
                    "Voluntary leavers whom the company would rather have kept, as a "
                    "share of all voluntary leavers."
                ),
            ),
            "preventable": (
                self.env._("Preventable share"),
                self.env._(
                    "Voluntary leavers whose reason, as HR sees it, the company could "
                    "have done something about, as a share of all voluntary leavers."
                ),
            ),
            "first_year": (
                self.env._("First-year turnover"),
                self.env._(
                    "Of those hired in the same days of the year before, the share who "
                    "left with less than 12 months of service."
                ),
            ),
            "clearance": (
                self.env._("Cleared on time"),
                self.env._(
                    "Departures with every blocking task closed by its own due date, "
                    "as a share of those that had blocking tasks."
                ),
            ),
            "access": (
                self.env._("Access closed on time"),
                self.env._(
                    "Departures whose accounts were closed within 24 hours of the time "
                    "that was set, as a share of those with such a time."
                ),
            ),
        }

    def _get_breakdowns(self, totals, labels, first, last):
        """The groups with the most leavers, for each dimension."""
        dates = [
            *self._get_period_domain(first, last),
            ("leaver_count", "=", 1),
        ]
        breakdowns = []
        for dimension in self._DIMENSIONS:
            if dimension == "company_id" and len(self.env.companies) < 2:
                continue
            rows = [
                {
                    "label": labels[dimension].get(value, self.env._("None")),
                    "leavers": group["leavers"],
                    "headcount": round(group["headcount"], 1),
                    "rate": turnover.get_rate(group["leavers"], group["headcount"]),
                    "domain": [*dates, (dimension, "=", value or False)],
                }
                for (name, value), group in self._get_split_groups(totals)
                if name == dimension and group["leavers"]
            ]
            rows.sort(key=lambda row: -row["leavers"])
            breakdowns.append(
                {
                    "key": dimension,
                    "title": self._fields[dimension]._description_string(self.env),
                    "has_rate": dimension not in self._WITHOUT_HEADCOUNT,
                    "rows": rows[: self._ROWS],
                    "more": len(rows[self._ROWS :]),
                }
            )
        return breakdowns

    def _get_hotspot_rows(self, totals, labels, first, last):
        """Managers whom enough people left to look into it."""
        groups = {
            value: group
            for (name, value), group in self._get_split_groups(totals)
            if name == "manager_id"
        }
        names = labels["manager_id"]
        hotspots = turnover.get_hotspots(
            {value: group["leavers"] for value, group in groups.items()},
            {value: group["headcount"] for value, group in groups.items()},
        )
        dates = self._get_period_domain(first, last)
        return [
            {
                "label": names.get(manager, ""),
                "leavers": leavers,
                "headcount": round(headcount, 1),
                "rate": rate,
                "domain": [
                    *dates,
                    ("leaver_count", "=", 1),
                    ("manager_id", "=", manager),
                ],
            }
            for manager, leavers, headcount, rate in hotspots[: self._ROWS]
        ]

    def _get_split_groups(self, totals):
        return [(key, group) for key, group in totals["groups"].items() if key]

    def _get_dimension_labels(self, totals):
        """By dimension, the names of the values with leavers."""
        labels = {}
        for dimension, model in self._DIMENSIONS.items():
            if model:
                ids = {
                    value
                    for (name, value), group in self._get_split_groups(totals)
                    if name == dimension and value and group["leavers"]
                }
                records = self.env[model].browse(sorted(ids))
                # Sudo: only the name, of a person or place that HR reads in the case.
                labels[dimension] = {r.id: r.sudo().display_name for r in records}
            else:
                field = self._fields[dimension]
                labels[dimension] = dict(field._description_selection(self.env))
        return labels
