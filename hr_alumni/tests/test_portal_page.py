import json

from odoo.tests import tagged

from .common_http import REFERRAL, PortalPageCase

PAGES = (
    "/my/alumni",
    "/my/alumni/consents",
    "/my/alumni/refer",
    "/my/alumni/leave",
)
POSTS = ("/my/alumni/consent", "/my/alumni/refer", "/my/alumni/leave")


@tagged("post_install", "-at_install", "security")
class TestPortalPage(PortalPageCase):
    def test_own_page(self):
        self.other._do_refer({**REFERRAL, "partner_name": "Of Bo"})
        response = self.url_open("/my/alumni")
        self.assertPage(
            response,
            200,
            "Ada Active",
            "E-4711",
            "Chemist",
            "Ask for a certificate of service",
            "Nothing yet.",
        )
        self.assertNotIn("Of Bo", response.text)
        self.assertNotIn("Bo Other", response.text)

    def test_years_of_service(self):
        """All finished stints together; nothing is said where none is recorded."""
        self.alumni.employee_ids = False
        page = self.url_open("/my/alumni")
        self.assertPage(page, 200, "No dates are recorded here")
        self.assertNotIn("In all you have", page.text)
        employee = self.env["hr.employee"].create(
            {"name": "Ada Active", "company_id": self.company.id}
        )
        self.alumni.employee_ids = employee
        self.env["hr.employment.period"].create(
            [
                {
                    "employee_id": employee.id,
                    "employee_name": employee.name,
                    "company_id": self.company.id,
                    "date_start": start,
                    "date_end": end,
                }
                for start, end in (
                    ("2001-01-01", "2003-12-31"),
                    ("2010-01-01", "2011-06-30"),
                )
            ]
        )
        page = self.url_open("/my/alumni")
        self.assertPage(page, 200, "In all you have worked here for 4.5 years")

    def test_consents_page(self):
        response = self.url_open("/my/alumni/consents?message=give")
        self.assertPage(
            response,
            200,
            "What you agreed to",
            "Your consent is recorded",
            "ada.active@example.com",
            "who may read contacts can see it",
            "Job offers",
            "Leave the network and close my account",
        )

    def test_counter_and_home(self):
        for user, count in (
            (self.alumni._get_account(), 1),
            (self._new_portal_user("stranger"), 0),
        ):
            self._sign_in(user)
            response = self.url_open(
                "/my/counters",
                data=json.dumps({"params": {"counters": ["alumni_count"]}}),
                headers={"Content-Type": "application/json"},
            )
            with self.subTest(user.login):
                self.assertEqual(response.json()["result"]["alumni_count"], count)
                self.assertEqual(self.url_open("/my/home").status_code, 200)

    def _new_portal_user(self, login):
        user = self._new_user(login, "base.group_portal")
        user.password = f"{login}-Pass1"
        return user

    def test_nobody_else_gets_in(self):
        """The same answer whatever is asked for; without login the way to it."""
        self.user_colleague.password = "colleague-Pass1"
        for user in (self._new_portal_user("stranger"), self.user_colleague):
            self._sign_in(user)
            for url in PAGES:
                with self.subTest(user=user.login, url=url):
                    self.assertEqual(self.url_open(url).status_code, 404)
            for url in POSTS:
                with self.subTest(user=user.login, post=url):
                    self.assertEqual(self._post(url, REFERRAL).status_code, 404)
        self.authenticate(None, None)
        for url in PAGES:
            with self.subTest(public=url):
                response = self.url_open(url, allow_redirects=False)
                self.assertIn("/web/login", response.headers["Location"])
        for url in POSTS:
            with self.subTest(public=url):
                response = self._post(url, REFERRAL)
                self.assertIn("/web/login", response.headers["Location"])
        self.assertFalse(self._get_leads())

    def test_get_changes_nothing_and_forged_posts_are_refused(self):
        for url in POSTS:
            with self.subTest(url):
                response = self.url_open(url, data=REFERRAL, allow_redirects=False)
                self.assertEqual(response.status_code, 400)
        response = self.url_open(
            "/my/alumni/consent?purpose=jobs&answer=give&version=1"
        )
        self.assertIn(response.status_code, (404, 405))
        self.url_open("/my/alumni/leave?confirm=1")
        self.env.invalidate_all()
        self.assertEqual(self.alumni.state, "active")
        self.assertEqual(len(self.alumni.consent_ids), 1)
        self.assertFalse(self._get_leads())

    def test_give_and_withdraw(self):
        for answer, expected in (
            ("give", {"member", "jobs"}),
            ("withdraw", {"member"}),
        ):
            response = self._post(
                "/my/alumni/consent",
                {"purpose": "jobs", "answer": answer, "version": "1"},
            )
            self.assertEqual(response.status_code, 303)
            self.env.invalidate_all()
            self.assertMayContact(self.alumni, expected)
            # Sent twice: nothing is recorded twice.
            self._post(
                "/my/alumni/consent",
                {"purpose": "jobs", "answer": answer, "version": "1"},
            )
        self.env.invalidate_all()
        self.assertLedger(
            self.alumni,
            [
                ("member", "given", "link", "person"),
                ("jobs", "given", "portal", "person"),
                ("jobs", "withdrawn", "portal", "person"),
            ],
        )
        self.assertEqual(len(self.other.consent_ids), 1)

    def test_consents_that_cannot_be_taken(self):
        for data in (
            {"purpose": "nonsense", "answer": "give", "version": "1"},
            {"purpose": "invitation", "answer": "give", "version": "1"},
            {"purpose": "member", "answer": "withdraw", "version": "1"},
            {"purpose": "jobs", "answer": "perhaps", "version": "1"},
            {"purpose": "jobs", "answer": "give", "version": "0"},
            {"purpose": "jobs", "answer": "give"},
            {"purpose": "\x00", "answer": "give", "version": "1"},
            {},
        ):
            with self.subTest(data):
                response = self._post("/my/alumni/consent", data)
                self.assertPage(response, 400, "Nothing has been recorded")
        self.env.invalidate_all()
        self.assertEqual(len(self.alumni.consent_ids), 1)

    def test_leave(self):
        self.assertPage(self.url_open("/my/alumni/leave"), 200, "Leave the network?")
        response = self._post(
            "/my/alumni/leave", {"alumni_id": self.other.id, "id": self.other.id}
        )
        self.assertPage(response, 200, "You have left the network")
        self.env.invalidate_all()
        self.assertEqual((self.alumni.state, self.other.state), ("left", "active"))
        self.assertFalse(self.alumni._get_account())
        self.assertFalse(self.alumni.partner_id.email)
        response = self.url_open("/my/alumni", allow_redirects=False)
        self.assertIn("/web/login", response.headers["Location"])

    def test_message_of_the_address_is_chosen_by_key(self):
        response = self.url_open("/my/alumni?message=<script>alert(1)</script>")
        self.assertPage(response, 200)
        self.assertNotIn("alert(1)", response.text)
