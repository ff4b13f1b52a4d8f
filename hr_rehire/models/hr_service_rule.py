from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.service import Rule, Span

UNITS = [
    ("days", "Days"),
    ("weeks", "Weeks"),
    ("months", "Months"),
    ("years", "Years"),
]


class HrServiceRule(models.Model):
    """One line of the policy that says what earlier service counts for.

    Rules are asked in their order, for each purpose by itself; the first one that
    applies counts. What a condition means is told by `tools/service.py`. The presets
    are archived: which of them fits, and what the law of the country asks, is for the
    company to decide.
    """

    _name = "hr.service.rule"
    _description = "Service Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char()
    sequence = fields.Integer(default=10, help="The first rule that applies counts.")
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", index=True, help="Leave empty to use it in every company."
    )
    country_id = fields.Many2one(
        "res.country", help="Only for companies in this country. Empty: in every one."
    )
    is_check_locally = fields.Boolean(
        string="Check Locally",
        help="Depends on the law of a country: have it checked before you use it.",
    )
    note = fields.Text(translate=True, help="Where the rule comes from.")
    purpose_ids = fields.Many2many(
        "hr.service.purpose", string="Purposes", help="Leave empty for all of them."
    )
    contract_type_ids = fields.Many2many(
        "hr.contract.type",
        string="Contract Types",
        help="Of the stints that count. Leave empty for all of them.",
    )
    reason_ids = fields.Many2many(
        "hr.departure.reason",
        "hr_service_rule_reason_rel",
        string="Only for Reasons",
        domain="[('child_ids', '=', False)]",
        help="Why the last stint ended. Leave empty for all reasons.",
    )
    excluded_reason_ids = fields.Many2many(
        "hr.departure.reason",
        "hr_service_rule_excluded_reason_rel",
        string="Not for Reasons",
        domain="[('child_ids', '=', False)]",
    )
    min_prior = fields.Integer(
        string="Service Before", help="How long the last stint was at least."
    )
    min_prior_unit = fields.Selection(UNITS, default="months", required=True)
    gap_over = fields.Integer(
        string="Away for More Than", help="0 for no condition of this kind."
    )
    gap_over_unit = fields.Selection(UNITS, default="months", required=True)
    gap_most = fields.Integer(string="Away for at Most", help="0 for no limit.")
    gap_most_unit = fields.Selection(UNITS, default="months", required=True)
    parity = fields.Selection(
        [
            ("shorter", "Shorter than the last stint"),
            ("not_longer", "Not longer than the last stint"),
        ],
        string="Time Away Is",
        help="Leave empty for no condition of this kind.",
    )
    parity_from = fields.Integer(
        string="Asked From Days Away",
        help="Days away from which on the time away is compared with the last stint.",
    )
    is_weekly = fields.Boolean(
        string="Broken by a Whole Week",
        help="Does not apply when a week from Sunday to Saturday has no day of work "
        "contract.",
    )
    method = fields.Selection(
        [
            ("none", "Nothing counts"),
            ("original", "The date of before stays"),
            ("adjusted", "Earlier service counts, time away does not"),
            ("percent", "A part of earlier service counts"),
            ("deferred", "Earlier service counts some time after the return"),
            ("manual", "Decided by hand"),
        ],
        required=True,
        default="adjusted",
    )
    percentage = fields.Integer(default=100)
    waiting_months = fields.Integer(
        string="Months After the Return", help="From when on the date counts."
    )
    cap_years = fields.Integer(string="At Most Years", help="0 for no limit.")
    is_prorated = fields.Boolean(
        string="Part Time Counts in Part",
        help="By the working hours of the time; otherwise a day is a day.",
    )
    is_worked_only = fields.Boolean(
        string="Only Days Worked", help="Days of unpaid leave do not count."
    )
    valid_from = fields.Date(help="First day of a return to which it applies.")
    valid_to = fields.Date(help="Last day of a return to which it applies.")

    _numbers_in_bounds = models.Constraint(
        "CHECK (percentage BETWEEN 1 AND 100 AND min_prior >= 0 AND gap_over >= 0"
        " AND gap_most >= 0 AND parity_from >= 0 AND cap_years >= 0"
        " AND waiting_months BETWEEN 0 AND 600)",
        "A percentage is 1 to 100, lengths of time are not negative, and nobody waits "
        "for more than 600 months.",
    )
    _deferred_waits = models.Constraint(
        "CHECK (method != 'deferred' OR waiting_months > 0)",
        "Say how many months after the return the earlier service counts.",
    )

    @api.model
    def _get_rules(self, company, with_presets=False):
        """The rules that a company asks, in their order.

        :param with_presets: whether archived ones are returned as well
        """
        return self.with_context(active_test=not with_presets).search(
            Domain("company_id", "in", (False, company.id))
            & Domain("country_id", "in", (False, company.country_id.id))
        )

    def _get_rule(self, purpose):
        """This line of the policy as the engine takes it.

        :param purpose: `hr.service.purpose` that it is asked for
        :return: `Rule`
        """
        self.ensure_one()
        return Rule(
            name=str(self.id),
            method=self.method,
            purposes=frozenset(self.purpose_ids.mapped("code")),
            contracts=frozenset(self.contract_type_ids.ids),
            reasons=frozenset(self.reason_ids.ids),
            excluded=frozenset(self.excluded_reason_ids.ids),
            prior=self._get_span("min_prior"),
            gap_over=self._get_span("gap_over"),
            gap_most=self._get_span("gap_most"),
            parity=self.parity or "",
            parity_from=self.parity_from,
            is_weekly=self.is_weekly,
            share=self.percentage,
            waiting=self.waiting_months,
            cap=self.cap_years,
            is_prorated=self.is_prorated,
            is_worked_only=self.is_worked_only,
            skips_paid=not purpose.counts_paid,
            valid_from=self.valid_from or None,
            valid_to=self.valid_to or None,
        )

    def _get_span(self, name):
        return Span(self[name], self[f"{name}_unit"]) if self[name] else None
