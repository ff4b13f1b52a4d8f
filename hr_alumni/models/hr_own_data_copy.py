from odoo import api, fields, models
from odoo.fields import Domain

from odoo.addons.hr_exit_interview.models.hr_own_data_mixin import CLAIM, INTERNAL
from odoo.addons.hr_exit_interview.tools.form_input import normalise_email
from odoo.addons.hr_exit_interview.tools.own_data import OwnPart, OwnRule, OwnValue

# Seen by the person and a few: told on the person's own page, else to those few only.
OWN_PAGE_ONLY = ("hr.alumni.guidance", "hr.alumni.guidance.step", "hr.alumni.request")
# What the platform knows about somebody who takes part: model, fields that are told.
ELSEWHERE = {
    "crm.lead": ("create_date", "partner_name", "contact_name"),
    "event.registration": ("event_id", "name", "email", "state", "date_closed"),
    "mailing.trace": ("mass_mailing_id", "sent_datetime", "trace_status"),
}


class HrOwnDataCopy(models.Model):
    """What is known about a former colleague, with or without an employee record."""

    _inherit = "hr.own.data.copy"

    _PERSON_FIELDS = frozenset({"employee_id", "alumni_id"})

    employee_id = fields.Many2one(required=False)
    alumni_id = fields.Many2one(
        "hr.alumni", string="Former Colleague", index=True, ondelete="cascade"
    )
    way = fields.Selection(selection_add=[("portal", "On the own page")])

    _of_somebody = models.Constraint(
        "CHECK (employee_id IS NOT NULL OR alumni_id IS NOT NULL)",
        "Choose the person who has asked for the copy.",
    )

    @api.depends("alumni_id")
    def _compute_company_id(self):
        return super()._compute_company_id()

    def _get_own_people(self):
        """The employee records and the alumni records of the person, in sudo."""
        # Sudo: everything is found, whoever writes it down.
        copy = self.sudo().with_context(active_test=False)
        alumni = copy.alumni_id
        employees = copy.employee_id | alumni.employee_ids
        if copy.employee_id:
            alumni |= alumni.search(
                [
                    ("employee_ids", "in", employees.ids),
                    ("company_id", "=", copy.company_id.id),
                ]
            )
        return employees.filtered(
            lambda one: one.company_id == copy.company_id
        ), alumni.filtered(lambda one: not one.erased_date)

    @api.model
    def _get_own_rules(self):
        readers = OwnRule(is_for_readers=True)
        return {
            **super()._get_own_rules(),
            "hr.alumni": OwnRule(
                left_out={
                    "legal_hold_reason": CLAIM,
                    "state_before_death": INTERNAL,
                    "import_id": INTERNAL,
                    "next_cadence_id": INTERNAL,
                    "next_cadence_date": INTERNAL,
                }
            ),
            "hr.alumni.benefit.claim": OwnRule(),
            "hr.alumni.career": OwnRule(),
            "hr.alumni.circle.member": OwnRule(),
            "hr.alumni.directory": OwnRule(),
            "hr.alumni.event.invitation": OwnRule(),
            "hr.alumni.guidance": readers,
            "hr.alumni.guidance.step": readers,
            "hr.alumni.keeper": OwnRule(),
            "hr.alumni.milestone": OwnRule(),
            "hr.alumni.news": OwnRule(),
            "hr.alumni.nudge": OwnRule(left_out={"ref": INTERNAL}),
            "hr.alumni.opening": OwnRule(),
            "hr.alumni.post": OwnRule(left_out={"mail_cursor": INTERNAL}),
            "hr.alumni.post.report": OwnRule(),
            "hr.alumni.request": OwnRule(
                is_for_readers=True,
                left_out={"activity_id": INTERNAL, "link_round": INTERNAL},
            ),
            "hr.alumni.signup": OwnRule(
                left_out={"activity_id": INTERNAL, "sender_hash": INTERNAL}
            ),
            "hr.alumni.signup.match": OwnRule(),
            "hr.alumni.touch": OwnRule(left_out={"ref": INTERNAL}),
            "hr.privacy.consent": OwnRule(),
            "hr.own.data.copy": OwnRule(left_out={"round": INTERNAL}),
            **{model: OwnRule(told=names) for model, names in ELSEWHERE.items()},
        }

    def _get_own_roots(self):
        alumni = self._get_own_people()[1]
        about = [("alumni_id", "in", alumni.ids)]
        env = alumni.env
        partners = alumni.partner_id
        # An address that somebody else has, too, says nothing about whose it is.
        addresses = [*alumni._get_traces().addresses]
        return [
            *super()._get_own_roots(),
            alumni,
            env["hr.employment.period"].search(about),
            env["hr.privacy.consent"].search(about),
            env["crm.lead"].search(about) if alumni else env["crm.lead"],
            env["event.registration"].search(
                Domain("partner_id", "in", partners.ids)
                | Domain("email", "in", addresses)
            ),
            env["mailing.trace"].search(
                Domain("model", "=", "hr.alumni") & Domain("res_id", "in", alumni.ids)
            ),
        ]

    def _get_own_employees(self):
        return super()._get_own_employees() | self._get_own_people()[0]

    def _filter_own(self, records):
        records = super()._filter_own(records)
        if records._name == "hr.alumni.post.report":
            # Who has reported a post is told to nobody, least of all to its author.
            _employees, alumni = self._get_own_people()
            return records.filtered(lambda one: one.member_id.alumni_id in alumni)
        if records._name == "hr.alumni.signup.match":
            # Of sign-ups of others nothing is told.
            _employees, alumni = self._get_own_people()
            return records.filtered(lambda one: one.signup_id.alumni_id in alumni)
        return records

    def _filter_readable(self, records):
        if records._name in OWN_PAGE_ONLY and self.way == "portal":
            return records
        return super()._filter_readable(records)

    def _get_own_further_parts(self, readable):
        parts = super()._get_own_further_parts(readable)
        alumni = self._get_own_people()[1]
        if not alumni:
            return parts
        # Sudo: mails to the person, found by the contact that is the person's own.
        mails = (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("notification_ids.res_partner_id", "in", alumni.partner_id.ids),
                    ("message_type", "in", ("email_outgoing", "comment")),
                ],
                order="id",
            )
        )
        labels = self.env["mail.message"]._fields
        entries = [
            [
                OwnValue(name, labels[name]._description_string(self.env), text, text)
                for name, text in (
                    ("date", f"{mail.date} UTC"),
                    ("subject", mail.subject or ""),
                )
                if text
            ]
            for mail in mails
        ]
        if entries:
            parts.append(
                OwnPart("mail.notification", self.env._("Mails to you"), entries, False)
            )
        return parts

    def _get_own_company(self):
        # Sudo: the page of the person makes a copy, too.
        return self.alumni_id.sudo().company_id or super()._get_own_company()

    def _get_own_address(self):
        # Sudo: private addresses are for HR.
        alumni = self.alumni_id.sudo()
        return normalise_email(alumni.private_email) or super()._get_own_address()

    def _get_own_lang(self):
        # Sudo: asked for whoever holds a link.
        return self.alumni_id.sudo().partner_id.lang or super()._get_own_lang()

    def _get_own_person_name(self):
        # Sudo: asked for whoever holds a link.
        return self.alumni_id.sudo().display_name or super()._get_own_person_name()

    def _get_link_refusal(self):
        if self._get_own_people()[1].filtered(lambda one: one.state == "deceased"):
            return self.env._(
                "Nothing is sent to people who have died. Download the copy and hand "
                "it over to whoever may have it."
            )
        return super()._get_link_refusal()

    def _check_can_give(self):
        result = super()._check_can_give()
        self.alumni_id.check_access("read")
        return result
