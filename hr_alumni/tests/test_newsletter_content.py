from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import html2plaintext

from .common_newsletter import KINDS, NewsletterCase


@tagged("post_install", "-at_install", "security")
class TestNewsletterContent(NewsletterCase):
    """What an issue tells, of whom, and by which consent."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.whole = cls._new_newsletter(*KINDS)
        cls.teller = cls._new_alumni("Tel Ler")
        cls.teller._do_answer(cls.purposes["member"], channel="link")

    def test_every_kind_has_a_hook(self):
        section = self.env["hr.alumni.newsletter.section"]
        kinds = section._fields["kind"].get_values(self.env)
        self.assertEqual(set(kinds), set(KINDS))
        since = fields.Datetime.now()
        for kind in kinds:
            with self.subTest(kind):
                items = getattr(self.whole, f"_get_section_{kind}")(since)
                self.assertIsInstance(items, list)
        self.assertEqual(self.whole._get_section_jobs(since), [])

    def test_moves_are_told_by_tick_and_consent(self):
        with (
            self.assertRaisesRegex(ValidationError, "we tell others"),
            self.env.cr.savepoint(),
        ):
            self.env["hr.alumni.career"].create(
                {
                    "alumni_id": self.teller.id,
                    "employer_name": "Potteries",
                    "is_for_newsletter": True,
                }
            )
        move = self._new_move(self.teller)
        untold = self._new_move(self.alumni_active, is_for_newsletter=False)
        self.assertEqual(self._get_told("moves"), ["Tel Ler"])
        untold.is_for_newsletter = True
        self.assertEqual(set(self._get_told("moves")), {"Tel Ler", "Ada Active"})
        self.teller._do_withdraw(self.purposes["story"], "portal")
        self.assertFalse(move.is_for_newsletter)
        self.assertEqual(self._get_told("moves"), ["Ada Active"])
        self.alumni_active.action_deceased()
        self.assertEqual(self._get_told("moves"), [])

    def test_consent_that_ended_by_time_is_no_consent(self):
        self._new_move(self.teller)
        row = self.teller.consent_ids.filtered(
            lambda one: one.purpose_id.code == "story"
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_privacy_consent SET date_expiry = %s WHERE id = %s",
            (fields.Date.subtract(fields.Date.today(), days=1), row.id),
        )
        self.env.invalidate_all()
        self.assertEqual(self._get_told("moves"), [])

    def test_milestones_need_their_own_consent_as_well(self):
        for code in ("milestones", "story"):
            self.teller._do_give(self.purposes[code], channel="portal")
        self.env["hr.alumni.milestone"].create(
            [
                {"alumni_id": self.teller.id, "kind": "award", "note": note, **values}
                for note, values in (
                    ("Told", {"is_for_newsletter": True}),
                    ("Kept", {}),
                )
            ]
        )
        body = self.whole._render_issue(self.whole._get_content())
        self.assertIn("Told", body)
        self.assertNotIn("Kept", body)

    def test_who_joined_is_counted_and_named_by_consent_only(self):
        self.assertEqual(self._get_told("joined", self.whole)[1:], [])
        self.assertIn("New in the network", self._get_told("joined", self.whole)[0])
        self.teller._do_give(self.purposes["story"], channel="portal")
        self.assertEqual(self._get_told("joined", self.whole)[1:], [])
        self.teller._do_give(self.purposes["directory_alumni"], channel="portal")
        self.assertEqual(self._get_told("joined", self.whole)[1:], ["Tel Ler"])

    def test_news_of_circles_drafts_and_other_companies_are_not_told(self):
        circle = self.env["hr.alumni.circle"].create(
            {"name": "Potters", "company_id": self.company.id, "admission": "request"}
        )
        self._new_news("Theirs", circle_ids=circle.ids)
        self.env["hr.alumni.news"].create({"name": "Draft", "body": "<p>x</p>"})
        far = self.env["hr.alumni.news"].create(
            {"name": "Far", "body": "<p>x</p>", "company_id": self.company_other.id}
        )
        far.action_publish()
        self._new_news("Ours")
        self.assertEqual(self._get_told("news"), ["Ours"])

    def test_stories_stand_in_their_sections(self):
        self.teller._do_give(self.purposes["story"], channel="portal")
        self._new_news("Came back", kind="comeback", alumni_id=self.teller.id)
        self._new_news("Please", kind="ask")
        self.assertEqual(self._get_told("comeback", self.whole), ["Came back"])
        self.assertEqual(self._get_told("ask", self.whole), ["Please"])
        self.assertEqual(self._get_told("news", self.whole), [])
        mailing = self._prepare(self.whole)
        self.assertEqual(mailing.alumni_told_ids, self.teller)

    def test_events_are_told_when_chosen_and_to_come(self):
        soon, past, other = self.env["event.event"].create(
            [
                {
                    "name": name,
                    "date_begin": fields.Datetime.now() + timedelta(days=days),
                    "date_end": fields.Datetime.now() + timedelta(days=days, hours=2),
                    "company_id": self.company.id,
                }
                for name, days in (("Soon", 9), ("Past", -9), ("Board", 9))
            ]
        )
        self.whole.sudo().event_ids = soon + past
        self.assertEqual(self._get_told("events", self.whole), ["Soon"])
        self.assertNotIn(other.name, self._get_told("events", self.whole))
        other.write({"is_alumni_event": True, "alumni_audience": "invited"})
        self.assertEqual(self._get_told("events", self.whole), ["Soon"])
        other.alumni_audience = "members"
        self.assertEqual(set(self._get_told("events", self.whole)), {"Soon", "Board"})
        body = self.whole._render_issue(self.whole._get_content())
        self.assertIn(f"/my/alumni/events/{other.id}", body)

    def test_limit_and_heading_of_a_section(self):
        section = self.newsletter.section_ids[:1]
        section.write({"limit": 2, "title": "From the works"})
        for number in range(3):
            self._new_news(f"Kiln {number}")
        content = self.newsletter._get_content()
        self.assertEqual(content[0]["title"], "From the works")
        self.assertEqual(len(content[0]["items"]), 2)

    def test_text_of_records_is_escaped_and_runs_nothing(self):
        self._new_news("<b>{{ object.private_email }}</b>")
        self._new_move(self.teller, title="<script>x</script>${object.id}")
        self.newsletter.name = "News {{ object.private_email }}"
        mailing = self._prepare()
        self.assertNotIn("<script", mailing.body_html)
        self.assertNotIn("{{", mailing.subject)
        with self.mock_mail_gateway():
            mailing.sudo().action_send_mail()
        [mail] = self._mails
        self.assertIn("{ { object.private_email }}", mail["body"])

    def test_text_alternative_reads_in_order(self):
        self._new_news("The new kiln")
        self._new_move(self.teller)
        text = html2plaintext(self._prepare().body_html)
        places = [
            text.index(words)
            for words in (
                "Quarterly",
                "News",
                "The new kiln",
                "Read more",
                "People on the move",
                "Tel Ler",
                "Head of Glazes at Potteries United",
                "Stop mails of this kind",
            )
        ]
        self.assertEqual(places, sorted(places))
        self.assertNotIn("style", text)
        lines = [line.strip() for line in text.splitlines()]
        self.assertIn("Head of Glazes at Potteries United", lines)

    def test_next_issue_is_shown_before_it_is_made(self):
        self.assertFalse(self.newsletter.next_issue)
        self._new_news()
        self.newsletter.invalidate_recordset()
        self.assertIn("The new kiln is burning", self.newsletter.next_issue)
        self.assertFalse(self.newsletter.mailing_ids)
