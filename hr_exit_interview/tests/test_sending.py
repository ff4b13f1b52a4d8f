from datetime import date, timedelta

from odoo.tests import BaseCase, tagged

from ..tools.sending import get_day_before, get_invitation_day, get_reminder_day


def _is_weekday(day):
    return day.weekday() < 5


@tagged("post_install", "-at_install")
class TestSending(BaseCase):
    def test_invitation_day(self):
        for notice, last_day, expected in (
            # The middle of a long notice.
            (date(2026, 1, 1), date(2026, 3, 2), date(2026, 1, 31)),
            # Five working days before the last one, which is a Monday.
            (date(2026, 3, 10), date(2026, 3, 16), date(2026, 3, 10)),
            (date(2026, 3, 5), date(2026, 3, 16), date(2026, 3, 9)),
            (date(2026, 3, 16), date(2026, 3, 16), date(2026, 3, 16)),
        ):
            with self.subTest(notice=notice, last_day=last_day):
                self.assertEqual(
                    get_invitation_day(notice, last_day, _is_weekday), expected
                )

    def test_no_invitation_before_the_notice_or_after_the_last_day(self):
        notice = date(2026, 1, 30)
        for days in range(120):
            last_day = notice + timedelta(days=days)
            day = get_invitation_day(notice, last_day, _is_weekday)
            self.assertTrue(notice <= day <= last_day)

    def test_nobody_who_never_works_is_looked_for_forever(self):
        day = date(2026, 3, 16)
        self.assertEqual(get_day_before(day, 5, lambda _day: False), day)

    def test_two_reminders(self):
        sent = date(2026, 3, 2)
        self.assertEqual(get_reminder_day(sent, 0), date(2026, 3, 5))
        self.assertEqual(get_reminder_day(sent, 1, date(2026, 3, 5)), date(2026, 3, 9))
        self.assertIsNone(get_reminder_day(sent, 2, date(2026, 3, 9)))

    def test_a_job_that_stood_still_does_not_remind_twice_at_once(self):
        late = date(2026, 3, 20)
        self.assertEqual(get_reminder_day(date(2026, 3, 2), 1, late), date(2026, 3, 24))
