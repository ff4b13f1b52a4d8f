"""The public page to sign up: the same answer for everybody."""

import re
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .common_http import AlumniHttpCase

PAGE = "/alumni/join"
FORM = {
    "name": "Cai Candidate",
    "email": "cai.candidate@example.com",
    "year_to": "2012",
}


@tagged("post_install", "-at_install", "security")
class TestJoinPage(AlumniHttpCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.company"].search([]).alumni_signup = "closed"
        cls.company.alumni_signup = "reviewed"
        cls.env["hr.alumni.signup"].search([]).unlink()  # Those of the demo data.

    def _get_signups(self):
        self.env.invalidate_all()
        return self.env["hr.alumni.signup"].search([])

    def _send(self, **values):
        with self.mock_mail_gateway():
            return self._post(PAGE, {**FORM, **values})

    def _get_path(self):
        link = re.search(r'href="([^"]*/alumni/join/[^"]*)"', self._mails[0]["body"])
        return link[1].removeprefix(self.base_url())

    def test_closed_page_is_not_there(self):
        self.company.alumni_signup = "closed"
        self.assertFalse(self.company.alumni_signup_url)
        self.assertEqual(self.url_open(PAGE).status_code, 404)
        self.assertEqual(self._send().status_code, 404)
        self.assertFalse(self._get_signups())

    def test_signing_up_and_joining(self):
        self.assertTrue(
            self.company.alumni_signup_url.endswith(f"?company={self.company.id}")
        )
        response = self.url_open(PAGE)
        self.assertPage(response, 200, self.company.name, "Last year")
        for name in ("name", "former_name", "email", "year_from", "year_to", "note"):
            self.assertRegex(response.text, f'for="join_{name}"')
            self.assertRegex(response.text, f'id="join_{name}"')
        self.assertPage(self._send(), 200, "Look into your mail")
        signup = self._get_signups()
        self.assertEqual((signup.state, signup.year_to), ("unconfirmed", 2012))
        [mail] = self._mails
        self.assertEqual(mail["email_to"], ["cai.candidate@example.com"])
        path = self._get_path()

        # Looking, as mail programs do, changes nothing.
        for _time in range(2):
            self.assertPage(self.url_open(path), 200, "Is this your address?")
        self.assertEqual(self._get_signups().state, "unconfirmed")
        response = self._post(path, {"answer": "yes"})
        self.assertEqual(response.status_code, 303)
        self.assertIn("/alumni/consent/", response.headers["Location"])
        self.assertPage(self.url_open(response.headers["Location"]), 200, "I agree to")
        self.assertEqual(self.alumni_candidate.state, "invited")
        # Once.
        self.assertPage(self.url_open(path), 410)
        self.assertPage(self._post(path, {"answer": "yes"}), 410)

    def test_office_decides_about_whoever_is_not_known(self):
        self._send(email="new@example.com")
        self.assertPage(
            self._post(self._get_path(), {"answer": "yes"}), 200, "is confirmed"
        )
        self.assertEqual(self._get_signups().state, "waiting")

    def test_not_me(self):
        self._send()
        self.assertPage(
            self._post(self._get_path(), {"answer": "no"}), 200, "It is deleted"
        )
        self.assertFalse(self._get_signups())
        self.assertPage(self._send(), 200, "Look into your mail")
        self.assertFalse(self._mails)

    def test_same_answer_for_everybody(self):
        """Known, a member, unknown, suppressed, a present colleague's address."""
        self.env["hr.privacy.suppression"]._suppress(
            self._new_alumni("Gone", private_email="gone@example.com"), "erased"
        )
        pages = set()
        for email in (
            "cai.candidate@example.com",
            "ada.active@example.com",
            "unknown@example.com",
            "gone@example.com",
            self.user_officer.email or "officer@example.com",
        ):
            self.env["hr.alumni.signup"].search([]).unlink()
            response = self._send(email=email)
            text = re.sub(r'csrf_token: "[^"]*"', "", response.text)
            pages.add((response.status_code, text))
            with self.subTest(email):
                self.assertEqual([mail["email_to"] for mail in self._mails], [[email]])
        self.assertEqual(len(pages), 1)

    def test_mail_holds_nothing_that_was_typed_in(self):
        self._send(name="BUY-NOW", note="http://spam.example.com", former_name="CHEAP")
        [mail] = self._mails
        for word in ("BUY-NOW", "spam.example.com", "CHEAP"):
            self.assertNotIn(word, f"{mail['subject']} {mail['body']}")

    def test_mistakes_are_told_and_keep_nothing(self):
        for values, text in (
            ({"name": ""}, "Fill this in"),
            ({"email": "nobody"}, "Enter one e-mail address"),
            ({"email": "a@b.com\r\nBcc: c@d.com"}, "characters"),
            ({"name": "\x00Cai"}, "characters"),
            ({"name": "x" * 121}, "too long"),
            ({"note": "x" * 1001}, "too long"),
            ({"year_to": "12"}, "four digits"),
            ({"year_to": ""}, "or your employee number"),
            ({"year_from": "2013"}, "cannot be before"),
        ):
            with self.subTest(values):
                self.assertPage(self._send(**values), 400, text)
                self.assertFalse(self._mails)
        self.assertFalse(self._get_signups())

    def test_other_fields_are_not_taken(self):
        self._send(
            state="waiting",
            alumni_id=str(self.alumni_active.id),
            company_id=str(self.company_other.id),
            lang="xx",
            confirmed_date="2020-01-01",
        )
        signup = self._get_signups()
        self.assertEqual(signup.state, "unconfirmed")
        self.assertEqual(signup.company_id, self.company)
        self.assertFalse(signup.alumni_id or signup.confirmed_date)

    def test_company_is_chosen_among_those_that_are_open(self):
        self.company_other.alumni_signup = "reviewed"
        self.assertPage(self.url_open(PAGE), 200, self.company_other.name)
        self.assertPage(self._send(), 400, "Choose the company")
        closed = self.env["res.company"].create({"name": "Closed One"})
        self.assertNotIn("Closed One", self.url_open(PAGE).text)
        self.assertEqual(self._send(company=str(closed.id)).status_code, 400)
        self._send(company=str(self.company_other.id))
        self.assertEqual(self._get_signups().company_id, self.company_other)
        # Nobody of the first company is found there.
        self._post(self._get_path(), {"answer": "yes"})
        self.assertFalse(self._get_signups().match_ids)

    def test_counted_by_sender_and_by_address(self):
        for number in range(5):
            self.assertPage(self._send(email=f"p{number}@example.com"), 200)
        self.assertPage(self._send(email="p9@example.com"), 429, "Nothing was kept")
        self.assertFalse(self._mails)
        self.assertEqual(len(self._get_signups()), 5)
        # Another sender, the same address: two mails a day, whoever asks.
        model = self.env["hr.alumni.signup"]
        sent = []
        for number in range(4):
            with self.mock_mail_gateway():
                values = {"name": "x", "email": "victim@example.com"}
                self.assertTrue(
                    model._do_sign_up(values, self.company, f"10.0.0.{number}")
                )
                sent.append(len(self._mails))
        self.assertEqual(sent, [1, 1, 0, 0])

    def test_no_network_address_is_kept(self):
        self._send()
        [signup] = self._get_signups()
        self.assertNotIn("127.0.0.1", str(signup.read()))
        self.assertRegex(signup.sender_hash, "^[0-9a-f]{64}$")
        with freeze_time("2020-01-01"):
            other_day = signup._hash_sender("127.0.0.1")
        self.assertNotEqual(signup._hash_sender("127.0.0.1"), other_day)

    def test_links_that_are_not_the_own_one(self):
        self._send()
        first, path = self._get_signups(), self._get_path()
        self._send(email="other@example.com")
        other = self._get_signups() - first
        token = path.rpartition("/")[2]
        for bad in (
            f"{PAGE}/{other.id}/{token}",
            f"{PAGE}/{first.id}/{token[:-3]}",
            f"{PAGE}/{first.id}/{'x' * 40}",
            f"{PAGE}/999999999/{token}",
            f"/alumni/consent/{first.id}/{token}",
        ):
            with self.subTest(bad):
                self.assertPage(self.url_open(bad), 410)
                self.assertPage(self._post(bad, {"answer": "yes"}), 410)
        with freeze_time(fields.Datetime.add(fields.Datetime.now(), days=4)):
            self.assertFalse(first._find_by_signed_link("signup", first.id, token))
        self.assertEqual(set(self._get_signups().mapped("state")), {"unconfirmed"})

    def test_post_needs_the_key_of_the_form(self):
        with self.mock_mail_gateway():
            response = self.url_open(PAGE, data=FORM)
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._get_signups())

    def test_captcha_is_asked_where_there_is_one(self):
        def refuse(_self, action):
            self.assertEqual(action, "alumni_join")
            raise UserError("no robots")

        model = type(self.env["ir.http"])
        with patch.object(model, "_verify_request_recaptcha_token", refuse):
            self.assertNotEqual(self._send().status_code, 200)
        self.assertFalse(self._get_signups())
