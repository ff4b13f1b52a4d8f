from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

ALUMNI = "hr.alumni"
# What recipients may be chosen by. A mailing reads its model as the system, and its
# traces say who matched: with the private address here it could be found out by trying.
DOMAIN_FIELDS = {
    "id",
    "state",
    "company_id",
    "owner_id",
    "tier_id",
    "tier_id.code",
    "purpose_ids",
    "purpose_ids.code",
    "last_job_title",
    "last_department",
    "left_date",
    "service_days",
    "stint_count",
    "background",
    "last_office",
    "is_former_manager",
    "leaving_group",
    "partner_id.lang",
    "city",
    "country_id",
    "country_id.code",
    "industry_id",
    "employer_relation",
    "is_at_competitor",
    "is_at_public_body",
    "is_decision_maker",
    "is_founder",
    "is_open_to_return",
    "is_open_to_projects",
    "is_open_to_mentoring",
    "is_open_to_speaking",
    "last_sign_date",
}


class MailingMailing(models.Model):
    _inherit = "mailing.mailing"

    alumni_purpose_id = fields.Many2one(
        "hr.privacy.purpose",
        string="Consent Asked",
        domain=[("basis", "=", "consent")],
        groups="hr_alumni.group_manager",
        help="Former colleagues get this mailing only when they agreed to this "
        "purpose. Empty is the newsletter.",
    )

    alumni_left_out_count = fields.Integer(
        string="Left Out",
        compute="_compute_alumni_left_out_count",
        groups="hr_alumni.group_manager",
        help="Former colleagues among those chosen whom this mailing does not reach.",
    )

    @api.depends(
        "mailing_model_id", "mailing_domain", "alumni_purpose_id", "user_id", "state"
    )
    def _compute_alumni_left_out_count(self):
        people = self.env[ALUMNI]
        for mailing in self:
            domain = mailing._get_alumni_left_out_domain()
            mailing.alumni_left_out_count = people.search_count(domain)

    @api.constrains("mailing_model_id", "mailing_domain")
    def _check_alumni_recipients(self):
        """Only the office writes to former colleagues, chosen by what is no secret."""
        for mailing in self:
            self._check_alumni_domain(
                mailing.mailing_model_real, mailing._parse_mailing_domain()
            )

    def action_view_alumni_left_out(self):
        """Show whom this mailing does not reach, and why."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_action_left_out"
        )
        people = self.env[ALUMNI].search(self._get_alumni_left_out_domain())
        action["domain"] = [("id", "in", people.ids)]
        action["context"] = {"alumni_mailing_id": self.id, "create": False}
        return action

    @api.model
    def _check_alumni_domain(self, model, domain):
        """Refuse recipients that nobody may choose, or not in this way."""
        if model != ALUMNI:
            guard = self.env["hr.mailing.guard"]
            if guard._is_refused(model, domain):
                raise ValidationError(guard._get_refusal())
            return
        # Asked of the person, since recipients are computed by the system.
        if self.env.uid != SUPERUSER_ID and not self.env.user.has_group(
            "hr_alumni.group_manager"
        ):
            raise ValidationError(
                self.env._(
                    "Only alumni managers send mailings to former colleagues, because "
                    "they see whose consents count. Choose other recipients."
                )
            )
        if not self._is_alumni_domain_allowed(Domain(domain)):
            raise ValidationError(
                self.env._(
                    "Recipients can be chosen by state, tier, job, service, dates, "
                    "place, language, kind of employer, consents and interests. Take "
                    "the other conditions out."
                )
            )

    @api.model
    def _is_alumni_domain_allowed(self, domain):
        return all(
            condition.field_expr in self._get_alumni_domain_fields()
            and "any" not in condition.operator
            for condition in domain.iter_conditions()
        )

    @api.model
    def _get_alumni_domain_fields(self):
        """Hook: paths of fields by which recipients may be chosen."""
        return DOMAIN_FIELDS

    def _get_recipients_domain(self):
        domain = super()._get_recipients_domain()
        if self.mailing_model_real != ALUMNI:
            return domain
        if not self._is_alumni_domain_allowed(domain):
            return Domain.FALSE
        domain &= self._get_alumni_consent_domain()
        return domain & ~self.env[ALUMNI]._get_full_domain(self)

    def _get_alumni_consent_domain(self):
        """Hook: whom the ledger, the state and the companies let this mailing reach."""
        return (
            Domain("state", "in", self.env[ALUMNI]._MEMBER_STATES)
            & Domain("email_normalized", "!=", False)
            & Domain("company_id", "in", self._get_alumni_companies().ids)
            & Domain("purpose_ids", "in", self._get_alumni_purpose().ids)
        )

    def _get_alumni_companies(self):
        """The companies of whoever is responsible for the mailing."""
        # Sudo: companies of somebody else.
        return (self.user_id or self.create_uid or self.env.user).sudo().company_ids

    def _get_alumni_left_out_domain(self):
        """Former colleagues who were chosen and are not reached, as a domain."""
        self.ensure_one()
        if self.mailing_model_real != ALUMNI:
            return Domain.FALSE
        chosen = Domain(self._parse_mailing_domain())
        if not self._is_alumni_domain_allowed(chosen):
            return Domain.FALSE
        return chosen & ~self._get_recipients_domain()

    def _get_alumni_purpose(self):
        """The purpose that recipients must have agreed to, in sudo."""
        # Sudo: the question what may be sent must not depend on who asks it.
        purpose = self.sudo().alumni_purpose_id
        return purpose or self.env[ALUMNI]._get_purpose("newsletter")
