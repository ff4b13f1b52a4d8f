from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrAlumniInvitation(AlumniCase, MailCase):
    """One mail, one reminder, and no trace of whoever does not answer."""

    def _invite(self, alumni, **ago):
        with self.mock_mail_gateway():
            alumni.with_user(self.user_alumni).action_invite()
        if ago:
            alumni.invitation_date = fields.Datetime.now() - relativedelta(**ago)
        return alumni

    def _run_cron(self, name):
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.mock_mail_gateway():
            self.env.ref(f"hr_alumni.ir_cron_{name}").method_direct_trigger()
        self.env.invalidate_all()
        return [mail["email_to"][0] for mail in self._mails]

    def test_why_not_is_said_before_and_at_the_button(self):
        self.assertFalse(self.alumni_candidate.invitation_obstacle)
        nobody = self._new_alumni("No Address", private_email=False)
        self.assertIn("no private e-mail", nobody.invitation_obstacle)
        people = self.alumni_candidate + nobody
        with self.assertRaisesRegex(UserError, "No Address: There is no") as caught:
            people.with_user(self.user_alumni).action_invite()
        self.assertNotIn("Cai", str(caught.exception))
        self.assertEqual(self.alumni_candidate.state, "candidate")

    def test_one_reminder_by_the_button(self):
        alumni = self._invite(self.alumni_candidate)
        with self.mock_mail_gateway():
            alumni.with_user(self.user_alumni).action_remind()
        [mail] = self._mails
        self.assertEqual(mail["email_to"], ["cai.candidate@example.com"])
        self.assertIn("/alumni/consent/", mail["body"])
        self.assertIn("/alumni/stop/", mail["body"])
        self.assertMayContact(alumni, set())
        for person in (alumni, self.alumni_active):
            with self.subTest(person.display_name), self.assertRaises(UserError):
                person.with_user(self.user_alumni).action_remind()

    def test_reminder_by_itself_after_the_days_of_the_company(self):
        due = self._invite(self.alumni_candidate, days=21)
        early = self._invite(self._new_alumni("Ear Ly"), days=20)
        refused = self._invite(self._new_alumni("Re Fused"), days=30)
        refused._do_refuse("link")
        own = {"cai.candidate@example.com", "ear.ly@example.com"}
        self.assertEqual(
            own & set(self._run_cron("remind_invited")), {due.private_email}
        )
        self.assertTrue(due.invitation_reminder_date)
        self.assertFalse(early.invitation_reminder_date)
        self.assertFalse(own & set(self._run_cron("remind_invited")))
        self.company.alumni_invitation_reminder_days = 0
        early.invitation_date -= timedelta(300)
        self.assertFalse(own & set(self._run_cron("remind_invited")))

    def test_no_answer_erases_and_keeps_a_fingerprint(self):
        gone = self._invite(self.alumni_candidate, months=6)
        partner = gone.partner_id
        stays = self._invite(self._new_alumni("Sta Ys"), months=5)
        answered = self._invite(self._new_alumni("An Swered"), months=7)
        answered._do_answer(self.purposes["jobs"], "link")
        self._run_cron("erase_unanswered")
        self.assertFalse(gone.exists())
        self.assertFalse(partner.exists())
        self.assertTrue(stays.exists())
        self.assertEqual(answered.state, "active")
        suppression = self.env["hr.privacy.suppression"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(suppression.ground, "unanswered")
        self.assertNotIn("cai", suppression.email_hash)

        again = self._new_alumni("Cai Candidate")
        self.assertMayContact(again, set())
        self.assertIn("not written to again", again.invitation_obstacle)
        with self.assertRaisesRegex(UserError, "Cai Candidate"):
            again.with_user(self.user_alumni).action_invite()
        elsewhere = self._new_alumni("Cai Candidate", company=self.company_other)
        self.assertMayContact(elsewhere, {"invitation"})

    def test_evidence_and_contacts_in_use_stay_without_the_person(self):
        answered = self._invite(self.alumni_candidate, months=6)
        self.env["hr.privacy.consent"]._record(
            answered, self.purposes["jobs"], "withdrawn", "portal"
        )
        used = self._invite(self._new_alumni("Us Ed"), months=6)
        partner = used.partner_id
        self.env["res.users"].create(
            {"name": "Us Ed", "login": "used", "partner_id": partner.id}
        ).active = False
        self._run_cron("erase_unanswered")
        self.assertEqual(answered.state, "left")
        self.assertFalse(answered.private_email)
        self.assertTrue(answered.consent_ids)
        self.assertFalse(used.exists())
        self.assertTrue(partner.exists())
        self.assertNotIn("Us Ed", partner.name)

    def test_second_departure_starts_anew(self):
        alumni = self._invite(self.alumni_candidate)
        alumni._do_remind()
        alumni._do_return()
        alumni._do_depart_again(is_welcome=True)
        self.assertFalse(alumni.invitation_date or alumni.invitation_reminder_date)
        self.assertMayContact(alumni, {"invitation"})

    def test_address_of_a_colleague_is_flagged(self):
        self.assertFalse(self.alumni_candidate.has_internal_email)
        self.user_colleague.email = "Cai.Candidate@example.com"
        self.env.invalidate_all()
        self.assertTrue(self.alumni_candidate.has_internal_email)
        self.assertFalse(self.alumni_active.has_internal_email)
