from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_newsletter import NewsletterCase


@tagged("post_install", "-at_install")
class TestHrAlumniNewsletter(NewsletterCase):
    """Drafts of issues: for whom, in which languages, when, and never sent."""

    def test_draft_tells_what_is_new_and_is_not_sent(self):
        self._new_news()
        action = self.newsletter.action_prepare()
        mailing = self.newsletter.mailing_ids
        self.assertEqual(action["res_id"], mailing.id)
        self.assertEqual(mailing.state, "draft")
        self.assertEqual(mailing.subject, "Quarterly")
        self.assertIn("The new kiln is burning", mailing.body_html)
        self.assertEqual(mailing.body_arch, mailing.body_html)
        self.assertEqual(mailing.user_id, self.user_alumni)
        self.assertEqual(mailing.alumni_purpose_id.code, "newsletter")
        self.assertEqual(mailing._get_recipients(), self.reader.ids)
        self.assertFalse(mailing.sudo().mailing_trace_ids)

    def test_nothing_to_tell_makes_no_mailing(self):
        with self.assertRaisesRegex(UserError, "nothing to tell"):
            self.newsletter.action_prepare()
        self.assertFalse(self.newsletter.mailing_ids)
        self._new_news()
        self.reader._do_withdraw(self.purposes["newsletter"], "portal")
        with self.assertRaisesRegex(UserError, "Nobody would get"):
            self.newsletter.action_prepare()
        self.assertFalse(self.newsletter.mailing_ids)

    def test_next_issue_tells_what_came_after_the_last_sent_one(self):
        old = self._new_news("Old kiln")
        mailing = self._prepare()
        self.assertEqual(self._get_told("news"), ["Old kiln"], "A draft is not sent.")
        mailing.write({"state": "done", "sent_date": fields.Datetime.now()})
        old.sudo().publish_date = fields.Datetime.now() - timedelta(minutes=1)
        self.newsletter.invalidate_recordset()
        self.assertEqual(self._get_told("news"), [])
        news = self._new_news("New kiln")
        news.sudo().publish_date = fields.Datetime.now() + timedelta(minutes=1)
        self.assertEqual(self._get_told("news"), ["New kiln"])
        other = self._new_newsletter("news")
        self.assertEqual(len(self._get_told("news", other)), 2, "Another kind.")

    def test_one_mailing_for_each_language_and_nobody_in_two(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        french = self._new_reader("Fran Cais", lang="fr_FR")
        silent = self._new_reader("Sil Ent", lang=False)
        news = self._new_news("Kiln")
        news.with_context(lang="fr_FR").sudo().name = "Four"
        mailings = self._prepare()
        self.assertEqual(len(mailings), 2)
        got = {
            ids: "Four" in mailing.body_html
            for mailing in mailings
            for ids in [tuple(sorted(mailing._get_recipients()))]
        }
        self.assertEqual(
            got,
            {tuple(sorted((self.reader + silent).ids)): False, (french.id,): True},
        )
        self.newsletter.lang_ids = self.env["res.lang"]._lang_get("fr_FR")
        only = self._prepare()
        self.assertEqual(
            set(only._get_recipients()), set((self.reader + silent + french).ids)
        )
        self.assertIn("Four", only.body_html)

    def test_segment_company_and_purpose_choose_who_gets_it(self):
        self._new_news()
        self.newsletter.filter_id = self.env.ref(
            "hr_alumni.mailing_filter_alumni_founders"
        )
        self.assertFalse(self._prepare())
        founder = self._new_reader("Foun Der")
        self._new_move(founder, title="Founder", is_for_newsletter=False)
        self.assertTrue(founder.is_founder)
        far = self._new_reader("Far Away", company=self.company_other)
        self.assertEqual(self._prepare()._get_recipients(), founder.ids)
        self.assertNotIn(far.id, self._prepare()._get_recipients())
        self.newsletter.write(
            {"filter_id": False, "purpose_id": self.purposes["jobs"].id}
        )
        self.assertFalse(self._prepare())

    def test_competitors_get_a_draft_without_what_is_hidden_from_them(self):
        rival = self._new_reader("Ri Val")
        rival.is_at_competitor = True
        self._new_news("Open")
        self.assertEqual(len(self._prepare()), 1, "Nothing is hidden yet.")
        self._new_news("Secret", is_hidden_from_competitors=True)
        mailings = self._prepare()
        by_reader = {mailing._get_recipients()[0]: mailing for mailing in mailings}
        self.assertEqual(set(by_reader), {self.reader.id, rival.id})
        self.assertIn("Secret", by_reader[self.reader.id].body_html)
        self.assertNotIn("Secret", by_reader[rival.id].body_html)
        self.assertIn("Open", by_reader[rival.id].body_html)
        self.assertTrue(by_reader[self.reader.id].alumni_is_limited)

    def test_only_hidden_news_make_no_draft_for_competitors(self):
        rival = self._new_reader("Ri Val")
        rival.is_at_competitor = True
        self._new_news("Secret", is_hidden_from_competitors=True)
        mailing = self._prepare()
        self.assertEqual(mailing._get_recipients(), self.reader.ids)

    def test_job_prepares_by_the_rhythm_and_tells_whoever_is_responsible(self):
        today = fields.Date.today()
        self.newsletter.rhythm = "monthly"
        self.assertEqual(self.newsletter.next_date, today)
        self._new_news()
        self._run_job()
        mailing = self.newsletter.mailing_ids
        self.assertEqual(mailing.state, "draft")
        self.assertFalse(mailing.mailing_trace_ids)
        self.assertEqual(mailing.user_id, self.user_alumni)
        activity = self.newsletter.activity_ids
        self.assertEqual(activity.user_id, self.user_alumni)
        self.assertIn("draft", activity.summary)
        self.assertEqual(self.newsletter.next_date, fields.Date.add(today, months=1))
        self._run_job()
        self.assertEqual(self.newsletter.mailing_ids, mailing, "Not due.")

    def test_job_that_finds_nothing_says_so_and_makes_no_mailing(self):
        self.newsletter.rhythm = "quarterly"
        self._run_job()
        self.assertFalse(self.newsletter.mailing_ids)
        self.assertIn("nothing to tell", self.newsletter.activity_ids.summary)

    def test_draft_that_waits_is_not_doubled(self):
        self._new_news()
        mailing = self._prepare()
        self.newsletter.rhythm = "monthly"
        self._run_job()
        self.assertEqual(self.newsletter.mailing_ids, mailing)

    def _run_job(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("hr_alumni.ir_cron_prepare_issues").method_direct_trigger()
        self.env.invalidate_all()

    def test_shipped_kinds(self):
        kinds = (
            self.env["hr.alumni.newsletter"]
            .with_context(active_test=False)
            .search([("company_id", "=", self.env.ref("base.main_company").id)])
            .filtered(lambda one: one.get_external_id()[one.id].startswith("hr_alumni"))
        )
        self.assertEqual(len(kinds), 9)
        self.assertTrue(all(kind.section_ids for kind in kinds))
        self.assertEqual(set(kinds.mapped("rhythm")), {"none"})
        self.assertTrue(kinds.filtered("active") and kinds - kinds.filtered("active"))
