from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TODAY, OffboardingCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingTask(OffboardingCase):
    def setUp(self):
        super().setUp()
        self.case = self._new_offboarding(last_working_date="2026-03-31")
        self.case.action_confirm()

    def _get_task(self, slug):
        template_task = self.env.ref(
            f"hr_exit_interview.hr_offboarding_template_task_{slug}"
        )
        return self.case.sudo().task_ids.filtered(
            lambda task: task.template_task_id == template_task
        )

    def test_nobody_follows_a_task(self):
        """Every employee may read who follows what."""
        tasks = self.case.task_ids
        self.assertIn(self.user_manager, tasks.activity_ids.user_id)
        tasks.message_subscribe(self.user_colleague.partner_id.ids)
        self.assertFalse(tasks.sudo().message_follower_ids)
        self.assertFalse(tasks.sudo().message_ids)

    def test_responsible_and_due_date_follow_the_package(self):
        for slug, user, deadline, planned in (
            ("return_equipment", self.user_leaver, "2026-03-31", "2026-03-31"),
            # Would have been due before the departure was confirmed.
            ("agree_last_day", self.user_manager, "2026-03-16", "2026-02-16"),
            ("check_clauses", self.user_officer, "2026-03-16", "2026-02-18"),
            # Ten days before is a Saturday.
            ("benefits_information", self.user_officer, "2026-03-20", "2026-03-20"),
            ("farewell_message", self.user_leaver, "2026-03-30", "2026-03-30"),
        ):
            with self.subTest(slug):
                task = self._get_task(slug)
                self.assertEqual(task.user_id, user)
                self.assertEqual(str(task.date_deadline), deadline)
                self.assertEqual(str(task.planned_date), planned)

    def test_task_of_nobody_goes_to_the_officer(self):
        employee = self._new_employee("Alone")
        case = self._new_offboarding(employee)
        case.action_confirm()
        self.assertEqual(case.task_ids.user_id, self.user_officer)

    def test_activity_tells_nothing_but_that_there_is_a_task(self):
        activity = self._get_task("return_equipment").activity_ids
        self.assertEqual(activity.user_id, self.user_leaver)
        self.assertEqual(activity.summary, "Offboarding task")
        self.assertFalse(activity.note)
        self.assertNotIn("Lea", activity.res_name)

    def test_assignee_completes_the_own_task(self):
        task = self._get_task("agree_last_day").with_user(self.user_manager)
        task.action_done()
        self.assertEqual(task.state, "done")
        self.assertEqual(task.closed_user_id, self.user_manager)
        self.assertTrue(task.closed_date)
        self.assertFalse(task.activity_ids)

    def test_assignee_waives_with_a_reason(self):
        task = self._get_task("tell_team").with_user(self.user_manager)
        action = task.action_waive()
        self.env[action["res_model"]].with_user(self.user_manager).with_context(
            **action["context"]
        ).create({"reason": "The team knows."}).action_waive()
        self.assertEqual(task.state, "waived")
        self.assertEqual(task.waive_reason, "The team knows.")

    def test_assignee_changes_nothing_else(self):
        task = self._get_task("agree_last_day").with_user(self.user_manager)
        task.note = "Agreed by letter."
        for values in (
            {"user_id": self.user_colleague.id},
            {"date_deadline": "2027-01-01"},
            {"name": "Something else"},
            {"is_blocking": False},
        ):
            with self.subTest(values), self.assertRaises(AccessError):
                task.write(values)
        with self.assertRaises(UserError):
            task.state = "done"

    def test_reopen_until_the_departure_is_closed(self):
        task = self._get_task("agree_last_day").with_user(self.user_manager)
        task.action_done()
        task.action_reopen()
        self.assertEqual(task.state, "todo")
        self.assertFalse(task.closed_user_id)
        self.assertEqual(len(task.activity_ids), 1)
        task.action_done()
        self.case.action_retain()
        with self.assertRaises(UserError):
            task.action_reopen()

    def test_new_assignee_gets_the_activity(self):
        task = self._get_task("check_clauses").with_user(self.user_officer)
        task.user_id = self.user_admin_hr
        self.assertEqual(task.activity_ids.user_id, self.user_admin_hr)

    def test_what_the_leaver_left_open_goes_to_the_officer(self):
        own = self._get_task("return_equipment")
        done = self._get_task("draft_handover_list")
        done.with_user(self.user_leaver).action_done()
        self.employee_leaver.action_archive()
        self.assertEqual(own.user_id, self.user_officer)
        self.assertEqual(own.activity_ids.user_id, self.user_officer)
        self.assertEqual(done.user_id, self.user_leaver)

    def test_late(self):
        task = self._get_task("agree_last_day")
        self.assertFalse(task.is_late, "it is due on the day of the confirmation")
        task.date_deadline = "2026-03-15"
        self.assertTrue(task.is_late)
        task.action_done()
        self.assertFalse(task.is_late)

    def test_proof(self):
        task = self._get_task("confidentiality_reminder").with_user(self.user_officer)
        with self.assertRaisesRegex(UserError, "proves"):
            task.action_done()
        self.assertEqual(task.state, "todo")
        task.note = "Signed on paper, in the file."
        task.action_done()
        self.assertEqual(task.state, "done")

    def test_what_was_dropped_is_taken_up_again(self):
        done, waived = self._get_task("tell_team"), self._get_task("check_clauses")
        done.action_done()
        waived._do_waive("There are none.")
        others = self.case.task_ids - done - waived
        self.case.action_retain()
        self.assertEqual(set(others.mapped("state")), {"waived"})
        self.case.action_reset()
        self.case.action_confirm()
        self.assertEqual(self.case.task_ids, others + done + waived)
        self.assertEqual(set(others.mapped("state")), {"todo"})
        self.assertEqual((done.state, waived.state), ("done", "waived"))

    def test_reminders_tell_the_assignee_once_a_week_and_hr_once(self):
        self.case.task_ids.date_deadline = "2026-03-31"
        late = self._get_task("agree_last_day")
        blocking = self._get_task("return_equipment")
        (late + blocking).write({"date_deadline": "2026-03-17"})
        late.is_blocking = False
        tasks = self.env["hr.offboarding.task"]
        mails = self.env["mail.mail"]

        def remind(day):
            before = mails.search([])
            with freeze_time(day), self.enter_registry_test_mode():
                self.env.ref(
                    "hr_exit_interview.ir_cron_remind_late_tasks"
                ).method_direct_trigger()
            return mails.search([]) - before

        self.assertFalse(remind("2026-03-17"), "due today is not late")
        sent = remind("2026-03-18")
        self.assertEqual(
            sent.recipient_ids, (self.user_manager + self.user_leaver).partner_id
        )
        self.assertFalse(remind("2026-03-19"), "not every day")
        sent = remind("2026-03-25")
        self.assertEqual(
            sent.recipient_ids,
            (self.user_manager + self.user_leaver + self.user_officer).partner_id,
        )
        for mail in sent:
            self.assertNotIn("Lea", f"{mail.subject} {mail.body_html}")
            self.assertNotIn(self.case.name, f"{mail.subject} {mail.body_html}")
        sent = remind("2026-04-01")
        to_officer = sent.filtered(
            lambda mail: mail.recipient_ids == self.user_officer.partner_id
        )
        self.assertTrue(to_officer, "the own tasks are late by now")
        for name in (late.name, blocking.name):
            self.assertNotIn(name, to_officer.body_html)
        # One that blocks and is late by three days; the others are late by one.
        self.assertEqual(tasks.search([("escalated_date", "!=", False)]), blocking)

    def test_reminder_with_nothing_due_is_one_query(self):
        self.case.task_ids.date_deadline = "2026-12-31"
        self.env.flush_all()
        with self.assertQueryCount(2):
            self.env["hr.offboarding.task"]._cron_remind_late_tasks()

    def test_confirming_many_costs_what_confirming_one_costs(self):
        """Queries for the tasks of a batch do not grow with each departure."""
        counts = []
        for size in (1, 10):
            employees = self.env["hr.employee"].create(
                [
                    {"name": f"Leaver {n}", "company_id": self.company.id}
                    for n in range(size)
                ]
            )
            cases = self.env["hr.offboarding"].create(
                [
                    {
                        "employee_id": employee.id,
                        "reason_id": self.reason_resigned.id,
                        "user_id": self.user_officer.id,
                    }
                    for employee in employees
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.env["hr.offboarding.task"]._create_for(cases)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1] - counts[0], 20)

    def test_taking_a_task_up_again_leaves_a_trace(self):
        task = self._get_task("agree_last_day").with_user(self.user_manager)
        task.note = "Agreed by phone"
        task.action_done()
        task.action_reopen()
        self.assertFalse(task.closed_user_id)
        history = task.with_user(self.user_officer).history
        self.assertIn("taken up again by line_manager", history)
        self.assertIn("Before: Done, line_manager", history)
        self.assertIn("Agreed by phone", history)
        as_officer = task.with_user(self.user_officer)
        as_officer._do_waive("No longer needed")
        as_officer.action_reopen()
        lines = as_officer.history.splitlines()
        self.assertEqual(len(lines), 2)
        self.assertIn("Waived, hr_officer", lines[1])
        self.assertIn("No longer needed", lines[1])
        with self.assertRaises(AccessError):
            task.read(["history"])
        with self.assertRaises(AccessError):
            task.history = "Nothing happened"

    def test_task_that_was_never_closed_has_no_history(self):
        task = self._get_task("agree_last_day")
        task.action_reopen()
        self.assertFalse(task.history)
