"""Recognition of former colleagues, and the contact that is theirs alone."""

from odoo import SUPERUSER_ID
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import PRIVATE_EMAIL, RehireCase


@tagged("post_install", "-at_install")
class TestHrApplicantFormerMixin(RehireCase):
    def test_private_email_is_recognised(self):
        applicant = self._new_applicant(email_from=" Lea.Ver@EXAMPLE.com ")
        self.assertEqual(applicant.former_match, "certain")
        self.assertTrue(applicant.is_former_colleague)
        self.assertEqual(applicant.sudo().former_alumni_id, self.alumni)
        self.assertEqual(applicant.partner_id, self.alumni.partner_id)

    def test_banner_tells_public_facts_only(self):
        applicant = self._new_applicant()
        self.assertIn("Chemist, Research", applicant.former_facts)
        self.assertIn("05/01/2021 – 06/30/2025", applicant.former_facts)
        for secret in ("Milo", self.reason_resigned.name, PRIVATE_EMAIL):
            self.assertNotIn(secret, applicant.former_facts)

    def test_stranger_is_not_recognised(self):
        applicant = self._new_applicant(
            partner_name="Sam Else", email_from="sam.else@example.com"
        )
        self.assertEqual(applicant.former_match, "none")
        self.assertFalse(applicant.former_facts)
        self.assertEqual(applicant.partner_id.email, "sam.else@example.com")

    def test_namesake_is_not_recognised(self):
        applicant = self._new_applicant(email_from="other.lea@example.com")
        self.assertEqual(applicant.former_match, "none")

    def test_somebody_else_with_the_email_is_only_possible_and_learns_nothing(self):
        applicant = self._new_applicant(partner_name="Kim Other")
        self.assertEqual(applicant.former_match, "possible")
        self.assertFalse(applicant.former_facts)
        self.assertNotEqual(applicant.partner_id, self.alumni.partner_id)

    def test_recognised_when_the_email_is_corrected(self):
        applicant = self._new_applicant(email_from="typo@example.com")
        self.assertEqual(applicant.former_match, "none")
        applicant.email_from = PRIVATE_EMAIL
        self.assertEqual(applicant.former_match, "certain")
        self.assertEqual(applicant.partner_id, self.alumni.partner_id)
        self.assertEqual(applicant.email_from, PRIVATE_EMAIL)

    def test_recognised_by_contact(self):
        applicant = self._new_applicant(
            email_from=False, partner_id=self.alumni.partner_id.id
        )
        self.assertEqual(applicant.former_match, "certain")

    def test_mail_gateway(self):
        applicant = (
            self.env["hr.applicant"]
            .with_user(SUPERUSER_ID)
            .message_new(
                {
                    "from": f'"Lea Ver" <{PRIVATE_EMAIL}>',
                    "subject": "Senior Chemist",
                    "body": "I would like to come back.",
                    "message_id": "<return@example.com>",
                },
                {"job_id": self.job_new.id, "company_id": self.company.id},
            )
        )
        self.assertEqual(applicant.former_match, "certain")
        self.assertEqual(applicant.partner_id, self.alumni.partner_id)
        self.assertIn(PRIVATE_EMAIL, applicant.email_from)

    def test_contact_found_by_a_shared_address_is_nobody_yet(self):
        """The mail gateway passes the contact that has the address of the sender."""
        contact = self.alumni.partner_id
        contact.email = PRIVATE_EMAIL
        applicant = self._new_applicant(partner_name="Kim Other", partner_id=contact.id)
        self.assertEqual(applicant.former_match, "possible")
        self.assertEqual(contact.name, "Lea Ver")
        applicant.action_reject_former()
        self.assertNotEqual(applicant.partner_id, contact)
        self.assertEqual(applicant.partner_id.name, "Kim Other")

    def test_batch_of_applications(self):
        applicants = (
            self.env["hr.applicant"]
            .with_user(self.user_recruiter)
            .create(
                [
                    {"partner_name": name, "email_from": email}
                    for name, email in [
                        ("Lea Ver", PRIVATE_EMAIL),
                        ("Sam Else", "sam.else@example.com"),
                        ("Kim Other", PRIVATE_EMAIL),
                    ]
                ]
            )
        )
        self.assertEqual(
            applicants.mapped("former_match"), ["certain", "none", "possible"]
        )

    def test_talent_keeps_the_recognition(self):
        pool = self.env["hr.talent.pool"].create({"name": "Back again"})
        applicant = self._new_applicant()
        wizard = (
            self.env["talent.pool.add.applicants"]
            .with_user(self.user_recruiter)
            .create(
                {
                    "applicant_ids": applicant.ids,
                    "talent_pool_ids": pool.ids,
                }
            )
        )
        talent = wizard._add_applicants_to_pool()
        self.assertEqual(talent.former_match, "certain")
        self.assertEqual(talent.partner_id, self.alumni.partner_id)

    # The alumnus's own contact

    def test_private_email_never_gets_onto_the_contact(self):
        applicant = self._new_applicant(partner_phone="+1 555 010 0123")
        self.assertFalse(self.alumni.partner_id.email)
        self.assertFalse(self.alumni.partner_id.phone)
        self.assertEqual(applicant.email_from, PRIVATE_EMAIL)
        self.assertFalse(
            self.env["res.partner"].search([("email_normalized", "=", PRIVATE_EMAIL)])
        )

    def test_contact_is_not_rewritten(self):
        applicant = self._new_applicant()
        contact = self.alumni.partner_id
        applicant.write(
            {
                "partner_name": "Lea Married",
                "email_from": "lea.married@example.com",
                "partner_phone": "+1 555 010 0777",
            }
        )
        self.assertEqual(applicant.partner_id, contact)
        self.assertEqual(contact.name, "Lea Ver")
        self.assertFalse(contact.email)
        self.assertFalse(contact.phone)
        self.assertEqual(applicant.email_from, "lea.married@example.com")

    def test_contact_with_an_address_of_its_own_is_not_rewritten(self):
        contact = self.alumni.partner_id
        contact.email = "lea.portal@example.com"
        applicant = self._new_applicant(
            partner_name="Lea Ver-Newname", email_from="lea.portal@example.com"
        )
        self.assertEqual(applicant.partner_id, contact)
        self.assertEqual(contact.name, "Lea Ver")
        self.assertEqual(applicant.former_match, "certain")

    def test_somebody_else_with_the_address_of_the_contact_gets_an_own_one(self):
        contact = self.alumni.partner_id
        contact.email = "lea.portal@example.com"
        applicant = self._new_applicant(
            partner_name="Kim Other", email_from="lea.portal@example.com"
        )
        self.assertNotEqual(applicant.partner_id, contact)
        self.assertEqual(applicant.partner_id.name, "Kim Other")
        self.assertEqual(contact.name, "Lea Ver")
        self.assertEqual(applicant.former_match, "none")

    def test_contact_of_an_alumnus_of_another_company_is_not_rewritten(self):
        contact = self.alumni.partner_id
        contact.write({"email": "lea.portal@example.com", "company_id": False})
        applicant = self._new_applicant(
            user=self.user_recruiter_other,
            partner_name="Lea V.",
            email_from="lea.portal@example.com",
            company_id=self.company_other.id,
            job_id=False,
        )
        self.assertEqual(contact.name, "Lea Ver")
        self.assertEqual(applicant.former_match, "none")

    # Deciding about a possible match

    def test_possible_match_is_confirmed(self):
        applicant = self._new_applicant(partner_name="Kim Other")
        applicant.action_confirm_former()
        self.assertEqual(applicant.former_match, "certain")
        self.assertTrue(applicant.former_facts)
        self.assertEqual(applicant.partner_id, self.alumni.partner_id)
        applicant.partner_phone = "+1 555 010 0777"
        self.assertEqual(applicant.former_match, "certain")

    def test_match_is_rejected_for_good(self):
        applicant = self._new_applicant()
        applicant.action_reject_former()
        self.assertEqual(applicant.former_match, "none")
        self.assertFalse(applicant.former_facts)
        self.assertFalse(applicant.sudo().former_alumni_id)
        self.assertNotEqual(applicant.partner_id, self.alumni.partner_id)
        self.assertEqual(applicant.partner_id.email, PRIVATE_EMAIL)
        applicant.partner_phone = "+1 555 010 0777"
        self.assertEqual(applicant.former_match, "none")

    def test_decision_is_closed_while_a_return_is_under_way(self):
        applicant = self._new_applicant()
        applicant.action_start_rehire()
        with self.assertRaisesRegex(UserError, "under way"):
            applicant.action_reject_former()
        applicant.rehire_id.action_cancel()
        applicant.action_reject_former()
        self.assertEqual(applicant.former_match, "none")

    def test_former_colleague_of_another_company_stays_unknown(self):
        applicant = self._new_applicant(
            user=self.user_recruiter_other,
            company_id=self.company_other.id,
            job_id=False,
        )
        self.assertEqual(applicant.former_match, "none")
        self.assertFalse(applicant.former_facts)

    # What recruiters must not do

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.orm.models")
    def test_recognition_cannot_be_written(self):
        applicant = self._new_applicant()
        for name in (
            "former_match",
            "former_decision",
            "former_alumni_id",
            "rehire_id",
        ):
            with self.subTest(field=name), self.assertRaises(AccessError):
                applicant.write({name: False})
            with self.subTest(field=name), self.assertRaises(AccessError):
                self._new_applicant(**{name: False})

    def test_interviewer_neither_sees_nor_decides(self):
        interviewer = self._new_user(
            "interviewer_user", "hr_recruitment.group_hr_recruitment_interviewer"
        )
        applicant = self._new_applicant(interviewer_ids=interviewer.ids)
        applicant = applicant.with_user(interviewer)
        for method in (
            "action_start_rehire",
            "action_confirm_former",
            "action_reject_former",
            "create_employee_from_applicant",
        ):
            with self.subTest(method=method), self.assertRaises(UserError):
                getattr(applicant, method)()
        for name in ("former_match", "is_former_colleague", "former_facts"):
            with self.subTest(field=name), self.assertRaises(AccessError):
                applicant.read([name])
