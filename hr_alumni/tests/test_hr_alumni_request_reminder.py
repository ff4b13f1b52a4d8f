from datetime import timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.hr_exit_interview.tests.common import TODAY

from .common_requests import RequestCase


@tagged("post_install", "-at_install", "security")
class TestHrAlumniRequestReminder(RequestCase):
    """Whoever answers is reminded in time, by an activity that says nothing."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.alumni.request"].search([]).write({"state": "withdrawn"})
        with freeze_time(TODAY):
            cls.request = cls._new_request("pay", text="Secret")

    def _remind(self, day):
        self.env.flush_all()
        cron = self.env.ref("hr_alumni.ir_cron_remind_requests")
        with freeze_time(day), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _count(self):
        return self.env["mail.activity"].search_count(
            [("note", "like", self.request.name)]
        )

    def test_reminds_before_the_deadline_and_once(self):
        self.assertFalse(self.request.activity_id)
        self._remind(self.request.deadline - timedelta(days=6))
        self.assertFalse(self.request.activity_id)
        for _time in range(2):
            self._remind(self.request.deadline - timedelta(days=5))
        activity = self.request.activity_id
        self.assertEqual(activity.date_deadline, self.request.deadline)
        # Of nobody: somebody who reads it gets it.
        self.assertTrue(activity.user_id.has_group("hr.group_hr_user"))
        self.assertEqual(self._count(), 1)
        self.assertFalse(activity.res_model or activity.res_id)
        for secret in ("Pay", "Secret", "Ada", "Active"):
            self.assertNotIn(secret, f"{activity.summary} {activity.note}")

    def test_follows_owner_state_and_deadline(self):
        self.request.user_id = self.user_officer
        activity = self.request.activity_id
        self.assertEqual(activity.user_id, self.user_officer)
        self.request.user_id = self.user_admin_hr
        self.assertEqual(self.request.activity_id, activity)
        self.assertEqual(activity.user_id, self.user_admin_hr)
        # Ticked off while nothing is answered: it comes back when it is due.
        activity.with_user(self.user_admin_hr).action_done()
        self._remind(self.request.deadline)
        self.assertTrue(self.request.activity_id.active)
        self.assertNotEqual(self.request.activity_id, activity)
        self.request.action_withdraw()
        self.assertFalse(self.request.activity_id)

    def test_queries(self):
        model = self.env["hr.alumni.request"]
        self.env.flush_all()
        with freeze_time(TODAY), self.assertQueryCount(1):
            self.assertFalse(model._get_remind_due())

        def count(number):
            with freeze_time(TODAY):
                requests = model.union(
                    *(self._new_request("pay", text=str(one)) for one in range(number))
                )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            requests._plan_reminders(is_due=True)
            self.env.flush_all()
            self.assertEqual(len(requests.activity_id), number)
            return self.env.cr.sql_log_count - before

        count(2)  # Warm.
        self.assertLessEqual(count(20), count(2) + 2)
