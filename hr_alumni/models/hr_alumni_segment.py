from odoo import api, fields, models
from odoo.fields import Domain

from .hr_alumni import PRIVATE_GROUPS


class HrAlumniSegment(models.Model):
    """What former colleagues are grouped by: tier, service, background, interests."""

    _inherit = "hr.alumni"

    tier_id = fields.Many2one(
        "hr.alumni.tier",
        index="btree_not_null",
        ondelete="set null",
        group_expand="_group_expand_tier_id",
    )
    is_tier_fixed = fields.Boolean(
        string="Tier by Hand",
        readonly=True,
        help="The rules leave this tier alone. Take the tier away to let them decide.",
    )
    tier_warning = fields.Char(compute="_compute_tier_warning")
    last_department = fields.Char(compute="_compute_last_stint", store=True)
    last_office = fields.Char(compute="_compute_last_stint", store=True)
    is_former_manager = fields.Boolean(
        string="Led People Here",
        compute="_compute_last_stint",
        store=True,
        groups=PRIVATE_GROUPS,
        help="Was the manager of a department or of colleagues at the end of a stint.",
    )
    leaving_group = fields.Char(
        groups=PRIVATE_GROUPS,
        help="A neutral name that HR gives to people who left together, such as "
        "“Spring 2026”, so that they can be invited together. It is never filled by "
        "itself. Do not name the reason: mailings can show every field.",
    )
    service_days = fields.Integer(
        string="Days of Service",
        compute="_compute_last_stint",
        store=True,
        aggregator="avg",
        groups=PRIVATE_GROUPS,
    )
    stint_count = fields.Integer(
        string="Number of Stints",
        compute="_compute_last_stint",
        store=True,
        aggregator="avg",
        groups=PRIVATE_GROUPS,
    )
    background = fields.Selection(
        [
            ("employee", "Employee"),
            ("trainee", "Intern or graduate"),
            ("contractor", "Contractor"),
            ("retiree", "Retired"),
        ],
        default="employee",
        index="btree_not_null",
        groups=PRIVATE_GROUPS,
    )
    is_open_to_return = fields.Boolean(string="Open to Return")
    is_open_to_projects = fields.Boolean(string="Open to Projects")
    is_open_to_mentoring = fields.Boolean(string="Open to Mentoring")
    is_open_to_speaking = fields.Boolean(string="Open to Speaking")

    # What the segments ask most.
    _left_date_idx = models.Index("(company_id, left_date)")
    _service_days_idx = models.Index("(company_id, service_days)")
    _former_manager_idx = models.Index("(company_id) WHERE is_former_manager")
    _leaving_group_idx = models.Index(
        "(company_id, leaving_group) WHERE leaving_group IS NOT NULL"
    )

    @api.depends(
        "employee_ids.employment_period_ids.date_start",
        "employee_ids.employment_period_ids.has_led",
        "employee_ids.employment_period_ids.office_name",
        "imported_period_ids.has_led",
    )
    def _compute_last_stint(self):
        result = super()._compute_last_stint()
        for alumni in self:
            closed = alumni.employment_period_ids.filtered("date_end")
            last = closed.sorted("date_end")[-1:]
            alumni.last_department = last.department_name
            alumni.last_office = last.office_name
            alumni.is_former_manager = any(closed.mapped("has_led"))
            alumni.stint_count = len(alumni.employment_period_ids)
            alumni.service_days = sum(
                (period.date_end - period.date_start).days + 1 for period in closed
            )
        return result

    @api.depends("tier_id", "owner_id")
    def _compute_tier_warning(self):
        for alumni in self:
            tier = alumni.tier_id
            alumni.tier_warning = False
            if tier.is_over_limit:
                alumni.tier_warning = self.env._(
                    "%(tier)s holds more people than can be looked after: %(text)s. "
                    "Move somebody to another tier.",
                    tier=tier.name,
                    text=tier.limit_text,
                )
            elif tier.is_owner_needed and not alumni.owner_id:
                alumni.tier_warning = self.env._(
                    "%s needs a relationship owner. Choose one.", tier.name
                )

    def write(self, vals):
        if "tier_id" in vals and "is_tier_fixed" not in vals:
            vals = {**vals, "is_tier_fixed": bool(vals["tier_id"])}
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        return super().create(
            [
                {**vals, "is_tier_fixed": True} if vals.get("tier_id") else vals
                for vals in vals_list
            ]
        )

    @api.model
    def _group_expand_tier_id(self, tiers, domain):
        # Sudo: tiers are no secret, and each is a column of the board.
        return tiers.sudo().search(Domain.TRUE)
