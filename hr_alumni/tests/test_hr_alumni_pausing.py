"""A pause stops what would be sent, hides the person, and ends by its date."""

from datetime import date

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common_directory import DirectoryCase

NOW = "2026-03-10"
LAST_DAY = "2026-06-09"
END = "2026-06-10"


@tagged("post_install", "-at_install", "security")
class TestHrAlumniPausing(DirectoryCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alumni._do_give(cls.purposes["keepers"], channel="portal")
        cls.alumni._do_give(cls.purposes["newsletter"], channel="portal")
        cls.alumni._do_open({"alumni": {"place", "messages"}, "staff": {"place"}})
        cls.alumni.owner_id = cls.user_alumni
        cls.agreed = {
            "member",
            "keepers",
            "newsletter",
            "directory_alumni",
            "directory_staff",
            "business",
            "jobs",
        }

    def _pause(self, months=3):
        with freeze_time(NOW):
            self.alumni._do_pause(months)
            self.env.flush_all()

    def _end_by_date(self):
        with freeze_time(END), self.enter_registry_test_mode():
            self.env.ref("hr_alumni.ir_cron_end_pauses").method_direct_trigger()
        self.env.invalidate_all()

    def _is_listed(self):
        return [self._get_row(audience).is_listed for audience in ("alumni", "staff")]

    def test_stops_and_goes_on_by_the_date(self):
        with freeze_time(NOW):
            self.assertMayContact(self.alumni, self.agreed)
        self._pause()
        self.assertEqual(self.alumni.pause_end_date, date(2026, 6, 10))
        with freeze_time(LAST_DAY):
            self.env.invalidate_all()
            self.assertMayContact(self.alumni, set())
            self.assertTrue(self.alumni.is_paused)
        with freeze_time(END):
            self.env.invalidate_all()
            # No job has run: what is sent asks the date.
            self.assertMayContact(self.alumni, self.agreed)
            self.assertFalse(self.alumni.is_paused)
        self.assertEqual(set(self.alumni.purpose_ids.mapped("code")), self.agreed)

    def test_open_end_and_resuming(self):
        self._pause(None)
        with freeze_time("2036-01-01"):
            self.env.invalidate_all()
            self.assertTrue(self.alumni.is_paused)
        self.alumni._do_resume()
        self.assertFalse(self.alumni.is_paused)
        self.assertMayContact(self.alumni, self.agreed)
        self.assertEqual(
            set(self.alumni.touch_ids.mapped("ref")),
            {f"pause,{NOW}", f"resume,{fields.Date.today()}"},
        )

    def test_directory(self):
        self.assertEqual(self._is_listed(), [True, True])
        self._pause()
        self.assertEqual(self._is_listed(), [False, False])
        self.assertFalse(self._get_row("alumni").name)
        self._end_by_date()
        self.assertEqual(self._is_listed(), [True, True])
        self.assertEqual(self._get_row("alumni").city, "Zwettl-7")
        self.assertFalse(self.alumni.pause_date)

    def test_job_ends_no_pause_early(self):
        self._pause()
        with freeze_time(LAST_DAY), self.enter_registry_test_mode():
            self.env.ref("hr_alumni.ir_cron_end_pauses").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(self.alumni.pause_date)

    def test_search(self):
        people = self.alumni + self.alumni_candidate
        self._pause()
        Alumni = self.env["hr.alumni"]
        mine = [("id", "in", people.ids)]
        for day, paused in ((LAST_DAY, self.alumni), (END, Alumni)):
            with freeze_time(day), self.subTest(day):
                self.env.invalidate_all()
                self.assertEqual(
                    Alumni.search([*mine, ("is_paused", "=", True)]), paused
                )
                self.assertEqual(
                    Alumni.search([*mine, ("is_paused", "=", False)], order="id"),
                    (people - paused).sorted("id"),
                )
                self.assertEqual(people.filtered("is_paused"), paused)

    def test_newsletter_does_not_reach(self):
        mailing = self.env["mailing.mailing"].create(
            {
                "subject": "What is new",
                "body_html": "<p>Hello</p>",
                "mailing_model_id": self.env["ir.model"]._get_id("hr.alumni"),
                "mailing_domain": repr([("id", "=", self.alumni.id)]),
                "alumni_purpose_id": self.purposes["newsletter"].id,
                "user_id": self.user_alumni.id,
            }
        )
        with freeze_time(NOW):
            self.assertEqual(mailing._get_recipients(), self.alumni.ids)
        self._pause()
        with freeze_time(NOW):
            self.env.invalidate_all()
            self.assertFalse(mailing._get_recipients())
            alumni = self.alumni.with_context(alumni_mailing_id=mailing.id)
            self.assertIn("paused", alumni.mailing_obstacle)

    def test_lines_of_today(self):
        with freeze_time(NOW):
            for day in (NOW, "2026-07-01"):
                self.alumni._make_nudge(
                    "touch",
                    "Call",
                    ref=day,
                    date=day,
                    user_id=self.user_alumni.id,
                    purpose_id=self.purposes["keepers"].id,
                )
            self.alumni._make_nudge("reply", "Answer", ref="reply")
            self.alumni._do_pause(3)
            made = self.alumni._make_nudge(
                "touch", "Call", ref="more", purpose_id=self.purposes["keepers"].id
            )
        self.assertFalse(made)
        # What was asked is answered, and what is due afterwards stays.
        self.assertEqual(
            {one.ref: one.state for one in self.alumni.nudge_ids},
            {NOW: "skipped", "2026-07-01": "open", "reply": "open"},
        )

    def test_reminders_of_choices(self):
        self._pause()
        before = self.env["mail.mail"].search([])
        with freeze_time(LAST_DAY):
            self.alumni.last_sign_date = "2001-01-01"
            self.env.flush_all()
            self.env["hr.alumni"]._cron_rest_silent()
            self.assertEqual(self.alumni.state, "active")
            with self.assertRaises(UserError):
                self.alumni.with_user(self.user_alumni).action_send_choices()
        self.assertEqual(self.env["mail.mail"].search([]), before)
        with freeze_time(END):
            self.env.invalidate_all()
            self.alumni.with_user(self.user_alumni).action_send_choices()
        self.assertEqual(len(self.env["mail.mail"].search([]) - before), 1)

    def test_answers_still_go_out(self):
        """What the person has asked for, and what is about the own choices."""
        self._pause()
        with freeze_time(NOW):
            self.assertTrue(self.alumni._may_contact("request"))
            self.assertTrue(self.alumni._may_contact("any"))

    def test_leaving_ends_the_pause(self):
        self._pause(None)
        self.alumni._do_leave(channel="portal")
        self.assertFalse(self.alumni.pause_date)

    def test_only_the_person_decides(self):
        for values in ({"pause_date": NOW}, {"pause_end_date": NOW}):
            with self.subTest(values), self.assertRaises(UserError):
                self.alumni.with_user(self.user_alumni).write(values)
