"""An account with an end: told a week before, closed on the day, put off by a click."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .common_http import AlumniHttpCase


@tagged("post_install", "-at_install")
class TestHrAlumniAccess(AlumniHttpCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alumni = cls.alumni_active
        cls.today = fields.Date.today()

    def _run_job(self, days=0):
        with (
            freeze_time(fields.Datetime.now() + timedelta(days=days)),
            self.mock_mail_gateway(),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("hr_alumni.ir_cron_end_access").method_direct_trigger()
        self.env.invalidate_all()

    def _end_in(self, days):
        self.alumni.access_end_date = self.today + timedelta(days=days)
        return self.alumni.access_end_date

    def _get_path(self):
        link = self.alumni._get_signed_link("access")
        return link.removeprefix(self.base_url())

    def test_new_accounts_last_as_long_as_the_company_says(self):
        candidate = self.alumni_candidate
        candidate._do_answer(self.purposes["member"], channel="link")
        self.assertFalse(candidate.access_end_date)
        self.company.alumni_access_months = 24
        person = self._new_alumni("Nia New")
        person._do_answer(self.purposes["member"], channel="link")
        self.assertEqual(person.access_end_date, fields.Date.add(self.today, months=24))

    def test_told_once_a_week_before(self):
        self._end_in(8)
        self._run_job()
        self.assertFalse(self._mails)
        self._run_job(days=1)
        [mail] = self._mails
        self.assertEqual(mail["email_to"], ["ada.active@example.com"])
        self.assertIn("/alumni/access/", mail["body"])
        self._run_job(days=2)
        self.assertFalse(self._mails)
        # Another day is another end.
        self._end_in(5)
        self._run_job()
        self.assertEqual(len(self._mails), 1)

    def test_mail_without_a_link_where_the_office_decides(self):
        self.company.alumni_access_extend = False
        self._end_in(5)
        self._run_job()
        [mail] = self._mails
        self.assertNotIn("/alumni/access/", mail["body"])
        self.assertPage(self.url_open(self._get_path()), 410)

    def test_nobody_is_told_who_has_left(self):
        self._end_in(5)
        self.alumni._do_leave(channel="portal")
        self._run_job()
        self.assertFalse(self._mails)

    def test_ends_after_the_last_day_and_nothing_else_does(self):
        user = self.alumni._get_account()
        self._end_in(0)
        self._run_job()
        self.assertTrue(user.active)
        self._run_job(days=1)
        self.assertFalse(user.active)
        self.assertFalse(user._is_portal())
        with freeze_time(fields.Datetime.now() + timedelta(days=1)):
            self.alumni.invalidate_recordset()
            self.assertEqual(self.alumni.account_state, "ended")
            self.assertEqual(self.alumni.state, "active")
            self.assertMayContact(self.alumni, {"member"})
            # Agreeing again is no way around the end.
            left = self.alumni._do_answer(self.purposes["member"], channel="link")
            self.assertEqual(left, self.alumni)
            self.assertFalse(user.active)
        link = self.alumni._get_signed_link("consent").removeprefix(self.base_url())
        self.assertPage(self.url_open(link), 200)

    def test_office_extends_and_opens_again(self):
        self.company.alumni_access_months = 6
        self._end_in(-1)
        self._run_job()
        user = self.alumni._get_account(with_closed=True)
        self.assertFalse(user.active)
        self.alumni.with_user(self.user_alumni).action_extend_access()
        self.assertEqual(
            self.alumni.access_end_date, fields.Date.add(self.today, months=6)
        )
        self.assertTrue(user.active and user.share)
        # Not over yet: the new time follows the old one.
        self.alumni.with_user(self.user_alumni).action_extend_access()
        self.assertEqual(
            self.alumni.access_end_date, fields.Date.add(self.today, months=12)
        )

    def test_person_extends_by_one_click_once(self):
        self._end_in(3)
        path = self._get_path()
        end = self.alumni.access_end_date
        self.assertPage(self.url_open(path), 200, "Keep your account?")
        self.env.invalidate_all()
        self.assertEqual(self.alumni.access_end_date, end)
        self.assertPage(self._post(path), 200, "You can sign in until")
        self.env.invalidate_all()
        extended = fields.Date.add(end, months=12)
        self.assertEqual(self.alumni.access_end_date, extended)
        self.assertPage(self._post(path), 410)
        self.env.invalidate_all()
        self.assertEqual(self.alumni.access_end_date, extended)

    def test_person_comes_back_after_the_end(self):
        self._end_in(-2)
        path = self._get_path()
        self._run_job()
        self.assertPage(self.url_open(path), 200, "has ended on")
        with self.mock_mail_gateway():
            self.assertPage(self._post(path), 200, "a mail is on its way")
        self.env.invalidate_all()
        self.assertTrue(self.alumni._get_account())

    def test_links_that_are_not_good(self):
        self._end_in(3)
        other = self.alumni_candidate
        token = self._get_path().rpartition("/")[2]
        for path in (
            f"/alumni/access/{other.id}/{token}",
            f"/alumni/access/999999999/{token}",
            f"/alumni/access/{self.alumni.id}/{token[:-2]}",
            f"/alumni/consent/{self.alumni.id}/{token}",
            f"/alumni/opening/{self.alumni.id}/{token}",
        ):
            with self.subTest(path):
                self.assertPage(self.url_open(path), 410)
                self.assertPage(self._post(path), 410)
        with freeze_time(fields.Datetime.now() + timedelta(days=61)):
            found = self.alumni._find_by_signed_link("access", self.alumni.id, token)
            self.assertFalse(found)
        path = self._get_path()
        self.alumni._do_withdraw(self.purposes["member"], channel="portal")
        self.assertPage(self._post(path), 410)
        self.assertEqual(self.url_open(path).status_code, 410)

    def test_own_page_says_it_in_the_last_month(self):
        user = self.alumni._get_account()
        user.password = "Ada-Active-Pass1"
        self.authenticate(user.login, "Ada-Active-Pass1")
        self._end_in(31)
        self.assertNotIn("Keep my account", self.url_open("/my/alumni").text)
        self._end_in(30)
        self.assertPage(self.url_open("/my/alumni"), 200, "Keep my account")
        self.company.alumni_access_extend = False
        self.assertNotIn("Keep my account", self.url_open("/my/alumni").text)
