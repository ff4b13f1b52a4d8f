from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_circles import CircleCase

WORDS = {"title": "Meeting", "body": "In June?"}


@tagged("post_install", "-at_install")
class TestHrAlumniPost(CircleCase):
    """Posts: by members, read by the moderator first, and reported neutrally."""

    def _submit(self, place=None, **words):
        return self.env["hr.alumni.post"]._submit(
            place or self.place_ada, {**WORDS, **words}
        )

    def test_from_writing_to_publishing(self):
        post = self._submit()
        self.assertEqual((post.state, post.author_name), ("waiting", "Ada Active"))
        self.assertTrue(self.circle.activity_id)
        before = len(self.ada.touch_ids)
        post.with_user(self.user_director).action_publish()
        self.assertEqual(post.state, "published")
        self.assertEqual(post.decision_user_id, self.user_director)
        self.assertTrue(post.publish_date)
        self.assertEqual(post.mail_state, "waiting")
        touch = self.ada.touch_ids[:1]
        self.assertEqual(len(self.ada.touch_ids), before + 1)
        self.assertEqual((touch.source, touch.direction), ("circle", "in"))
        text = self._get_mails()[self.ada.email_normalized].body_html
        self.assertIn("Meeting", text)

    def test_refusal_tells_why(self):
        post = self._submit().with_user(self.user_director)
        with self.assertRaisesRegex(UserError, "Write the reason"):
            post.action_refuse()
        post.reason = "Not here <script>."
        post.action_refuse()
        text = self._get_mails()[self.ada.email_normalized].body_html
        self.assertIn("Not here &lt;script&gt;.", text)
        self.assertEqual(post.state, "refused")

    def test_published_once_counts_once(self):
        post = self._submit()
        post.action_publish()
        first = post.publish_date
        post.reason = "Look again."
        post.action_refuse()
        self.assertEqual(post.mail_state, "none")
        post._move_to("waiting")
        count = len(self.ada.touch_ids)
        post.action_publish()
        self.assertEqual(post.publish_date, first)
        self.assertEqual(len(self.ada.touch_ids), count)

    def test_same_words_twice_are_one_post(self):
        post = self._submit()
        self.assertEqual(self._submit(), post)
        self.assertNotEqual(self._submit(title="Other"), post)

    def test_limit_of_a_day(self):
        for number in range(5):
            self._submit(title=f"Post {number}")
        with self.assertRaisesRegex(UserError, "tomorrow"):
            self._submit(title="One more")

    def test_who_may_not_post(self):
        for change, message in (
            ({"rules_version": 0}, "house rules"),
            ({"state": "paused", "paused_until": "2099-01-01"}, "not post"),
            ({"state": "left"}, "not post"),
        ):
            with self.subTest(change):
                self.place_ada.write(change)
                with self.assertRaisesRegex(UserError, message):
                    self._submit()
        self.place_bo.circle_id.active = False
        with self.assertRaisesRegex(UserError, "not post"):
            self._submit(self.place_bo)

    def test_words_are_the_authors(self):
        post = self._submit().with_user(self.user_director)
        for vals in (
            {"body": "Something else"},
            {"title": "Something else"},
            {"member_id": self.place_bo.id},
            {"circle_id": self._new_circle("Other").id},
            {"publish_date": "2020-01-01 00:00:00"},
            {"state": "published"},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                post.write(vals)
        post.write({"is_hidden_from_competitors": True, "note": "Ask legal."})
        with self.assertRaisesRegex(AccessError, "in the name of"):
            self.env["hr.alumni.post"].with_user(self.user_director).create(
                {
                    "circle_id": self.circle.id,
                    "member_id": self.place_ada.id,
                    **WORDS,
                }
            )
        with self.assertRaisesRegex(ValidationError, "Only members"):
            self._new_post(self.place_ada, circle=self._new_circle("Other"))

    def test_moderator_posts_for_the_company(self):
        posts = self.env["hr.alumni.post"].with_user(self.user_director)
        post = posts.create({"circle_id": self.circle.id, **WORDS})
        post.action_publish()
        self.assertEqual((post.author_name, post.state), ("Northwind", "published"))
        post.action_withdraw()
        self.assertEqual((post.state, post.sudo().mail_state), ("withdrawn", "none"))

    def test_archived_circle(self):
        post = self._submit()
        self.circle.active = False
        with self.assertRaisesRegex(UserError, "archived"):
            post.action_publish()

    @mute_logger("odoo.sql_db")
    def test_size(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._new_post(body="x" * 4001)

    def test_reports_count_once_each_and_name_nobody(self):
        post = self._submit()
        post.action_publish()
        reports = self.env["hr.alumni.post.report"]
        for _time in range(3):
            reports._report(post, self.place_bo, {"kind": "wrong", "note": "No."})
        self.assertEqual(post.report_count, 1)
        queue = self.env["hr.alumni.post"].with_user(self.user_director)
        found = queue.search(queue._get_reported_domain())
        self.assertEqual(found, post)
        row = found.report_ids
        self.assertEqual(row.read(["kind", "note"])[0]["note"], "No.")
        with self.assertRaises(AccessError):
            row.read(["member_id"])
        found.action_settle_reports()
        self.assertEqual(post.report_count, 0)
        # Who has reported once does not again.
        reports._report(post, self.place_bo, {"kind": "other", "note": ""})
        self.assertEqual(post.report_count, 0)

    def test_paused_people_do_not_report(self):
        post = self._new_post(self.place_ada, state="published")
        self.place_bo.write({"state": "paused", "paused_until": "2099-01-01"})
        with self.assertRaisesRegex(UserError, "not report"):
            self.env["hr.alumni.post.report"]._report(
                post, self.place_bo, {"kind": "wrong", "note": ""}
            )

    def test_competitor_filter(self):
        posts = self.env["hr.alumni.post"]
        shown = self._new_post(self.place_bo, state="published")
        hidden = self._new_post(
            self.place_bo, state="published", is_hidden_from_competitors=True
        )
        domain = posts._get_readable_domain
        self.assertEqual(posts.search(domain(self.place_ada)), hidden + shown)
        self.ada.is_at_competitor = True
        self.assertEqual(posts.search(domain(self.place_ada)), shown)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_buttons_check_for_themselves(self):
        post = self._submit()
        post.reason = "x"
        for name in (
            "action_publish",
            "action_refuse",
            "action_withdraw",
            "action_settle_reports",
        ):
            for user in (
                self.user_keeper,
                self.user_officer,
                self.user_sales,
                self.ada._get_account(),
            ):
                with (
                    self.subTest(button=name, user=user.login),
                    self.assertRaises(AccessError),
                ):
                    getattr(post.with_user(user), name)()
        self.assertEqual(post.state, "waiting")
