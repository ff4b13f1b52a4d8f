from odoo import api, fields, models
from odoo.tools import ormcache


class HrOffboardingNoticeRule(models.Model):
    """How long a notice runs, for whom; the most special rule that fits counts."""

    _name = "hr.offboarding.notice.rule"
    _description = "Notice Rule"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10, help="Decides between rules that are equally special."
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Leave empty to use it in every company."
    )
    contract_type_ids = fields.Many2many(
        "hr.contract.type",
        string="Contract Types",
        help="Leave empty to use it for all of them.",
    )
    initiative = fields.Selection(
        [("employee", "The employee"), ("employer", "The company")],
        string="Ended by",
        help="Follows from the type of the reason: voluntary is the employee, "
        "involuntary the company. Leave empty to use the rule for both.",
    )
    min_months = fields.Integer(
        string="From Seniority",
        help="Full months of employment on the day of the notice, from which on "
        "the rule is used.",
    )
    is_probation = fields.Boolean(
        string="During Probation",
        help="Used until the end of the trial period of the contract, and goes before "
        "all others then.",
    )
    duration = fields.Integer(string="Notice", required=True)
    unit = fields.Selection(
        [("day", "Days"), ("week", "Weeks"), ("month", "Months")],
        default="month",
        required=True,
    )
    end_of = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter")],
        string="To the End of",
        help="The last day moves to the end of the month or quarter in which it falls.",
    )

    _duration_in_bounds = models.Constraint(
        "CHECK (duration BETWEEN 0 AND 1000 AND min_months BETWEEN 0 AND 1200)",
        "A notice is 0 to 1000 units long, and a seniority 0 to 1200 months.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        self.env.registry.clear_cache()
        return super().create(vals_list)

    def write(self, vals):
        self.env.registry.clear_cache()
        return super().write(vals)

    def unlink(self):
        self.env.registry.clear_cache()
        return super().unlink()

    @api.model
    @ormcache()
    def _get_rules(self):
        """Facts of all rules in their order, as `tools.notice.choose_rule` takes them.

        Kept in memory: a batch of departures asks for each person.
        """
        # Sudo: a proposal uses the rules of the company of the person.
        return tuple(
            {
                "id": rule.id,
                "company": rule.company_id.id or None,
                "contract_types": frozenset(rule.contract_type_ids.ids),
                "initiative": rule.initiative or None,
                "min_months": rule.min_months,
                "is_probation": rule.is_probation,
                "length": rule.duration,
                "unit": rule.unit,
                "end_of": rule.end_of or None,
            }
            for rule in self.sudo().search([])
        )
