import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from .common_http import AlumniHttpCase


@tagged("post_install", "-at_install", "security")
class TestConsentPage(AlumniHttpCase):
    def setUp(self):
        super().setUp()
        self.alumni = self.alumni_candidate
        self.alumni._move_to("invited")
        self.link = self.alumni._get_signed_link("consent")

    def _answer(self, *codes, answer="yes", link=None, **extra):
        data = {"answer": answer, **extra}
        for code in codes:
            data[f"purpose_{code}"] = "on"
            data.setdefault(f"version_{code}", self.purposes[code].version)
        return self._post(link or self.link, data)

    def _alter(self, token, position):
        """The token with another letter at this position, whichever stood there."""
        letter = "A" if token[position] != "A" else "B"
        return token[:position] + letter + token[position + 1 :]

    def assertNothingChanged(self):
        self.env.invalidate_all()
        self.assertEqual(self.alumni.state, "invited")
        self.assertFalse(self.alumni.consent_ids)
        self.assertFalse(self.alumni.partner_id.email)

    def test_opening_shows_and_changes_nothing(self):
        response = self.url_open(self.link)
        self.assertPage(response, 200, "Hello Cai Candidate", "Northwind", "Job offers")
        self.assertNotRegex(response.text, r"<input[^>]*checkbox[^>]*checked")
        self.assertNotIn("cai.candidate@example.com", response.text)
        self.assertEqual(response.headers["Referrer-Policy"], "no-referrer")
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.assertNothingChanged()
        self.assertPage(self.url_open(self.link), 200, "Hello Cai Candidate")

    def test_answer_is_recorded_once(self):
        response = self._answer("member", "jobs")
        self.assertPage(response, 200, "Thank you, Cai Candidate", "Job offers", "mail")
        self.env.invalidate_all()
        self.assertEqual(self.alumni.state, "active")
        self.assertLedger(
            self.alumni,
            [
                ("member", "given", "link", "person"),
                ("jobs", "given", "link", "person"),
            ],
        )
        self.assertEqual(self.alumni.account_state, "invited")
        self.assertMayContact(self.alumni, {"member", "jobs"})

        for response in (self.url_open(self.link), self._answer("business")):
            self.assertPage(response, 410, "This link cannot be used any more")
        self.env.invalidate_all()
        self.assertEqual(len(self.alumni.consent_ids), 2)

    def test_choices_of_a_member(self):
        """Later, too: nothing ticked, each consent withdrawn in one click."""
        alumni = self.alumni_active
        alumni._do_give(self.purposes["jobs"], "portal")
        link = alumni._get_signed_link("consent")
        response = self.url_open(link)
        self.assertPage(response, 200, "You have agreed to this", "Withdraw everything")
        self.assertNotRegex(response.text, r"<input[^>]*checkbox[^>]*checked")
        self.link = link
        response = self._answer(withdraw="jobs")
        self.assertPage(response, 200, "Withdrawn: Job offers", "See all my choices")
        self.env.invalidate_all()
        self.assertMayContact(alumni, {"member"})
        self.assertPage(self.url_open(link), 410)
        next_link = re.search(r'href="([^"]+/alumni/consent/[^"]+)"', response.text)
        self.assertPage(self.url_open(next_link.group(1)), 200, "Job offers")
        self.link = next_link.group(1)
        self._answer(answer="no")
        self.env.invalidate_all()
        self.assertEqual(alumni.state, "left")
        self.assertMayContact(alumni, set())
        self.assertFalse(alumni._get_account())

    def test_no_thank_you(self):
        response = self._answer(answer="no")
        self.assertPage(response, 200, "You will not hear from us again")
        self.env.invalidate_all()
        self.assertEqual(self.alumni.state, "left")
        self.assertLedger(self.alumni, [("invitation", "withdrawn", "link", "person")])
        self.assertPage(self.url_open(self.link), 410)

    def test_address_in_use_is_told(self):
        self._new_user(self.alumni.private_email, "base.group_portal")
        response = self._answer("member")
        self.assertPage(response, 200, "could not be opened yet")
        self.env.invalidate_all()
        self.assertEqual(self.alumni.account_state, "missing")

    def test_only_what_is_asked_can_be_agreed_to(self):
        self._answer(
            "jobs",
            purpose_invitation="on",
            purpose_nonsense="on",
            state="deceased",
            partner_id="1",
            company_id=str(self.company_other.id),
            private_email="evil@example.com",
        )
        self.env.invalidate_all()
        self.assertLedger(self.alumni, [("jobs", "given", "link", "person")])
        self.assertEqual(self.alumni.state, "active")
        self.assertEqual(self.alumni.private_email, "cai.candidate@example.com")
        self.assertEqual(self.alumni.company_id, self.company)

    def test_answers_that_cannot_be_taken(self):
        for data, sentence in (
            ({"answer": "yes"}, "Tick what you agree to"),
            ({"answer": "maybe"}, "Choose one of the two buttons"),
            ({}, "Choose one of the two buttons"),
            ({"answer": "yes", "purpose_jobs": "1"}, "Tick what you agree to"),
            (
                {"answer": "yes", "purpose_jobs": "on", "version_jobs": "7"},
                "The text has changed",
            ),
            ({"answer": "yes", "purpose_jobs": "on"}, "The text has changed"),
        ):
            with self.subTest(data):
                self.assertPage(self._post(self.link, data), 400, sentence)
                self.assertNothingChanged()

    def test_ticks_survive_an_error_and_no_other_is_set(self):
        response = self._answer("jobs", version_jobs="7")
        ticked = re.findall(r"<input[^>]*checked[^>]*>", response.text)
        self.assertEqual(len(ticked), 1)
        self.assertIn("purpose_jobs", ticked[0])

    def test_post_without_key_against_forged_requests(self):
        response = self.url_open(
            self.link, data={"answer": "no"}, allow_redirects=False
        )
        self.assertEqual(response.status_code, 400)
        self.assertNothingChanged()

    def test_links_that_cannot_be_used_all_look_alike(self):
        start, _slash, token = self.link.rpartition("/")
        other = self._new_alumni("Other One")
        other._move_to("invited")
        other_token = other._get_signed_link("consent").rpartition("/")[2]
        base = start.rpartition("/")[0]
        links = {
            "cut": f"{start}/{token[:-4]}",
            "altered signature": f"{start}/{self._alter(token, 40)}",
            "altered end date": f"{start}/{self._alter(token, 4)}",
            "altered content": f"{start}/{self._alter(token, 60)}",
            "one letter": f"{start}/x",
            "not a token": f"{start}/%00%ff%ED%A0%80",
            "long": f"{start}/{'A' * 4000}",
            "foreign token": f"{start}/{other_token}",
            "own token, other record": f"{base}/{other.id}/{token}",
            "no such record": f"{base}/999999999/{token}",
            "number too big": f"{base}/{10**30}/{token}",
            "number zero": f"{base}/0/{token}",
            "other purpose": f"{start}/"
            + self.alumni._get_signed_link("leave").rpartition("/")[2],
        }
        bodies = set()
        for case, link in links.items():
            for ask in (self.url_open, lambda url: self._answer("jobs", link=url)):
                with self.subTest(case):
                    response = ask(link)
                    self.assertPage(response, 410, "This link cannot be used any more")
                    body = re.search(r"<main.*?</main>", response.text, re.S).group(0)
                    bodies.add(body)
        self.assertEqual(len(bodies), 1, "the page tells nothing about why")
        self.assertNothingChanged()

    def test_link_opens_nobody_who_has_the_same_address(self):
        spouse = self._new_alumni("Spouse", private_email=self.alumni.private_email)
        spouse._move_to("invited")
        link = spouse._get_signed_link("consent")
        self.assertPage(self.url_open(link), 200, "Hello Spouse")
        token = self.link.rpartition("/")[2]
        self.assertPage(self.url_open(f"{link.rpartition('/')[0]}/{token}"), 410)

    def test_link_ends(self):
        days = self.alumni._LINK_DAYS
        now = fields.Datetime.now()
        for offset, status in ((days - 1, 200), (days + 1, 410)):
            with self.subTest(offset), freeze_time(now + timedelta(days=offset)):
                found = self.env["hr.alumni"]._find_by_signed_link(
                    "consent", self.alumni.id, self.link.rpartition("/")[2]
                )
                self.assertEqual(bool(found), status == 200)

    def test_new_address_makes_older_links_void(self):
        self.alumni.private_email = "cai.new@example.com"
        self.assertPage(self.url_open(self.link), 410)
        self.assertPage(self.url_open(self.alumni._get_signed_link("consent")), 200)

    def test_link_of_an_earlier_turn_is_void_after_a_second_departure(self):
        self._answer("jobs")
        self.alumni._do_return()
        self.alumni._do_depart_again(is_welcome=True)
        self.alumni._move_to("invited")
        self.assertPage(self.url_open(self.link), 410)

    def test_link_works_whoever_is_signed_in(self):
        """The link is the key: an old session of the office changes nothing."""
        for user in (self.user_leaver, self.alumni_active._get_account()):
            user.password = f"{user.login}-Pass1"
            with self.subTest(user.login):
                self.authenticate(user.login, f"{user.login}-Pass1")
                self.assertPage(self.url_open(self.link), 200, "Hello Cai Candidate")
        self._answer("jobs")
        self.env.invalidate_all()
        self.assertLedger(self.alumni, [("jobs", "given", "link", "person")])
        self.assertEqual(len(self.alumni_active.consent_ids), 1)

    def test_record_deleted_meanwhile(self):
        self.alumni.unlink()
        self.assertPage(self.url_open(self.link), 410)

    def test_hostile_fields(self):
        for text in ("\x00", "\u202e", "x" * 1_000_000, "=1+1", "<script>", "{{7*7}}"):
            with self.subTest(text[:9]):
                response = self._answer("jobs", answer=text, version_jobs=text)
                self.assertEqual(response.status_code, 400)
                self.assertNotIn("<script>alert", response.text)
                self.assertNothingChanged()
