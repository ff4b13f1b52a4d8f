from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import SQL, plaintext2html


class HrAlumniReferralMixin(models.AbstractModel):
    """Business that former colleagues refer, as leads with their origin.

    Sales learns who referred it by the name; the record of the former colleague stays
    closed to them.
    """

    _name = "hr.alumni.referral.mixin"
    _description = "Business Referred by Former Colleagues"

    _REFERRALS_PER_DAY = 20

    lead_count = fields.Integer(string="Leads", compute="_compute_lead_count")

    def _compute_lead_count(self):
        # Sudo: HR has no rights in the CRM; a number tells nothing of a customer.
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        counts = dict(
            leads._read_group(
                [("alumni_id", "in", self.ids)], ["alumni_id"], ["__count"]
            )
        )
        for alumni in self:
            alumni.lead_count = counts.get(alumni._origin, 0)

    def action_view_leads(self):
        """Open the business that these people referred."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.crm_lead_action_alumni"
        )
        action["domain"] = [("alumni_id", "in", self.ids)]
        return action

    def _can_refer(self):
        """Hook: whether this person may send in business now."""
        self.ensure_one()
        return self.state in self._MEMBER_STATES

    def _is_over_referral_limit(self):
        """Whether this person has sent in as much as one may on a day."""
        self.ensure_one()
        recent = self._get_referrals().filtered(
            lambda lead: lead.create_date > fields.Datetime.now() - timedelta(days=1)
        )
        return len(recent) >= self._REFERRALS_PER_DAY

    def _get_referrals(self):
        """The leads of this person, lost ones as well, in sudo."""
        # Sudo: the person has no rights in the CRM; the page shows a few chosen facts.
        leads = self.env["crm.lead"].sudo().with_context(active_test=False)
        return leads.search([("alumni_id", "in", self.ids)], order="id desc")

    def _do_refer(self, values):
        """Hand business to sales.

        :param values: clean values of the form: partner_name, contact_name, email_from,
            phone, description
        :return: the lead, in sudo; an open one about the same prospect is returned
            instead of making a second one
        """
        self.ensure_one()
        # Written as it is: of two requests at once the later one is run again by the
        # platform, and then sees the lead of the first.
        self.env.cr.execute(SQL("UPDATE hr_alumni SET id = id WHERE id = %s", self.id))
        known = self._get_referrals().filtered(
            lambda lead: (
                lead.won_status == "pending"
                and lead.email_from == values["email_from"]
                and lead.partner_name == values["partner_name"]
            )
        )
        if known:
            return known[:1]
        # Sudo: the person has no rights in the CRM. Nor is the lead followed by them:
        # core subscribes no portal user, and what sales writes there is for sales.
        leads = self.env["crm.lead"].sudo().with_company(self.company_id)
        leads = leads.with_context(lang=self._get_sales_lang())
        return leads.create(self._prepare_lead_values(values))

    def _prepare_lead_values(self, values):
        """Hook: the lead.

        Everything that has a default is given, as it would be that of a portal user.
        """
        team = self._get_lead_team()
        user = self._get_lead_user(team)
        translate = self.with_context(lang=self._get_sales_lang()).env._
        return {
            "name": translate(
                "%(company)s, referred by %(name)s",
                company=values["partner_name"],
                name=self.display_name,
            ),
            "type": "lead" if self._is_qualified_first(team) else "opportunity",
            "company_id": self.company_id.id,
            "team_id": team.id,
            "user_id": user.id,
            "partner_name": values["partner_name"],
            "contact_name": values["contact_name"],
            "email_from": values["email_from"],
            "phone": values["phone"],
            "description": plaintext2html(values["description"]),
            "referred": self.display_name,
            "source_id": self._get_utm("utm_source_alumni").id,
            "medium_id": self._get_utm("utm_medium_alumni_portal").id,
            "campaign_id": False,
            "alumni_id": self.id,
            "alumni_kind": "sourced",
        }

    def _get_lead_team(self):
        """Hook: the sales team that gets referred business."""
        # Sudo: the setting and the teams are for sales.
        company = self.sudo().company_id
        return company.alumni_team_id or company.env["crm.team"].search(
            [
                ("company_id", "in", (company.id, False)),
                "|",
                ("use_leads", "=", True),
                ("use_opportunities", "=", True),
            ],
            limit=1,
        )

    def _get_lead_user(self, team):
        """Hook: the salesperson who gets referred business; empty leaves it open."""
        # Sudo: the setting is for sales.
        company = self.sudo().company_id
        user = company.alumni_user_id or team.user_id
        return user.filtered(lambda user: user.active and company in user.company_ids)

    def _get_sales_lang(self):
        # Sudo: users are for administrators.
        company = self.sudo().company_id
        return (
            self._get_lead_user(self._get_lead_team()).lang or company.partner_id.lang
        )

    @api.model
    def _is_qualified_first(self, team):
        """Whether sales sorts out leads before they become opportunities."""
        # Sudo: groups are for administrators.
        everybody = self.env.ref("base.group_user").sudo()
        return (
            team.use_leads
            and self.env.ref("crm.group_use_lead") in everybody.all_implied_ids
        )

    @api.model
    def _get_utm(self, name):
        # Sudo: marketing may have removed it, then there is none.
        record = self.env.ref(f"hr_alumni.{name}", raise_if_not_found=False)
        return record or self.env["utm.source"]
