"""Is this still right? By a link that works once, without signing in."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from ..controllers.confirmation import CHECKED_FIELDS, JOB_FORM
from .common_http import AlumniHttpCase


@tagged("post_install", "-at_install", "security")
class TestConfirmationPage(AlumniHttpCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alumni = cls.alumni_active
        cls.alumni.write(
            {"city": "Zwettl", "private_phone": "+43 2822 555 77", "skills": "Glazes"}
        )
        cls.move = cls.env["hr.alumni.career"].create(
            {
                "alumni_id": cls.alumni.id,
                "employer_name": "Kilns & Co",
                "title": "Potter",
                "date_from": "2020-01-01",
            }
        )

    def _get_path(self, alumni=None):
        link = (alumni or self.alumni)._get_signed_link("profile")
        return link.removeprefix(self.base_url())

    def _prepare(self, **values):
        return {
            "answer": "save",
            "employer_name": "Kilns & Co",
            "title": "Potter",
            "city": "Zwettl",
            "skills": "Glazes",
            **values,
        }

    def _send(self, path=None, **values):
        response = self._post(path or self._get_path(), self._prepare(**values))
        self.env.invalidate_all()
        return response

    def test_everything_is_right(self):
        path = self._get_path()
        response = self.url_open(path)
        self.assertPage(response, 200, "Is this still right, Ada Active?")
        for text in ("Kilns &amp; Co", "Potter", "Zwettl", "Glazes"):
            self.assertIn(text, response.text)
        self.assertNotIn("555 77", response.text)
        self.assertEqual(response.headers["Cache-Control"], "no-store")
        self.env.invalidate_all()
        self.assertFalse(self.alumni.profile_check_date)

        self.alumni.last_sign_date = fields.Date.today() - timedelta(days=400)
        path = self._get_path()
        self.assertPage(self._post(path, {"answer": "right"}), 200, "Thank you")
        self.env.invalidate_all()
        self.assertTrue(self.alumni.profile_check_date)
        self.assertEqual(self.alumni.last_sign_date, fields.Date.today())
        self.assertEqual(self.alumni.city, "Zwettl")
        self.assertEqual(len(self.alumni.career_ids), 1)
        # Once.
        self.assertPage(self.url_open(path), 410)
        self.assertPage(self._send(path, city="Linz"), 410)
        self.assertEqual(self.alumni.city, "Zwettl")

    def test_corrected(self):
        austria = self.env.ref("base.at")
        self.assertPage(
            self._send(
                title="Master potter",
                city="Linz",
                country_id=str(austria.id),
                is_open_to_mentoring="on",
            ),
            200,
            "Thank you",
        )
        alumni = self.alumni
        self.assertEqual((alumni.city, alumni.country_id), ("Linz", austria))
        self.assertTrue(alumni.is_open_to_mentoring)
        self.assertEqual(alumni.career_ids, self.move)
        self.assertEqual(
            (self.move.title, self.move.source), ("Master potter", "person")
        )

    def test_works_elsewhere_or_not_any_more(self):
        response = self._send(employer_name="Southwind Clay", title="Buyer")
        self.assertPage(response, 200, "Thank you")
        today = fields.Date.today()
        self.assertEqual(self.move.date_to, today)
        self.assertEqual(self.alumni.employer_name, "Southwind Clay")
        self.assertEqual(self.alumni.job_title, "Buyer")
        with freeze_time(fields.Datetime.now() + timedelta(seconds=2)):
            self._send(employer_name="", title="")
        self.assertFalse(self.alumni.employer_name)
        self.assertEqual(len(self.alumni.career_ids), 2)

    def test_own_company_is_refused_in_words(self):
        response = self._send(employer_name=self.company.name)
        self.assertPage(response, 400, "one of our own companies")
        self.assertFalse(self.alumni.profile_check_date)
        self.assertEqual(self.alumni.employer_name, "Kilns & Co")

    def test_only_the_listed_fields_are_written(self):
        alumni = self.alumni
        allowed = {*CHECKED_FIELDS, *JOB_FORM}
        before = alumni.read()[0]
        names = {name for name in alumni._fields if name not in allowed}
        posted = dict.fromkeys(names, "1") | {"id": "1", "private_phone": "+1 555 0100"}
        self.assertPage(self._send(**posted), 200)
        after = alumni.read()[0]
        for name in (
            "private_phone",
            "private_email",
            "partner_id",
            "company_id",
            "employee_number",
            "owner_id",
            "state",
            "tier_id",
            "access_end_date",
            "asked_email",
        ):
            with self.subTest(name):
                self.assertEqual(after[name], before[name])

    def test_bad_entries(self):
        for values in (
            {"city": "x" * 81},
            {"city": "Li\x00nz"},
            {"country_id": "999999"},
            {"country_id": "1; DROP"},
            {"linkedin_url": "javascript:alert(1)"},
            {"title": "\ud800"},
        ):
            with self.subTest(values):
                try:
                    response = self._send(**values)
                except UnicodeEncodeError:
                    continue  # No client can send it.
                self.assertEqual(response.status_code, 400)
        self.assertPage(self._send(answer="maybe"), 400, "Use one of the two buttons")
        self.assertFalse(self.alumni.profile_check_date)

    def test_links_that_are_not_good(self):
        other = self._new_alumni("Bo Other")
        other._do_answer(self.purposes["member"], channel="link")
        token = self._get_path().rpartition("/")[2]
        for path in (
            f"/alumni/profile/{other.id}/{token}",
            f"/alumni/profile/{self.alumni.id}/{token[:-2]}",
            f"/alumni/profile/999999999/{token}",
            f"/alumni/access/{self.alumni.id}/{token}",
        ):
            with self.subTest(path):
                self.assertPage(self.url_open(path), 410)
                self.assertPage(self._send(path, city="Linz"), 410)
        with freeze_time(fields.Datetime.now() + timedelta(days=31)):
            found = other._find_by_signed_link("profile", self.alumni.id, token)
            self.assertFalse(found)
        path = self._get_path()
        self.alumni._do_leave(channel="portal")
        self.assertPage(self.url_open(path), 410)
        self.assertEqual(self.alumni.city, "Zwettl")

    def test_office_asks_members_only(self):
        with self.mock_mail_gateway():
            self.alumni.with_user(self.user_alumni).action_send_profile_check()
        [mail] = self._mails
        self.assertEqual(mail["email_to"], ["ada.active@example.com"])
        self.assertIn("/alumni/profile/", mail["body"])
        with self.assertRaises(UserError):
            self.alumni_candidate.with_user(
                self.user_alumni
            ).action_send_profile_check()
        with self.assertRaises(AccessError):
            self.alumni.with_user(self.user_keeper).action_send_profile_check()

    def test_yearly_line_on_today_mails_the_link_and_is_done(self):
        rule = self.env.ref("hr_alumni.hr_alumni_cadence_year")
        self.assertTrue(rule.is_profile_check)
        nudge = self.alumni._make_nudge(
            "touch",
            "Check",
            user_id=self.user_alumni.id,
            purpose_id=self.purposes["member"].id,
        )
        nudge = nudge.with_user(self.user_alumni)
        with self.assertRaises(UserError):
            nudge.action_send_profile_check()
        nudge.sudo().cadence_id = rule
        with self.mock_mail_gateway():
            nudge.action_send_profile_check()
        self.assertEqual(len(self._mails), 1)
        self.assertEqual(nudge.state, "done")
        with self.assertRaises(UserError):
            nudge.action_send_profile_check()
