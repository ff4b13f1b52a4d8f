from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrAlumniSilence(AlumniCase, MailCase):
    """Falling asleep, waking up, and consents that end."""

    def _run_cron(self, name):
        self.env.flush_all()
        with self.enter_registry_test_mode(), self.mock_mail_gateway():
            self.env.ref(f"hr_alumni.ir_cron_{name}").method_direct_trigger()
        self.env.invalidate_all()
        addresses = [mail["email_to"][0] for mail in self._mails]
        return addresses.count(self.alumni_active.private_email)

    def _silence(self, **ago):
        today = fields.Date.today()
        self.alumni_active.last_sign_date = today - relativedelta(**ago)
        self.alumni_active.choices_reminder_date = False

    def _forget_reminder(self):
        """As if the last reminder had been a month ago."""
        self.alumni_active.choices_reminder_date -= timedelta(30)

    def test_rests_after_two_reminders(self):
        alumni = self.alumni_active
        self._silence(months=23)
        self.assertEqual(self._run_cron("rest_silent"), 0)
        self._silence(months=24)
        for count in (1, 2):
            self.assertEqual(self._run_cron("rest_silent"), 1)
            self.assertEqual(self._run_cron("rest_silent"), 0, "not the next day")
            self.assertEqual(alumni.silence_reminder_count, count)
            self.assertEqual(alumni.state, "active")
            self._forget_reminder()
        self.assertEqual(self._run_cron("rest_silent"), 0)
        self.assertEqual(alumni.state, "dormant")

    def test_rule_is_the_companys(self):
        self.company.alumni_silence_months = 12
        self.company.alumni_silence_reminders = 0
        self._silence(months=12)
        self.assertEqual(self._run_cron("rest_silent"), 0)
        self.assertEqual(self.alumni_active.state, "dormant")

    def test_whoever_signed_in_is_awake(self):
        self._silence(months=30)
        user = self.alumni_active._get_account()
        user.with_user(user)._update_last_login()
        self.assertEqual(self._run_cron("rest_silent"), 0)
        self.assertEqual(self.alumni_active.state, "active")
        self.assertGreaterEqual(
            self.alumni_active.last_sign_date, fields.Date.today() - timedelta(1)
        )

    def test_whoever_agreed_to_nothing_rests_without_a_mail(self):
        self.alumni_active._do_withdraw(self.purposes["member"], "portal")
        self._silence(months=24)
        self.assertEqual(self._run_cron("rest_silent"), 0)
        self.assertEqual(self.alumni_active.state, "dormant")

    def test_sign_of_life_wakes_up(self):
        alumni = self.alumni_active
        self._silence(months=24)
        alumni.silence_reminder_count = 2
        alumni.action_dormant()
        alumni._do_give(self.purposes["jobs"], "portal")
        self.assertEqual(alumni.state, "active")
        self.assertEqual(alumni.last_sign_date, fields.Date.today())
        self.assertEqual(alumni.silence_reminder_count, 0)

    def _grant(self, code, days):
        """A consent of which so many days are left."""
        row = self.env["hr.privacy.consent"]._record(
            self.alumni_active, self.purposes[code], "given", "portal"
        )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_privacy_consent SET date_expiry = %s WHERE id = %s",
            (fields.Date.today() + timedelta(days), row.id),
        )
        row.invalidate_recordset()
        return row

    def test_consent_holds_until_its_last_day(self):
        self.assertEqual(
            self.alumni_active.consent_ids.date_expiry,
            fields.Date.today() + relativedelta(months=24),
        )
        for days, expected in ((1, True), (0, True), (-1, False)):
            with self.subTest(days):
                self._grant("jobs", days)
                self.env.invalidate_all()
                alumni = self.alumni_active
                self.assertEqual(alumni._may_contact("jobs"), expected)
                self.assertEqual(self.purposes["jobs"] in alumni.purpose_ids, expected)
                found = alumni.search(
                    [("id", "=", alumni.id), ("purpose_ids.code", "=", "jobs")]
                )
                self.assertEqual(bool(found), expected)
        self.purposes["jobs"].months_valid = 0
        row = self.env["hr.privacy.consent"]._record(
            alumni, self.purposes["jobs"], "given", "portal"
        )
        self.assertFalse(row.date_expiry)
        self.assertTrue(alumni._may_contact("jobs"))

    def test_asked_again_once_before_the_end(self):
        self._grant("jobs", 31)
        self.assertEqual(self._run_cron("renew_consents"), 0)
        self._grant("jobs", 30)
        self.assertEqual(self._run_cron("renew_consents"), 1)
        self.assertEqual(self._run_cron("renew_consents"), 0)
        # Whoever has renewed is not asked.
        self.alumni_active.choices_reminder_date = False
        self.alumni_active._do_give(self.purposes["jobs"], "link")
        self.assertEqual(self._run_cron("renew_consents"), 0)

    def test_end_is_noted_and_closes_the_account(self):
        self._grant("jobs", -1)
        self._run_cron("renew_consents")
        rows = self._get_rows(self.alumni_active)
        self.assertEqual(rows[-1], ("jobs", "expired", "none", "time"))
        self.assertTrue(self.alumni_active._get_account())
        self._grant("member", -1)
        self._run_cron("renew_consents")
        self.assertFalse(self.alumni_active._get_account())
        self.assertFalse(self.alumni_active.partner_id.email)
        before = len(self.alumni_active.consent_ids)
        self._run_cron("renew_consents")
        self.assertEqual(len(self.alumni_active.consent_ids), before)

    def test_page_of_choices_is_sent_to_those_who_agreed_to_anything(self):
        with self.mock_mail_gateway():
            self.alumni_active.with_user(self.user_alumni).action_send_choices()
        self.assertEqual(len(self._mails), 1)
        people = self.alumni_active + self.alumni_candidate
        with (
            self.mock_mail_gateway(),
            self.assertRaisesRegex(UserError, "Cai Candidate"),
        ):
            people.with_user(self.user_alumni).action_send_choices()
        self.assertFalse(self._mails)
