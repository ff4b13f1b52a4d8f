"""From a confirmed address to a former colleague, by itself or by the office."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.tests.common import TODAY
from odoo.addons.mail.tests.common import MailCase

from .common import AlumniCase

ADDRESS = "cai.new@example.com"


@tagged("post_install", "-at_install")
class TestHrAlumniSignup(AlumniCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.alumni_signup = "reviewed"
        cls.alumni_candidate.employee_number = "E-4711"

    def _new_signup(self, name="Cai Candidate", email=ADDRESS, **values):
        return self.env["hr.alumni.signup"].create(
            {"name": name, "email": email, "company_id": self.company.id, **values}
        )

    def _confirm(self, *args, **values):
        signup = self._new_signup(*args, **values)
        return signup, signup._do_confirm()

    def _as_office(self, records):
        return records.with_user(self.user_alumni)

    def test_address_on_record_joins_at_once(self):
        alumni = self.alumni_candidate
        with self.mock_mail_gateway():
            signup, joined = self._confirm(email="cai.candidate@example.com")
        self.assertEqual(joined, alumni)
        self.assertEqual((signup.state, signup.alumni_id), ("accepted", alumni))
        self.assertFalse(signup.decided_user_id)
        self.assertEqual(alumni.state, "invited")
        self.assertFalse(alumni.invitation_user_id)
        # The choices come next; the mail would say nothing new.
        self.assertFalse(self._mails)
        self.assertFalse(alumni.purpose_ids)
        self.assertEqual(alumni.account_state, "none")

    def test_shared_address_joins_nobody_by_itself(self):
        self._new_alumni("Cai Junior", private_email="cai.candidate@example.com")
        signup, joined = self._confirm(name="Cai", email="cai.candidate@example.com")
        self.assertFalse(joined)
        self.assertEqual(signup.state, "waiting")
        self.assertEqual(len(signup.match_ids), 2)

    def test_what_anybody_may_know_waits_for_the_office(self):
        signup, joined = self._confirm(employee_number="E-4711")
        self.assertFalse(joined)
        self.assertEqual((signup.state, signup.certainty), ("waiting", "likely"))
        [match] = signup.match_ids
        self.assertEqual(match.alumni_id, self.alumni_candidate)
        # The record is as it was.
        self.assertEqual(
            self.alumni_candidate.private_email, "cai.candidate@example.com"
        )
        activity = signup.activity_id
        self.assertTrue(activity.user_id.has_group("hr_alumni.group_manager"))
        self.assertNotIn("Cai", f"{activity.summary} {activity.note}")

    def test_trusting_company_takes_number_name_and_years_where_nothing_is_lost(self):
        case = self._depart()
        alumni = self._get_alumni(case.employee_id)
        alumni.private_email = False
        period = alumni.employment_period_ids
        told = {
            "name": alumni.display_name,
            "employee_number": alumni.employee_number,
            "year_to": period.date_end.year,
        }
        self.assertFalse(self._confirm(**told)[1])
        self.company.alumni_signup = "trusted"
        self.assertFalse(self._confirm(**{**told, "year_to": 1990})[1])
        alumni.private_email = "other@example.com"
        self.assertFalse(self._confirm(**told)[1])
        alumni.private_email = False
        self.assertEqual(self._confirm(**told)[1], alumni)
        self.assertEqual(alumni.private_email, ADDRESS)

    def test_office_accepts_a_match(self):
        signup, _joined = self._confirm(employee_number="E-4711")
        with self.mock_mail_gateway():
            self._as_office(signup.match_ids).action_accept()
        alumni = self.alumni_candidate
        self.assertEqual((signup.state, signup.alumni_id), ("accepted", alumni))
        self.assertEqual(signup.decided_user_id, self.user_alumni)
        self.assertFalse(signup.activity_id)
        self.assertEqual(alumni.private_email, ADDRESS)
        self.assertEqual(alumni.state, "invited")
        [mail] = self._mails
        self.assertEqual(mail["email_to"], [ADDRESS])
        self.assertIn("/alumni/consent/", mail["body"])
        with self.assertRaises(UserError):
            self._as_office(signup.match_ids).action_accept()

    def test_old_address_of_a_member_is_told(self):
        alumni = self.alumni_active
        alumni.employee_number = "E-8"
        account = alumni._get_account()
        signup, _joined = self._confirm(name="Ada Active", employee_number="E-8")
        with self.mock_mail_gateway():
            self._as_office(signup.match_ids).action_accept()
        told = [mail["email_to"] for mail in self._mails]
        self.assertIn(["ada.active@example.com"], told)
        # The link goes to the new address alone.
        self.assertEqual(
            [
                mail["email_to"]
                for mail in self._mails
                if "you have signed up" in mail["body"]
            ],
            [[ADDRESS]],
        )
        self.assertEqual((account.login, account.email), (ADDRESS, ADDRESS))
        self.assertTrue(account.share)

    def test_office_accepts_somebody_new(self):
        signup, _joined = self._confirm(name="Nobody Knows", year_to=1999)
        self.assertEqual(signup.certainty, "none")
        with self.mock_mail_gateway():
            self._as_office(signup).action_accept_new()
        alumni = signup.alumni_id
        self.assertEqual(alumni.display_name, "Nobody Knows")
        self.assertEqual(alumni.private_email, ADDRESS)
        self.assertFalse(alumni.partner_id.email)
        self.assertFalse(alumni.employment_period_ids)
        self.assertEqual(len(self._mails), 1)

    def test_employee_record_outside_the_network(self):
        """HR may have had a reason: even the address joins nobody by itself."""
        employee = self.employee_leaver
        employee.private_email = ADDRESS
        employee.action_archive()
        signup, joined = self._confirm(name=employee.name)
        self.assertFalse(joined)
        [match] = signup.match_ids
        self.assertEqual((match.employee_id, match.certainty), (employee, "certain"))
        self.assertIn("ask HR", match.standing)
        self._as_office(match).action_accept()
        self.assertEqual(signup.alumni_id.employee_ids, employee)
        self.assertTrue(signup.alumni_id.employment_period_ids)

    def test_whoever_works_here_is_no_former_colleague(self):
        self.employee_leaver.private_email = ADDRESS
        signup, joined = self._confirm(name=self.employee_leaver.name)
        self.assertFalse(joined)
        with self.assertRaisesRegex(UserError, "works here"):
            self._as_office(signup.match_ids).action_accept()

    def test_ledger_without_any_record(self):
        period = self.env["hr.employment.period"].create(
            {
                "company_id": self.company.id,
                "employee_name": "Olga Orphan",
                "employee_number": "E-1",
                "date_start": "1990-01-01",
                "date_end": "1999-12-31",
            }
        )
        signup, _joined = self._confirm(name="Olga Orphan", year_to=1999)
        [match] = signup.match_ids
        self.assertEqual((match.period_id, match.certainty), (period, "likely"))
        self._as_office(match).action_accept()
        self.assertEqual(period.alumni_id, signup.alumni_id)
        self.assertEqual(signup.alumni_id.employee_number, "E-1")

    def test_dead_and_erased_people_do_not_come_back_by_themselves(self):
        alumni = self.alumni_candidate
        alumni.action_deceased()
        signup, joined = self._confirm(email="cai.candidate@example.com")
        self.assertFalse(joined)
        with self.assertRaisesRegex(UserError, "has died"):
            self._as_office(signup.match_ids).action_accept()

        self.alumni_active._privacy_erase("request")
        signup, joined = self._confirm(name="Ada Active")
        self.assertFalse(joined or signup.match_ids)

    def test_whoever_left_may_come_back_by_the_own_address(self):
        alumni = self.alumni_active
        alumni._do_leave(channel="portal")
        _signup, joined = self._confirm(
            name="Ada Active", email="ada.active@example.com"
        )
        self.assertEqual(joined, alumni)
        # Nothing is agreed to before the page of choices is answered.
        self.assertEqual(alumni.state, "left")
        self.assertMayContact(alumni, set())
        with self.mock_mail_gateway():
            joined._do_answer(self.purposes["member"], channel="link")
        self.assertEqual(alumni.state, "active")

    def test_suppression_ends_with_the_confirmed_address_and_not_before(self):
        suppression = self.env["hr.privacy.suppression"]
        gone = self._new_alumni("Gone Girl", private_email=ADDRESS)
        suppression._suppress(gone, "erased")
        key = (ADDRESS, self.company.id)
        signup = self._new_signup()
        self.assertIn(key, suppression._get_suppressed([ADDRESS]))
        signup._do_confirm()
        self.assertNotIn(key, suppression._get_suppressed([ADDRESS]))

    def test_declined_address_gets_no_such_mail_any_more(self):
        signup = self._new_signup()
        signup._do_decline()
        self.assertFalse(signup.exists())
        self.assertFalse(signup._may_mail_to(ADDRESS, self.company))
        self.assertTrue(signup._may_mail_to(ADDRESS, self.company_other))
        # An invitation is something else.
        alumni = self._new_alumni("Cai Else", private_email=ADDRESS)
        self.assertMayContact(alumni, {"invitation"})

    def test_refusing_with_and_without_a_word(self):
        for button, count in (("action_refuse", 0), ("action_refuse_and_tell", 1)):
            signup, _joined = self._confirm(name="Nobody Knows")
            with self.subTest(button), self.mock_mail_gateway():
                getattr(self._as_office(signup), button)()
                self.assertEqual(signup.state, "refused")
                self.assertEqual(len(self._mails), count)
                self.assertFalse(signup.activity_id)
        self.assertEqual(self._mails[0]["email_to"], [ADDRESS])
        self.assertNotIn("Nobody", self._mails[0]["body"])
        self._as_office(signup).action_reopen()
        self.assertEqual(signup.state, "waiting")

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_nobody_reads_what_is_not_confirmed(self):
        signup = self._new_signup()
        for user in (self.user_alumni, self.user_admin_hr):
            with self.assertRaises(AccessError):
                signup.with_user(user).read(["name"])
        signup._do_confirm()
        self.assertTrue(self._as_office(signup).read(["name"]))
        with self.assertRaises(UserError):
            self._as_office(signup).write({"email": "mine@example.com"})

    def test_stop_link_of_the_answer_stops_everything(self):
        signup, _joined = self._confirm(name="Nobody Knows")
        self._as_office(signup).action_accept_new()
        signup.alumni_id._do_stop("signup")
        self.assertEqual(signup.alumni_id.state, "left")

    def test_kept_for_a_short_time(self):
        with freeze_time(TODAY):
            unconfirmed = self._new_signup()
            waiting, _joined = self._confirm(name="Wai Ting")
            refused, _joined = self._confirm(name="Re Fused")
            refused.action_refuse()
            signups = unconfirmed + waiting + refused
            signups.flush_recordset()
            self.env.cr.execute(
                "UPDATE hr_alumni_signup SET create_date = %s WHERE id IN %s",
                (fields.Datetime.now(), signups._ids),
            )
        start = fields.Datetime.to_datetime(TODAY)
        for days, left in (
            (2, signups),
            (4, waiting + refused),
            (29, waiting + refused),
            (32, waiting),
            (179, waiting),
            (182, waiting.browse()),
        ):
            with self.subTest(days=days), freeze_time(start + timedelta(days=days)):
                self.env["hr.alumni.signup"]._gc_old()
                self.assertEqual(signups.exists(), left)

    def test_erasing_a_person_takes_sign_ups_along(self):
        alumni = self.alumni_candidate
        waiting, _joined = self._confirm(
            name="Other Name", email="else@example.com", employee_number="E-4711"
        )
        own = self._new_signup(email="cai.candidate@example.com")
        self.assertEqual(waiting.match_ids.alumni_id, alumni)
        alumni._privacy_erase("request")
        self.assertFalse(own.exists())
        self.assertTrue(waiting.exists())
        self.assertFalse(waiting.match_ids)
