from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY
from .wave_common import LAST_DAY, WaveCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingWaveChange(WaveCase):
    """What changes on a wave that runs, who is taken out, and how it ends."""

    def test_people_are_added_to_a_confirmed_wave(self):
        wave = self._new_wave(self.employee_leaver)
        wave.action_confirm()
        wizard = self._new_wizard(self.employee_second, wave_id=wave.id)
        wizard.action_add()
        self.assertEqual((wave.draft_count, wave.confirmed_count), (1, 1))
        case = self._get_case(wave, self.employee_second)
        self.assertEqual(case.last_working_date, LAST_DAY)
        wave.action_confirm()
        self.assertEqual(case.state, "in_progress")
        self.assertEqual(wave.draft_count, 0)

    def test_dates_move_for_all_and_own_agreements_stay(self):
        garden = self._new_employee("Gary Garden")
        wave = self._new_wave(self.people + garden)
        wave.action_confirm()
        follower = self._get_case(wave, self.employee_leaver)
        own = self._get_case(wave, self.employee_second)
        leave = self._get_case(wave, garden)
        own.last_working_date = "2026-05-31"
        leave.departure_date = "2026-09-30"
        task = follower.task_ids.filtered(
            lambda task: (
                task.template_task_id.offset_from == "last_day" and task.planned_date
            )
        )[:1]
        done = follower.task_ids.filtered(
            lambda other: other.planned_date and other != task
        )[:1]
        done.note = "Proof"
        done.action_done()
        planned, closed = task.planned_date, done.planned_date
        wave.last_working_date = "2026-07-31"
        self.assertEqual(follower.last_working_date, date(2026, 7, 31))
        self.assertEqual(follower.departure_date, date(2026, 7, 31))
        self.assertGreater(task.planned_date, planned)
        self.assertEqual(done.planned_date, closed)
        self.assertEqual(own.last_working_date, date(2026, 5, 31))
        self.assertEqual(leave.last_working_date, date(2026, 7, 31))
        self.assertEqual(leave.departure_date, date(2026, 9, 30))
        wave.departure_date = "2026-08-31"
        self.assertEqual(follower.departure_date, date(2026, 8, 31))
        self.assertEqual(leave.departure_date, date(2026, 9, 30))

    def test_who_has_left_moves_no_more(self):
        wave = self._new_wave(notice_date="2026-02-16", last_working_date=TODAY)
        wave.action_confirm()
        gone = self._get_case(wave, self.employee_leaver)
        gone.action_depart()
        wave.last_working_date = LAST_DAY
        self.assertEqual(gone.last_working_date, TODAY)
        other = self._get_case(wave, self.employee_second)
        self.assertEqual(other.last_working_date, LAST_DAY)

    def test_dates_that_do_not_follow_each_other_are_refused(self):
        wave = self._new_wave()
        case = self._get_case(wave, self.employee_leaver)
        for values in (
            {"last_working_date": "2026-01-01"},
            {"departure_date": "2026-06-01"},
            {"last_working_date": "9999-12-31"},
            {"notice_date": "2026-07-01"},
        ):
            with self.subTest(values), self.assertRaises(UserError):
                wave.write(values)
            wave.invalidate_recordset()
            self.assertEqual(case.last_working_date, LAST_DAY)
        with self.assertRaises(UserError):
            self._new_wave(self.env["hr.employee"], last_working_date="2020-01-01")
        case.last_working_date = "2026-04-30"
        with self.assertRaisesRegex(UserError, "lies before"):
            wave.write({"notice_date": "2026-05-15"})

    def test_facts_follow_the_wave(self):
        wave = self._new_wave()
        own = self._get_case(wave, self.employee_second)
        own.user_id = self.user_admin_hr
        follower = self._get_case(wave, self.employee_leaver)
        wave.reason_id = self.reason_fired
        package = wave.template_id
        self.assertNotEqual(package, self.package)
        for case in wave.offboarding_ids:
            self.assertEqual(case.reason_id, self.reason_fired)
            self.assertEqual(case.template_id, package)
            self.assertEqual(case.last_working_date, LAST_DAY)
        other = self._new_user("hr_second", "hr.group_hr_user")
        wave.user_id = other
        self.assertEqual(follower.user_id, other)
        self.assertEqual(own.user_id, self.user_admin_hr)

    def test_reason_must_be_one_to_choose(self):
        with self.assertRaises(ValidationError):
            self._new_wave(self.env["hr.employee"], reason_id=self.reason.parent_id.id)
        self.reason.active = False
        with self.assertRaisesRegex(ValidationError, "no longer in use"):
            self._new_wave(self.env["hr.employee"])

    def test_company_is_decided_once(self):
        both = self.company + self.company_other
        self.user_officer.company_ids = both
        wave = self._new_wave().with_context(allowed_company_ids=both.ids)
        with self.assertRaisesRegex(UserError, "Start another wave"):
            wave.company_id = self.company_other
        empty = self._new_wave(self.env["hr.employee"])
        empty.with_context(allowed_company_ids=both.ids).company_id = both[1]
        self.assertEqual(empty.sudo().company_id, self.company_other)

    def test_taken_out_before_leaves_no_trace(self):
        wave = self._new_wave()
        case = self._get_case(wave, self.employee_leaver)
        case.action_leave_wave()
        self.assertFalse(case.exists())
        self.assertEqual(self.employee_leaver.offboarding_count, 0)
        self.assertEqual(wave.people_count, 1)
        self.assertEqual(wave.stays_count, 0)

    def test_taken_out_afterwards_stays(self):
        wave = self._new_wave()
        wave.action_confirm()
        case = self._get_case(wave, self.employee_leaver)
        case.action_leave_wave()
        self.assertEqual(case.state, "retained")
        self.assertNotIn("todo", case.task_ids.mapped("state"))
        self.assertEqual((wave.people_count, wave.stays_count), (1, 1))
        self.assertTrue(self.employee_leaver.active)
        for refused in (case, self._new_offboarding(self.employee_director)):
            with self.assertRaisesRegex(UserError, "cannot be taken out"):
                refused.action_leave_wave()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_only_hr_takes_somebody_out(self):
        wave = self._new_wave()
        wave.action_confirm()
        case = self._get_case(wave, self.employee_leaver)
        for user in (self.user_leaver, self.user_manager, self.user_officer_other):
            with self.subTest(user.login), self.assertRaises(AccessError):
                case.with_user(user).action_leave_wave()
            with self.subTest(user.login), self.assertRaises(AccessError):
                wave.with_user(user).action_confirm()
        self.assertEqual(case.state, "in_progress")

    def test_cancel(self):
        prepared = self._new_wave()
        cases = prepared.offboarding_ids
        prepared.action_cancel()
        self.assertEqual(prepared.state, "cancelled")
        self.assertFalse(cases.exists())
        confirmed = self._new_wave()
        confirmed.action_confirm()
        confirmed.action_cancel()
        self.assertEqual(set(confirmed.offboarding_ids.mapped("state")), {"retained"})
        with self.assertRaisesRegex(UserError, "wave is closed"):
            confirmed.last_working_date = "2026-08-31"
        with self.assertRaisesRegex(UserError, "wave is closed"):
            confirmed.action_add_people()
        confirmed.title = "Named later"

    def test_cancel_is_refused_once_somebody_has_left(self):
        wave = self._new_wave(notice_date="2026-02-16", last_working_date=TODAY)
        wave.action_confirm()
        gone = self._get_case(wave, self.employee_leaver)
        gone.action_depart()
        with self.assertRaisesRegex(UserError, gone.name):
            wave.action_cancel()
        self.assertEqual(wave.state, "in_progress")

    def test_empty_wave_is_deleted_by_an_administrator_only(self):
        wave = self._new_wave()
        with self.assertRaises(AccessError), mute_logger("odoo.models"):
            wave.unlink()
        wave = wave.with_user(self.user_admin_hr)
        with self.assertRaisesRegex(UserError, "kept for the record"):
            wave.unlink()
        wave.action_cancel()
        wave.unlink()
        self.assertFalse(wave.exists())

    def test_figures_until_it_is_closed(self):
        third = self._new_employee("Tim Third")
        wave = self._new_wave(
            self.people + third, notice_date="2026-02-16", last_working_date=TODAY
        )
        names = ("people", "confirmed", "departed", "cleared", "stays")

        def get_figures():
            return tuple(wave[f"{name}_count"] for name in names)

        self.assertEqual(get_figures(), (3, 0, 0, 0, 0))
        wave.action_confirm()
        self.assertEqual(get_figures(), (3, 3, 0, 0, 0))
        self._get_case(wave, third).action_leave_wave()
        cases = wave.offboarding_ids.filtered("is_open")
        cases.action_depart()
        self.assertEqual(get_figures(), (2, 2, 2, 0, 1))
        with self.assertRaisesRegex(UserError, "Not everybody is cleared"):
            wave.action_close()
        first = cases[0]
        first.task_ids.filtered("requires_proof").note = "Proof"
        first.task_ids.action_done()
        first.action_close()
        self.assertEqual(get_figures(), (2, 2, 2, 1, 1))
        self.assertEqual(wave.progress, 50)
        second = cases[1]
        second.task_ids.filtered("requires_proof").note = "Proof"
        second.task_ids.action_done()
        second.action_close()
        wave.action_close()
        self.assertEqual(wave.state, "done")
        self.assertEqual(wave.action_view_people()["domain"][0][2], wave.ids)

    def test_wave_of_many_costs_half_a_query_each(self):
        """From the dialogue to confirmed and moved; tasks have a bar of their own."""
        package = self.env["hr.offboarding.template"].create({"name": "Nothing to do"})
        counts = {}
        for size in (10, 10, 50):  # The first run fills what is kept in memory.
            employees = self.env["hr.employee"].create(
                [
                    {"name": f"Leaver {n}", "company_id": self.company.id}
                    for n in range(size)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            steps = counts.setdefault(size, {})
            wave = self._new_wave(
                self.env["hr.employee"], template_id=package.id
            ).with_user(self.user_officer)
            for step in ("add", "confirm", "move"):
                self.env.flush_all()
                before = self.env.cr.sql_log_count
                if step == "add":
                    wave._add_people(employees.with_user(self.user_officer))
                elif step == "confirm":
                    wave.action_confirm()
                else:
                    wave.last_working_date = "2026-08-31"
                self.env.flush_all()
                steps[step] = self.env.cr.sql_log_count - before
        for step in ("add", "confirm", "move"):
            with self.subTest(step):
                each = (counts[50][step] - counts[10][step]) / 40
                self.assertLessEqual(each, 0.5, counts)
