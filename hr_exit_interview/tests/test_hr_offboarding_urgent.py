"""The urgent track: when it opens, what it holds, and for whom."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY, OffboardingCase

FAR = TODAY + timedelta(days=60)


@freeze_time(TODAY)
class UrgentCase(OffboardingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee_leaver.write(
            {"is_key_person": True, "key_person_note": "Signs for the bank."}
        )
        cls.employee_cover = cls._new_employee("Cora Ver", cls.user_colleague)

    def _new_urgent(self, days=5, **values):
        case = self._new_offboarding(
            notice_date=TODAY,
            last_working_date=TODAY + timedelta(days=days),
            **values,
        )
        case.action_confirm()
        return case

    def _new_customers(self, count, **values):
        return self.env["res.partner"].create(
            [
                {"name": f"Customer {n}", "user_id": self.user_leaver.id, **values}
                for n in range(count)
            ]
        )

    def _get_tasks(self, case, state="todo"):
        return case.task_ids.filtered(
            lambda task: task.is_urgent and task.state == state
        )


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestUrgent(UrgentCase):
    def test_flag_of_the_employee_is_the_default_and_can_be_changed(self):
        case = self._new_offboarding()
        self.assertTrue(case.is_key_person)
        case.is_key_person = False
        case.action_confirm()
        self.assertFalse(case.is_key_person)
        self.assertFalse(self._new_offboarding(self.employee_manager).is_key_person)

    def test_opens_at_confirmation_and_only_then(self):
        case = self._new_offboarding(notice_date=TODAY, last_working_date=TODAY)
        self.assertFalse(case.urgent_ids)
        case.action_confirm()
        self.assertEqual(case.urgent_ids.state, "open")
        self.assertEqual(case.urgent_ids.cause, "short")
        self.assertTrue(case.is_urgent)

    def test_bound_is_the_setting_of_the_company(self):
        for days, limit, is_urgent in ((14, 14, True), (15, 14, False), (15, 15, True)):
            with self.subTest(days=days, limit=limit):
                self.company.offboarding_urgent_days = limit
                case = self._new_urgent(days)
                self.assertEqual(bool(case.urgent_ids), is_urgent)
                case.action_cancel()

    def test_late_registration_counts_from_today(self):
        """Notice was given long ago, and HR hears of it three days before."""
        case = self._new_offboarding(
            notice_date=TODAY - timedelta(days=90),
            last_working_date=TODAY + timedelta(days=3),
        )
        case.action_confirm()
        self.assertTrue(case.is_urgent)

    def test_nobody_else_is_urgent(self):
        self.employee_leaver.is_key_person = False
        case = self._new_urgent(1)
        self.assertFalse(case.urgent_ids)
        self.assertFalse(self._get_tasks(case))

    def test_flag_told_later_opens_and_taken_back_closes(self):
        self.employee_leaver.is_key_person = False
        case = self._new_urgent()
        self.employee_leaver.with_user(self.user_officer).is_key_person = True
        self.assertTrue(case.is_key_person)
        self.assertEqual(case.urgent_ids.state, "open")
        tasks = self._get_tasks(case)
        case.is_key_person = False
        self.assertEqual(case.urgent_ids.state, "dropped")
        self.assertEqual(set(tasks.mapped("state")), {"waived"})
        case.is_key_person = True
        self.assertEqual(case.urgent_ids.state, "open")
        self.assertEqual(self._get_tasks(case), tasks, "the same ones, not twice")

    def test_moving_the_last_day_forward_opens(self):
        case = self._new_urgent(60)
        self.assertFalse(case.urgent_ids)
        case.last_working_date = TODAY + timedelta(days=30)
        self.assertFalse(case.urgent_ids)
        case.last_working_date = TODAY + timedelta(days=10)
        self.assertTrue(case.is_urgent)
        tasks = self._get_tasks(case)
        case.last_working_date = TODAY + timedelta(days=5)
        self.assertEqual(self._get_tasks(case), tasks)
        self.assertEqual(len(case.urgent_ids), 1)

    def test_time_that_passes_does_not_make_it_urgent(self):
        case = self._new_urgent(60)
        with freeze_time(FAR - timedelta(days=5)):
            case.last_working_date = FAR + timedelta(days=1)
            self.assertFalse(case.urgent_ids)
        with freeze_time(FAR + timedelta(days=5)):
            case.action_depart()
        self.assertFalse(case.urgent_ids)

    def test_access_closed_before_the_last_day_opens(self):
        case = self._new_urgent(60)
        case.action_cut_access()
        self.assertEqual(case.urgent_ids.cause, "access")

    def test_access_closed_on_the_last_day_does_not(self):
        case = self._new_urgent(60)
        with freeze_time(FAR):
            case.action_cut_access()
        self.assertFalse(case.urgent_ids)

    def test_death_opens_without_asking_the_person(self):
        reason = self.env["hr.departure.reason"].search([("kind", "=", "death")])[:1]
        case = self._new_urgent(60)
        case.reason_id = reason
        self.assertEqual(case.urgent_ids.cause, "death")
        texts = " ".join(self._get_tasks(case).mapped("description"))
        self.assertNotIn("Ask the person", texts)
        case = self._new_urgent_of(self.employee_manager)
        self.assertIn(
            "Ask the person", " ".join(self._get_tasks(case).mapped("description"))
        )

    def _new_urgent_of(self, employee):
        employee.is_key_person = True
        case = self._new_offboarding(
            employee, notice_date=TODAY, last_working_date=TODAY
        )
        case.action_confirm()
        return case

    def test_archived_key_person_opens_once_the_facts_are_known(self):
        self.employee_leaver.action_archive()
        case = self.employee_leaver.offboarding_ids
        self.assertEqual(case.state, "departed")
        self.assertFalse(case.urgent_ids)
        case.with_user(self.user_officer).reason_id = self.reason_resigned
        self.assertTrue(case.is_urgent)

    def test_loss_of_long_ago_is_not_urgent(self):
        case = self._new_offboarding(
            notice_date=TODAY - timedelta(days=40),
            last_working_date=TODAY - timedelta(days=30),
        )
        case.action_confirm()
        self.assertFalse(case.urgent_ids)

    def test_withdrawn_closes_and_taken_up_opens_again(self):
        case = self._new_urgent()
        tasks = self._get_tasks(case)
        case.action_retain()
        self.assertEqual(case.urgent_ids.state, "dropped")
        self.assertFalse(case.is_urgent)
        self.assertFalse(self._get_tasks(case))
        case.action_reset()
        case.action_confirm()
        self.assertEqual(case.urgent_ids.state, "open")
        self.assertEqual(self._get_tasks(case), tasks)

    def test_taken_up_with_time_enough_is_not_urgent(self):
        case = self._new_urgent()
        case.action_retain()
        case.action_reset()
        case.write({"last_working_date": FAR, "departure_date": FAR})
        case.action_confirm()
        self.assertEqual(case.urgent_ids.state, "dropped")
        self.assertFalse(self._get_tasks(case))

    def test_tasks_block_go_by_rule_and_tell_no_reason(self):
        self.company.offboarding_head_user_id = self.user_director
        case = self._new_urgent()
        tasks = self._get_tasks(case)
        self.assertEqual(
            sorted(tasks.mapped(lambda task: (task.responsible, task.user_id.login))),
            [
                ("head", "director_user"),
                ("hr", "hr_officer"),
                ("manager", "line_manager"),
                ("manager", "line_manager"),
                ("manager", "line_manager"),
            ],
        )
        tomorrow = TODAY + timedelta(days=1)
        self.assertEqual(set(tasks.mapped("date_deadline")), {TODAY, tomorrow})
        self.assertTrue(all(tasks.mapped("is_blocking")))
        self.assertIn(tasks[0].name, case._get_clearance_blockers())
        words = " ".join(tasks.mapped(lambda task: f"{task.name} {task.description}"))
        for word in ("resign", "dismiss", "notice", "key person", "farewell"):
            self.assertNotIn(word, words.lower())

    def test_task_of_the_package_that_says_the_same_is_made_urgent(self):
        case = self._new_urgent(12)
        item = self.env.ref(
            "hr_exit_interview.hr_offboarding_template_task_key_person_knowledge"
        )
        task = case.task_ids.filtered(lambda task: task.template_task_id == item)
        self.assertTrue(task.is_urgent and task.is_blocking)
        self.assertEqual(task.date_deadline, TODAY + timedelta(days=1))
        self.assertEqual(len(self._get_tasks(case)), 5, "none of them twice")
        case.last_working_date = TODAY + timedelta(days=11)
        self.assertEqual(task.date_deadline, TODAY + timedelta(days=1))
        case.urgent_ids.action_drop()
        self.assertEqual(task.state, "todo", "the departure needs it all the same")
        self.assertFalse(task.is_urgent)
        self.assertGreater(task.date_deadline, TODAY + timedelta(days=1))
        self.assertFalse(self._get_tasks(case))
        case.urgent_ids.action_reopen()
        self.assertEqual(len(self._get_tasks(case)), 5)
        self.assertTrue(task.is_urgent)

    def test_without_manager_and_head_hr_does_it(self):
        self.employee_leaver.parent_id = False
        case = self._new_urgent()
        self.assertEqual(self._get_tasks(case).user_id, self.user_officer)

    def test_deputy_covers_unless_leaving_too(self):
        self.employee_leaver.deputy_id = self.employee_cover
        case = self._new_urgent()
        self.assertEqual(case.urgent_ids.cover_id, self.employee_cover)
        case.action_cancel()
        self._new_offboarding(self.employee_cover)
        self.employee_manager.deputy_id = self.employee_cover
        case = self._new_urgent_of(self.employee_manager)
        self.assertFalse(case.urgent_ids.cover_id)

    def test_whoever_covers_gets_the_calls(self):
        case = self._new_urgent()
        task = case.urgent_ids.call_task_id
        self.assertEqual(task.user_id, self.user_manager)
        case.urgent_ids.with_user(self.user_manager).cover_id = self.employee_cover
        self.assertEqual(task.user_id, self.user_colleague)
        self.assertEqual(task.activity_ids.user_id, self.user_colleague)

    def test_leaver_or_former_cannot_cover(self):
        track = self._new_urgent().urgent_ids
        gone = self._new_employee("Gone", active=False)
        leaving = self._new_employee("Leaving")
        self._new_offboarding(leaving)
        for employee in (self.employee_leaver, gone, leaving):
            with self.assertRaisesRegex(ValidationError, "Choose somebody else"):
                track.cover_id = employee

    def test_deputy_of_another_company_covers_with_access_only(self):
        self.employee_leaver.deputy_id = self.employee_other_company
        case = self._new_urgent()
        self.assertFalse(case.urgent_ids.cover_id)
        self.employee_other_company.user_id = self.user_officer_other
        with self.assertRaisesRegex(ValidationError, "no access to Northwind"):
            case.urgent_ids.cover_id = self.employee_other_company
        case.action_cancel()
        self.user_officer_other.company_ids += self.company
        case = self._new_urgent()
        self.assertEqual(case.urgent_ids.cover_id, self.employee_other_company)

    def test_transfer_inside_the_group_is_not_urgent(self):
        reason = self.env["hr.departure.reason"].search([("kind", "=", "transfer")])
        case = self._new_urgent(60)
        case.sudo().write({"reason_id": reason[0].id})
        case.last_working_date = TODAY + timedelta(days=2)
        self.assertFalse(case.urgent_ids)

    def test_nobody_is_the_own_deputy(self):
        with self.assertRaisesRegex(ValidationError, "own deputy"):
            self.employee_leaver.deputy_id = self.employee_leaver

    def test_settled_needs_somebody_who_covers(self):
        track = self._new_urgent().urgent_ids
        with self.assertRaisesRegex(UserError, "who covers"):
            track.action_settle()
        track.cover_id = self.employee_cover
        track.action_settle()
        self.assertEqual(track.state, "settled")
        self.assertFalse(track.offboarding_id.is_urgent)
        track.offboarding_id.last_working_date = TODAY + timedelta(days=1)
        self.assertEqual(track.state, "settled", "nothing opens it by itself again")

    def test_customers_are_listed_and_colleagues_are_not(self):
        customers = self._new_customers(2)
        guest = self.env["res.partner"].create({"name": "Guest"})
        self.env["calendar.event"].create(
            {
                "name": "Review",
                "start": "2099-01-05 10:00:00",
                "stop": "2099-01-05 11:00:00",
                "user_id": self.user_leaver.id,
                "partner_ids": [
                    (
                        6,
                        0,
                        (
                            guest
                            + self.user_leaver.partner_id
                            + self.user_colleague.partner_id
                            + self.company.partner_id
                        ).ids,
                    )
                ],
            }
        )
        track = self._new_urgent().urgent_ids
        self.assertEqual(track.call_ids.mapped("contact_id"), guest + customers)
        self.assertEqual(track.call_ids[0].contact_id, guest, "a meeting comes first")
        self.assertEqual(str(track.call_ids[0].date_meeting), "2099-01-05 10:00:00")
        self.assertEqual(track.to_call_count, 3)
        self.assertEqual(track.other_count, 0)

    def test_list_is_short_and_grows_by_what_is_new(self):
        self._new_customers(3)
        self.patch(type(self.env["hr.offboarding.urgent"]), "_CALLS", 2)
        track = self._new_urgent().urgent_ids
        self.assertEqual((len(track.call_ids), track.other_count), (2, 1))
        listed = track.call_ids
        track.action_refresh_calls()
        self.assertEqual(track.call_ids, listed)
        self.patch(type(self.env["hr.offboarding.urgent"]), "_CALLS", 9)
        track.action_refresh_calls()
        self.assertEqual((len(track.call_ids), track.other_count), (3, 0))

    def test_called_is_kept_with_who_and_when(self):
        self._new_customers(1)
        track = self._new_urgent().urgent_ids.with_user(self.user_manager)
        track.call_ids.action_called()
        self.assertEqual(track.call_ids.called_user_id, self.user_manager)
        self.assertTrue(track.call_ids.called_date)
        self.assertEqual(track.to_call_count, 0)
        track.call_ids.action_undo_called()
        self.assertFalse(track.call_ids.called_user_id)

    def test_many_cost_few_queries_more_than_few(self):
        users = [self._new_user(f"key_{n}", "base.group_user") for n in range(12)]
        employees = [
            self._new_employee(f"Key {n}", user, is_key_person=True)
            for n, user in enumerate(users)
        ]
        for user in users:
            self.env["res.partner"].create({"name": "Theirs", "user_id": user.id})
        counts = []
        for some in (employees[:2], employees[2:]):
            cases = self.env["hr.offboarding"].browse()
            for employee in some:
                cases += self._new_offboarding(
                    employee, notice_date=TODAY, last_working_date=date(2026, 3, 20)
                )
            cases.is_key_person = False
            cases.action_confirm()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            cases.is_key_person = True
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(len(cases.urgent_ids), len(some))
            self.assertEqual(len(cases.urgent_ids.call_ids), len(some))
        each = (counts[1] - counts[0]) / 8
        self.assertLess(each, 4, counts)


@tagged("post_install", "-at_install", "security")
@freeze_time(TODAY)
class TestUrgentAccess(UrgentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer = cls.env["res.partner"].create(
            {"name": "Azure", "user_id": cls.user_leaver.id, "phone": "+1 555 0100"}
        )
        cls.case = cls._new_offboarding(notice_date=TODAY, last_working_date=TODAY)
        cls.case.action_confirm()
        cls.track = cls.case.urgent_ids

    def _as(self, user, record=None):
        self.env.flush_all()
        self.env.invalidate_all()
        return (record or self.track).sudo(False).with_user(user)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_leaver_and_colleagues_do_not_see_it(self):
        for user in (self.user_leaver, self.user_colleague, self.user_officer_other):
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    self._as(user).read(["knowledge"])
                with self.assertRaises(AccessError):
                    self._as(user, self.track.call_ids).read(["why"])
        case = self._as(self.user_leaver, self.case)
        self.assertFalse(case.is_urgent)
        self.assertFalse(case.urgent_ids)
        self.assertFalse(case.search([("is_urgent", "=", True)]))

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_manager_says_who_covers_and_whoever_covers_adds(self):
        track = self._as(self.user_manager)
        self.assertTrue(self._as(self.user_manager, self.case).is_urgent)
        track.write({"cover_id": self.employee_cover.id, "knowledge": "The rig."})
        cover = self._as(self.user_colleague)
        cover.knowledge = "The rig, every Monday."
        cover.call_ids.note = "On Friday"
        self.assertEqual(cover.employee_id.name, "Lea Ver")
        with self.assertRaises(AccessError):
            cover.cover_id = self.employee_manager
        for user in (self.user_manager, self.user_colleague):
            with self.subTest(user.login):
                for secret in ("cause", "key_person_note", "call_task_id"):
                    with self.assertRaises(AccessError):
                        self._as(user).read([secret])
                for values in ({"other_count": 0}, {"offboarding_id": self.case.id}):
                    with self.assertRaises(AccessError):
                        self._as(user).write(values)
                with self.assertRaises(AccessError):
                    self._as(user, self.track.call_ids).write({"is_called": True})
                with self.assertRaises(AccessError):
                    self._as(user).action_drop()
        self.track.action_drop()
        with self.assertRaises(AccessError):
            self._as(self.user_colleague).read(["knowledge"])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_contact_is_shown_by_the_rights_of_whoever_looks(self):
        calls = self.track.call_ids
        self.assertEqual(self._as(self.user_manager, calls).contact_name, "Azure")
        self.assertEqual(
            self._as(self.user_manager, calls).contact_phone, "+1 555 0100"
        )
        self.env["ir.rule"].create(
            {
                "name": "Hidden",
                "model_id": self.env["ir.model"]._get_id("res.partner"),
                "domain_force": f"[('id', '!=', {self.customer.id})]",
            }
        )
        for user in (self.user_manager, self.user_officer):
            hidden = self._as(user, calls)
            [values] = hidden.read()
            self.assertNotIn("Azure", str(values))
            self.assertFalse(values["contact_id"] or values["contact_name"])
            self.assertEqual(self._as(user).hidden_count, 1)
            with self.assertRaises(AccessError):
                hidden.read(["partner_id"])

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_flag_is_for_hr_alone(self):
        names = ("is_key_person", "key_person_note", "deputy_id")
        public = self.env["hr.employee.public"]._fields
        for name in names:
            self.assertNotIn(name, public)
            for user in (self.user_manager, self.user_colleague, self.user_leaver):
                with self.assertRaises(AccessError):
                    self._as(user, self.employee_leaver).read([name])
                # The public card, which they search instead, has no such field.
                with self.assertRaisesRegex(ValueError, "Invalid field"):
                    self._as(user, self.employee_leaver).search([(name, "!=", False)])
            self._as(self.user_officer, self.employee_leaver).read([name])

    def test_task_opens_the_track_for_those_who_see_it(self):
        tasks = self._get_tasks(self.case)
        mine = tasks.filtered(lambda task: task.user_id == self.user_manager)[0]
        action = self._as(self.user_manager, mine).action_view_urgent()
        self.assertEqual(action["res_id"], self.track.id)
        given = tasks.filtered(lambda task: task.user_id == self.user_officer)[0]
        given.user_id = self.user_colleague
        with self.assertRaisesRegex(UserError, "whoever covers"):
            self._as(self.user_colleague, given).action_view_urgent()
