from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import AlumniCase
from .common_http import PortalPageCase


class NewsCase(AlumniCase):
    @classmethod
    def _new_news(cls, name="The new kiln is burning", publish=True, **values):
        news = (
            cls.env["hr.alumni.news"]
            .with_user(cls.user_alumni)
            .create({"name": name, "body": f"<p>About {name}</p>", **values})
        )
        if publish:
            news.action_publish()
        return news

    def _get_shown(self, alumni=None):
        return self.env["hr.alumni.news"]._get_shown(alumni or self.alumni_active)


@tagged("post_install", "-at_install")
class TestHrAlumniNews(NewsCase):
    def test_published_is_shown_and_taken_down_is_not(self):
        news = self._new_news(publish=False)
        self.assertFalse(self._get_shown())
        news.action_publish()
        self.assertEqual(self._get_shown(), news)
        self.assertTrue(news.publish_date)
        news.action_withdraw()
        self.assertFalse(self._get_shown())
        news.action_publish()
        self.assertEqual(self._get_shown(), news)

    def test_who_reads_it(self):
        circle, other = self.env["hr.alumni.circle"].create(
            [
                {"name": name, "company_id": self.company.id, "admission": "request"}
                for name in ("Potters", "Painters")
            ]
        )
        place = self.env["hr.alumni.circle.member"].create(
            {"circle_id": circle.id, "alumni_id": self.alumni_active.id}
        )
        place.sudo().state = "member"
        for_all = self._new_news("For all")
        ours = self._new_news("Ours", circle_ids=circle.ids)
        self._new_news("Theirs", circle_ids=other.ids)
        self.assertEqual(self._get_shown(), ours + for_all)
        place.sudo().state = "left"
        self.assertEqual(self._get_shown(), for_all)

    def test_competitors_and_other_companies(self):
        open_news = self._new_news("Open")
        secret = self._new_news("Secret", is_hidden_from_competitors=True)
        self.assertEqual(self._get_shown(), secret + open_news)
        self.alumni_active.is_at_competitor = True
        if not self.alumni_active._may_get_all_content():
            self.assertEqual(self._get_shown(), open_news)
        else:
            self.fail("Whoever is at a competitor gets all content.")
        stranger = self._new_alumni("Sue There", company=self.company_other)
        self.assertFalse(self._get_shown(stranger))
        nobody = self.env["hr.alumni"]
        self.assertFalse(self.env["hr.alumni.news"]._get_shown(nobody))

    def test_stories_need_consent_and_end_with_it(self):
        person = self.alumni_active
        story = self._new_news(
            "Ada's kiln", publish=False, kind="story", alumni_id=person.id
        )
        with (
            self.assertRaisesRegex(ValidationError, "not agreed to photo and story"),
            self.env.cr.savepoint(),
        ):
            story.action_publish()
        person._do_give(self.purposes["story"], channel="portal")
        story.action_publish()
        self.assertEqual(self._get_shown(), story)
        person._do_withdraw(self.purposes["story"], channel="portal")
        self.assertEqual(story.state, "withdrawn")
        self.assertFalse(self._get_shown())

    def test_stories_go_with_the_person(self):
        person = self.alumni_active
        person._do_give(self.purposes["story"], channel="portal")
        story = self._new_news(kind="comeback", alumni_id=person.id)
        person._do_leave(channel="portal")
        self.assertEqual(story.state, "withdrawn")
        person._privacy_erase("request")
        self.assertFalse(story.exists())

    def test_bad_input(self):
        with self.assertRaisesRegex(ValidationError, "Only stories"):
            self._new_news(kind="ask", alumni_id=self.alumni_active.id)
        news = self._new_news()
        with self.assertRaisesRegex(UserError, "Take it down"):
            news.body = "<p>Other</p>"
        news.is_pinned = True
        with self.assertRaisesRegex(UserError, "Use the buttons"):
            self._new_news(publish=False).state = "published"
        script = self._new_news(body="<p>Hi<script>alert(1)</script></p>")
        self.assertNotIn("script", script.body)


@tagged("post_install", "-at_install", "security")
class TestAlumniNewsPage(PortalPageCase, NewsCase):
    def test_list_and_one(self):
        news = self._new_news("The kiln", is_pinned=True)
        self.assertPage(self.url_open("/my/alumni/news"), 200, "The kiln", "On top")
        self.assertPage(
            self.url_open(f"/my/alumni/news/{news.id}"), 200, "About The kiln"
        )
        self.assertPage(self.url_open("/my/alumni"), 200, "News")

    def test_empty(self):
        self.assertPage(self.url_open("/my/alumni/news"), 200, "Nothing yet.")

    def test_what_is_not_for_the_person_does_not_exist(self):
        draft = self._new_news(publish=False)
        other = self._new_news("Over there")
        other.sudo().company_id = self.company_other
        for odd in (draft.id, other.id, 0, 2**31 - 1, 10**12):
            with self.subTest(odd):
                answer = self.url_open(f"/my/alumni/news/{odd}")
                self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.url_open("/my/alumni/news/page/99").status_code, 200)

    def test_pages_ask_the_same_however_many_there_are(self):
        def count():
            self.url_open("/my/alumni/news")  # Warm.
            before = self.env.cr.sql_log_count
            self.url_open("/my/alumni/news")
            return self.env.cr.sql_log_count - before

        for number in range(2):
            self._new_news(f"News {number}")
        few = count()
        for number in range(40):
            self._new_news(f"More {number}")
        self.assertLessEqual(count(), few + 1)
        self.assertLessEqual(few, 20)
        self.assertPage(self.url_open("/my/alumni/news/page/2"), 200, "News of")
