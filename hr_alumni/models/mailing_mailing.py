from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

ALUMNI = "hr.alumni"
# Of these an issue that waits is still to be sent.
WAITING = ("in_queue", "sending")
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

    alumni_newsletter_id = fields.Many2one(
        "hr.alumni.newsletter",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        groups="hr_alumni.group_manager",
    )
    alumni_issue_date = fields.Datetime(
        string="Issue Prepared On",
        readonly=True,
        copy=False,
        groups="hr_alumni.group_manager",
        help="All mailings of one issue have the same.",
    )
    alumni_is_limited = fields.Boolean(
        string="Not to Competitors",
        groups="hr_alumni.group_manager",
        help="Former colleagues who work for a competitor do not get this mailing.",
    )
    alumni_told_ids = fields.Many2many(
        "hr.alumni",
        "mailing_mailing_alumni_told_rel",
        string="People Told Of",
        readonly=True,
        groups="hr_alumni.group_manager",
        help="The mailing stops when one of them withdraws the consent to it.",
    )
    alumni_news_ids = fields.Many2many(
        "hr.alumni.news",
        "mailing_mailing_alumni_news_rel",
        string="News Told",
        readonly=True,
        groups="hr_alumni.group_manager",
    )
    alumni_is_outdated = fields.Boolean(
        string="Tells What May Not Be Told",
        compute="_compute_alumni_is_outdated",
        groups="hr_alumni.group_manager",
        help="Somebody told of has withdrawn the consent, or news was taken down.",
    )

    @api.depends(
        "mailing_model_id", "mailing_domain", "alumni_purpose_id", "user_id", "state"
    )
    def _compute_alumni_left_out_count(self):
        people = self.env[ALUMNI]
        for mailing in self:
            domain = mailing._get_alumni_left_out_domain()
            mailing.alumni_left_out_count = people.search_count(domain)

    @api.depends("alumni_told_ids.consent_ids", "alumni_news_ids.state")
    def _compute_alumni_is_outdated(self):
        for mailing in self:
            mailing.alumni_is_outdated = mailing._tells_too_much()

    @api.constrains("mailing_model_id", "mailing_domain")
    def _check_alumni_recipients(self):
        """Only the office writes to former colleagues, chosen by what is no secret."""
        for mailing in self:
            self._check_alumni_domain(
                mailing.mailing_model_real, mailing._parse_mailing_domain()
            )

    @api.constrains("state")
    def _check_alumni_issue_is_current(self):
        for mailing in self:
            if mailing.state in WAITING and mailing._tells_too_much():
                raise ValidationError(
                    self.env._(
                        "Somebody told of in “%(subject)s” does not want it any more, "
                        "or a piece of news was taken down. Delete this draft and "
                        "prepare the issue again.",
                        subject=mailing.subject,
                    )
                )

    @api.constrains(
        "mailing_model_id", "subject", "preview", "body_html", "email_from", "reply_to"
    )
    def _check_alumni_placeholders(self):
        """A mailing is rendered by the system: it would show what its author may not.

        So only placeholders that hold no secret, whoever may edit templates.
        """
        for mailing in self:
            if (
                mailing.mailing_model_real == ALUMNI
                and mailing._has_unsafe_expression()
            ):
                raise ValidationError(
                    self.env._(
                        "A mailing to former colleagues can show their name and the "
                        "company, and no other field. Take the other placeholders out."
                    )
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
        # What got past the checks reaches nobody.
        if self._tells_too_much() or self._has_unsafe_expression():
            return Domain.FALSE
        domain &= self._get_alumni_consent_domain()
        return domain & ~self.env[ALUMNI]._get_full_domain(self)

    def _get_alumni_consent_domain(self):
        """Hook: whom the ledger, the state and the companies let this mailing reach."""
        domain = (
            Domain("state", "in", self.env[ALUMNI]._MEMBER_STATES)
            & Domain("email_normalized", "!=", False)
            & Domain("message_bounce", "=", 0)
            & Domain("is_paused", "=", False)
            & Domain("company_id", "in", self._get_alumni_companies().ids)
            & Domain("purpose_ids", "in", self._get_alumni_purpose().ids)
        )
        # Sudo: the rule holds whoever sends.
        if self.sudo().alumni_is_limited:
            domain &= Domain("is_at_competitor", "=", False)
        return domain

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

    def _tells_too_much(self):
        """Whether somebody told of has not agreed any more, or news was taken down."""
        self.ensure_one()
        # Sudo: the answer must not depend on who sends.
        mailing = self.sudo()
        people = mailing.alumni_told_ids
        withdrawn = mailing.alumni_news_ids.filtered(
            lambda news: news.state != "published"
        )
        return bool(
            withdrawn or (people and people - people._filter_consenting("story"))
        )

    def _filter_alumni_recipients(self, alumni):
        """Those of these people who get it, asked at the moment of sending.

        The ledger, the cap, dead addresses, competitors, what it tells; and of people
        who share one address the first.
        """
        self.ensure_one()
        # Sudo: the answer must not depend on who sends.
        mailing = self.sudo()
        if mailing._tells_too_much():
            return alumni.browse()
        allowed = alumni._filter_contactable(mailing._get_alumni_purpose().code)
        allowed = allowed._filter_mail_allowance(mailing).sudo()
        allowed = allowed.filtered(lambda one: not one.message_bounce)
        if mailing.alumni_is_limited:
            allowed = allowed.filtered(lambda one: one._may_get_all_content())
        seen = mailing._get_alumni_addresses(allowed)
        first = alumni.browse()
        for one in allowed.sorted("id"):
            if one.email_normalized not in seen:
                seen.add(one.email_normalized)
                first += one
        return alumni & first

    def _get_alumni_addresses(self, alumni):
        """Addresses of these people to which this issue was sent already."""
        issue = self
        if self.alumni_newsletter_id and self.alumni_issue_date:
            issue = self.search(
                [
                    ("alumni_newsletter_id", "=", self.alumni_newsletter_id.id),
                    ("alumni_issue_date", "=", self.alumni_issue_date),
                ]
            )
        rows = self.env["mailing.trace"]._read_group(
            [
                ("mass_mailing_id", "in", issue.ids),
                ("email", "in", alumni.mapped("email_normalized")),
                ("trace_status", "not in", ("cancel", "error")),
                ("is_test_trace", "=", False),
            ],
            ["email"],
        )
        return {email for [email] in rows}

    def _process_mass_mailing_queue(self):
        self._park_outdated_issues()
        return super()._process_mass_mailing_queue()

    @api.model
    def _park_outdated_issues(self):
        """Back to the drafts with what tells too much now, and say so."""
        waiting = self.search(
            [("alumni_newsletter_id", "!=", False), ("state", "in", WAITING)]
        )
        for mailing in waiting.filtered(lambda one: one._tells_too_much()):
            mailing.state = "draft"
            user = mailing.user_id
            if user.active:
                mailing.activity_schedule(
                    "mail.mail_activity_data_todo",
                    summary=self.env._("Prepare this issue again: it was stopped"),
                    user_id=user.id,
                )
