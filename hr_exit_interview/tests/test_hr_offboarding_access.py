from datetime import date, datetime

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import BaseCase, tagged
from odoo.tests.common import new_test_user
from odoo.tools import mute_logger

from ..tools.clock import get_end_of_day
from .common import TODAY, OffboardingCase

BATCH_LOGGER = "odoo.addons.hr_exit_interview.models.hr_offboarding_batch"


class TestClock(BaseCase):
    def test_end_of_day(self):
        day = date(2026, 3, 16)
        cases = [
            ("UTC", day, datetime(2026, 3, 16, 23, 59, 59)),
            ("Pacific/Kiritimati", day, datetime(2026, 3, 16, 9, 59, 59)),
            ("Pacific/Pago_Pago", day, datetime(2026, 3, 17, 10, 59, 59)),
            # The clock goes back at the end of this day: the hour is shown twice.
            ("Asia/Beirut", date(2026, 10, 24), datetime(2026, 10, 24, 21, 59, 59)),
            # The clock goes forward at two on this day.
            ("Europe/Paris", date(2026, 3, 29), datetime(2026, 3, 29, 21, 59, 59)),
            ("Pacific/Pago_Pago", date.max, datetime(9999, 12, 31, 23, 59, 59)),
        ]
        for tz, last_day, expected in cases:
            with self.subTest(tz, day=last_day):
                self.assertEqual(get_end_of_day(last_day, tz), expected)


@tagged("post_install", "-at_install", "security")
@freeze_time("2026-03-16 12:00:00")
class TestHrOffboardingAccess(OffboardingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._new_offboarding(last_working_date="2026-03-31")
        cls.case.action_confirm()

    def _new_admin_employee(self):
        """An employee whose user belongs to the system, and who has no other job."""
        admin = self.env.ref("base.user_admin")
        self.env["hr.employee"].search([("user_id", "=", admin.id)]).active = False
        return self._new_employee("Ada Min", admin)

    def _new_second_departure(self):
        """The leaver has a second job, in the other company, and leaves there too."""
        self.user_leaver.company_ids += self.company_other
        second = self._new_employee(
            "Lea Two", self.user_leaver, company_id=self.company_other.id
        )
        return self.env["hr.offboarding"].create(
            {
                "employee_id": second.id,
                "reason_id": self.reason_resigned.id,
                "notice_date": TODAY,
                "last_working_date": TODAY,
            }
        )

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("hr_exit_interview.ir_cron_cut_access").method_direct_trigger()
        self.env.invalidate_all()

    def assertAccessClosed(self, user, login):
        self.assertFalse(user.active)
        self.assertTrue(user.login.startswith(f"left-{user.id}-"))
        self.assertEqual(user.group_ids, self.env.ref("base.group_user"))
        taken = self.env["res.users"].with_context(active_test=False)
        self.assertFalse(taken.search_count([("login", "=", login)]))

    def test_cutoff_is_proposed_where_the_employee_works(self):
        far = self.company.resource_calendar_id.copy({"tz": "Pacific/Kiritimati"})
        employee = self._new_employee("Far", resource_calendar_id=far.id)
        case = self._new_offboarding(employee)
        self.assertEqual(case.access_cutoff, datetime(2026, 3, 16, 9, 59, 59))
        case.last_working_date = "2026-03-20"
        self.assertEqual(case.access_cutoff, datetime(2026, 3, 20, 9, 59, 59))

    def test_cut_at_once_leaves_the_employee_for_garden_leave(self):
        self.user_leaver.group_ids += self.env.ref("base.group_partner_manager")
        follower = self.user_leaver.partner_id
        self.company.partner_id.message_subscribe(follower.ids)
        self.case.with_user(self.user_officer).action_cut_access()
        self.assertAccessClosed(self.user_leaver, "leaver")
        self.assertTrue(self.employee_leaver.active)
        self.assertEqual(self.case.state, "in_progress")
        self.assertEqual(self.case.access_closed_date, datetime(2026, 3, 16, 12))
        self.assertEqual(self.case.access_closed_user_id, self.user_officer)
        self.assertEqual(self.case.access_login, "leaver")
        self.assertNotIn(follower, self.company.partner_id.message_partner_ids)
        self.assertTrue(follower.active)
        with self.assertRaisesRegex(UserError, "already"):
            self.case.action_cut_access()
        with freeze_time("2026-04-01 12:00:00"):
            self.case.action_depart()
        self.assertFalse(self.employee_leaver.active)
        self.assertEqual(self.case.access_closed_date, datetime(2026, 3, 16, 12))

    def test_nobody_is_told_by_mail(self):
        before = self.env["mail.mail"].search([])
        self.case.action_cut_access()
        self.assertEqual(self.env["mail.mail"].search([]), before)

    def test_only_hr_of_the_company_cuts(self):
        for user in (self.user_manager, self.user_leaver, self.user_officer_other):
            self.env.invalidate_all()
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.case.with_user(user).action_cut_access()
        self.assertTrue(self.user_leaver.active)

    def test_who_has_not_confirmed_is_told_to(self):
        case = self._new_offboarding(self.employee_director)
        with self.assertRaisesRegex(UserError, "Confirm the departure"):
            case.action_cut_access()

    def test_own_login_last_administrator_and_system_stay(self):
        officer = self._new_employee("Olga Own", self.user_officer)
        admin = self._new_admin_employee()
        last = new_test_user(self.env, "last_admin", groups="base.group_system")
        self.env.ref("base.user_admin").group_ids -= self.env.ref("base.group_system")
        others = self.env.ref("base.group_system").all_user_ids - last
        others.filtered("active").active = False
        for employee, sentence in (
            (officer, "your own login"),
            (admin, "belongs to the system"),
            (self._new_employee("Lara Last", last), "last administrator"),
        ):
            with self.subTest(employee.name):
                case = self._new_offboarding(employee)
                case.action_confirm()
                with self.assertRaisesRegex(UserError, sentence):
                    case.action_cut_access()
                self.env.invalidate_all()
                self.assertFalse(case.access_closed_date)
                self.assertTrue(employee.user_id.active)
                self.assertFalse(employee.user_id.login.startswith("left-"))

    def test_login_of_a_second_job_stays_and_loses_the_company(self):
        other, user = self._new_second_departure(), self.user_leaver
        self.case.action_cut_access()
        self.assertTrue(user.active)
        self.assertEqual(user.login, "leaver")
        self.assertEqual(user.company_ids, self.company_other)
        self.assertEqual(user.company_id, self.company_other)
        self.assertTrue(self.case.access_closed_date)
        self.assertFalse(self.case.access_user_id)

        other.action_confirm()
        other.action_cut_access()
        self.assertFalse(user.active)

    def test_login_of_two_jobs_that_both_end_is_closed(self):
        other = self._new_second_departure()
        other.action_confirm()
        (self.case.sudo() + other).action_cut_access()
        self.assertFalse(self.user_leaver.active)

    def test_cron_cuts_at_the_hour_and_not_before(self):
        case = self.case
        case.access_cutoff = "2026-03-16 12:00:01"
        kept = self._new_offboarding(self.employee_director, close_access=False)
        kept.action_confirm()
        kept.access_cutoff = "2026-03-16 11:00:00"
        self._run_cron()
        self.assertTrue(self.user_leaver.active)
        with freeze_time("2026-03-16 12:00:01"):
            self._run_cron()
        self.assertAccessClosed(self.user_leaver, "leaver")
        self.assertTrue(self.employee_leaver.active)
        self.assertTrue(self.user_director.active)

    @mute_logger(BATCH_LOGGER)
    def test_cron_parks_who_cannot_be_closed_and_goes_on(self):
        admin = self._new_admin_employee()
        poison = self._new_offboarding(admin)
        poison.action_confirm()
        (poison + self.case).access_cutoff = "2026-03-16 11:00:00"
        self._run_cron()
        self.assertIn("belongs to the system", poison.access_error)
        self.assertFalse(poison.access_closed_date)
        self.assertTrue(admin.user_id.active)
        self.assertFalse(self.user_leaver.active)

    def test_work_moves_before_the_login_is_closed(self):
        """Core deletes the activities of a user who is archived."""
        activity = self.env["mail.activity"].create(
            {
                "res_model_id": self.env["ir.model"]._get_id("res.partner"),
                "res_id": self.company.partner_id.id,
                "user_id": self.user_leaver.id,
            }
        )

        def take_over(cases):
            self.assertTrue(cases.employee_id.user_id.active)
            activity.user_id = self.user_manager

        self.patch(
            self.env.registry["hr.offboarding"], "_do_before_access_cut", take_over
        )
        self.case.action_cut_access()
        self.assertTrue(activity.exists())

    def test_who_has_no_login_is_done_at_once(self):
        case = self._new_offboarding(self._new_employee("No Login"))
        case.action_confirm()
        case.action_cut_access()
        self.assertTrue(case.access_closed_date)
        self.assertFalse(case.access_user_id)

    def test_departure_closes_the_login_unless_it_is_kept(self):
        case = self._new_offboarding(self.employee_director, close_access=False)
        case.action_confirm()
        with freeze_time("2026-04-01 12:00:00"):
            (self.case + case).action_depart()
        self.assertAccessClosed(self.user_leaver, "leaver")
        self.assertTrue(self.user_director.active)

    def test_archived_by_core_the_keys_follow(self):
        """Core's wizard archives user and employee, and leaves the keys alive."""
        self.env["res.users.apikeys"].with_user(self.user_leaver)._generate(
            "rpc", "Old", datetime(2026, 3, 17)
        )
        self.env["hr.departure.wizard"].with_context(employee_termination=True).create(
            {
                "employee_ids": self.employee_leaver.ids,
                "departure_reason_id": self.reason_resigned.id,
                "departure_date": TODAY,
                "remove_related_user": True,
            }
        ).action_register_departure()
        self.assertEqual(self.case.state, "departed")
        self.assertFalse(self.user_leaver.active)
        self._run_cron()
        self.assertAccessClosed(self.user_leaver, "leaver")
        keys = self.env["res.users.apikeys"].sudo()
        self.assertFalse(keys.search([("user_id", "=", self.user_leaver.id)]))

    def test_whoever_is_back_keeps_the_login(self):
        self.employee_leaver.action_archive()
        self.employee_leaver.action_unarchive()
        self.assertEqual(self.case.state, "departed")
        self._run_cron()
        self.assertTrue(self.user_leaver.active)
        with self.assertRaisesRegex(UserError, "works here again"):
            self.case.action_cut_access()

    def test_reopened_login_has_its_name_again_unless_taken(self):
        self.case.action_cut_access()
        self.user_leaver.active = True
        self.assertEqual(self.user_leaver.login, "leaver")
        self.assertFalse(self.case.access_login)

        second = self._new_offboarding(self.employee_director)
        second.action_confirm()
        second.action_cut_access()
        self._new_user("director_user", "base.group_portal")
        self.user_director.active = True
        self.assertTrue(self.user_director.login.startswith("left-"))

    def test_hour_is_told_where_the_person_works(self):
        self.employee_leaver.resource_calendar_id.tz = "Asia/Tokyo"
        case = self._new_offboarding(
            self._new_employee(
                "Far Away",
                resource_calendar_id=self.employee_leaver.resource_calendar_id.id,
            )
        ).with_context(tz="America/New_York")
        self.assertEqual(case.access_cutoff, datetime(2026, 3, 16, 14, 59, 59))
        self.assertIn("03/16/2026 11:59:59", case.access_cutoff_there)
        self.assertIn("Asia/Tokyo", case.access_cutoff_there)
