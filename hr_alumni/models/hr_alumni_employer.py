from odoo import api, fields, models

from ..tools.employers import decides
from .hr_alumni_warmth import RELATION_GROUPS


class HrAlumniEmployer(models.Model):
    """Where a former colleague works now, and what that employer is to us."""

    _inherit = "hr.alumni"

    career_ids = fields.One2many(
        "hr.alumni.career", "alumni_id", groups=RELATION_GROUPS
    )
    milestone_ids = fields.One2many(
        "hr.alumni.milestone", "alumni_id", groups=RELATION_GROUPS
    )
    employer_id = fields.Many2one(
        "res.partner",
        string="Employer (Contact)",
        compute="_compute_employer",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        groups=RELATION_GROUPS,
    )
    employer_name = fields.Char(
        string="Employer",
        compute="_compute_employer",
        store=True,
        groups=RELATION_GROUPS,
    )
    job_title = fields.Char(
        string="Current Job",
        compute="_compute_employer",
        store=True,
        groups=RELATION_GROUPS,
    )
    is_decision_maker = fields.Boolean(
        string="Decision Maker",
        compute="_compute_is_decision_maker",
        store=True,
        readonly=False,
        groups=RELATION_GROUPS,
        help="Proposed from the job title: heads, owners, directors and the like.",
    )
    is_founder = fields.Boolean(
        string="Founder",
        compute="_compute_is_founder",
        store=True,
        groups=RELATION_GROUPS,
        help="Has founded an employer, as a career move says. What was told as the "
        "reason of a departure is never used.",
    )
    industry_id = fields.Many2one(
        "res.partner.industry",
        compute="_compute_industry_id",
        store=True,
        readonly=False,
        index="btree_not_null",
        ondelete="set null",
        groups=RELATION_GROUPS,
    )
    city = fields.Char(groups=RELATION_GROUPS)
    country_id = fields.Many2one(
        "res.country", index="btree_not_null", groups=RELATION_GROUPS
    )
    skills = fields.Char(
        groups=RELATION_GROUPS, help="What the person is good at, set apart by commas."
    )
    employer_relation = fields.Selection(
        [
            ("customer", "Customer"),
            ("prospect", "Prospect"),
            ("supplier", "Supplier"),
            ("none", "No business yet"),
        ],
        string="Employer Is Our",
        compute="_compute_employer_relation",
        store=True,
        index="btree_not_null",
        groups=RELATION_GROUPS,
        help="From leads and, where they are installed, from orders.",
    )
    is_at_competitor = fields.Boolean(
        string="At a Competitor",
        compute="_compute_employer_flags",
        store=True,
        groups=RELATION_GROUPS,
        help="Gets limited content, and brings no leads.",
    )
    is_at_public_body = fields.Boolean(
        string="At a Public Body",
        compute="_compute_employer_flags",
        store=True,
        groups=RELATION_GROUPS,
        help="Gets no gifts.",
    )

    # What segments ask, of few among many.
    _decision_maker_idx = models.Index("(company_id) WHERE is_decision_maker")
    _founder_idx = models.Index("(company_id) WHERE is_founder")
    _competitor_idx = models.Index("(company_id) WHERE is_at_competitor")
    _public_body_idx = models.Index("(company_id) WHERE is_at_public_body")

    @api.depends(
        "career_ids.is_current",
        "career_ids.date_from",
        "career_ids.employer_id",
        "career_ids.employer_name",
        "career_ids.title",
    )
    def _compute_employer(self):
        for alumni in self:
            current = alumni.career_ids.filtered("is_current").sorted(
                lambda move: (str(move.date_from or ""), move.id or 0)
            )[-1:]
            alumni.employer_id = current.employer_id
            alumni.employer_name = current.employer_id.name or current.employer_name
            alumni.job_title = current.title

    @api.depends("job_title")
    def _compute_is_decision_maker(self):
        for alumni in self:
            alumni.is_decision_maker = decides(alumni.job_title)

    @api.depends("career_ids.is_founder")
    def _compute_is_founder(self):
        for alumni in self:
            alumni.is_founder = any(alumni.career_ids.mapped("is_founder"))

    @api.depends("employer_id")
    def _compute_industry_id(self):
        for alumni in self:
            alumni.industry_id = alumni.employer_id.industry_id or alumni.industry_id

    @api.depends("employer_id")
    def _compute_employer_relation(self):
        for alumni, relation in self._get_employer_relations().items():
            alumni.employer_relation = relation

    @api.depends("employer_id.is_competitor", "employer_id.is_public_body")
    def _compute_employer_flags(self):
        for alumni in self:
            alumni.is_at_competitor = alumni.employer_id.is_competitor
            alumni.is_at_public_body = alumni.employer_id.is_public_body

    def action_view_career(self):
        """Open the career moves of these people."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_career_action"
        )
        action["domain"] = [("alumni_id", "in", self.ids)]
        return action

    def _may_bring_leads(self):
        """Hook: whether sales may work with this person. Not with competitors."""
        # Sudo: the fact decides, whoever asks.
        return not self.sudo().is_at_competitor

    def _may_get_all_content(self):
        """Hook: whether news and posts may tell this person more than the public."""
        # Sudo: the fact decides, whoever asks.
        return not self.sudo().is_at_competitor

    def _may_get_gift(self):
        """Hook: whether a gift may be given to this person. Not to public bodies."""
        # Sudo: the fact decides, whoever asks.
        return not self.sudo().is_at_public_body

    def _can_refer(self):
        return super()._can_refer() and self._may_bring_leads()

    @api.model
    def _cron_refresh_relations(self):
        """Orders and leads change what employers are to us."""
        employed = self.search([("employer_id", "!=", False)])
        changed = {}
        for alumni, relation in employed._get_employer_relations().items():
            if alumni.employer_relation != relation:
                changed.setdefault(relation, self.browse())
                changed[relation] |= alumni
        for relation, people in changed.items():
            people.employer_relation = relation

    def _get_employer_relations(self):
        """What the employer of each is to us, computed for all at once."""
        relations = self.employer_id._get_relations_to_us()
        return {
            alumni: bool(alumni.employer_id)
            and relations.get(
                (alumni.company_id.id, alumni.employer_id.commercial_partner_id.id),
                "none",
            )
            for alumni in self
        }

    def _drop_with(self, purposes):
        result = super()._drop_with(purposes)
        if purposes is None or "milestones" in purposes.mapped("code"):
            # Sudo: the person decides here. What was agreed to be known is forgotten.
            self.sudo().milestone_ids.unlink()
        return result
