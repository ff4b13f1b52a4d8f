from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

DAYS_OF_YEAR = 365


class HrAlumniBenefit(models.Model):
    """Something that former colleagues get: a discount, a service, a place.

    Who qualifies is one domain on people, so that the office counts with it and the
    page of a person asks it, and both say the same. Conditions that are left empty
    leave nobody out.
    """

    _name = "hr.alumni.benefit"
    _description = "Benefit for Former Colleagues"
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    description = fields.Text(
        translate=True, help="What one gets, and how it is used. Members read it."
    )
    provider = fields.Char(help="Who gives it: the company itself, or a partner of it.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    tier_ids = fields.Many2many(
        "hr.alumni.tier", string="Tiers", help="Empty: members of every tier."
    )
    circle_ids = fields.Many2many(
        "hr.alumni.circle",
        string="Circles",
        check_company=True,
        help="Members of one of these circles. Empty: everybody.",
    )
    country_ids = fields.Many2many(
        "res.country", string="Countries", help="Empty: wherever somebody lives."
    )
    min_service_years = fields.Integer(
        string="Years of Service", help="At least so many years. 0: any time."
    )
    is_gift = fields.Boolean(
        string="Of Personal Value",
        default=True,
        help="Then it is not offered to people who work for a public body.",
    )
    date_from = fields.Date(string="From")
    date_to = fields.Date(string="Until")
    limit_per_person = fields.Integer(
        string="Claims of One Person", required=True, default=1, help="0: no limit."
    )
    limit_total = fields.Integer(string="Claims in All", help="0: no limit.")
    claim_way = fields.Selection(
        [("code", "A code is shown"), ("team", "The team is asked")],
        string="How to Claim",
        required=True,
        default="code",
    )
    code = fields.Char(
        help="Shown to whoever has claimed it, and to nobody before.",
        groups="hr_alumni.group_manager",
    )
    claim_ids = fields.One2many("hr.alumni.benefit.claim", "benefit_id")
    claim_count = fields.Integer(string="Claims", compute="_compute_claim_counts")
    waiting_count = fields.Integer(string="Waiting", compute="_compute_claim_counts")
    eligible_count = fields.Integer(
        string="Who Qualifies", compute="_compute_eligible_count"
    )
    is_running = fields.Boolean(
        string="On Offer", compute="_compute_is_running", search="_search_is_running"
    )

    _dates_check = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "A benefit ends on the day it begins or later.",
    )
    _numbers_check = models.Constraint(
        "CHECK (limit_per_person >= 0 AND COALESCE(limit_total, 0) >= 0"
        " AND COALESCE(min_service_years, 0) BETWEEN 0 AND 80)",
        "Limits count from 0 on, and years of service from 0 to 80.",
    )

    @api.depends("claim_ids.state")
    def _compute_claim_counts(self):
        # Sudo: how many there are tells nothing of anybody.
        claims = self.env["hr.alumni.benefit.claim"].sudo()
        counts = {
            (benefit, state): count
            for benefit, state, count in claims._read_group(
                [("benefit_id", "in", self.ids), ("state", "in", claims._COUNTING)],
                ["benefit_id", "state"],
                ["__count"],
            )
        }
        for benefit in self:
            asked = counts.get((benefit._origin, "asked"), 0)
            benefit.claim_count = asked + counts.get((benefit._origin, "given"), 0)
            benefit.waiting_count = asked

    @api.depends(
        "tier_ids", "circle_ids", "country_ids", "min_service_years", "is_gift"
    )
    def _compute_eligible_count(self):
        # Sudo: how many there are tells nothing of anybody.
        people = self.env["hr.alumni"].sudo()
        for benefit in self:
            benefit.eligible_count = people.search_count(benefit._get_people_domain())

    @api.depends("active", "date_from", "date_to")
    def _compute_is_running(self):
        running = self.filtered_domain(self._get_running_domain())
        for benefit in self:
            benefit.is_running = benefit in running

    def _search_is_running(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = self._get_running_domain()
        if set(value) == {True, False}:
            return Domain.TRUE
        return domain if True in value else ~domain

    @api.constrains("claim_way", "code")
    def _check_code(self):
        # Sudo: the code is the alumni office's; that there must be one is not secret.
        for benefit in self.sudo():
            if benefit.claim_way == "code" and not (benefit.code or "").strip():
                raise ValidationError(
                    self.env._(
                        "Enter the code of “%(name)s”, or let people ask the team.",
                        name=benefit.name,
                    )
                )

    def action_view_claims(self):
        """Open the claims of these benefits."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_benefit_claim_action"
        )
        action["domain"] = [("benefit_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_view_people(self):
        """Open the people who qualify."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_action"
        )
        action["domain"] = list(self._get_people_domain())
        action["context"] = {}
        return action

    @api.model
    def _get_running_domain(self):
        """Benefits that can be claimed today."""
        today = fields.Date.context_today(self)
        return (
            Domain("active", "=", True)
            & (Domain("date_from", "=", False) | Domain("date_from", "<=", today))
            & (Domain("date_to", "=", False) | Domain("date_to", ">=", today))
        )

    def _get_people_domain(self):
        """Hook: the people who qualify, as a domain on `hr.alumni`."""
        self.ensure_one()
        people = self.env["hr.alumni"]
        domain = Domain("company_id", "=", self.company_id.id) & Domain(
            "state", "in", people._MEMBER_STATES
        )
        if self.tier_ids:
            domain &= Domain("tier_id", "in", self.tier_ids.ids)
        if self.circle_ids:
            inside = self.env["hr.alumni.circle.member"]._INSIDE
            domain &= Domain(
                "circle_member_ids",
                "any",
                Domain("circle_id", "in", self.circle_ids.ids)
                & Domain("state", "in", list(inside)),
            )
        if self.country_ids:
            domain &= Domain("country_id", "in", self.country_ids.ids)
        if self.min_service_years:
            days = self.min_service_years * DAYS_OF_YEAR
            domain &= Domain("service_days", ">=", days)
        if self.is_gift:
            domain &= Domain("is_at_public_body", "=", False)
        return domain

    @api.model
    def _get_offered(self, alumni):
        """The benefits that this person can claim or has claimed, in sudo.

        The number of queries does not grow with the number of benefits.
        """
        # Sudo: members have no rights on benefits; the domain says what is for them.
        person = alumni.sudo()
        benefits = self.sudo().search(
            Domain("company_id", "=", person.company_id.id) & self._get_running_domain()
        )
        return benefits._filter_for(person) | person.claim_ids.benefit_id

    def _filter_for(self, person):
        """Those of these benefits that a person, in sudo, qualifies for today."""
        running = self.filtered_domain(self._get_running_domain())
        return running.filtered(
            lambda one: person.filtered_domain(one._get_people_domain())
        )

    def _lock_claims(self):
        """Let claims of these benefits be counted one after the other.

        The rows are written: of two requests at once the later one is run again by the
        platform, and then sees the claim of the first.
        """
        if self:
            self.env.cr.execute(
                SQL("UPDATE hr_alumni_benefit SET id = id WHERE id IN %s", self._ids)
            )

    def _get_left(self):
        """How many claims are left, by benefit; None where there is no limit."""
        return {
            benefit: max(benefit.limit_total - benefit.claim_count, 0)
            if benefit.limit_total
            else None
            for benefit in self
        }
