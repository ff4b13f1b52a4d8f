from markupsafe import Markup

from odoo import api, fields, models
from odoo.tools import SQL, format_date

from ..tools.stat_windows import ANSWERS_FACTOR, QUARTER, get_quarter_start


class HrExitStat(models.Model):
    """What is published of the answers to exit questionnaires, and nothing else is.

    One line tells one figure of one group of at least so many people as were promised,
    in one window, which is closed for ever (`hr.exit.stat.window`). Whatever is asked
    of this table, by pivot, graph, filter, export or API, is worked out from what
    everybody who reads it may know anyway. Only the publisher writes it; no line
    leads to a person, and none changes when a person is erased later.
    """

    _name = "hr.exit.stat"
    _description = "Exit Statistics"
    _order = "window_id, sequence, id"
    _rec_name = "question"
    # Nothing to compare with the moments at which people have answered.
    _log_access = False
    _allow_sudo_commands = False

    # Averages over lines weigh each line with its answers: the figure that is averaged
    # and the kind of question that has it.
    _WEIGHTED = {
        "favourable_pct": "scale",
        "mean": "scale",
        "enps": "enps",
        "share_pct": ("choice", "rate"),
    }

    window_id = fields.Many2one(
        "hr.exit.stat.window",
        string="Period",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(readonly=True)
    dimension = fields.Selection(
        [
            ("total", "All together"),
            ("department", "Department"),
            ("tenure", "Length of service"),
            ("kind", "Kind of departure"),
            ("job", "Job position"),
            ("location", "Work location"),
            ("contract", "Contract type"),
        ],
        string="By",
        required=True,
        readonly=True,
    )
    bucket = fields.Char(
        string="Group",
        required=True,
        readonly=True,
        help="As it was called when the window was closed. Small groups are in “Other "
        "groups”.",
    )
    factor = fields.Selection(selection=lambda self: self._get_factors(), readonly=True)
    kind = fields.Selection(
        [
            ("scale", "Agreement"),
            ("enps", "Recommendation"),
            ("choice", "Choice"),
            ("rate", "Rate"),
        ],
        string="Kind of Figure",
        required=True,
        readonly=True,
    )
    question_key = fields.Char(readonly=True, required=True)
    question = fields.Char(readonly=True, required=True)
    choice_key = fields.Char(readonly=True)
    choice = fields.Char(readonly=True)
    n = fields.Integer(
        string="People",
        readonly=True,
        help="How many people of the group have answered this question.",
    )
    favourable_pct = fields.Integer(
        string="Favourable, %",
        readonly=True,
        aggregator="avg",
        help="Share of the answers 4 and 5 of 5, to the nearest 5. It is never told as "
        "less than 5 or more than 95.",
    )
    mean = fields.Float(readonly=True, digits=(16, 1), aggregator="avg")
    enps = fields.Integer(
        string="Exit eNPS",
        readonly=True,
        aggregator="avg",
        help="Share of 9 and 10 less the share of 0 to 6, to the nearest 5, between "
        "-90 and 90.",
    )
    share_pct = fields.Integer(
        string="Share, %",
        readonly=True,
        aggregator="avg",
        help="Share of the people of the group, to the nearest 5. It is never told as "
        "less than 5 or more than 95.",
    )

    @api.model
    def _get_factors(self):
        """Hook: what questions are about, by which favourability is told."""
        return self.env["survey.question"]._fields["exit_factor"].selection

    def _read_group_select(self, aggregate_spec, query):
        """Weigh averages with the answers: shares of groups are no share of all."""
        name, _colon, function = aggregate_spec.partition(":")
        if name not in self._WEIGHTED or function != "avg":
            return super()._read_group_select(aggregate_spec, query)
        kinds = self._WEIGHTED[name]
        return SQL(
            "SUM(%(value)s * %(weight)s) FILTER (WHERE %(kind)s IN %(kinds)s)::float"
            " / NULLIF(SUM(%(weight)s) FILTER (WHERE %(kind)s IN %(kinds)s), 0)",
            value=self._field_to_sql(self._table, name, query),
            weight=self._field_to_sql(self._table, "n", query),
            kind=self._field_to_sql(self._table, "kind", query),
            kinds=(kinds,) if isinstance(kinds, str) else kinds,
        )

    @api.model
    def get_empty_list_help(self, help_message):
        """Say why there is nothing, without saying how many have answered."""
        text = self._get_empty_text(self.env.company)
        return super().get_empty_list_help(
            (help_message or "") + Markup("<p>%s</p>") % text
        )

    @api.model
    def _get_empty_text(self, company):
        """Why a company has no window yet, and when it is looked at again."""
        today = fields.Date.context_today(self)
        return self.env._(
            "Answers are published when a quarter has ended and at least %(answers)s "
            "people of %(company)s have answered since the last time, in groups of at "
            "least %(minimum)s. It is looked at next on %(day)s.",
            answers=ANSWERS_FACTOR * company.exit_stat_minimum,
            company=company.name,
            minimum=company.exit_stat_minimum,
            day=format_date(self.env, get_quarter_start(today) + QUARTER),
        )
