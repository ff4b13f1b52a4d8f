"""The page of figures: what is published, and what HR knows case by case."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .stat_common import AFTER_QUARTER, ExitStatCase


@tagged("post_install", "-at_install")
@freeze_time(AFTER_QUARTER)
class TestHrExitStatOverview(ExitStatCase):
    def _get(self, user=None, **values):
        Stat = self.Stat.with_user(user or self.user_officer).with_context(
            allowed_company_ids=self.company.ids
        )
        return Stat.retrieve_overview(**values)

    def _rate(self, data, key):
        return next(rate for rate in data["live"]["rates"] if rate["key"] == key)

    def _depart(self, talks, **values):
        talks.offboarding_id.sudo().write(
            {"state": "departed", "departure_date": "2026-02-15", **values}
        )

    def test_before_the_first_window_it_says_why_and_counts_nobody(self):
        before = self._get()
        self._seal(self._new_leavers(7), manager_fair=4)
        data = self._get()
        self.assertIn("at least 10 people", data["empty_help"])
        self.assertEqual(data, before)
        self.assertEqual(data["windows"], [])
        self.assertEqual(data["factors"] + data["reasons"] + data["trend"], [])
        self.assertEqual({figure["value"] for figure in data["figures"]}, {None})

    def test_published_figures(self):
        talks = self._new_leavers(12)
        self._seal(
            talks,
            manager_fair=[4, 2],
            pay_fair=1,
            recommend=9,
            main_reason=["pay", "car"],
        )
        [window] = self._publish()
        data = self._get()
        self.assertFalse(data["empty_help"])
        self.assertEqual(data["windows"], [(window.id, window.name)])
        figures = {figure["key"]: figure["value"] for figure in data["figures"]}
        self.assertEqual(figures["recommend"], 90)
        # Half of one, and of the other nobody, which is told as 5.
        self.assertEqual(figures["favourability"], 28)
        self.assertEqual(
            [(row["key"], row["value"]) for row in data["factors"]],
            [("reward", 5), ("manager", 50)],
        )
        reasons = {row["key"]: row["main_reason"] for row in data["reasons"]}
        self.assertEqual((reasons["pay"], reasons["car"]), (50, 50))
        self.assertEqual(data["trend"][0]["favourability"], 28)
        self.assertEqual(self._get(window_id=window.id + 1000), data)

    def test_it_tells_nothing_that_is_not_published(self):
        self._seal(self._new_leavers(12), manager_fair=4, recommend=9)
        self._publish()
        before = self._get()
        self._seal(self._new_leavers(9), manager_fair=1, recommend=0, mode="totals")
        self.assertEqual(self._get(), before)

    def test_rates_are_told_from_the_smallest_group_on(self):
        talks = self._new_leavers(4)
        self._depart(talks, is_regretted=True)
        talks.write({"questionnaire_state": "sent"})
        talks[0].action_hold()
        data = self._get()
        for key in ("answered_of_invited", "answered_of_eligible", "coverage_now"):
            rate = self._rate(data, key)
            self.assertEqual((rate["value"], rate["of"]), (None, None), key)
        more = self._new_leavers(6)
        self._depart(more, is_regretted=True)
        self._seal(more[:3], manager_fair=4)
        data = self._get()
        self.assertEqual(self._rate(data, "answered_of_invited")["value"], 43)
        self.assertEqual(self._rate(data, "answered_of_eligible")["value"], 30)
        self.assertEqual(self._rate(data, "coverage_now")["value"], 10)

    def test_who_left_before_these_months_is_not_counted(self):
        talks = self._new_leavers(6)
        talks.offboarding_id.write(
            {"notice_date": "2025-02-20", "last_working_date": "2025-03-20"}
        )
        self._depart(talks, departure_date="2025-04-01")
        self.assertIsNone(self._rate(self._get(), "answered_of_eligible")["of"])
        self._depart(talks, departure_date="2025-04-02")
        self.assertEqual(self._rate(self._get(), "answered_of_eligible")["of"], 6)

    def _new_action(self, deadline):
        return self.env["hr.exit.action"].create(
            {
                "name": "Change",
                "topic_id": self.env.ref("hr_exit_interview.hr_exit_topic_pay").id,
                "date_deadline": deadline,
                "result": "Changed",
                "company_id": self.company.id,
            }
        )

    def test_share_of_actions_on_time(self):
        self.assertIsNone(self._rate(self._get(), "on_time")["value"])
        self._new_action("2026-05-01").action_done()
        self._new_action("2026-03-01").action_done()
        self._new_action("2026-03-01")
        self._new_action("2026-05-01")
        self._new_action("2026-03-01").action_drop()
        data = self._get()
        self.assertEqual(self._rate(data, "on_time")["value"], 33)
        self.assertEqual(data["live"]["actions"], {"open": 2, "late": 1})

    def test_reasons_of_hr_are_for_hr(self):
        self._depart(self._new_leavers(5))
        data = self._get()
        self.assertEqual([row["count"] for row in data["live"]["reasons"]], [5])
        self.assertTrue(data["live"]["is_hr"])
        self.assertFalse(data["live"]["may_read_named"])
        data = self._get(self.user_exit_officer)
        self.assertEqual(data["live"]["reasons"], [])
        self.assertTrue(data["live"]["may_read_named"])
        self.assertEqual(self._rate(data, "answered_of_eligible")["of"], 5)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_else_gets_it(self):
        for user in (self.user_interviewer, self.user_manager, self.user_colleague):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._get(user)

    def test_number_of_queries_does_not_grow(self):
        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._get()
            return self.env.cr.sql_log_count - before

        self._depart(self._new_leavers(3))
        count()
        small = count()
        self._depart(self._new_leavers(20))
        self.assertLessEqual(count(), small)
