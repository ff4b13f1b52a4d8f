"""The leaver's own page, over real HTTP."""

from freezegun import freeze_time

from odoo.tests import tagged

from .common import TODAY
from .own_page_common import MARKUP, OwnPageCase


@tagged("post_install", "-at_install", "security")
class TestOwnPageTasks(OwnPageCase):
    """The tasks of the leaver on the own page."""

    def test_task_is_done_by_the_leaver(self):
        response = self._post(
            f"{self.link}/task", {"task": self.task.id, "note": MARKUP}
        )
        self.assertEqual(response.status_code, 303)
        self.assertHeaders(response)
        self.env.invalidate_all()
        self.assertEqual(self.task.state, "done")
        self.assertTrue(self.task.is_closed_by_leaver)
        self.assertEqual(self.task.closed_user_id, self.user_leaver)
        self.assertEqual(self.task.note, MARKUP)
        self.assertFalse(self.task.activity_ids)
        self.assertPage(
            self.url_open(self.link + "?message=done"), 200, "this task is done"
        )
        self.task.action_reopen()
        self.assertFalse(self.task.is_closed_by_leaver)

    def test_heading_says_when_everything_is_done(self):
        self.assertPage(self.url_open(self.link), 200, "What is left to do")
        own = self.case.task_ids.filtered("is_for_leaver")
        own.filtered("requires_proof").note = "Signed on paper."
        own.action_done()
        page = self.url_open(self.link)
        self.assertPage(page, 200, "You have done")
        self.assertNotIn("What is left to do", page.text)

    def test_task_stays_doable_after_the_last_day(self):
        with freeze_time(TODAY):
            case = self.case
            case.write({"last_working_date": TODAY, "departure_date": TODAY})
            case.action_depart()
        self.assertEqual(self.task.user_id, self.user_officer)
        self.assertFalse(self.user_leaver.active)
        self.assertPage(self.url_open(self.link), 200, "Hand in the badge", "You left")
        self._post(f"{self.link}/task", {"task": self.task.id})
        self.env.invalidate_all()
        self.assertEqual(self.task.state, "done")
        self.assertEqual(self.task.closed_user_id, self.user_leaver)

    def test_leaver_without_login_does_tasks(self):
        employee = self._new_employee("No Login", private_email="no@example.com")
        case = self._new_offboarding(employee, last_working_date="2099-03-16")
        line = (
            self.env.ref("hr_exit_interview.hr_offboarding_template_standard")
            ._get_items()
            .filtered(lambda line: line.responsible == "leaver")[:1]
        )
        self.assertTrue(line)
        case.action_confirm()
        case.action_send_own_page()
        task = case.task_ids.filtered("is_for_leaver")[:1]
        self.assertEqual(task.user_id, self.user_officer)
        self._post(f"{case._get_own_page_url()}/task", {"task": task.id})
        self.env.invalidate_all()
        self.assertEqual(task.state, "done")
        self.assertFalse(task.closed_user_id)
        self.assertTrue(task.is_closed_by_leaver)

    def test_task_given_to_somebody_else_leaves_the_page(self):
        self.task.with_user(self.user_officer).user_id = self.user_colleague
        self.assertFalse(self.task.is_for_leaver)
        self.assertNotIn("Hand in the badge", self.url_open(self.link).text)
        response = self._post(f"{self.link}/task", {"task": self.task.id})
        self.assertPage(response, 400, "Nothing has been changed")

    def test_only_own_tasks(self):
        other = self._new_offboarding(
            self.employee_manager, last_working_date="2099-03-16"
        )
        foreign = self._new_task("Foreign", self.user_manager, case=other)
        foreign.is_for_leaver = True
        before = self._snapshot()
        for task in (
            self.task_manager.id,
            foreign.id,
            0,
            -1,
            10**30,
            "x",
            "",
            "\x00",
            f"{self.task.id} ",
            "１",
        ):
            with self.subTest(task):
                response = self._post(f"{self.link}/task", {"task": task})
                self.assertPage(response, 400, "Nothing has been changed")
        self.env.invalidate_all()
        self.assertEqual(foreign.state, "todo")
        self.assertEqual(self._snapshot(), before)

    def test_done_twice_is_done_once(self):
        for note in ("first", "second"):
            self._post(f"{self.link}/task", {"task": self.task.id, "note": note})
        self.env.invalidate_all()
        self.assertEqual(self.task.note, "first")
