from datetime import date

from freezegun import freeze_time

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import TODAY, OffboardingCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboarding(OffboardingCase):
    def test_form_proposes_dates_and_package(self):
        self.company.offboarding_notice_days = 14
        form = Form(self.env["hr.offboarding"].with_user(self.user_officer))
        form.employee_id = self.employee_leaver
        form.reason_id = self.reason_resigned
        self.assertEqual(form.notice_date, TODAY)
        self.assertEqual(form.last_working_date, date(2026, 3, 30))
        self.assertEqual(form.departure_date, date(2026, 3, 30))
        form.last_working_date = "2026-04-10"
        self.assertEqual(form.departure_date, date(2026, 4, 10))
        case = form.save()
        self.assertEqual(
            case.template_id,
            self.env.ref("hr_exit_interview.hr_offboarding_template_standard"),
        )
        self.assertEqual(case.user_id, self.user_officer)
        self.assertRegex(case.name, r"^OFF/2026/\d{4}$")

    def test_name_names_nobody(self):
        case = self._new_offboarding()
        self.assertEqual(case.display_name, case.name)
        self.assertNotIn("Lea", case.display_name)

    def test_package_of_the_kind_goes_before_the_general_one(self):
        package = self.env.ref("hr_exit_interview.hr_offboarding_template_dismissal")
        self.assertNotEqual(self._new_offboarding().template_id, package)
        fired = self._new_offboarding(
            self.employee_manager, reason_id=self.reason_fired.id
        )
        self.assertEqual(fired.template_id, package)

    def test_confirm_takes_the_snapshot_and_creates_the_tasks(self):
        case = self._new_offboarding()
        case.action_confirm()
        self.assertEqual(case.state, "in_progress")
        self.assertEqual(case.department_id, self.department)
        self.assertEqual(case.manager_id, self.employee_manager)
        wanted = case.template_id._get_items().filtered(case._is_task_wanted)
        self.assertEqual(
            case.task_ids.sudo().template_task_id, wanted, "one task for each item"
        )
        self.assertEqual(case.task_count, len(wanted))
        self.employee_leaver.department_id = False
        self.assertEqual(case.department_id, self.department)

    def test_depart_drives_core_and_keeps_the_facts(self):
        case = self._new_offboarding()
        case.action_confirm()
        case.action_depart()
        self.assertEqual(case.state, "departed")
        self.assertFalse(self.employee_leaver.active)
        self.assertFalse(self.user_leaver.active)
        self.assertEqual(self.employee_leaver.departure_reason_id, self.reason_resigned)
        self.assertEqual(self.employee_leaver.departure_date, TODAY)
        self.assertEqual(self.employee_leaver.contract_date_end, TODAY)
        self.assertFalse(self.employee_leaver.departure_description)
        self.assertPeriods(
            self.employee_leaver, [("2021-05-01", TODAY, self.reason_resigned)]
        )
        self.assertEqual(case.period_id, self._get_periods(self.employee_leaver))

    def test_depart_calls_the_next_addon_once(self):
        # The director has reports and nobody above: that is not the subject here.
        self.company.offboarding_handover_default = "leave"
        case = self._new_offboarding()
        other = self._new_offboarding(self.employee_director)
        (case + other).action_confirm()
        calls = []
        self.patch(
            self.env.registry["hr.offboarding"],
            "_do_after_departure",
            lambda cases: calls.append(
                (cases, set(cases.employee_id.mapped("active")))
            ),
        )
        (case + other).action_depart()
        self.assertEqual(
            [(set(cases), active) for cases, active in calls],
            [({case, other}, {False})],
        )

    def test_depart_waits_for_the_day(self):
        case = self._new_offboarding(last_working_date="2026-03-17")
        case.action_confirm()
        with self.assertRaisesRegex(UserError, "2026"):
            case.action_depart()
        self.assertTrue(self.employee_leaver.active)
        with freeze_time("2026-03-17"):
            case.action_depart()
        self.assertFalse(self.employee_leaver.active)

    def test_failing_departure_leaves_nothing_half_done(self):
        case = self._new_offboarding()
        case.action_confirm()

        def fail(wizard):
            raise UserError("Another addon refuses.")

        self.patch(
            self.env.registry["hr.departure.wizard"], "action_register_departure", fail
        )
        with self.assertRaises(UserError), self.env.cr.savepoint():
            case.action_depart()
        self.env.invalidate_all()
        self.assertEqual(case.state, "in_progress")
        self.assertPeriods(self.employee_leaver, [])

    def test_archiving_by_another_way_takes_the_case_along(self):
        for archive in ("write", "resource"):
            with self.subTest(archive):
                employee = self._new_employee(f"Leaver {archive}")
                case = self._new_offboarding(employee)
                record = employee if archive == "write" else employee.resource_id
                record.write({"active": False})
                self.assertEqual(case.state, "departed")
                self.assertEqual(case.period_id.reason_id, self.reason_resigned)

    def test_close_waits_for_blocking_tasks(self):
        case = self._new_offboarding()
        case.action_confirm()
        case.action_depart()
        with self.assertRaisesRegex(UserError, "still blocks"):
            case.action_close()
        case.task_ids.filtered("is_blocking").action_done()
        case.action_close()
        self.assertEqual(case.state, "done")

    def test_retained_keeps_the_employee_and_drops_open_tasks(self):
        case = self._new_offboarding()
        case.action_confirm()
        done = case.task_ids[0]
        done.action_done()
        case.action_retain()
        self.assertEqual(case.state, "retained")
        self.assertTrue(self.employee_leaver.active)
        self.assertPeriods(self.employee_leaver, [])
        self.assertEqual(done.state, "done")
        self.assertEqual(set((case.task_ids - done).mapped("state")), {"waived"})

    def test_cancelled_departure_can_be_taken_up_again(self):
        case = self._new_offboarding()
        case.action_cancel()
        case.action_reset()
        case.action_confirm()
        self.assertEqual(case.state, "in_progress")

    def test_moves_only_along_the_table(self):
        case = self._new_offboarding()
        with self.assertRaises(UserError):
            case.action_close()
        with self.assertRaises(UserError):
            case.state = "done"
        case.action_confirm()
        with self.assertRaises(UserError):
            case.action_confirm()

    def test_departure_begins_as_a_new_one(self):
        """Neither a column of the board nor the API makes one that is over already."""
        with self.assertRaisesRegex(UserError, "buttons"):
            self._new_offboarding(state="done")
        board = self.env["hr.offboarding"].with_context(default_state="departed")
        form = Form(board.with_user(self.user_officer))
        self.assertEqual(form.state, "draft")
        form.employee_id = self.employee_leaver
        form.reason_id = self.reason_resigned
        self.assertEqual(form.save().state, "draft")

    def test_moved_date_moves_open_tasks_only(self):
        case = self._new_offboarding(last_working_date="2026-03-31")
        case.action_confirm()
        of_last_day = case.task_ids.filtered(
            lambda task: task.sudo().template_task_id.offset_from == "last_day"
        )
        done, moving = of_last_day[0], of_last_day[1]
        done.action_done()
        before, kept = moving.date_deadline, done.date_deadline
        case.last_working_date = "2026-04-07"
        self.assertEqual((moving.date_deadline - before).days, 7)
        self.assertEqual(moving.activity_ids.date_deadline, moving.date_deadline)
        self.assertEqual(done.date_deadline, kept)

    def test_one_open_departure_per_employee(self):
        case = self._new_offboarding()
        with self.assertRaisesRegex(UserError, f"Lea Ver.*{case.name}"):
            self._new_offboarding()

    def test_bad_dates_get_a_sentence(self):
        with self.assertRaisesRegex(ValidationError, "before the start|lies before"):
            self._new_offboarding(
                notice_date="2021-01-01",
                last_working_date="2021-02-01",
            )

    def test_who_has_left_cannot_leave_again(self):
        self.employee_leaver.action_archive()
        with self.assertRaisesRegex(UserError, "already left"):
            self._new_offboarding()

    def test_confirmed_departure_keeps_its_person_and_is_kept(self):
        case = self._new_offboarding()
        case.action_confirm()
        with self.assertRaises(UserError):
            case.employee_id = self.employee_manager
        with self.assertRaises(UserError):
            case.with_user(self.user_admin_hr).unlink()
        draft = self._new_offboarding(self.employee_manager)
        draft.with_user(self.user_admin_hr).unlink()
        self.assertFalse(draft.exists())

    def test_may_contact_follows_address_and_reason(self):
        case = self._new_offboarding()
        self.assertTrue(case._may_contact("exit_survey"))
        case.reason_id = self.reason_fired
        self.assertFalse(case._may_contact("exit_survey"))
        case.reason_id = self.reason_resigned
        self.employee_leaver.private_email = False
        self.assertFalse(case._may_contact("exit_survey"))

    def test_cron_departs_who_is_due_where_they_work(self):
        """Ended on the 15th: on the 16th at 10:30 UTC it is over everywhere; a stint
        that ends on the 16th is over in Kiritimati only.
        """
        far = self.company.resource_calendar_id.copy({"tz": "Pacific/Kiritimati"})
        near = self.company.resource_calendar_id.copy({"tz": "Pacific/Pago_Pago"})
        cases = self.env["hr.offboarding"]
        for name, calendar, last_day in (
            ("Over", near, "2026-03-15"),
            ("Over There", far, TODAY),
            ("Not Yet", near, TODAY),
        ):
            employee = self._new_employee(name, resource_calendar_id=calendar.id)
            cases += self._new_offboarding(employee, last_working_date=last_day)
        cases.action_confirm()
        with freeze_time("2026-03-16 12:30:00"), self.enter_registry_test_mode():
            self.env.ref("hr_exit_interview.ir_cron_depart_due").method_direct_trigger()
        self.assertEqual(cases.mapped("state"), ["departed", "departed", "in_progress"])

    @mute_logger("odoo.addons.hr_exit_interview.models.hr_offboarding_batch")
    def test_cron_parks_a_failing_departure_and_goes_on(self):
        # The director has reports and nobody above: that is not the subject here.
        self.company.offboarding_handover_default = "leave"
        failing = self._new_offboarding(last_working_date="2026-03-15")
        other = self._new_offboarding(
            self.employee_director, last_working_date="2026-03-15"
        )
        (failing + other).action_confirm()
        register = self.env.registry["hr.departure.wizard"].action_register_departure

        def fail_for_leaver(wizard):
            if self.employee_leaver in wizard.employee_ids:
                raise UserError("The car is not back.")
            return register(wizard)

        self.patch(
            self.env.registry["hr.departure.wizard"],
            "action_register_departure",
            fail_for_leaver,
        )
        with self.enter_registry_test_mode():
            self.env.ref("hr_exit_interview.ir_cron_depart_due").method_direct_trigger()
        self.assertEqual(failing.state, "in_progress")
        self.assertEqual(failing.departure_error, "The car is not back.")
        self.assertPeriods(self.employee_leaver, [])
        self.assertEqual(other.state, "departed")
