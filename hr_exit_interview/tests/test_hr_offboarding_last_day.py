from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY, OffboardingCase

BATCH_LOGGER = "odoo.addons.hr_exit_interview.models.hr_offboarding_batch"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingLastDay(OffboardingCase):
    def _new_departures(self, count, name="Leaver", **values):
        cases = self.env["hr.offboarding"]
        for number in range(count):
            employee = self._new_employee(f"{name} {number}")
            cases += self._new_offboarding(
                employee,
                last_working_date="2026-03-13",
                template_id=False,
                **values,
            )
        cases.action_confirm()
        return cases

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("hr_exit_interview.ir_cron_depart_due").method_direct_trigger()
        self.env.invalidate_all()

    def _spy_on_wizard(self, poison=None):
        """Count the runs of core's wizard; one that holds `poison` fails."""
        runs = []
        register = self.env.registry["hr.departure.wizard"].action_register_departure

        def spy(wizard):
            runs.append(wizard.employee_ids)
            if poison and poison.employee_id & wizard.employee_ids:
                raise UserError("The car is not back.")
            return register(wizard)

        self.patch(
            self.env.registry["hr.departure.wizard"], "action_register_departure", spy
        )
        return runs

    def test_equal_departures_go_together(self):
        resigned = self._new_departures(3)
        fired = self._new_departures(2, "Fired", reason_id=self.reason_fired.id)
        kept = self._new_departures(1, "Kept", set_contract_end=False)
        runs = self._spy_on_wizard()
        self._run_cron()
        self.assertEqual(
            sorted(len(employees) for employees in runs),
            [1, 2, 3],
        )
        self.assertEqual(set((resigned + fired + kept).mapped("state")), {"departed"})
        self.assertFalse(kept.employee_id.contract_date_end)
        self.assertEqual(
            resigned.employee_id.mapped("contract_date_end"),
            [fields.Date.to_date("2026-03-13")] * 3,
        )
        self.assertIn(resigned[0].name, resigned[0].employee_id.message_ids[0].body)

    @mute_logger(BATCH_LOGGER)
    def test_one_that_fails_is_parked_and_tried_again_on_the_next_day(self):
        cases = self._new_departures(4)
        poison = cases[1]
        runs = self._spy_on_wizard(poison)
        self._run_cron()
        self.assertEqual((cases - poison).mapped("state"), ["departed"] * 3)
        self.assertEqual(poison.state, "in_progress")
        self.assertEqual(poison.departure_error, "The car is not back.")
        self.assertEqual([len(employees) for employees in runs], [4, 1, 1, 1, 1])
        self.assertPeriods(poison.employee_id, [])
        self.assertFalse(poison.access_closed_date)

        runs.clear()
        self._run_cron()
        self.assertFalse(runs)
        with freeze_time("2026-03-17"):
            self._run_cron()
            self.assertEqual(len(runs), 1)
            self._run_cron()
            self.assertEqual(len(runs), 1)

    @mute_logger(BATCH_LOGGER)
    def test_parked_one_is_executed_by_hand_once_it_is_settled(self):
        case = self._new_departures(1)
        failing = [True]

        def refuse(cases):
            if failing:
                raise UserError("Hand over the customers first.")

        self.patch(self.env.registry["hr.offboarding"], "_do_before_departure", refuse)
        self._run_cron()
        self.assertEqual(case.departure_error, "Hand over the customers first.")
        self.assertTrue(case.employee_id.active)
        failing.clear()
        case.action_depart()
        self.assertEqual(case.state, "departed")
        self.assertFalse(case.departure_error)

    def test_job_that_was_killed_begins_again_and_does_nothing_twice(self):
        cases = self._new_departures(5)
        self.patch(self.env.registry["hr.offboarding"], "_DEPART_BATCH", 2)
        runs = self._spy_on_wizard()
        cases[:2]._run_or_park("_depart_due", "departure_error")
        self._run_cron()
        self._run_cron()
        self.assertEqual([len(employees) for employees in runs], [2, 2, 1])
        self.assertEqual(set(cases.mapped("state")), {"departed"})
        for case in cases:
            self.assertEqual(len(case.employee_id.employment_period_ids), 1)

    def test_team_goes_to_whom_the_case_names(self):
        leader = self.employee_manager
        successor = self._new_employee("Sue Cess", parent_id=leader.id)
        self.employee_leaver.coach_id = leader
        self.department.manager_id = leader
        self.employee_leaver.parent_id = leader
        case = self._new_offboarding(
            leader, successor_id=successor.id, team_moves_to="successor"
        )
        case.action_confirm()
        case.action_depart()
        self.assertEqual(self.employee_leaver.parent_id, successor)
        self.assertEqual(self.employee_leaver.coach_id, successor)
        self.assertEqual(self.department.manager_id, successor)
        self.assertEqual(successor.parent_id, self.employee_director)

    def test_team_passes_over_who_leaves_as_well(self):
        self.employee_leaver.parent_id = self.employee_manager
        head = self._new_employee("Hedda Head")
        self.employee_director.parent_id = head
        cases = self._new_offboarding(self.employee_manager)
        cases += self._new_offboarding(self.employee_director)
        cases.action_confirm()
        cases.action_depart()
        self.assertEqual(self.employee_leaver.parent_id, head)

    def test_team_of_nobody_is_left_to_core(self):
        self.department.manager_id = self.employee_manager
        self.employee_leaver.parent_id = self.employee_manager
        case = self._new_offboarding(self.employee_manager, team_moves_to="nobody")
        case.action_confirm()
        self.employee_manager.action_archive()
        self.assertFalse(self.employee_leaver.parent_id)
        self.assertEqual(case.state, "departed")

    def test_team_moves_whoever_archives(self):
        self.employee_leaver.parent_id = self.employee_manager
        self._new_offboarding(self.employee_manager).action_confirm()
        self.employee_manager.action_archive()
        self.assertEqual(self.employee_leaver.parent_id, self.employee_director)

    def _count_queries(self, run):
        # What other addons do with those who have left is theirs to count.
        self.patch(
            self.env.registry["hr.offboarding"],
            "_do_after_departure",
            lambda cases: None,
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        run()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_queries_per_departure(self):
        """At most 4.5 queries for each more: performance bar 4."""
        few, many = self._new_departures(10, "Few"), self._new_departures(50, "Many")
        self._new_departures(1, "Warm up").action_depart()
        cost = [self._count_queries(cases.action_depart) for cases in (few, many)]
        self.assertLessEqual((cost[1] - cost[0]) / 40, 4.5, cost)

    def test_queries_of_our_steps_around_core(self):
        """Ledger, teams and cases cost the same for 10 and for 50: bar 2."""
        few, many = self._new_departures(10, "Few"), self._new_departures(50, "Many")
        warm = self._new_departures(1, "Warm up").employee_id
        reason, date = self.reason_resigned, fields.Date.to_date("2026-03-13")

        def archive(employees):
            employees._prepare_archiving()
            employees._follow_archiving()
            employees._complete_employment_periods(date, reason)
            self.env["hr.offboarding"]._follow_closed_logins(employees)

        archive(warm)
        cost = [
            self._count_queries(lambda cases=cases: archive(cases.employee_id))
            for cases in (few, many)
        ]
        self.assertLessEqual(cost[1] - cost[0], 0.1 * 40, cost)
