from odoo import api, fields, models
from odoo.fields import Domain

from ..tools.matching import (
    Candidate,
    Enquiry,
    Index,
    Match,
    normalise_email,
    normalise_phone,
)


class HrAlumniMatchMixin(models.AbstractModel):
    """Recognising former colleagues by what an enquiry says about somebody.

    The private address and number are compared in a normalised, indexed form. They are
    nobody's identity: two people may share one. How the choice is made stands in
    `tools/matching.py`.
    """

    _name = "hr.alumni.match.mixin"
    _description = "Recognition of Former Colleagues"

    email_normalized = fields.Char(
        compute="_compute_email_normalized",
        store=True,
        index="btree_not_null",
        groups="hr.group_hr_user,hr_alumni.group_manager",
    )
    phone_normalized = fields.Char(
        compute="_compute_phone_normalized",
        store=True,
        index="btree_not_null",
        groups="hr.group_hr_user,hr_alumni.group_manager",
    )
    has_shared_email = fields.Boolean(
        compute="_compute_has_shared_email",
        groups="hr.group_hr_user,hr_alumni.group_manager",
    )

    has_internal_email = fields.Boolean(
        compute="_compute_has_internal_email",
        groups="hr.group_hr_user,hr_alumni.group_manager",
    )

    @api.depends("private_email")
    def _compute_email_normalized(self):
        for alumni in self:
            alumni.email_normalized = normalise_email(alumni.private_email)

    @api.depends("private_phone")
    def _compute_phone_normalized(self):
        for alumni in self:
            alumni.phone_normalized = normalise_phone(alumni.private_phone)

    @api.depends("email_normalized", "company_id")
    def _compute_has_shared_email(self):
        shared = self.env["hr.alumni"]._read_group(
            [("email_normalized", "in", self.mapped("email_normalized"))],
            ["company_id", "email_normalized"],
            having=[("__count", ">", 1)],
        )
        for alumni in self:
            key = (alumni.company_id, alumni.email_normalized)
            alumni.has_shared_email = bool(alumni.email_normalized) and key in shared

    @api.depends("email_normalized")
    def _compute_has_internal_email(self):
        taken = self._get_internal_emails(self.mapped("email_normalized"))
        for alumni in self:
            email = alumni.email_normalized
            alumni.has_internal_email = bool(email) and email in taken

    @api.model
    def _get_internal_emails(self, emails):
        """The addresses of present colleagues, among these and perhaps some more.

        :param emails: normalised addresses; empty ones are left out
        :return: set of normalised addresses
        """
        emails = [email for email in emails if email]
        # Sudo: users are for administrators; a flag tells nothing of them.
        users = self.env["res.users"].sudo()
        used = users.search_fetch(
            [
                ("share", "=", False),
                "|",
                ("login", "in", emails),
                ("partner_id.email_normalized", "in", emails),
            ],
            ["login", "email_normalized"],
        )
        taken = {normalise_email(user.login) for user in used}
        return taken | set(used.mapped("email_normalized"))

    @api.model
    def _match(self, email=None, partner=None, phone=None, name=None, company=None):
        """Former colleagues who may be the person asked for, best first.

        For internal use: whoever calls decides what the user may learn of the answer.

        :param email: e-mail address as typed
        :param partner: `res.partner`
        :param phone: phone number as typed
        :param name: name as typed; it confirms, it never finds anybody
        :param company: `res.company` asked, by default the current one
        :return: `hr.alumni`, possibly empty; see `_match_batch` for how sure it is
        """
        [match] = self._match_batch(
            [
                {
                    "email": email,
                    "partner": partner,
                    "phone": phone,
                    "name": name,
                    "company": company,
                }
            ]
        )
        return match["alumni"]

    @api.model
    def _match_batch(self, enquiries):
        """Recognise many people at once, with a number of queries that stays the same.

        :param enquiries: list of dicts with any of the keys of `_match`
        :return: list of dicts in the same order: `alumni` (recordset without sudo, best
            first) and `certainty` ("certain", "possible" or "none")
        """
        enquiries = [self._prepare_enquiry(enquiry) for enquiry in enquiries]
        index = Index(self._get_candidates(enquiries))
        matches: list[Match] = [index.choose(enquiry) for enquiry in enquiries]
        return [
            {"certainty": match.certainty, "alumni": self.browse(match.ids)}
            for match in matches
        ]

    @api.model
    def _prepare_enquiry(self, values):
        company = values.get("company") or self.env.company
        partner = values.get("partner") or self.env["res.partner"]
        return Enquiry(
            company_id=company.id,
            partner_id=partner.id,
            email=normalise_email(values.get("email")),
            phone=normalise_phone(values.get("phone")),
            name=values.get("name") or False,
        )

    @api.model
    def _get_candidates(self, enquiries):
        """Everybody whom one of the enquiries could mean, in one query."""
        # Sudo: recognition must not depend on who asks; only ids are handed out.
        alumni = self.sudo().search_fetch(
            self._get_match_domain(enquiries),
            ["company_id", "partner_id", "email_normalized", "phone_normalized"],
        )
        return [
            Candidate(
                id=one.id,
                company_id=one.company_id.id,
                partner_id=one.partner_id.id,
                email=one.email_normalized,
                phone=one.phone_normalized,
                name=one.partner_id.name,
            )
            for one in alumni
        ]

    @api.model
    def _get_match_domain(self, enquiries):
        """Hook: who can be meant at all."""
        asked = {
            "partner_id": {enquiry.partner_id for enquiry in enquiries},
            "email_normalized": {enquiry.email for enquiry in enquiries},
            "phone_normalized": {enquiry.phone for enquiry in enquiries},
        }
        return Domain(
            "company_id", "in", {enquiry.company_id for enquiry in enquiries}
        ) & Domain.OR(
            Domain(name, "in", values - {False}) for name, values in asked.items()
        )
