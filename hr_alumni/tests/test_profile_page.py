"""The own page on which a former colleague tells of oneself."""

import re

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.mail.tests.common import MailCase

from ..controllers.profile import ALUMNI_PORTAL_FIELDS
from .common_http import PortalPageCase

PAGES = ("/my/alumni/profile", "/my/alumni/career", "/my/alumni/milestone")
POSTS = (*PAGES, "/my/alumni/profile/email")
PROFILE = {
    "private_phone": "+351 22 0000 000",
    "city": "Porto",
    "skills": "Kilns, negotiation",
    "linkedin_url": "linkedin.com/in/ada",
    "bio": "Builds kilns.\nLikes tea.",
    "is_open_to_mentoring": "on",
}
JOB = {
    "employer_name": "Kiln Works",
    "title": "Head of Kilns",
    "date_from": "2024-02-01",
}


@tagged("post_install", "-at_install", "security")
class TestProfilePage(PortalPageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.country = cls.env.ref("base.pt")
        cls.industry = cls.env["res.partner.industry"].create({"name": "Ceramics"})
        cls.alumni._do_give(cls.purposes["milestones"], channel="portal")
        cls.other._do_give(cls.purposes["milestones"], channel="portal")
        cls.other_move = cls.env["hr.alumni.career"].create(
            {"alumni_id": cls.other.id, "employer_name": "Elsewhere"}
        )
        cls.other_milestone = cls.env["hr.alumni.milestone"].create(
            {"alumni_id": cls.other.id, "kind": "award"}
        )

    def _save(self, **values):
        return self._post(
            "/my/alumni/profile",
            {
                **PROFILE,
                "country_id": self.country.id,
                "industry_id": self.industry.id,
                **values,
            },
        )

    def test_told_shown_and_taken_back(self):
        response = self._save()
        self.assertEqual(response.status_code, 303)
        self.env.invalidate_all()
        self.assertRecordValues(
            self.alumni,
            [
                {
                    "private_phone": "+351 22 0000 000",
                    "city": "Porto",
                    "country_id": self.country.id,
                    "industry_id": self.industry.id,
                    "skills": "Kilns, negotiation",
                    "linkedin_url": "https://linkedin.com/in/ada",
                    "bio": "Builds kilns.\nLikes tea.",
                    "is_open_to_mentoring": True,
                    "is_open_to_return": False,
                }
            ],
        )
        response = self.url_open("/my/alumni/profile?message=saved")
        self.assertPage(response, 200, "It is recorded", "Likes tea.", "Portugal")
        self.assertIn('value="Porto"', response.text)
        self.assertEqual(self.alumni.touch_ids.mapped("source"), ["portal"])
        self._post("/my/alumni/profile", {})
        self.env.invalidate_all()
        for name in ALUMNI_PORTAL_FIELDS:
            self.assertFalse(self.alumni[name], name)

    def test_nothing_else_is_written(self):
        """Every field of the model, and some that no model has."""
        model = self.env["hr.alumni"]
        names = [
            field.name
            for field in model._fields.values()
            if field.store and field.name not in ALUMNI_PORTAL_FIELDS
        ]
        [before] = self.alumni.read(names)
        self._save(**dict.fromkeys([*names, "id", "user_id", "groups"], "7"))
        self.env.invalidate_all()
        [after] = self.alumni.read(names)
        self.assertLessEqual(
            {name for name in names if before[name] != after[name]},
            # The number in another form, and that the person has been here.
            {
                "phone_normalized",
                "touch_ids",
                "last_touch_date",
                "last_sign_date",
                "warmth",
                "write_date",
                "write_uid",
            },
        )
        self.assertEqual(self.alumni.city, "Porto")
        self.assertFalse(self.other.city)

    def test_what_cannot_be_used_is_told_and_nothing_is_lost(self):
        for values, text in (
            ({"private_phone": "call me"}, "phone number in digits"),
            ({"linkedin_url": "javascript:alert(1)"}, "address of a page"),
            ({"bio": "x" * 1501}, "too long"),
            ({"city": "a\x00b"}, "cannot be stored"),
            ({"country_id": "99999999"}, "one of the list"),
            ({"country_id": "-1"}, "one of the list"),
            ({"country_id": "=1"}, "one of the list"),
            ({"industry_id": "9" * 12}, "one of the list"),
            ({"industry_id": "²"}, "one of the list"),
        ):
            with self.subTest(values):
                response = self._save(**values)
                self.assertPage(response, 400, text, "Correct what is marked")
                self.assertIn('value="Kilns, negotiation"', response.text)
        self.env.invalidate_all()
        self.assertFalse(self.alumni.skills)
        self._save(bio="=HYPERLINK(1)", city="<b>Porto</b>")
        self.env.invalidate_all()
        self.assertEqual(self.alumni.bio, "HYPERLINK(1)")
        self.assertNotIn("<b>Porto", self.url_open("/my/alumni/profile").text)

    def test_jobs(self):
        kilns = self.env["res.partner"].create(
            {"name": "Kiln Works", "is_company": True}
        )
        self._post("/my/alumni/career", JOB)
        self.env.invalidate_all()
        move = self.alumni.career_ids
        self.assertRecordValues(
            move,
            [{"employer_id": kilns.id, "source": "person", "is_current": True}],
        )
        self.assertEqual(move.confirmed_date, fields.Date.today())
        self.assertEqual(self.alumni.job_title, "Head of Kilns")
        self.assertFalse(self.alumni.partner_id.parent_id)
        url = f"/my/alumni/career/{move.id}"
        self.assertIn('value="Kiln Works"', self.url_open(url).text)
        self._post(url, {**JOB, "title": "Director", "date_to": "2025-01-31"})
        self.env.invalidate_all()
        self.assertRecordValues(
            move, [{"title": "Director", "is_current": False, "employer_id": kilns.id}]
        )
        self._post(url, {"do": "delete"})
        self.assertFalse(self.alumni.career_ids.exists())

    def test_jobs_that_cannot_be_used(self):
        for values, text in (
            ({"employer_name": ""}, "it is needed"),
            ({"employer_name": self.company.name}, "one of our own companies"),
            ({"date_to": "2023-01-01"}, "ends before it begins"),
            ({"date_from": "9999-99-99"}, "Choose a day"),
            ({"employer_website": "kiln works"}, "address of a page"),
        ):
            with self.subTest(values):
                response = self._post("/my/alumni/career", {**JOB, **values})
                self.assertPage(response, 400, text)
                self.assertIn('value="Head of Kilns"', response.text)
        self.assertFalse(self.alumni.career_ids)
        self.env["hr.alumni.career"].create(
            [{"alumni_id": self.alumni.id, "employer_name": "Kilns"}] * 50
        )
        self.assertEqual(self._post("/my/alumni/career", JOB).status_code, 404)

    def test_milestones(self):
        self.assertNotIn("is_for_newsletter", self.url_open(PAGES[2]).text)
        values = {"kind": "award", "date": "2026-01-31", "note": "Best kiln"}
        self._post("/my/alumni/milestone", values)
        self.env.invalidate_all()
        milestone = self.alumni.milestone_ids
        self.assertEqual((milestone.kind, milestone.note), ("award", "Best kiln"))
        for wrong, text in (
            ({"kind": "nonsense"}, "it is needed"),
            ({"date": ""}, "it is needed"),
            ({"is_for_newsletter": "on"}, "has not agreed"),
        ):
            with self.subTest(wrong):
                response = self._post("/my/alumni/milestone", {**values, **wrong})
                self.assertPage(response, 400, text)
        self._post(f"/my/alumni/milestone/{milestone.id}", {"do": "delete"})
        self.assertFalse(self.alumni.milestone_ids.exists())
        self.alumni._do_withdraw(self.purposes["milestones"], channel="portal")
        self.assertEqual(self.url_open(PAGES[2]).status_code, 404)
        self.assertEqual(self._post(PAGES[2], values).status_code, 404)
        self.assertPage(self.url_open(PAGES[0]), 200, "have not agreed that we note")

    def test_nobody_else_gets_in(self):
        foreign = (
            f"/my/alumni/career/{self.other_move.id}",
            f"/my/alumni/milestone/{self.other_milestone.id}",
            "/my/alumni/career/999999999",
            "/my/alumni/milestone/999999999",
        )
        answers = set()
        for url in foreign:
            answers.add(self.url_open(url).status_code)
            for data in (JOB, {"do": "delete"}):
                answers.add(self._post(url, data).status_code)
        self.assertEqual(answers, {404})
        self.assertTrue(self.other_move.exists() and self.other_milestone.exists())
        self.user_colleague.password = "colleague-Pass1"
        self._sign_in(self.user_colleague)
        for url in PAGES:
            self.assertEqual(self.url_open(url).status_code, 404, url)
        for url in POSTS:
            self.assertEqual(self._post(url, PROFILE).status_code, 404, url)
        self.authenticate(None, None)
        for url in (*POSTS, *foreign):
            for response in (
                self.url_open(PAGES[0], allow_redirects=False),
                self._post(url, PROFILE),
            ):
                self.assertIn("/web/login", response.headers["Location"])

    def test_forged_posts_are_refused(self):
        for url in POSTS:
            response = self.url_open(url, data=PROFILE, allow_redirects=False)
            self.assertEqual(response.status_code, 400, url)
        self.env.invalidate_all()
        self.assertFalse(self.alumni.city)

    def test_queries_do_not_grow(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.url_open("/my/alumni/profile")
            return self.env.cr.sql_log_count - before

        def add(number):
            self.env["hr.alumni.career"].create(
                [{"alumni_id": self.alumni.id, "employer_name": "Kilns"}] * number
            )
            self.env["hr.alumni.milestone"].create(
                [{"alumni_id": self.alumni.id, "kind": "award"}] * number
            )

        add(3)
        count()
        few = count()
        add(40)
        self.assertLessEqual(count(), few + 1)
        self.assertLessEqual(few, 20)


@tagged("post_install", "-at_install", "security")
class TestNewAddress(PortalPageCase, MailCase):
    def _ask(self, email="Ada.New@example.com"):
        with self.mock_mail_gateway():
            response = self._post("/my/alumni/profile/email", {"private_email": email})
            mails = list(self._mails)
        self.env.invalidate_all()
        return response, mails

    def _get_link(self, mails):
        return re.search(r"/alumni/email/\d+/[^\"'\s<>]+", mails[0]["body"])[0]

    def _confirm(self, link):
        with self.mock_mail_gateway():
            response = self._post(link)
            mails = list(self._mails)
        self.env.invalidate_all()
        return response, mails

    def test_it_is_used_once_it_is_confirmed(self):
        old = self.alumni.private_email
        response, mails = self._ask()
        self.assertEqual(
            response.headers["Location"], "/my/alumni/profile?message=email"
        )
        self.assertEqual(mails[0]["email_to"], ["ada.new@example.com"])
        self.assertEqual(self.alumni.private_email, old)
        self.assertPage(self.url_open("/my/alumni/profile"), 200, "not confirmed yet")
        link = self._get_link(mails)
        self.assertNotIn("ada.new", link)
        self.authenticate(None, None)
        self.assertPage(self.url_open(link), 200, "Use this address?")
        self.env.invalidate_all()
        self.assertEqual(self.alumni.private_email, old)
        response, mails = self._confirm(link)
        self.assertPage(response, 200, "confirmed", "Sign in with it")
        self.assertEqual(self.alumni.private_email, "ada.new@example.com")
        self.assertFalse(self.alumni.asked_email)
        self.assertEqual(self.alumni._get_account().login, "ada.new@example.com")
        self.assertEqual(self.alumni.partner_id.email, "ada.new@example.com")
        self.assertEqual(mails[0]["email_to"], [old])
        self.assertEqual(self._confirm(link)[0].status_code, 410)
        self.assertEqual(self.url_open(link).status_code, 410)

    def test_links_that_are_void(self):
        link = self._get_link(self._ask()[1])
        number, token = link.split("/")[-2:]
        for wrong in (
            f"/alumni/email/{self.other.id}/{token}",
            f"/alumni/email/{number}/{token[:-2]}",
            f"/alumni/consent/{number}/{token}",
            f"/alumni/email/999999999/{token}",
        ):
            with self.subTest(wrong):
                self.assertEqual(self.url_open(wrong).status_code, 410)
                self.assertEqual(self._post(wrong).status_code, 410)
        with freeze_time(fields.Date.add(fields.Date.today(), days=3)):
            self.assertFalse(
                self.env["hr.alumni"]._find_by_signed_link("email", int(number), token)
            )
        newer = self._get_link(self._ask("ada.newest@example.com")[1])
        self.assertEqual(self._confirm(link)[0].status_code, 410)
        self.assertEqual(self._confirm(newer)[0].status_code, 200)
        self.assertEqual(self.alumni.private_email, "ada.newest@example.com")

    def test_address_that_signs_in_somebody_else(self):
        """It is written to, and the sign-in stays what it was."""
        login = self.alumni._get_account().login
        taken = self.other._get_account().login
        response, mails = self._ask(taken)
        self.assertEqual(len(mails), 1)
        response = self._confirm(self._get_link(mails))[0]
        self.assertPage(response, 200, "has not changed")
        self.assertEqual(self.alumni.private_email, taken)
        self.assertEqual(self.alumni._get_account().login, login)
        self.assertEqual(self.other._get_account().login, taken)

    @mute_logger("odoo.addons.mail.models.mail_thread")
    def test_no_mail_when_there_is_nothing_to_confirm(self):
        self.assertFalse(self._ask(self.alumni.private_email)[1])
        self.env["mail.blacklist"]._add("never@example.com")
        self.assertFalse(self._ask("never@example.com")[1])
        for wrong in ("nobody", "", "a@example.com\r\nBcc: b@example.com"):
            response, mails = self._ask(wrong)
            self.assertEqual((response.status_code, mails), (400, []), wrong)

    def test_not_too_often(self):
        for number in range(6):
            response, mails = self._ask(f"ada.{number}@example.com")
        self.assertEqual((response.status_code, mails), (429, []))
