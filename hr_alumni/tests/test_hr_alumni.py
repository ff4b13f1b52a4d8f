import re

from freezegun import freeze_time
from lxml import etree
from psycopg2.errors import ForeignKeyViolation, UniqueViolation

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.hr_exit_interview.tests.common import TODAY
from odoo.addons.mail.tests.common import MailCase

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrAlumni(AlumniCase, MailCase):
    """The record itself: its contact, its states, its one invitation."""

    def _invite(self, alumni):
        with self.mock_mail_gateway():
            alumni.with_user(self.user_alumni).action_invite()
        return self._mails

    def test_contact_must_be_the_persons_own(self):
        partners = {
            "work contact": self.employee_leaver.work_contact_id,
            "internal user": self.user_colleague.partner_id,
            "below a company": self.env["res.partner"].create(
                {"name": "Below", "parent_id": self.company.partner_id.id}
            ),
        }
        for case, partner in partners.items():
            with (
                self.subTest(case),
                self.assertRaisesRegex(ValidationError, "of their own"),
                self.env.cr.savepoint(),
            ):
                self.env["hr.alumni"].create(
                    {"partner_id": partner.id, "company_id": self.company.id}
                )

    def test_nobody_is_offered_a_copy_of_a_person(self):
        model = self.env["hr.alumni"].with_user(self.user_alumni)
        for view_type in ("list", "form"):
            arch = etree.fromstring(model.get_view(view_type=view_type)["arch"])
            self.assertEqual(arch.get("duplicate"), "0", view_type)

    def test_contact_and_employee_records_are_of_the_same_company(self):
        own, foreign = self.company, self.company_other
        partners = self.env["res.partner"].create(
            [
                {"name": "Own", "company_id": own.id},
                {"name": "Shared"},
                {"name": "Foreign", "company_id": foreign.id},
            ]
        )
        employee = self.env["hr.employee"].create(
            {"name": "Elsewhere", "company_id": foreign.id}
        )
        vals_list = [{"partner_id": one.id, "company_id": own.id} for one in partners]
        people = self.env["hr.alumni"].create(vals_list[:2])
        self.assertEqual(people.partner_id, partners[:2])
        for case, vals in (
            ("contact", vals_list[2]),
            (
                "employee",
                {
                    "partner_id": partners[0].copy().id,
                    "company_id": own.id,
                    "employee_ids": employee.ids,
                },
            ),
        ):
            with (
                self.subTest(case),
                self.assertRaisesRegex(UserError, "company inconsistencies"),
                self.env.cr.savepoint(),
            ):
                self.env["hr.alumni"].create(vals)

    def test_one_record_for_person_and_company(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.env["hr.alumni"].create(
                {
                    "partner_id": self.alumni_active.partner_id.id,
                    "company_id": self.company.id,
                }
            )

    def test_employee_record_belongs_to_one_person(self):
        self.alumni_active.employee_ids = self.employee_leaver
        with self.assertRaisesRegex(ValidationError, "Ada Active"):
            self.alumni_candidate.employee_ids = self.employee_leaver

    def test_privacy_lookup_finds_the_record(self):
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": "Nobody of this name", "email": "cai.candidate@example.com"}
        )
        wizard.action_lookup()
        found = {(line.res_model, line.res_id) for line in wizard.line_ids}
        self.assertIn(("hr.alumni", self.alumni_candidate.id), found)

    def test_contact_in_use_is_not_deleted(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(ForeignKeyViolation):
            self.alumni_candidate.partner_id.unlink()

    def test_contact_and_company_stay(self):
        partner = self.env["res.partner"].create({"name": "Another"})
        for vals in (
            {"partner_id": partner.id},
            {"company_id": self.company_other.id},
        ):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "cannot be"):
                self.alumni_active.write(vals)
        self.alumni_active.write({"partner_id": self.alumni_active.partner_id.id})

    def test_transitions(self):
        """Every move that the table allows works, every other one is refused."""
        table = self.env["hr.alumni"]._TRANSITIONS
        states = [key for key, _label in self.alumni_active._fields["state"].selection]
        alumni = self._new_alumni("Mover")
        for source in states:
            for target in states:
                self.env.flush_all()
                self.env.cr.execute(
                    SQL(
                        "UPDATE hr_alumni SET state = %s WHERE id = %s",
                        source,
                        alumni.id,
                    )
                )
                alumni.invalidate_recordset()
                with self.subTest(source=source, target=target):
                    if source in table[target]:
                        alumni._move_to(target)
                        self.assertEqual(alumni.state, target)
                    else:
                        with self.assertRaisesRegex(UserError, "Mover cannot become"):
                            alumni._move_to(target)

    def test_state_follows_from_steps_only(self):
        for vals in ({"state": "active"}, {"invitation_date": False}):
            with self.subTest(vals), self.assertRaisesRegex(UserError, "buttons"):
                self.alumni_candidate.with_user(self.user_alumni).write(vals)

    def test_resting_and_taking_up_again(self):
        alumni = self.alumni_active.with_user(self.user_alumni)
        alumni.action_dormant()
        self.assertEqual(alumni.state, "dormant")
        self.assertMayContact(alumni, {"member"})
        alumni.action_reactivate()
        self.assertEqual(alumni.state, "active")

    def test_invitation_goes_once_to_the_private_address(self):
        alumni = self.alumni_candidate
        self.assertMayContact(alumni, {"invitation"})
        [mail] = self._invite(alumni)
        self.assertEqual(mail["email_to"], ["cai.candidate@example.com"])
        self.assertIn("Cai Candidate", mail["subject"])
        link = re.search(r'href="([^"]*/alumni/consent/[^"]+)"', mail["body"]).group(1)
        self.assertIn(f"/alumni/consent/{alumni.id}/", link)
        self.assertEqual(alumni.state, "invited")
        self.assertTrue(alumni.invitation_date)
        self.assertFalse(alumni.partner_id.email)

        self.assertEqual(alumni.invitation_user_id, self.user_alumni)
        self.assertMayContact(alumni, {"invitation"})  # For the one reminder.
        with self.assertRaisesRegex(UserError, "goes out once"):
            self._invite(alumni)

    def test_link_is_readable_by_nobody_else(self):
        with self.mock_mail_gateway(mail_unlink_sent=True):
            self.alumni_candidate.with_user(self.user_alumni).action_invite()
        self.env.flush_all()
        messages = self.env["mail.message"].search([("body", "like", "alumni/consent")])
        self.assertFalse(messages, "the mail is deleted once it is sent")

        # Even while the mail still waits in the queue:
        waiting = self._new_alumni("Wai Ting")
        with self.mock_mail_gateway():
            waiting.with_user(self.user_alumni).action_invite()
        [mail] = self._new_mails.filtered(lambda mail: "/consent/" in mail.body_html)
        self.assertFalse(mail.model)
        for user in (self.user_alumni, self.user_officer, self.user_colleague):
            with self.subTest(user.login):
                found = (
                    self.env["mail.message"]
                    .with_user(user)
                    .search([("id", "=", mail.mail_message_id.id)])
                )
                self.assertFalse(found)
                with self.assertRaises(AccessError):
                    mail.mail_message_id.with_user(user).read(["body"])

    def test_invitation_as_hr_officer_and_keeper(self):
        for user in (self.user_officer, self.user_keeper):
            alumni = self._new_alumni(f"Of {user.login}", owner_id=user.id)
            with self.subTest(user.login), self.mock_mail_gateway():
                alumni.with_user(user).action_invite()
                self.assertEqual(alumni.state, "invited")

    def test_invite_many_names_those_who_cannot_be(self):
        people = self.alumni_candidate + self.alumni_active
        with self.assertRaisesRegex(UserError, "Ada Active") as caught:
            self._invite(people)
        self.assertNotIn("Cai Candidate", str(caught.exception))
        self.assertEqual(self.alumni_candidate.state, "candidate")

    def test_refusal_is_kept(self):
        alumni = self.alumni_candidate
        self._invite(alumni)
        alumni._do_refuse(channel="link")
        self.assertEqual(alumni.state, "left")
        self.assertLedger(alumni, [("invitation", "withdrawn", "link", "person")])
        self.assertMayContact(alumni, set())

        # Even a second departure does not write to a person who said no.
        alumni._do_return()
        alumni._do_depart_again(is_welcome=True)
        self.assertEqual(alumni.state, "candidate")
        self.assertMayContact(alumni, set())

    def test_no_contact_wanted(self):
        alumni = self.alumni_active
        alumni._do_give(self.purposes["jobs"], channel="portal")
        alumni.with_user(self.user_alumni).action_leave()
        self.assertEqual(alumni.state, "left")
        self.assertEqual(
            sorted(self._get_rows(alumni)[2:]),
            [
                ("invitation", "withdrawn", "office", "staff"),
                ("jobs", "withdrawn", "office", "staff"),
                ("member", "withdrawn", "office", "staff"),
            ],
        )
        self.assertFalse(alumni.purpose_ids)
        self.assertMayContact(alumni, set())

    def test_death_stops_everything(self):
        self.alumni_active.with_user(self.user_alumni).action_deceased()
        self.assertMayContact(self.alumni_active, set())
        self.assertFalse(self.alumni_active._get_account())
        with self.assertRaises(UserError):
            self.alumni_active._do_return()

    def test_silent_states_are_silent_whatever_was_agreed(self):
        self.alumni_active._do_return()
        self.assertTrue(self.alumni_active.purpose_ids)
        self.assertMayContact(self.alumni_active, set())

    def test_answered_records_are_kept(self):
        with self.assertRaisesRegex(UserError, "evidence"):
            self.alumni_active.with_user(self.user_alumni).unlink()
        self.alumni_candidate.with_user(self.user_alumni).unlink()
        self.assertFalse(self.alumni_candidate.exists())

    def test_shared_address_is_flagged(self):
        self.assertFalse(self.alumni_candidate.has_shared_email)
        self._new_alumni("Spouse", private_email="CAI.Candidate@example.com")
        self._new_alumni(
            "Elsewhere",
            company=self.company_other,
            private_email="ada.active@example.com",
        )
        self.env.invalidate_all()
        self.assertTrue(self.alumni_candidate.has_shared_email)
        self.assertFalse(self.alumni_active.has_shared_email)
        nobody = self._new_alumni("Nobody", private_email=False)
        self._new_alumni("Nobody Too", private_email=False)
        self.assertFalse(nobody.has_shared_email)

    def test_found_by_name_and_number(self):
        self.alumni_active.employee_number = "E-4711"
        search = self.env["hr.alumni"].with_user(self.user_alumni).name_search
        for text in ("ada act", "4711"):
            with self.subTest(text):
                self.assertEqual(search(text), [(self.alumni_active.id, "Ada Active")])
        model = self.env["hr.alumni"].with_user(self.user_alumni)
        known = model.search([])
        found = model.search([("display_name", "ilike", "active")])
        self.assertTrue(found)
        others = model.search([("display_name", "not ilike", "active")])
        self.assertEqual(found | others, known)
        self.assertFalse(found & others)
        self.assertEqual(model.search([("display_name", "ilike", "")]), known)

    def test_a_name_is_found_by_an_index(self):
        """A part of a name among many thousands is not compared with each of them."""
        people = self.env["hr.alumni"].with_user(self.user_alumni)
        query = people._search([("display_name", "ilike", "ada act")])
        self.env.cr.execute("SET LOCAL enable_seqscan = off")
        self.env.cr.execute("SET LOCAL enable_indexscan = off")
        plan = self.env.execute_query(SQL("EXPLAIN %s", query.select()))
        text = "\n".join(line for (line,) in plan)
        self.assertIn("res_partner_alumni_name_idx", text)
        self.assertIn("hr_alumni__employee_number_index", text)

    def test_mailings_are_refused(self):
        for model, message in (
            ("hr.alumni", "Only alumni managers"),
            ("hr.privacy.consent", "what HR keeps"),
        ):
            with (
                self.subTest(model),
                self.assertRaisesRegex(ValidationError, message),
            ):
                self.env["mailing.mailing"].with_user(self.user_marketing).create(
                    {
                        "subject": "Probe",
                        "mailing_model_id": self.env["ir.model"]._get_id(model),
                        "mailing_domain": "[('private_email', 'ilike', 'a')]",
                    }
                )

    def test_contact_and_department_lead_to_the_person(self):
        partner = self.alumni_active.partner_id.with_user(self.user_alumni)
        self.assertEqual(partner.action_view_alumni()["res_id"], self.alumni_active.id)
        self._depart()
        alumni = self._get_alumni(self.employee_leaver)
        department = self.employee_leaver.department_id.with_user(self.user_officer)
        action = department.action_view_alumni()
        found = self.env["hr.alumni"].with_user(self.user_officer)
        self.assertIn(alumni, found.search(action["domain"]))
        self.assertNotIn(self.alumni_active, found.search(action["domain"]))

    def test_employee_form_leads_to_the_person(self):
        self.alumni_active.employee_ids = self.employee_leaver
        employee = self.employee_leaver.with_user(self.user_officer)
        self.assertEqual(employee.action_view_alumni()["res_id"], self.alumni_active.id)
        with freeze_time(TODAY):
            employee.action_archive()
        action = self.alumni_active.with_user(self.user_officer).action_view_employees()
        self.assertEqual(
            self.env["hr.employee"]
            .with_context(**action["context"])
            .search(action["domain"]),
            employee,
        )
