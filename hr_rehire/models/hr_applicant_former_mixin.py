from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import email_normalize

from odoo.addons.hr_alumni.tools.matching import share_a_word


class HrApplicantFormerMixin(models.AbstractModel):
    """Recognising former colleagues among applicants.

    Whom an application matches is computed from its contact, e-mail, phone and name, in
    batch. A certain match uses the alumnus's own contact, which no application ever
    rewrites, and shows the public facts of the former stints. A possible match shows
    nothing until somebody has asked the person and decided.
    """

    _name = "hr.applicant.former.mixin"
    _description = "Recognition of Applicants"

    # Written by recognition and its buttons only, whoever asks.
    _FORMER_FIELDS = frozenset(
        ("former_alumni_id", "former_match", "former_decision", "rehire_id")
    )

    former_alumni_id = fields.Many2one(
        "hr.alumni",
        string="Recognised Alumni Record",
        compute="_compute_former_match",
        store=True,
        index="btree_not_null",
        ondelete="set null",
        copy=False,
        groups="hr.group_hr_user,hr_alumni.group_manager",
    )
    former_match = fields.Selection(
        [
            ("none", "No"),
            ("possible", "Possibly"),
            ("certain", "Yes"),
        ],
        string="Former Colleague",
        compute="_compute_former_match",
        store=True,
        copy=False,
        groups="hr_recruitment.group_hr_recruitment_user",
    )
    former_decision = fields.Selection(
        [("same", "Same person"), ("other", "Somebody else")],
        readonly=True,
        copy=False,
        groups="hr_recruitment.group_hr_recruitment_user",
        help="What was decided after asking the person.",
    )
    is_former_colleague = fields.Boolean(
        compute="_compute_is_former_colleague",
        groups="hr_recruitment.group_hr_recruitment_user",
    )
    former_facts = fields.Text(
        string="Worked Here",
        compute="_compute_former_facts",
        compute_sudo=True,
        groups="hr_recruitment.group_hr_recruitment_user",
    )
    rehire_id = fields.Many2one(
        "hr.rehire",
        string="Return Case",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        groups="hr_recruitment.group_hr_recruitment_user",
    )

    @api.depends(
        "partner_id",
        "email_normalized",
        "partner_phone",
        "partner_name",
        "company_id",
        "former_decision",
    )
    def _compute_former_match(self):
        decided = self.filtered("former_decision")
        for applicant in decided:
            if applicant.former_decision == "other":
                applicant.former_alumni_id = False
            applicant.former_match = "certain" if applicant.former_alumni_id else "none"
        for applicant, found in (self - decided)._match_former_colleagues():
            applicant.former_alumni_id = found["alumni"][:1]
            applicant.former_match = found["certainty"]

    @api.depends("former_match")
    def _compute_is_former_colleague(self):
        for applicant in self:
            applicant.is_former_colleague = applicant.former_match == "certain"

    @api.depends("former_match", "former_alumni_id")
    def _compute_former_facts(self):
        for applicant in self:
            # A possible match may be somebody else, whose stints are not told.
            known = applicant.former_alumni_id.filtered(
                lambda _alumni, applicant=applicant: applicant.is_former_colleague
            )
            applicant.former_facts = known._get_former_facts()

    @api.model
    def _has_field_access(self, field, operation):
        return super()._has_field_access(field, operation) and (
            operation == "read" or self.env.su or field.name not in self._FORMER_FIELDS
        )

    def action_confirm_former(self):
        """The applicant says to have worked here: a possible match becomes certain."""
        self._check_can_decide()
        # Sudo: these fields are written by recognition and its buttons only.
        self.sudo().former_decision = "same"
        self._link_alumnus_contacts()
        return True

    def action_reject_former(self):
        """The applicant is somebody else: no match, and a contact of its own."""
        self._check_can_decide()
        mixed_up = self._filter_alumnus_contacts()
        # Sudo: these fields are written by recognition and its buttons only.
        self.sudo().former_decision = "other"
        for applicant in mixed_up:
            applicant.partner_id = self.env["res.partner"].create(
                applicant._prepare_own_contact_values()
            )
        return True

    def _match_former_colleagues(self):
        """Ask the alumni network about these applications, all at once.

        :return: list of pairs of an application and its answer
        """
        answers = self.env["hr.alumni"]._match_batch(
            [applicant._prepare_former_enquiry() for applicant in self]
        )
        return list(zip(self, answers, strict=True))

    def _refresh_former_match(self):
        """Ask again: the person may have become an alumnus since the application."""
        # Sudo: these fields are written by recognition only.
        self.sudo()._compute_former_match()
        self._link_alumnus_contacts()

    def _link_alumnus_contacts(self):
        """Let matched applications use the alumnus's own contact.

        Also for an address that only the contact of an alumnus has: core would find
        that contact by the address and then rewrite its name and phone.
        """
        # Sudo: recruiters may not see which alumni record it is.
        applicants = self.sudo()
        for applicant in applicants.filtered("is_former_colleague"):
            contact = applicant.former_alumni_id.partner_id
            if applicant.partner_id != contact:
                applicant.partner_id = contact
        without = applicants.filtered(lambda applicant: not applicant.partner_id)
        contacts = without._get_alumnus_contacts_by_email()
        for applicant in without if contacts else ():
            email = email_normalize(applicant.email_from or "")
            if contact := contacts.get(email):
                applicant.partner_id = applicant._choose_contact(contact)

    def _choose_contact(self, contact):
        """The contact of the alumnus with this address, or an own one for somebody
        else: two people may share an address.
        """
        if share_a_word(self.partner_name, contact.name):
            return contact
        return self.env["res.partner"].create(self._prepare_own_contact_values())

    def _get_alumnus_contacts_by_email(self):
        """Contacts of alumni of all companies that carry an address of these."""
        emails = {email_normalize(email or "") for email in self.mapped("email_from")}
        alumni = self.env["hr.alumni"].search(
            Domain("partner_id.email_normalized", "in", emails - {False})
        )
        return {contact.email_normalized: contact for contact in alumni.partner_id}

    def _filter_alumnus_contacts(self):
        """Those whose contact is the own contact of an alumnus, of any company."""
        contacts = self.partner_id
        if not contacts:
            return self.browse()
        # Sudo: who is an alumnus is not for recruiters, the contact is kept anyway.
        found = (
            self.env["hr.alumni"]
            .sudo()
            ._read_group([("partner_id", "in", contacts.ids)], ["partner_id"])
        )
        alumni_contacts = {contact.id for [contact] in found}
        return self.filtered(
            lambda applicant: applicant.partner_id.id in alumni_contacts
        )

    def _check_can_decide(self):
        self._check_interviewer_access()
        self.check_access("write")
        decided = self.filtered(
            lambda applicant: (
                applicant.rehire_id.state
                in (*applicant.rehire_id._OPEN_STATES, "returned")
            )
        )
        if decided:
            raise UserError(
                self.env._(
                    "The return of this person is under way in case %(case)s. Cancel "
                    "that case first.",
                    case=", ".join(decided.rehire_id.mapped("name")),
                )
            )

    def _check_is_decided(self):
        if self.filtered(lambda applicant: applicant.former_match == "possible"):
            raise UserError(
                self.env._(
                    "This application shares an e-mail address or a phone number with "
                    "a former colleague. Ask the person, then choose “Same person” or "
                    "“Somebody else” at the top of the application."
                )
            )

    def _prepare_former_enquiry(self):
        """Hook: what recognition is told about this application."""
        self.ensure_one()
        # The mail gateway finds contacts by their address, which two people may share.
        is_named_so = share_a_word(self.partner_name, self.partner_id.name)
        return {
            "company": self.company_id,
            "partner": self.partner_id if is_named_so else None,
            "email": self.email_from,
            "phone": self.partner_phone,
            "name": self.partner_name,
        }

    def _prepare_own_contact_values(self):
        """Hook: values of the contact of an applicant who is nobody's former self."""
        self.ensure_one()
        return {
            "name": self.partner_name,
            "email": self.email_from,
            "phone": self.partner_phone,
        }
