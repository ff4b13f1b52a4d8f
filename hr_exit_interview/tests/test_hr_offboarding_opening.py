"""Nobody is archived without a departure, whichever way that happens."""

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .opening_common import OpeningCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingOpening(OpeningCase):
    def test_every_way_of_archiving_opens_a_departure(self):
        ways = {
            "menu wizard": lambda e: self._run_wizard(e),
            "wizard by an officer": lambda e: self._run_wizard(e, self.user_officer),
            "list action": lambda e: e.with_user(self.user_officer).action_archive(),
            "write": lambda e: e.with_user(self.user_officer).write({"active": False}),
            "resource": lambda e: e.resource_id.write({"active": False}),
            "import": lambda e: e.with_user(self.user_officer).load(
                [".id", "active"], [[str(e.id), "False"]]
            ),
        }
        for way, archive in ways.items():
            with self.subTest(way):
                user = self._new_user(
                    f"user of {way}".replace(" ", "_"), "base.group_user"
                )
                employee = self._new_employee(
                    f"By {way}",
                    user,
                    department_id=self.department.id,
                    parent_id=self.employee_manager.id,
                )
                archive(employee)
                by_wizard = "wizard" in way
                case = self.assertOpened(
                    employee,
                    "wizard" if by_wizard else "archive",
                    self.reason_fired if by_wizard else self.no_reason,
                )
                self.assertEqual(case.manager_id, self.employee_manager)
                self.assertEqual(
                    case.line_manager_ids,
                    self.employee_manager + self.employee_director,
                )
                self.assertTrue(user.active)

    def test_many_at_once_have_a_departure_each(self):
        employees = self.employee_leaver + self.employee_manager
        self._run_wizard(employees, remove_related_user=True)
        for employee in employees:
            self.assertOpened(employee, "wizard", self.reason_fired)
        self.assertFalse(self.user_leaver.active)
        self.assertFalse(self.user_manager.active)
        case = self._get_case(self.employee_leaver)
        self.assertEqual(case.manager_id, self.employee_manager)
        self.assertNotEqual(case.name, self._get_case(self.employee_manager).name)

    def test_open_departure_is_taken_along_instead(self):
        case = self._new_offboarding(last_working_date="2026-03-31")
        case.action_confirm()
        self._run_wizard(self.employee_leaver)
        self.assertEqual(self._get_case(self.employee_leaver), case)
        self.assertEqual((case.state, case.origin), ("departed", "hr"))
        self.assertFalse(case.is_incomplete)
        self.assertEqual(case.period_id.offboarding_id, case)

    def test_who_never_started_has_a_departure_and_no_stint(self):
        employee = self._new_employee("No Show", contract_date_start="2026-06-01")
        employee.action_archive()
        case = self._get_case(employee)
        self.assertEqual(case.state, "departed")
        self.assertFalse(case.period_id)

    def test_wizard_after_archiving_completes_the_departure(self):
        """Core archives first and asks afterwards; whoever cancels may tell later."""
        action = self.employee_leaver.with_user(self.user_officer).action_archive()
        self.assertEqual(action["res_model"], "hr.departure.wizard")
        self.assertOpened(self.employee_leaver, "archive", self.no_reason)

        form = Form(
            self.env["hr.departure.wizard"]
            .with_user(self.user_officer)
            .with_context(**action["context"])
        )
        self.assertEqual(form.employee_ids[:], self.employee_leaver)
        form.departure_reason_id = self.reason_resigned
        form.departure_date = "2026-03-10"
        form.save().action_register_departure()
        case = self._get_case(self.employee_leaver)
        self.assertFalse(case.is_incomplete)
        self.assertEqual(case.reason_id, self.reason_resigned)
        self.assertEqual(str(case.departure_date), "2026-03-10")
        self.assertPeriods(
            self.employee_leaver, [("2021-05-01", "2026-03-10", self.reason_resigned)]
        )

    def test_what_follows_a_departure_waits_for_the_facts(self):
        """It might be a death: nothing follows before HR has told the reason."""
        followed = []
        self.patch(
            self.env.registry["hr.offboarding"],
            "_do_after_departure",
            lambda cases: followed.extend(cases.mapped("name")),
        )
        self.employee_leaver.action_archive()
        case = self._get_case(self.employee_leaver)
        self.assertEqual(followed, [])
        with self.assertRaisesRegex(UserError, "reason"):
            case.action_complete()
        case.reason_id = self.reason_resigned
        self.assertTrue(case.is_incomplete)
        self.assertEqual(followed, [])
        case.action_complete()
        case.action_complete()
        self.assertEqual(followed, [case.name])

        self._run_wizard(self.employee_manager)
        self.assertEqual(followed[1:], [self._get_case(self.employee_manager).name])

    def test_incomplete_departure_says_what_is_missing(self):
        self.employee_leaver.action_archive()
        case = self._get_case(self.employee_leaver)
        found = case.search([("is_incomplete", "=", True)])
        self.assertIn(case, found)
        self.assertRegex(case.missing_facts, "the reason, .*dates")
        with self.assertRaisesRegex(UserError, "the reason"):
            case.action_close()
        with Form(case) as form:
            form.reason_id = self.reason_resigned
            form.notice_date = "2026-02-01"
            form.last_working_date = "2026-03-12"
            form.departure_date = "2026-03-15"
        self.assertNotIn("the reason", case.missing_facts)
        case.action_complete()
        self.assertFalse(case.missing_facts)
        self.assertFalse(case.is_incomplete)
        self.assertPeriods(
            self.employee_leaver, [("2021-05-01", "2026-03-15", self.reason_resigned)]
        )
        self.assertEqual(self.employee_leaver.departure_reason_id, self.reason_resigned)
        self.assertEqual(str(self.employee_leaver.departure_date), "2026-03-15")
        case.action_close()
        self.assertEqual(case.state, "done")

    def test_package_is_added_on_demand_and_once(self):
        self._run_wizard(self.employee_leaver)
        case = self._get_case(self.employee_leaver)
        case.action_add_package()
        tasks = case.task_ids
        items = case.template_id._get_items().filtered(case._is_task_wanted)
        self.assertEqual(tasks.sudo().template_task_id, items)
        self.assertNotIn(self.user_leaver, tasks.user_id)
        case.action_add_package()
        self.assertEqual(case.task_ids, tasks)

    def test_mistake_is_taken_back_when_the_employee_stays_archived(self):
        """A record that was made twice and put away: nobody has left."""
        self.employee_leaver.action_archive()
        case = self._get_case(self.employee_leaver)
        case.action_cancel()
        self.assertEqual(case.state, "cancelled")
        self.assertPeriods(self.employee_leaver, [])
        self.assertFalse(self.employee_leaver.active)
        self._reconcile()
        self.assertEqual(self._get_case(self.employee_leaver), case)
        with self.assertRaisesRegex(UserError, "already left"):
            case.action_reset()

    def test_mistake_is_taken_back_when_the_employee_is_back(self):
        self.employee_leaver.action_archive()
        case = self._get_case(self.employee_leaver)
        with freeze_time("2026-03-19"):
            self.employee_leaver.action_unarchive()
            case.action_cancel()
            self.assertPeriods(
                self.employee_leaver, [("2021-05-01", False, self.no_reason)]
            )
        with freeze_time("2026-05-04"):
            self.employee_leaver.action_archive()
        self.assertPeriods(
            self.employee_leaver, [("2021-05-01", "2026-05-04", self.no_reason)]
        )
        new = self.employee_leaver.sudo().offboarding_ids - case.sudo()
        self.assertEqual(new.period_id.offboarding_id, new)

    def test_what_was_confirmed_is_no_mistake(self):
        self._run_wizard(self.employee_leaver)
        with self.assertRaisesRegex(UserError, "cannot become"):
            self._get_case(self.employee_leaver).action_cancel()
        case = self._new_offboarding(self.employee_manager)
        case.action_confirm()
        case.action_depart()
        with self.assertRaisesRegex(UserError, "cannot become"):
            case.action_cancel()

    def test_three_exits_and_returns_of_the_same_person(self):
        employee, reasons = self.employee_leaver, [self.reason_resigned] * 3
        stints, start = [], "2021-05-01"
        for year, reason in zip((2026, 2028, 2030), reasons, strict=True):
            last_day = f"{year}-06-30"
            with freeze_time(last_day):
                if year == 2028:
                    employee.action_archive()
                    case = employee.sudo().offboarding_ids.filtered("is_incomplete")
                    case.reason_id = reason
                    case.with_user(self.user_officer).action_complete()
                else:
                    case = self._new_offboarding(
                        employee, notice_date=last_day, last_working_date=last_day
                    )
                    case.action_confirm()
                    case.action_depart()
            stints.append((start, last_day, reason))
            self.assertPeriods(employee, stints)
            self.assertFalse(employee.active)
            self.assertFalse(self.user_leaver.active and year == 2026)
            start = f"{year + 1}-01-01"
            with freeze_time(start):
                employee.action_unarchive()
            self.assertPeriods(employee, [*stints, (start, False, self.no_reason)])
        cases = employee.sudo().offboarding_ids
        self.assertEqual(cases.mapped("state"), ["departed"] * 3)
        self.assertEqual(len(cases.period_id), 3)
        self.assertEqual(set(cases.mapped("is_incomplete")), {False})

    def test_unarchiving_leaves_the_facts_of_the_departure(self):
        self._run_wizard(self.employee_leaver)
        case = self._get_case(self.employee_leaver)
        with freeze_time("2026-09-01"):
            self.employee_leaver.action_unarchive()
        self.assertFalse(self.employee_leaver.departure_reason_id)
        self.assertEqual(case.reason_id, self.reason_fired)
        self.assertEqual(case.departure_date, TODAY)
        self.assertEqual(case.state, "departed")

    def test_departure_that_archiving_opened_goes_with_the_employee(self):
        self.employee_leaver.action_archive()
        period = self._get_periods(self.employee_leaver)
        self.employee_leaver.with_user(self.user_admin_hr).unlink()
        self.assertFalse(self.employee_leaver.exists())
        self.assertTrue(period.exists())
        case = self._new_offboarding(self.employee_manager)
        case.action_confirm()
        case.action_depart()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.employee_manager.unlink()
        self.assertTrue(case.exists())

    def test_officer_of_a_departure_that_nobody_opened_by_hand(self):
        def officer_of(employee):
            return employee.sudo().offboarding_ids.user_id

        self._new_employee("By Officer").with_user(self.user_officer).action_archive()
        first = self._new_employee("One")
        first.with_user(self.user_officer).action_archive()
        self.assertEqual(officer_of(first), self.user_officer)

        second = self._new_employee("Two")
        second.action_archive()
        self.assertTrue(officer_of(second).has_group("hr.group_hr_manager"))
        self.assertIn(self.company, officer_of(second).company_ids)

        self.company.offboarding_user_id = self.user_officer
        third = self._new_employee("Three")
        third.action_archive()
        self.assertEqual(officer_of(third), self.user_officer)

    def test_withdrawn_notice_is_taken_up_again(self):
        case = self._new_offboarding(last_working_date="2026-03-31")
        case.action_confirm()
        done = case.task_ids[0]
        done.action_done()
        case.action_retain()
        self.assertTrue(self.employee_leaver.active)
        self.assertTrue(self.user_leaver.active)
        self.assertPeriods(self.employee_leaver, [])
        case.action_reset()
        case.action_confirm()
        self.assertEqual(case.state, "in_progress")
        self.assertEqual(done.state, "done")
        self.assertIn("todo", case.task_ids.mapped("state"))
        case.action_retain()
        self._new_offboarding()
        with self.assertRaisesRegex(UserError, "already has an open departure"):
            case.action_reset()

    def test_who_has_neither_user_nor_manager_nor_address_leaves(self):
        employee = self._new_employee("Solo")
        case = self._new_offboarding(employee)
        case.action_confirm()
        case.action_depart()
        self.assertEqual(case.state, "departed")
        self.assertPeriods(employee, [("2021-05-01", TODAY, self.reason_resigned)])

    def test_references_of_a_batch_are_drawn_in_one_go(self):
        sequence = self.env.ref("hr_exit_interview.ir_sequence_hr_offboarding")
        sequence._next_range(1, TODAY)
        counts = []
        for number in (2, 50):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            drawn = sequence._next_range(number, TODAY)
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(set(drawn)), number)
            self.assertRegex(drawn[-1], r"^OFF/2026/\d{4}$")
        self.assertEqual(counts[0], counts[1])

    def test_reason_is_needed_where_HR_opens_and_confirms(self):
        with self.assertRaisesRegex(ValidationError, "Choose the reason"):
            self._new_offboarding(reason_id=False)
        self.reason_fired.active = False
        with self.assertRaisesRegex(ValidationError, "no longer in use"):
            self._new_offboarding(self.employee_manager, reason_id=self.reason_fired.id)

    def test_how_it_was_opened_is_a_fact(self):
        case = self._new_offboarding(origin="archive")
        self.assertEqual(case.origin, "hr")
        with self.assertRaisesRegex(UserError, "fact"):
            case.origin = "archive"
