from ast import literal_eval

from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from .mailing_mailing import DOMAIN_FIELDS


class HrAlumniTier(models.Model):
    """How close a relation is, and how much of it the office can carry.

    Tiers are tried from the top: the first one whose rule fits takes the person. A
    tier without a rule is given by hand, and what was given by hand stays.
    """

    _name = "hr.alumni.tier"
    _description = "Alumni Tier"
    _order = "sequence, id"
    _rec_names_search = ["name", "code"]

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    description = fields.Char(translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    rule_domain = fields.Char(
        string="Rule",
        help="Who belongs here by rule. Empty: people are put here by hand only.",
    )
    touches_per_year = fields.Integer(
        help="How often somebody is to be in touch. 0: only when the person wishes."
    )
    is_owner_needed = fields.Boolean(string="Needs an Owner")
    limit_percent = fields.Float(
        string="At Most (%)", help="Of all people in the network. 0: no limit."
    )
    limit_count = fields.Integer(string="At Most", help="0: no limit.")
    alumni_count = fields.Integer(string="People", compute="_compute_alumni_count")
    is_over_limit = fields.Boolean(compute="_compute_alumni_count")
    limit_text = fields.Char(string="Limit", compute="_compute_alumni_count")

    _code_uniq = models.Constraint(
        "UNIQUE (code)", "Another tier has this code. Choose a different one."
    )
    _limits_sensible = models.Constraint(
        "CHECK (limit_percent BETWEEN 0 AND 100 AND limit_count >= 0"
        " AND touches_per_year >= 0)",
        "Limits are counted from 0 on, and at most 100 % of the people.",
    )

    @api.depends("limit_percent", "limit_count")
    @api.depends_context("allowed_company_ids")
    def _compute_alumni_count(self):
        # Sudo: how many there are tells nothing of anybody.
        alumni = self.env["hr.alumni"].sudo()
        domain = Domain("state", "in", alumni._MEMBER_STATES) & Domain(
            "company_id", "in", self.env.companies.ids
        )
        counts = dict(alumni._read_group(domain, ["tier_id"], ["__count"]))
        total = sum(counts.values())
        for tier in self:
            limit = tier._get_limit(total)
            tier.alumni_count = counts.get(tier._origin, 0)
            tier.is_over_limit = limit is not None and tier.alumni_count > limit
            tier.limit_text = (
                self.env._(
                    "%(count)s of %(limit)s", count=tier.alumni_count, limit=limit
                )
                if limit is not None
                else False
            )

    @api.constrains("rule_domain")
    def _check_rule_domain(self):
        for tier in self.filtered("rule_domain"):
            try:
                domain = Domain(literal_eval(tier.rule_domain))
                paths = {one.field_expr for one in domain.iter_conditions()}
                self.env["hr.alumni"].search_count(domain, limit=1)
            except Exception as error:
                raise ValidationError(
                    self.env._(
                        "The rule of tier %(tier)s cannot be read: %(error)s",
                        tier=tier.code,
                        error=error,
                    )
                ) from error
            if not paths <= DOMAIN_FIELDS - {"tier_id", "tier_id.code"}:
                raise ValidationError(
                    self.env._(
                        "Tiers go by state, job, service, dates, consents and "
                        "interests. Take the other conditions out of tier %s.",
                        tier.code,
                    )
                )

    def action_view_alumni(self):
        """Open the people of this tier."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_action"
        )
        action["domain"] = [("tier_id", "=", self.id)]
        action["context"] = {}
        return action

    def _get_limit(self, total):
        """The most people that the office can carry here, or None.

        The stricter of both limits holds, but one person is always possible.
        """
        self.ensure_one()
        limits = []
        if self.limit_percent:
            limits.append(max(1, int(total * self.limit_percent / 100)))
        if self.limit_count:
            limits.append(self.limit_count)
        return min(limits) if limits else None

    @api.model
    def _cron_assign_tiers(self):
        """Put people where the rules say, except those who were put by hand.

        A number of queries that goes with the number of tiers, not of people; whoever
        is in the right place is not written.
        """
        # Sudo: the job sorts everybody.
        alumni = self.env["hr.alumni"].sudo()
        free = Domain("is_tier_fixed", "=", False)
        for tier in self.search([("rule_domain", "!=", False)]):
            rule = Domain(literal_eval(tier.rule_domain))
            due = alumni.search(free & rule & Domain("tier_id", "!=", tier.id))
            due.write({"tier_id": tier.id, "is_tier_fixed": False})
            free &= ~rule
