from unittest.mock import patch

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .exit_common import MARKER
from .stat_common import AFTER_QUARTER, IN_QUARTER, ExitStatCase


@tagged("post_install", "-at_install")
class TestHrExitStat(ExitStatCase):
    """When a window is closed, what is told of it, and that it stays as it is."""

    def test_below_twice_the_smallest_group_nothing_is_told(self):
        self._seal(self._new_leavers(9), manager_fair=4)
        with freeze_time(AFTER_QUARTER):
            self.assertFalse(self._publish())
        self.assertFalse(self._search_stats())
        self._seal(self._new_leavers(1), manager_fair=4)
        with freeze_time(AFTER_QUARTER):
            window = self._publish()
        self.assertEqual(window.name, "2026 Q1")
        self.assertEqual(self._get_line("manager_fair").n, 10)

    def test_nothing_is_told_before_the_quarter_has_ended(self):
        self._seal(self._new_leavers(30), manager_fair=4)
        with freeze_time("2026-03-31 23:59:59"):
            self.assertFalse(self._publish())
        with freeze_time("2026-04-01 00:00:01"):
            self.assertTrue(self._publish())

    def test_a_window_grows_until_enough_have_answered(self):
        self._seal(self._new_leavers(6), manager_fair=4)
        with freeze_time(AFTER_QUARTER):
            self.assertFalse(self._publish())
        self._seal(self._new_leavers(6), "2026-05-05", manager_fair=4)
        with freeze_time("2026-07-01 03:00:00"):
            window = self._publish()
        self.assertEqual(window.name, "2026 Q1 – 2026 Q2")
        self.assertEqual(self._get_line("manager_fair").n, 12)

    def test_a_closed_window_is_never_touched_again(self):
        talks = self._new_leavers(12, department_id=self.departments[:2].ids)
        self._seal(talks, manager_fair=[4, 2], recommend=9)
        with freeze_time(AFTER_QUARTER):
            self._publish()
            before = self._get_table()
            self.assertGreater(len(before), 4)
            # Somebody answers late, another one is erased, a third is changed.
            self._seal(self._new_leavers(1), manager_fair=1)
            talks[0].sudo().answer_ids.unlink()
            talks[1].answer_ids.value_number = 1
            self.departments[0].name = "Renamed"
            self.assertFalse(self._publish())
        self.assertEqual(self._get_table(), before)
        self._seal(self._new_leavers(10), "2026-05-05", manager_fair=3)
        with freeze_time("2026-07-01 03:00:00"):
            self._publish()
        self.assertEqual(self._get_table()[: len(before)], before)
        news = self._search_stats(**{"window_id.name": "2026 Q2"})
        self.assertEqual(news.filtered(lambda line: line.n).mapped("n")[0], 11)

    def test_lines_of_a_window_counted_by_hand(self):
        talks = self._new_leavers(15, department_id=self.departments.ids)
        self._seal(
            talks,
            manager_fair=[5, 4, 3, 2, 5],
            recommend=[10, 9, 8, 3, 10],
            preventable=["yes", "no", "no"],
        )
        with freeze_time(AFTER_QUARTER):
            self._publish()
        line = self._get_line("manager_fair")
        self.assertEqual(
            (line.n, line.favourable_pct, line.mean, line.factor, line.bucket),
            (15, 60, 3.8, "manager", "Everybody"),
        )
        self.assertEqual(line.question, self._question("manager_fair").title)
        self.assertEqual(self._get_line("recommend").enps, 40)
        by_department = self._get_line("manager_fair", "department")
        self.assertEqual(
            {line.bucket: line.n for line in by_department},
            {"Sales": 5, "Care": 5, "Plant": 5},
        )
        self.assertEqual(
            {line.choice_key: line.share_pct for line in self._get_line("preventable")},
            {"yes": 35, "perhaps": 5, "no": 65},
        )

    def test_a_group_that_is_too_small_is_told_with_others(self):
        talks = self._new_leavers(18, department_id=self.departments[0].id)
        talks[:7].offboarding_id.department_id = self.departments[1]
        talks[7:9].offboarding_id.department_id = self.departments[2]
        self._seal(talks, manager_fair=4)
        with freeze_time(AFTER_QUARTER):
            self._publish()
        # Two people of the plant would be told by subtraction, so care joins them.
        self.assertEqual(
            {
                line.bucket: line.n
                for line in self._get_line("manager_fair", "department")
            },
            {"Sales": 9, "Other groups": 9},
        )

    def test_themes_need_eight(self):
        talks = self._new_leavers(14, department_id=self.departments[:2].ids)
        self._seal(talks, manager_fair=4, main_reason=["car", "pay"])
        with freeze_time(AFTER_QUARTER):
            self._publish()
        self.assertTrue(self._get_line("manager_fair", "department"))
        self.assertTrue(self._get_line("main_reason"))
        self.assertFalse(self._get_line("main_reason", "department"))
        # Every possible reason is listed: nothing tells that nobody has given it.
        self.assertEqual(len(self._get_line("main_reason")), 12)
        self.assertEqual(self._get_line("main_reason", choice_key="ret").share_pct, 5)

    def test_words_are_never_told(self):
        talks = self._new_leavers(20)
        self._seal(talks, manager_fair=4)
        self.env["hr.exit.answer"].create(
            [
                {
                    "interview_id": talk.id,
                    "company_id": self.company.id,
                    "question_key": "keep",
                    "question_title": "keep",
                    "answer_type": "text",
                    "value": MARKER,
                }
                for talk in talks
            ]
        )
        with freeze_time(AFTER_QUARTER):
            self._publish()
        table = str(self._get_table())
        self.assertNotIn(MARKER, table)
        self.assertNotIn("keep", table)
        self.assertNotIn("Leaver", table)

    def test_averages_weigh_groups_by_their_people(self):
        """Three groups of different size average to the figure of all of them."""
        talks = self._new_leavers(30, department_id=self.departments[0].id)
        talks[:5].offboarding_id.department_id = self.departments[1]
        self._seal(talks[:5], manager_fair=5, recommend=10)
        self._seal(talks[5:], manager_fair=[2, 4], recommend=0)
        with freeze_time(AFTER_QUARTER):
            self._publish()
        [[favourable, mean, enps, share]] = self.Stat._read_group(
            [
                ("company_id", "=", self.company.id),
                ("dimension", "=", "department"),
                ("kind", "in", ("scale", "enps")),
            ],
            [],
            ["favourable_pct:avg", "mean:avg", "enps:avg", "share_pct:avg"],
        )
        # (5 * 95 + 25 * 50) / 30, (5 * 4.8 + 25 * 3.0) / 30, (5 * 90 - 25 * 90) / 30
        self.assertAlmostEqual(favourable, 57.5)
        self.assertAlmostEqual(mean, 3.3)
        self.assertAlmostEqual(enps, -60)
        self.assertIsNone(share or None)

    def test_reasons_of_leavers_and_of_hr(self):
        talks = self._new_leavers(10)
        pay = self.env["hr.departure.reason"].search([("code", "=", "PAY1")])
        talks.offboarding_id.reason_id = pay
        self._seal(talks, main_reason=["pay", "mgr", "mgr", "mgr", "mgr"])
        with freeze_time(AFTER_QUARTER):
            self._publish()
        self.assertEqual(self._get_line("reason_gap").share_pct, 80)
        told = self._get_line("hr_reason", choice_key="pay")
        self.assertEqual((told.share_pct, told.n), (95, 10))
        self.assertEqual(self._get_line("main_reason", choice_key="mgr").share_pct, 80)

    def test_response_and_coverage(self):
        answered = self._new_leavers(10, is_regretted=True)
        self._seal(answered, manager_fair=4)
        silent = self._new_leavers(10)
        silent.write(
            {"questionnaire_state": "sent", "questionnaire_sent_date": IN_QUARTER}
        )
        self._new_leavers(3)  # Never asked.
        answered.offboarding_id.write(
            {"state": "departed", "departure_date": "2026-02-28"}
        )
        answered[:4].write({"state": "held", "date": IN_QUARTER})
        with freeze_time(AFTER_QUARTER):
            self._publish()
        response, coverage = self._get_line("response"), self._get_line("coverage")
        self.assertEqual((response.n, response.share_pct), (20, 50))
        self.assertEqual((coverage.n, coverage.share_pct), (10, 40))

    def test_somebody_who_left_twice_counts_once(self):
        talks = self._new_leavers(10)
        self._seal(talks, manager_fair=4)
        first = talks[0].offboarding_id
        first.state = "done"
        again = self.env["hr.exit.interview"].create(
            {
                "offboarding_id": first.copy(
                    {"employee_id": first.employee_id.id, "template_id": False}
                ).id,
                "kind": "exit",
            }
        )
        self._seal(again, "2026-03-03", manager_fair=1)
        with freeze_time(AFTER_QUARTER):
            self._publish()
        self.assertEqual(self._get_line("manager_fair").n, 10)
        self.assertEqual(
            set((talks + again).answer_ids.sudo().mapped("is_counted")), {True}
        )

    def test_clocks_far_apart_make_no_difference(self):
        """The day is that of the server, for Kiritimati as for Pago Pago."""
        talks = self._new_leavers(20)
        talks[:10].employee_id.tz = "Pacific/Kiritimati"
        talks[10:].employee_id.tz = "Pacific/Pago_Pago"
        self._seal(talks[::2], "2026-03-31 23:59:59", manager_fair=4)
        self._seal(talks[1::2], "2026-04-01 00:00:00", manager_fair=4)
        with freeze_time(AFTER_QUARTER):
            self._publish()
        self.assertEqual(self._get_line("manager_fair").n, 10)

    # The choice of the leaver

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_what_counts_in_totals_is_read_by_nobody(self):
        talks = self._new_leavers(20)
        answers = self._seal(talks, mode="totals", manager_fair=4)
        Answer = self.env["hr.exit.answer"].with_user(self.user_exit_officer)
        self.assertFalse(Answer.search([]))
        with self.assertRaises(AccessError):
            Answer.browse(answers[0].id).read(["value"])
        with freeze_time(AFTER_QUARTER):
            self._publish()
        self.assertEqual(self._get_line("manager_fair").n, 20)
        self.assertFalse(answers.exists())

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_what_is_for_later_is_read_and_counted_later(self):
        talks = self._new_leavers(10)
        self._seal(talks, mode="later", release="2026-05-20", manager_fair=4)
        Answer = self.env["hr.exit.answer"].with_user(self.user_exit_officer)
        for day, found in (("2026-05-19", 0), ("2026-05-20", 10)):
            with freeze_time(day):
                self.assertEqual(Answer.search_count([]), found, day)
        with freeze_time(AFTER_QUARTER):
            self.assertFalse(self._publish())
        with freeze_time("2026-07-01 03:00:00"):
            self.assertEqual(self._publish().name, "2026 Q2")

    def test_an_answer_for_later_has_its_day(self):
        talks = self._new_leavers(1)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._seal(talks, mode="later", manager_fair=4)

    def test_few_hidden_people_wait_so_that_nobody_can_subtract(self):
        """An exit officer knows all answers but theirs, and could take them off."""
        self._seal(self._new_leavers(12), manager_fair=2)
        hidden = self._new_leavers(4)
        self._seal(hidden, mode="totals", manager_fair=5)
        with freeze_time(AFTER_QUARTER):
            self._publish()
        self.assertEqual(self._get_line("manager_fair").n, 12)
        self.assertEqual(len(hidden.sudo().answer_ids), 4)
        self._seal(self._new_leavers(1), "2026-05-05", mode="totals", manager_fair=5)
        self._seal(self._new_leavers(6), "2026-05-05", manager_fair=2)
        with freeze_time("2026-07-01 03:00:00"):
            self._publish()
        self.assertEqual(self._get_line("manager_fair").mapped("n"), [12, 11])
        self.assertFalse(hidden.sudo().answer_ids)

    # The smallest group

    def test_the_smallest_group_is_three_at_least(self):
        with self.assertRaises(ValidationError):
            self.company.exit_stat_minimum = 2
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.env.cr.execute(
                "UPDATE res_company SET exit_stat_minimum = 2 WHERE id = %s",
                [self.company.id],
            )

    def test_only_exit_officers_make_it_smaller_and_it_is_noted(self):
        system = self._new_user("sys", "base.group_system,base.group_erp_manager")
        company = self.company.with_user(system)
        company.exit_stat_minimum = 8
        with self.assertRaises(AccessError):
            company.exit_stat_minimum = 4
        system.group_ids += self.env.ref("hr_exit_interview.group_manager")
        company.exit_stat_minimum = 4
        self.assertEqual(
            [
                (change.before, change.after, change.user_id)
                for change in self.company.exit_stat_minimum_ids.sorted("id")
            ],
            [(5, 8, system), (8, 4, system)],
        )

    def test_a_smaller_group_holds_for_later_answers_only(self):
        self._seal(self._new_leavers(9), manager_fair=4)
        with freeze_time("2026-03-01"):
            self.company.exit_stat_minimum = 3
        with freeze_time(AFTER_QUARTER):
            self.assertFalse(self._publish())
        self.env["hr.exit.answer"].search([]).unlink()
        self._seal(self._new_leavers(6), "2026-03-02", manager_fair=4)
        with freeze_time(AFTER_QUARTER):
            self.assertEqual(self._publish().minimum, 3)

    def test_a_larger_group_holds_at_once(self):
        self._seal(self._new_leavers(12), manager_fair=4)
        self.company.exit_stat_minimum = 7
        with freeze_time(AFTER_QUARTER):
            self.assertFalse(self._publish())

    # The job

    @freeze_time(AFTER_QUARTER)
    def test_job_goes_on_when_one_company_fails(self):
        self._seal(self._new_leavers(10), manager_fair=4)
        self._seal(self._new_leavers(10, self.company_other), manager_fair=4)
        companies = self.company + self.company_other
        prepare = type(self.Window)._prepare_stat_values

        def fail_in_one(window, due):
            if due.company == self.company:
                raise ValueError("broken")
            return prepare(window, due)

        cron = self.env.ref("hr_exit_interview.ir_cron_publish_exit_stats")
        with self.enter_registry_test_mode():
            with (
                patch.object(type(self.Window), "_prepare_stat_values", fail_in_one),
                mute_logger(
                    "odoo.addons.hr_exit_interview.models.hr_exit_stat_window_publish"
                ),
            ):
                cron.method_direct_trigger()
            windows = self.Window.search([("company_id", "in", companies.ids)])
            self.assertEqual(windows.company_id, self.company_other)
            # The next run does what was left, and nothing twice.
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        self.env.invalidate_all()
        windows = self.Window.search([("company_id", "in", companies.ids)])
        self.assertEqual(windows.company_id, companies)
        self.assertEqual(len(windows), 2)

    def test_job_with_nothing_due_is_one_query(self):
        talks = self._new_leavers(12)
        self._seal(talks, manager_fair=4)
        with freeze_time(AFTER_QUARTER):
            self._publish()
            with self.assertQueryCount(1):
                self.assertFalse(self.Window._get_due_companies())

    def test_queries_do_not_grow_with_the_people(self):
        counts = []
        for number, (count, month) in enumerate(((12, 2), (12, 5), (48, 8))):
            talks = self._new_leavers(
                count,
                department_id=self.departments.ids,
                last_working_date=f"2026-{month:02}-15",
            )
            self._seal(
                talks, f"2026-{month:02}-10", manager_fair=[2, 4], preventable="yes"
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(f"2026-{month + 2:02}-01 03:00:00"):
                self.assertTrue(self._publish(), number)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 2, counts)

    def test_a_window_cannot_be_published_twice(self):
        values = {
            "company_id": self.company.id,
            "date_from": "2026-01-01",
            "date_to": "2026-03-31",
            "minimum": 5,
        }
        self.Window.create(values)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.Window.create(values)

    # Screens

    def test_empty_screen_says_why_and_gives_no_count(self):
        self.env.user.lang = "en_US"
        Stat = self.Stat.with_user(self.user_officer)
        with freeze_time("2026-02-15"):
            before = Stat.get_empty_list_help("")
            self._seal(self._new_leavers(7), manager_fair=4)
            self.assertEqual(Stat.get_empty_list_help(""), before)
        self.assertIn("at least 10 people", before)
        self.assertIn("04/01/2026", before)

    def test_exit_officer_sees_what_would_be_told_and_publishes(self):
        talks = self._new_leavers(15, department_id=self.departments.ids)
        self._seal(talks, manager_fair=[5, 1, 3])
        Wizard = self.env["hr.exit.stat.publish"].with_user(self.user_exit_officer)
        with freeze_time(AFTER_QUARTER):
            wizard = Wizard.create({})
            self.assertTrue(wizard.is_due)
            self.assertIn("Care, Plant, Sales", wizard.preview)
            self.assertFalse(self._search_stats())
            action = wizard.action_publish()
            self.assertEqual(action["res_model"], "hr.exit.stat")
            self.assertTrue(self._search_stats(self.user_exit_officer, n=15))
            again = Wizard.create({})
            self.assertFalse(again.is_due)
            self.assertIn("07/01/2026", again.preview)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_nobody_else_publishes(self):
        for user in (self.user_officer, self.user_admin_hr, self.user_colleague):
            with self.assertRaises(AccessError):
                self.env["hr.exit.stat.publish"].with_user(user).create({})
        foreign = self.env["hr.exit.stat.publish"].with_user(self.user_exit_officer)
        with self.assertRaises(AccessError):
            foreign.create({"company_id": self.company_other.id}).action_publish()
