import re

from odoo.tests import tagged

from .common_circles import CircleMixin
from .common_http import PortalPageCase

WORDS = {"title": "Meeting", "body": "In June?\nOr in May?"}
LIST = "/my/alumni/circles"


@tagged("post_install", "-at_install", "security")
class TestCirclesPage(CircleMixin, PortalPageCase):
    """Ada, Bo and the circle Kilns, as a browser asks for them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_circles()
        cls.url = f"{LIST}/{cls.circle.id}"

    @classmethod
    def _new_alumni(cls, name, company=None, **values):
        # Bo is there already, as the other member of the page tests.
        if name == "Bo Other" and hasattr(cls, "other"):
            return cls.other
        return super()._new_alumni(name, company, **values)

    def _do(self, step, url=None, **data):
        response = self._post(url or self.url, {"do": step, **data})
        self.env.invalidate_all()
        return response

    def _get_neutral(self, text, number):
        """A page without what is different each time it is asked for."""
        text = re.sub(r'csrf_token: "[^"]+"', "", text)
        return text.replace(f"circles/{number}", "circles/N")

    def _get_posts(self):
        self.env.invalidate_all()
        return self.env["hr.alumni.post"].search([("circle_id", "=", self.circle.id)])

    def _sign_in_as(self, alumni):
        self._sign_in(alumni._get_account())

    def test_list_and_page(self):
        self._new_circle("Stars", kind="distinguished", admission=None)
        self._new_post(self.place_bo, state="published")
        self._new_post(self.place_bo, title="Not yet")
        response = self.url_open(LIST)
        self.assertPage(response, 200, "Kilns", "Member", "2 members")
        self.assertNotIn("Stars", response.text)
        response = self.url_open(self.url)
        self.assertPage(response, 200, "Glazes", "Bo Other", "Be kind.")
        for secret in ("Not yet", "bo.other@", "Lea Ver", "kilns@northwind"):
            with self.subTest(secret):
                self.assertNotIn(secret, response.text)
        self.assertPage(
            self.url_open("/my/alumni"), 200, "Circles of former colleagues"
        )

    def test_foreign_and_absent_get_the_same_answer(self):
        secret = self._new_circle("Stars", kind="distinguished", admission=None)
        far = self._new_circle(
            "South",
            company_id=self.company_other.id,
            moderator_id=self.user_alumni_other.id,
        )
        closed = self._new_circle("Old", active=False)
        post = self._new_post(circle=secret, state="published")
        hidden = self._new_post(
            self.place_bo, state="published", is_hidden_from_competitors=True
        )
        self.ada.is_at_competitor = True
        answers = set()
        for number in (secret.id, far.id, closed.id, 0, 99999999, 10**30):
            with self.subTest(number):
                response = self.url_open(f"{LIST}/{number}")
                self.assertEqual(response.status_code, 404)
                answers.add(self._get_neutral(response.text, number))
                for path in ("", "/post", f"/posts/{post.id}"):
                    response = self._post(f"{LIST}/{number}{path}", {"do": "join"})
                    self.assertEqual(response.status_code, 404)
        self.assertEqual(len(answers), 1)
        for number in (post.id, hidden.id, 0, 99999999, 10**30):
            with self.subTest(post=number):
                response = self._do(
                    "report", f"{self.url}/posts/{number}", kind="wrong"
                )
                self.assertEqual(response.status_code, 404)
        self.env.invalidate_all()
        self.assertFalse((post + hidden).report_ids)

    def test_nobody_else_gets_in(self):
        self.user_sales.password = "seller-Pass1"
        stranger = self._new_user("stranger", "base.group_portal")
        stranger.password = "stranger-Pass1"
        for user in (self.user_sales, stranger):
            self._sign_in(user)
            for url in (LIST, self.url):
                with self.subTest(user=user.login, url=url):
                    self.assertEqual(self.url_open(url).status_code, 404)
            self.assertEqual(self._do("join").status_code, 404)
        self.authenticate(None, None)
        for url in (LIST, self.url):
            response = self.url_open(url, allow_redirects=False)
            self.assertIn("/web/login", response.headers["Location"])
        response = self._post(f"{self.url}/post", WORDS)
        self.assertIn("/web/login", response.headers["Location"])
        self.assertEqual(len(self.circle.member_ids), 2)

    def test_get_changes_nothing_and_forged_posts_are_refused(self):
        post = self._new_post(self.place_bo, state="published")
        for url in (self.url, f"{self.url}/post", f"{self.url}/posts/{post.id}"):
            for data in (
                {"do": "leave", **WORDS},
                {"do": "leave", "csrf_token": "x" * 40, **WORDS},
            ):
                with self.subTest(url, data=data):
                    response = self.url_open(url, data=data, allow_redirects=False)
                    self.assertEqual(response.status_code, 400)
        self.url_open(f"{self.url}?do=leave")
        response = self.url_open(f"{self.url}/post?title=a&body=b")
        self.assertIn(response.status_code, (404, 405))
        self.assertEqual(self._get_posts(), post)
        self.assertEqual(self.place_ada.state, "member")

    def test_join_needs_ticks_of_what_was_read(self):
        circle = self._new_circle("Open", admission="open")
        dan = self._new_alumni("Dan New")
        dan._do_answer(self.purposes["member"], channel="link")
        dan._get_account().password = f"{dan._get_account().login}-Pass1"
        self._sign_in_as(dan)
        url = f"{LIST}/{circle.id}"
        self.assertPage(self.url_open(url), 200, "see my name and what I post")
        whole = {
            "is_rules_accepted": "on",
            "version": "1",
            "is_agreed": "on",
            "purpose_version": str(self.purposes["circles"].version),
        }
        for missing in whole:
            with self.subTest(missing):
                data = {key: value for key, value in whole.items() if key != missing}
                self.assertEqual(self._do("join", url, **data).status_code, 400)
        self.assertFalse(circle.member_ids)
        self.assertNotIn(self.purposes["circles"], dan.purpose_ids)
        for _time in range(2):  # Sent twice, it is the same.
            response = self._do("join", url, **whole)
            self.assertEqual(response.status_code, 303)
        self.assertEqual(circle.member_ids.alumni_id, dan)
        self.assertEqual(circle.member_ids.state, "member")
        self.assertIn(("circles", "given", "portal", "person"), self._get_rows(dan))
        self.assertEqual(len(self._get_rows(dan)), 2)

    def test_invitation_is_declined(self):
        secret = self._new_circle("Stars", kind="distinguished", admission=None)
        place = self._new_place(self.ada, circle=secret, state="invited")
        url = f"{LIST}/{secret.id}"
        self.assertPage(self.url_open(url), 200, "You are invited")
        response = self._do("decline", url)
        self.assertEqual(response.headers["Location"], f"{LIST}?message=declined")
        self.assertEqual(place.state, "declined")
        self.assertEqual(self.url_open(url).status_code, 404)

    def test_whoever_has_asked_takes_the_request_back(self):
        """Nobody leaves what they are not in."""
        self.assertIn("Leave the circle", self.url_open(self.url).text)
        self.place_ada.state = "requested"
        page = self.url_open(self.url).text
        self.assertIn("Take back my request", page)
        self.assertNotIn("Leave the circle", page)
        self._do("leave")
        self.assertEqual(self.place_ada.state, "left")

    def test_steps_of_a_member(self):
        self._do("mail_off")
        self.assertFalse(self.place_ada.is_mailed)
        self._do("mail_on")
        self.assertTrue(self.place_ada.is_mailed)
        for step in ("decline", "nonsense", "", "\x00", "paused", "admit"):
            with self.subTest(step):
                self.assertPage(self._do(step), 400, "Nothing has been changed")
        self._do("leave")
        self.assertEqual(self.place_ada.state, "left")
        self.assertEqual(self.place_bo.state, "member")
        self.assertEqual(self._post(f"{self.url}/post", WORDS).status_code, 404)

    def test_changed_rules_are_accepted_before_the_next_post(self):
        self.circle.house_rules = "Be brief."
        self.assertPage(self.url_open(self.url), 200, "I keep to them")
        response = self._post(f"{self.url}/post", WORDS)
        self.assertPage(response, 400, "Accept the house rules")
        self.assertEqual(self._do("rules", version="1").status_code, 400)
        self._do("rules", version=str(self.circle.rules_version))
        self.assertTrue(self.place_ada._has_accepted_rules())

    def test_write_and_withdraw(self):
        url = f"{self.url}/post"
        for _time in range(2):  # Sent twice, it is one.
            response = self._post(url, WORDS)
            self.assertEqual(
                response.headers["Location"], f"{self.url}?message=waiting"
            )
        post = self._get_posts()
        self.assertRecordValues(
            post, [{**WORDS, "state": "waiting", "member_id": self.place_ada.id}]
        )
        self.assertPage(self.url_open(self.url), 200, "Meeting", "Waiting")
        # Nobody else's to take back.
        self._sign_in_as(self.other)
        foreign = f"{self.url}/posts/{post.id}"
        self.assertEqual(self._do("withdraw", foreign).status_code, 404)
        post.action_publish()
        self.assertEqual(self._do("withdraw", foreign).status_code, 400)
        self.assertEqual(post.state, "published")
        self._sign_in_as(self.ada)
        self._do("withdraw", foreign)
        self.assertEqual(post.state, "withdrawn")

    def test_only_the_fields_of_the_form_are_taken(self):
        other = self._new_circle("Other")
        self._post(
            f"{self.url}/post",
            {
                **WORDS,
                "id": "1",
                "state": "published",
                "circle_id": other.id,
                "member_id": self.place_bo.id,
                "company_id": self.company_other.id,
                "note": "x",
                "reason": "x",
                "publish_date": "2020-01-01",
                "is_hidden_from_competitors": "on",
            },
        )
        self.assertRecordValues(
            self._get_posts(),
            [
                {
                    "circle_id": self.circle.id,
                    "member_id": self.place_ada.id,
                    "state": "waiting",
                    "note": False,
                    "reason": False,
                    "publish_date": False,
                    "is_hidden_from_competitors": False,
                }
            ],
        )
        self._do("mail_off", paused_until="2099-01-01", note="x", origin="rule")
        self.assertRecordValues(
            self.place_ada, [{"paused_until": False, "note": False, "origin": "office"}]
        )

    def test_words_that_cannot_be_taken(self):
        for values in (
            {"title": "", "body": "x"},
            {"title": "x", "body": ""},
            {"title": "x" * 121, "body": "x"},
            {"title": "x", "body": "x" * 4001},
            {"title": "x", "body": "x" * 500_000},
            {"title": "a\x00b", "body": "x"},
            {"title": "x", "body": "a\x07b"},
            {"title": "a\nb", "body": "x"},
            {"title": "x", "body": "a‮b"},
            {},
        ):
            with self.subTest(str(values)[:60]):
                response = self._post(f"{self.url}/post", values)
                self.assertEqual(response.status_code, 400)
        self.assertFalse(self._get_posts())

    def test_markup_and_formulas_stay_words(self):
        for title in (
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "{{ 7*7 }}${7*7}",
            "=HYPERLINK(1)",
        ):
            self._post(f"{self.url}/post", {"title": title, "body": title})
            post = self._get_posts()[:1]
            post.action_publish()
            response = self.url_open(self.url)
            with self.subTest(title):
                self.assertEqual(response.status_code, 200)
                self.assertNotIn("<script>alert(1)", response.text)
                self.assertNotIn("<img src=x", response.text)
                self.assertFalse(post.title.startswith("="))

    def test_report(self):
        post = self._new_post(self.place_bo, state="published")
        url = f"{self.url}/posts/{post.id}"
        for data in ({}, {"kind": "nonsense"}, {"kind": "wrong", "note": "x" * 501}):
            with self.subTest(data=str(data)[:40]):
                self.assertEqual(self._do("report", url, **data).status_code, 400)
        for _time in range(3):
            response = self._do("report", url, kind="wrong", note="Not so.")
            self.assertEqual(
                response.headers["Location"], f"{self.url}?message=reported"
            )
        self.assertEqual(post.report_count, 1)
        self.assertEqual(post.state, "published")
        # The author neither sees it nor reports the own words.
        self._sign_in_as(self.other)
        self.assertNotIn("Not so.", self.url_open(self.url).text)
        self.assertEqual(self._do("report", url, kind="wrong").status_code, 400)

    def test_paused_member_reads(self):
        self._new_post(self.place_bo, state="published")
        self.place_ada.write(
            {
                "state": "paused",
                "paused_until": "2099-01-01",
                "reason": "Cool down.",
                "note": "Third time.",
            }
        )
        response = self.url_open(self.url)
        self.assertPage(response, 200, "Glazes", "Cool down.")
        self.assertNotIn("Third time.", response.text)
        self.assertPage(self._post(f"{self.url}/post", WORDS), 400, "not post")

    def test_competitors_do_not_see_what_is_hidden_from_them(self):
        self._new_post(
            self.place_bo,
            title="New kiln",
            state="published",
            is_hidden_from_competitors=True,
        )
        self.assertIn("New kiln", self.url_open(self.url).text)
        self.ada.is_at_competitor = True
        self.assertNotIn("New kiln", self.url_open(self.url).text)

    def test_present_colleague_sees_names_only(self):
        self.user_manager.password = "line_manager-Pass1"
        self._new_post(self.place_bo, state="published")
        self._sign_in(self.user_manager)
        self.assertEqual(self.url_open(LIST).status_code, 404)
        self.company.alumni_colleagues_in_circles = True
        self.circle.write({"has_colleagues": True, "admission": "open"})
        self.assertPage(self.url_open(LIST), 200, "Kilns")
        self._do("join", is_rules_accepted="on", version="1")
        response = self.url_open(self.url)
        self.assertPage(response, 200, "Glazes", "Bo Other")
        self.assertNotIn("bo.other@", response.text)
        self._post(f"{self.url}/post", WORDS)
        self.assertEqual(self._get_posts()[:1].author_name, "Milo Line")

    def test_older_posts(self):
        for number in range(22):
            self._new_post(self.place_bo, title=f"Post <{number}>", state="published")
        response = self.url_open(self.url)
        self.assertPage(response, 200, "Older posts")
        self.assertNotIn("Post &lt;1&gt;", response.text)
        last = self._get_posts().sorted("id")[2]
        response = self.url_open(f"{self.url}?before={last.id}")
        self.assertIn("Post &lt;1&gt;", response.text)
        for bad in ("x", "-1", "9" * 40, "²", ""):
            with self.subTest(bad):
                response = self.url_open(f"{self.url}?before={bad}")
                self.assertEqual(response.status_code, 200)

    def test_message_of_the_address_is_chosen_by_key(self):
        response = self.url_open(f"{self.url}?message=<script>alert(1)</script>")
        self.assertPage(response, 200)
        self.assertNotIn("alert(1)", response.text)

    def test_queries_do_not_grow(self):
        def count():
            self.env.invalidate_all()
            self.url_open(self.url)  # Warm.
            before = self.env.cr.sql_log_count
            self.url_open(self.url)
            return self.env.cr.sql_log_count - before

        self._new_post(self.place_bo, state="published")
        few = count()
        for number in range(12):
            alumni = self._new_alumni(f"Reader {number}")
            place = self._new_place(alumni)
            self._new_post(place, title=f"Post {number}", state="published")
        self.assertLessEqual(count(), few + 1)

    def test_stop_page_says_what_it_ends(self):
        self.authenticate(None, None)
        link = self.ada._get_signed_link("stop", "circles")
        self.assertPage(self.url_open(link), 200, "You leave all circles")
        self.url_open(link, data={"List-Unsubscribe": "One-Click"})
        self.env.invalidate_all()
        self.assertEqual(self.place_ada.state, "left")
