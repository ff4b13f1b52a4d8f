"""A marker in every text about one former colleague: afterwards it is nowhere."""

from unittest.mock import patch

from dateutil.relativedelta import relativedelta
from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import tagged
from odoo.tools import SQL, mute_logger

from odoo.addons.hr_exit_interview.tests.common import TODAY
from odoo.addons.hr_exit_interview.tests.retention_common import find_text

from .common import AlumniCase

MARKER = "numbat-4402"
# Where it may be found after an erasure, and why.
ALLOWED = {
    "mail_blacklist": "the wish never to be written to, which needs the address",
    "bus_bus": "what open browsers were told, gone after a day",
}
# Parts of the record that hold no text at all.
WITHOUT_TEXT = {
    "hr_privacy_consent",
    "hr_alumni_opening",
    "hr_own_data_copy",
    "hr_alumni_news",
}
# Texts by which the code finds its way: with the marker it would not.
TECHNICAL = {"ref", "state", "text_hash", "lang"}


class ErasureCase(AlumniCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marked = cls._new_alumni(
            f"Num {MARKER}",
            private_email=f"{MARKER}@example.com",
            private_phone="+1 555 010 4402",
            employee_number=MARKER,
        )
        purposes = cls.env["hr.privacy.purpose"].search([])
        cls.marked._do_answer(purposes._get_asked(), channel="link")
        cls.partner = cls.marked.partner_id

    def _plant(self):
        """Put the marker into every text of everything about the person."""
        marked = self.marked
        marked.owner_id = self.user_alumni
        marked.merge_note = MARKER
        marked._do_open({"staff": {"place", "employer", "job"}})
        self.env["hr.alumni.career"].create(
            {"alumni_id": marked.id, "employer_name": "x", "source": "person"}
        )
        self.env["hr.alumni.milestone"].create(
            {"alumni_id": marked.id, "kind": "award"}
        )
        self.env["hr.alumni.keeper"].create(
            {"alumni_id": marked.id, "user_id": self.user_director.id}
        )
        request_type = self.env.ref("hr_alumni.hr_alumni_request_type_pay")
        self.request = self.env["hr.alumni.request"].create(
            {
                "alumni_id": marked.id,
                "type_id": request_type.id,
                "user_id": self.user_officer.id,
            }
        )
        self.env["ir.attachment"].create(
            {
                "name": MARKER,
                "raw": MARKER.encode(),
                "res_model": "hr.alumni.request",
                "res_id": self.request.id,
            }
        )
        benefit = self.env["hr.alumni.benefit"].create(
            {"name": "x", "claim_way": "team", "company_id": marked.company_id.id}
        )
        self.env["hr.alumni.benefit.claim"].create(
            {"alumni_id": marked.id, "benefit_id": benefit.id}
        )
        marked._make_nudge("touch", "x", ref="x", user_id=self.user_keeper.id)
        self._plant_in_event()
        marked._log_touch("hand", insight="x", insight_topic="market")
        marked.touch_ids.insight_topic = "market"  # Or nothing is planted there.
        self._plant_in_circle()
        guidance = self.env["hr.alumni.guidance"].create(
            {
                "alumni_id": marked.id,
                "adviser_id": self.user_director.id,
                "state": "running",
                "start_date": "2026-01-01",
                "step_ids": [Command.create({"name": "x"})],
            }
        )
        self._fill_texts(guidance.step_ids)
        self.env["hr.own.data.copy"].create({"alumni_id": marked.id})
        self.env["hr.alumni.news"].create(
            {"name": "x", "body": "x", "kind": "story", "alumni_id": marked.id}
        )
        signup = self.env["hr.alumni.signup"].create(
            {
                "name": "x",
                "email": f"{MARKER}@example.com",
                "company_id": marked.company_id.id,
                "alumni_id": marked.id,
                "state": "accepted",
            }
        )
        signup._find_matches()
        parts = {
            model: self.env[model].search([(name, "=", marked.id)])
            for model, name, is_part in self._get_links()
            if is_part
        }
        for records in (*parts.values(), marked):
            self._fill_texts(records)
        self._plant_elsewhere()
        return parts

    def _plant_in_event(self):
        event = self.env["event.event"].create(
            {
                "name": "Party",
                "is_alumni_event": True,
                "alumni_guests": 1,
                "date_begin": "2030-05-01 10:00:00",
                "date_end": "2030-05-01 18:00:00",
            }
        )
        row = self.env["hr.alumni.event.invitation"]._get_row(event, self.marked)
        row._do_answer("yes", 1, "x")
        self.assertEqual(len(row.registration_ids), 2)

    def _plant_in_circle(self):
        circle = self.env["hr.alumni.circle"].create(
            {"name": "Kilns", "admission": "request", "moderator_id": False}
        )
        member = self.env["hr.alumni.circle.member"].create(
            {"circle_id": circle.id, "alumni_id": self.marked.id, "state": "member"}
        )
        post = self.env["hr.alumni.post"].create(
            {
                "circle_id": circle.id,
                "member_id": member.id,
                "title": "x",
                "body": "x",
            }
        )
        self.env["hr.alumni.post.report"].create(
            {"post_id": post.id, "member_id": member.id, "kind": "wrong"}
        )

    def _get_links(self):
        return self.env["hr.retention.mixin"]._get_retention_links("hr.alumni")

    def _fill_texts(self, records):
        self.assertTrue(records, f"{records._name}: nothing to plant in.")
        names = [
            field.name
            for field in records._fields.values()
            if field.store
            and field.column_type
            and field.type in ("char", "text", "html")
            and not field.translate
            and field.name not in TECHNICAL
            and "email" not in field.name
        ]
        self.env.flush_all()
        for name in names:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id IN %s",
                    SQL.identifier(records._table),
                    SQL.identifier(name),
                    f"{MARKER} {name}",
                    records._ids,
                )
            )
        self.env.invalidate_all()

    def _plant_elsewhere(self):
        """What other applications note about somebody who takes part."""
        address = f"{MARKER}@example.com"
        account = self.marked._get_account()
        account.signature = f"<p>{MARKER}</p>"
        lead = self.marked._do_refer(
            {
                "partner_name": "Northwind",
                "contact_name": "Aiko",
                "email_from": "aiko@example.com",
                "phone": False,
                "description": "More",
            }
        )
        lead.message_post(body="Thank you", author_id=self.partner.id)
        event = self.env["event.event"].create(
            {
                "name": "Reunion",
                "date_begin": "2026-05-01 10:00:00",
                "date_end": "2026-05-01 18:00:00",
            }
        )
        self.registration = self.env["event.registration"].create(
            {
                "event_id": event.id,
                "partner_id": self.partner.id,
                "name": f"Num {MARKER}",
                "email": address,
                "company_name": MARKER,
            }
        )
        self.meeting = self.env["calendar.event"].create(
            {
                "name": "Coffee",
                "start": "2026-05-01 10:00:00",
                "stop": "2026-05-01 11:00:00",
                "partner_ids": [Command.set(self.partner.ids)],
            }
        )
        self.partner.message_post(body=MARKER)
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "News",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
            }
        )
        self.env["mailing.trace"].create(
            {
                "mass_mailing_id": mailing.id,
                "model": "hr.alumni",
                "res_id": self.marked.id,
                "email": address,
            }
        )
        self.env["mailing.contact"].create({"name": MARKER, "email": address})
        self.env["ir.attachment"].create(
            {
                "name": MARKER,
                "raw": MARKER.encode(),
                "res_model": "hr.alumni",
                "res_id": self.marked.id,
            }
        )
        self.env["ir.model.data"].create(
            {
                "module": "__import__",
                "name": MARKER,
                "model": "res.partner",
                "res_id": self.partner.id,
            }
        )

    def _erase(self, user=None, alumni=None):
        wizard = self.env["hr.privacy.erase"].with_user(user or self.user_admin_hr)
        wizard = wizard.create(
            {"alumni_ids": (alumni or self.marked).ids, "ground": "withdrawn"}
        )
        wizard.action_erase()
        self.env.invalidate_all()
        return wizard


@tagged("post_install", "-at_install", "security")
@freeze_time(TODAY)
class TestAlumniErasure(ErasureCase):
    @mute_logger("odoo.sql_db")
    def test_marker_is_everywhere_before_and_nowhere_after(self):
        parts = self._plant()
        found = find_text(self.env, MARKER)
        for table in (
            *(self.env[model]._table for model in parts),
            "hr_alumni",
            "res_partner",
            "res_users",
            "crm_lead",
            "event_registration",
            "mailing_trace",
            "mailing_contact",
            "mail_message",
            "ir_attachment",
            "ir_model_data",
        ):
            if table not in WITHOUT_TEXT:
                with self.subTest(table):
                    self.assertIn(table, found)
        rows = self.marked.consent_ids
        self._erase()
        left = find_text(self.env, MARKER)
        self.assertFalse(
            {table: names for table, names in left.items() if table not in ALLOWED}
        )
        self.assertEqual(rows.exists(), rows)
        self.assertTrue(self.registration.exists())
        self.assertTrue(self.meeting.exists())

    def test_contact_goes_when_it_was_only_ours(self):
        alumni = self.alumni_candidate
        partner = alumni.partner_id
        wizard = self._erase(alumni=alumni)
        self.assertFalse(wizard.kept)
        self.assertFalse(partner.exists())
        self.assertEqual(alumni.erased_date, TODAY)

    def test_contact_with_documents_stays_and_is_told_beforehand(self):
        partner = self.alumni_candidate.partner_id
        lead = self.env["crm.lead"].create({"name": "Own", "partner_id": partner.id})
        wizard = self.env["hr.privacy.erase"].with_user(self.user_admin_hr)
        wizard = wizard.create({"alumni_ids": self.alumni_candidate.ids})
        label = self.env["ir.model"]._get("crm.lead").name
        self.assertEqual(wizard.kept, f"The contact Cai Candidate, because of: {label}")
        wizard.action_erase()
        self.env.invalidate_all()
        self.assertEqual(partner.name, "Cai Candidate")
        self.assertEqual(lead.partner_id, partner)
        self.assertFalse(self.alumni_candidate.partner_id)

    @mute_logger("odoo.sql_db")
    def test_contact_with_an_account_says_nobodys_name(self):
        self.partner.write({"comment": MARKER, "function": MARKER, "city": MARKER})
        account = self.marked._get_account()
        self._erase()
        self.assertTrue(account.with_context(active_test=False).exists())
        self.assertFalse(account.active)
        self.assertFalse(self.partner.active)
        self.assertEqual(self.partner.name, "Former colleague")
        self.assertFalse(find_text(self.env, MARKER).keys() - ALLOWED.keys())

    def test_address_that_somebody_else_has_too_is_left_to_them(self):
        spouse = self._new_alumni("Spou Se", private_email=f"{MARKER}@example.com")
        contact = self.env["mailing.contact"].create(
            {"name": "Spou Se", "email": f"{MARKER}@example.com"}
        )
        self._erase()
        self.assertEqual(spouse.private_email, f"{MARKER}@example.com")
        self.assertTrue(contact.exists())

    def test_address_within_an_address_is_left_to_its_owner(self):
        def post(sender):
            return self.user_director.partner_id.message_post(
                body="Hello", author_id=False, email_from=sender
            )

        own = post(f'"Somebody" <{MARKER}@example.com>')
        others = post(f"other-{MARKER}@example.com") + post(f"{MARKER}@example.com.au")
        senders = others.mapped("email_from")
        self._erase()
        self.env.invalidate_all()
        self.assertFalse(own.email_from)
        self.assertEqual(others.mapped("email_from"), senders)

    def test_whoever_was_erased_is_not_asked_again(self):
        self._erase()
        again = self._new_alumni("Num", private_email=f"{MARKER}@example.com")
        self.assertIn("not written to again", again.invitation_obstacle)
        with self.assertRaisesRegex(UserError, "asked to be erased"):
            again.with_user(self.user_alumni).action_invite()

    def test_legal_hold_and_rights(self):
        for user in (self.user_officer, self.user_alumni, self.user_keeper):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._erase(user)
        self.marked.with_user(self.user_admin_hr)._do_hold("Claim 3/2026")
        with self.assertRaisesRegex(UserError, "Claim 3/2026"):
            self._erase()
        self.assertEqual(self.marked.partner_id, self.partner)

    def test_queries_do_not_grow_with_people(self):
        def new_people(mark, number):
            return self.env["hr.alumni"].union(
                *(self._new_alumni(f"Er Ase {mark}{one}") for one in range(number))
            )

        def count(people):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            people._privacy_erase("retention")
            return self.env.cr.sql_log_count - before

        count(new_people("w", 2))
        few, many = count(new_people("a", 2)), count(new_people("b", 40))
        self.assertLessEqual(many, few + 3)


@tagged("post_install", "-at_install")
class TestAlumniKept(ErasureCase):
    def _run_cron(self, day):
        with freeze_time(day), self._without_commits():
            self.env["hr.retention.mixin"]._cron_erase_due()
        self.env.invalidate_all()

    def _without_commits(self):
        cron = self.env.registry["ir.cron"]
        return patch.object(cron, "_commit_progress", return_value=1000)

    def test_how_long_each_state_is_kept(self):
        for state, months in (
            ("candidate", 24),
            ("invited", 6),
            ("active", 0),
            ("dormant", 12),
            ("left", 1),
            ("returned", 0),
            ("deceased", 24),
        ):
            with freeze_time(TODAY):
                # Sudo as the steps do it: no button leads everywhere from here.
                self.marked.sudo().write(
                    {"state": state, "invitation_date": fields.Datetime.now()}
                )
            expected = months and TODAY + relativedelta(months=months)
            with self.subTest(state):
                self.assertEqual(self.marked.retention_date, expected)
        self.company.alumni_deceased_months = 36
        self.marked.sudo().state = "deceased"
        self.assertEqual(
            self.marked.retention_date,
            fields.Date.today() + relativedelta(months=36),
        )

    def test_it_stands_on_both_lists_a_month_before(self):
        with freeze_time(TODAY):
            self.marked._do_leave(channel="portal")
        day = TODAY + relativedelta(months=1)
        self.env.flush_all()
        with freeze_time(day - relativedelta(days=30)):
            due = self.env["hr.retention.due"].with_user(self.user_admin_hr)
            due = due.search([("retention_date", "<=", "today +30d")])
            own = due.filtered(
                lambda row: (row.res_model, row.res_id) == ("hr.alumni", self.marked.id)
            )
            self.assertEqual(own.retention_date, day)
            people = self.env["hr.alumni"].with_user(self.user_alumni)
            found = people.search([("retention_date", "<=", "today +30d")])
            self.assertIn(self.marked, found)
            self.assertNotIn(self.alumni_active, found)

    @mute_logger("odoo.sql_db")
    def test_it_is_erased_on_its_day_and_not_before(self):
        with freeze_time(TODAY):
            self.marked._do_leave(channel="portal")
        day = TODAY + relativedelta(months=1)
        self._run_cron(day)  # Somewhere the day has not begun yet.
        self.assertTrue(self.marked.partner_id)
        self._run_cron(day + relativedelta(days=1))
        self.assertFalse(self.marked.partner_id)
        self.assertFalse(self.marked.retention_date)
        self.assertTrue(self.marked.consent_ids)

    def test_hold_stops_the_erasure_of_whoever_has_not_answered(self):
        invited = self.alumni_candidate
        with freeze_time(TODAY):
            invited.with_user(self.user_alumni).action_invite()
        invited.with_user(self.user_admin_hr)._do_hold("Claim")
        later = TODAY + relativedelta(months=7)
        with freeze_time(later), self._without_commits():
            self.env["hr.alumni"]._cron_erase_unanswered()
        self._run_cron(later)
        self.assertTrue(invited.exists().partner_id)

    @mute_logger("odoo.sql_db")
    def test_proof_of_nobody_goes_after_its_time(self):
        with freeze_time(TODAY):
            self._erase()
        rows = self.marked.consent_ids
        others = self.alumni_active.consent_ids
        for months, is_kept in ((35, True), (36, False)):
            with freeze_time(TODAY + relativedelta(months=months)):
                self.env["hr.alumni"]._cron_delete_old_proof()
            with self.subTest(months):
                self.assertEqual(bool(rows.exists()), is_kept)
        self.assertEqual(others.exists(), others)

    def test_months_out_of_range_are_refused(self):
        for months in (0, -1, 601):
            with (
                self.subTest(months),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(Exception, "kept_for_months"),
                self.env.cr.savepoint(),
            ):
                self.company.alumni_left_months = months
                self.env.flush_all()
