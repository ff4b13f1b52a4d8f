from datetime import datetime, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.hr_exit_interview.tests.common import TODAY

from .common_relation import RelationCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrAlumniSources(RelationCase):
    """What happens on its own is noted on its own."""

    def _mail_in(self, email="Lea Ver <LEA.VER@example.com>", **values):
        return self.env["mail.message"].create(
            {
                "message_type": "email",
                "model": "res.partner",
                "res_id": self.user_alumni.partner_id.id,
                "email_from": email,
                "author_id": False,
                "body": "<p>Thank you</p>",
                **values,
            }
        )

    def test_an_answer_by_mail_is_noted_and_waits(self):
        message = self._mail_in()
        self.assertRecordValues(
            self.alumni.touch_ids, [{"source": "mail", "direction": "in", "points": 20}]
        )
        nudge = self._get_open()
        self.assertEqual((nudge.kind, nudge.user_id), ("reply", self.user_alumni))
        self.assertFalse(nudge.draft)
        self.assertNotIn("Thank you", str(nudge.read()))
        message._note_alumni_answers()
        self.assertEqual(len(self.alumni.touch_ids), 1)

    def test_who_writes_with_an_account_is_known_by_the_contact(self):
        account = self.alumni_active._get_account()
        self._mail_in("else@example.com", author_id=account.partner_id.id)
        self.assertEqual(self.alumni_active.touch_ids.source, "mail")

    def test_mails_of_others_are_not_noted(self):
        self._mail_in("stranger@example.com")
        self._mail_in(message_type="comment")
        self._mail_in(message_type="notification")
        self.assertFalse(self.alumni.touch_ids)

    def test_a_shared_address_is_nobodys(self):
        self._new_alumni("Twin", private_email="lea.ver@example.com")
        self._mail_in()
        self.assertFalse(self.alumni.touch_ids)

    def _register(self, **values):
        event = self.env["event.event"].create(
            {
                "name": "Reunion",
                "date_begin": datetime(2026, 3, 16, 18),
                "date_end": datetime(2026, 3, 16, 22),
                "company_id": self.company.id,
            }
        )
        return self.env["event.registration"].create(
            {
                "event_id": event.id,
                "name": "Lea Ver",
                "email": "lea.ver@example.com",
                **values,
            }
        )

    def test_registering_counts_and_coming_counts_more(self):
        registration = self._register()
        booked = self.alumni.touch_ids
        self.assertEqual((booked.source, booked.topics), ("event", "Reunion"))
        registration.action_set_done()
        registration.action_set_done()
        here = self.alumni.touch_ids - booked
        self.assertEqual(len(here), 1)
        self.assertGreater(here.points, booked.points)

    def test_who_books_for_others_does_not_come(self):
        account = self.alumni_active._get_account()
        self._register(partner_id=account.partner_id.id, email="guest@example.com")
        self.assertFalse(self.alumni_active.touch_ids)

    def test_meetings_are_noted_when_they_are_over(self):
        partner = self.alumni_active.partner_id
        event = self.env["calendar.event"].create(
            {
                "name": "Coffee",
                "start": datetime(2026, 3, 17, 9),
                "stop": datetime(2026, 3, 17, 10),
                "user_id": self.user_alumni.id,
                "partner_ids": [(6, 0, partner.ids)],
            }
        )
        self.env["hr.alumni"]._cron_note_meetings()
        self.assertFalse(self.alumni_active.touch_ids)
        with freeze_time(TODAY + timedelta(days=2)):
            self.env["hr.alumni"]._cron_note_meetings()
            self.env["hr.alumni"]._cron_note_meetings()
        touch = self.alumni_active.touch_ids
        self.assertEqual(
            (touch.channel, touch.user_id, touch.date),
            ("meeting", self.user_alumni, event.start.date()),
        )
