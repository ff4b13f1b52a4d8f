from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrAlumniMerge(AlumniCase):
    """Two records of one person, by the wizard and behind merged contacts."""

    def _merge(self, records, kept=None, user=None):
        wizard = (
            self.env["hr.alumni.merge"]
            .with_user(user or self.user_alumni)
            .with_context(
                active_model="hr.alumni",
                active_ids=records.ids,
                allowed_company_ids=(user or self.user_alumni).company_ids.ids,
            )
            .create({})
        )
        if kept:
            wizard.kept_id = kept
        wizard.action_merge()
        self.env.invalidate_all()
        return wizard

    def test_nothing_is_lost(self):
        kept, other = self.alumni_active, self.alumni_candidate
        other.write({"employee_number": "E-77", "private_phone": "+1 555 010 0199"})
        other.employee_ids = self.employee_leaver
        self.env["hr.privacy.consent"]._record(
            other, self.purposes["jobs"], "given", "office", "staff"
        )
        lead = self.env["crm.lead"].create(
            {"name": "Referred", "alumni_id": other.id, "company_id": self.company.id}
        )
        contact = other.partner_id
        wizard = self._merge(kept + other)
        self.assertEqual(wizard.kept_id, kept, "the one with the account")
        self.assertFalse(other.exists())
        self.assertFalse(contact.exists())
        self.assertEqual(
            self._get_rows(kept),
            [
                ("member", "given", "link", "person"),
                ("jobs", "given", "office", "staff"),
            ],
        )
        self.assertEqual(lead.alumni_id, kept)
        self.assertEqual(kept.employee_ids, self.employee_leaver)
        self.assertEqual(kept.employee_number, "E-77")
        self.assertEqual(kept.private_phone, "+1 555 010 0199")
        self.assertEqual(kept.private_email, "ada.active@example.com")
        self.assertEqual(kept.state, "active")
        self.assertTrue(kept._get_account())
        for word in ("Cai Candidate", "E-77", "1 answers", "1 leads", "alumni_office"):
            with self.subTest(word):
                self.assertIn(word.lower(), kept.merge_note.lower())

    def test_last_word_decides(self):
        other = self._new_alumni("Ada Again")
        other._do_answer(self.purposes["jobs"], "link")
        other._do_leave("portal")
        self._merge(self.alumni_active + other, self.alumni_active)
        self.assertEqual(self.alumni_active.state, "left")
        self.assertMayContact(self.alumni_active, set())

    def test_withdrawal_before_does_not_undo_a_later_consent(self):
        early = self._new_alumni("Early")
        early._do_refuse("link")
        late = self._new_alumni("Late")
        late._do_answer(self.purposes["jobs"], "link")
        self._merge(early + late, early)
        self.assertEqual(early.state, "active")
        self.assertMayContact(early, {"jobs"})

    def test_death_and_return_win(self):
        for state, step in (
            ("deceased", "action_deceased"),
            ("returned", "_do_return"),
        ):
            with self.subTest(state):
                one, two = self._new_alumni("One"), self._new_alumni("Two")
                getattr(two, step)()
                self._merge(one + two, one)
                self.assertEqual(one.state, state)

    def test_refusals(self):
        foreign = self._new_alumni("Otto Far", company=self.company_other)
        both = self.alumni_active + self.alumni_candidate
        cases = {
            "at least two": (self.alumni_active, self.alumni_active),
            "two companies": (self.alumni_active + foreign, self.alumni_active),
            "portal account": (both, self.alumni_candidate),
            "Keep one of": (both, self._new_alumni("Third")),
        }
        self.user_alumni.company_ids += self.company_other
        self.user_alumni.invalidate_recordset()
        for message, (records, kept) in cases.items():
            with (
                self.subTest(message),
                self.assertRaisesRegex(UserError, message),
                self.env.cr.savepoint(),
            ):
                self._merge(records, kept)
        self.assertTrue(all(both.mapped("display_name")))

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_only_who_may_delete_merges(self):
        both = self.alumni_active + self.alumni_candidate
        both.owner_id = self.user_keeper
        for user in (self.user_keeper, self.user_officer, self.user_marketing):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._merge(both, user=user)

    def _merge_contacts(self, partners, kept):
        self.env["base.partner.merge.automatic.wizard"]._merge(partners.ids, kept)
        self.env.invalidate_all()

    def test_merged_contacts_merge_the_people(self):
        kept, other = self.alumni_active, self.alumni_candidate
        self.env["hr.privacy.consent"]._record(
            other, self.purposes["jobs"], "given", "office", "staff"
        )
        partners = kept.partner_id + other.partner_id
        self._merge_contacts(partners, kept.partner_id)
        self.assertFalse(other.exists())
        self.assertEqual(len(kept.consent_ids), 2)
        self.assertEqual(kept.partner_id.exists(), partners[:1])

    def test_contact_of_one_person_moves(self):
        alumni = self.alumni_candidate
        target = self.env["res.partner"].create({"name": "Cai C."})
        self._merge_contacts(alumni.partner_id + target, target)
        self.assertEqual(alumni.partner_id, target)

    def test_contact_at_work_stays_apart(self):
        alumni = self.alumni_candidate
        work = self.employee_leaver.work_contact_id
        with self.assertRaisesRegex(UserError, "Leave them apart"):
            self._merge_contacts(alumni.partner_id + work, work)
        self.assertTrue(alumni.partner_id.exists())

    def test_two_who_both_have_an_adviser(self):
        kept, other = self.alumni_active, self.alumni_candidate
        guidances = self.env["hr.alumni.guidance"]
        guidances._do_offer(kept, self.user_director)
        guidances._do_offer(other, self.user_manager)
        offered = guidances._get_open(kept)
        running = guidances._get_open(other)
        running._do_accept()
        running._do_answer({"strengths": "Glazes", "interests": "", "goals": ""})
        self._merge(kept + other)
        # What runs goes on, what was only offered ends; nothing is lost.
        self.assertEqual((running + offered).alumni_id, kept)
        self.assertEqual(guidances._get_open(kept), running)
        self.assertEqual(running.strengths, "Glazes")
        self.assertEqual(offered.state, "ended")

    def test_two_who_are_both_advised(self):
        kept, other = self.alumni_active, self.alumni_candidate
        guidances = self.env["hr.alumni.guidance"]
        both = guidances.sudo()
        for person, adviser in (
            (other, self.user_manager),
            (kept, self.user_director),
        ):
            guidances._do_offer(person, adviser)
            both += guidances._get_open(person)
            both[-1]._do_accept()
        both[0].start_date = "2026-01-05"
        both[1].start_date = "2026-01-02"
        earlier_activity = both[1].activity_id
        self._merge(kept + other)
        self.assertEqual(guidances._get_open(kept), both[0], "the one begun later")
        self.assertEqual(both.mapped("state"), ["running", "ended"])
        self.assertFalse(earlier_activity.exists())
        # Each adviser still reads the own file, and not that of the other.
        for guidance, adviser in zip(
            both, (self.user_manager, self.user_director), strict=True
        ):
            found = guidances.with_user(adviser).with_context(
                allowed_company_ids=adviser.company_ids.ids
            )
            found = found.search([("id", "in", both.ids)])
            self.assertEqual(found.ids, guidance.ids)
