"""One person leaves, stays in touch and comes back, told across the three addons."""

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.hr_exit_interview.tests.common import TODAY

from .common import LeaversCase

REFERRAL = {
    "partner_name": "Kiln & Sons",
    "contact_name": "Ada Kiln",
    "email_from": "ada@kiln.example.com",
    "phone": "",
    "description": "They look for a supplier.",
}


@tagged("post_install", "-at_install")
class TestStory(LeaversCase):
    @freeze_time(TODAY)
    def test_from_notice_to_return(self):
        number = self.employee_leaver.employee_number
        employees = self.env["hr.employee"].with_context(active_test=False)
        people = employees.search_count([])

        # Leaving: tasks for everybody, a questionnaire that nobody but exit officers
        # reads, and the last day through core's wizard.
        self.assertIn(self.user_manager, self.case.task_ids.user_id)
        [mail] = self._send()
        self.assertEqual(mail["email_to"], ["lea.ver@example.com"])
        self._answer(keep="The people")
        as_exit_officer = self.interview.with_user(self.user_exit_officer)
        self.assertIn("The people", as_exit_officer.answer_ids.mapped("value"))
        with self.assertRaises(AccessError):
            self.interview.with_user(self.user_officer).answer_ids.mapped("value")
        self.case.action_depart()
        first = ("2021-05-01", TODAY, self.reason_resigned)
        self.assertPeriods(self.employee_leaver, [first])

        # Staying in touch: a candidate, who is asked once and agrees.
        alumni = self._get_alumni()
        self.assertEqual(alumni.state, "candidate")
        self.assertFalse(alumni.partner_id.email)
        self.assertFalse(alumni._may_contact("business"))
        with self.mock_mail_gateway():
            alumni.with_user(self.user_alumni).action_invite()
        self.assertEqual(alumni.state, "invited")
        purposes = self.env["hr.privacy.purpose"].search(
            [("code", "in", ("member", "business"))]
        )
        with self.mock_mail_gateway():
            alumni._do_answer(purposes, channel="link")
        self.assertEqual(alumni.state, "active")
        self.assertTrue(alumni._may_contact("business"))
        self.assertFalse(alumni._may_contact("jobs"))

        # Business: sales gets the lead and its origin, and nothing else of the person.
        lead = alumni._do_refer(REFERRAL).with_user(self.user_sales)
        self.assertEqual(lead.user_id, self.user_sales)
        self.assertEqual(lead.alumni_kind, "sourced")
        [values] = lead.read(["alumni_id"])
        self.assertEqual(values["alumni_id"][1], "Lea Ver")
        with self.assertRaises(AccessError):
            alumni.with_user(self.user_sales).read(["state"])

        # Coming back: recognised, and the same employee again.
        applicant = self._apply()
        self.assertEqual(applicant.sudo().former_alumni_id, alumni)
        rehire = self._return(applicant, "2026-09-01")
        self.assertEqual(rehire.state, "returned")
        self.assertTrue(self.employee_leaver.active)
        self.assertEqual(self.employee_leaver.employee_number, number)
        self.assertEqual(employees.search_count([]), people)
        self.assertEqual(alumni.state, "returned")
        running = ("2026-09-01", False, self.env["hr.departure.reason"])
        self.assertPeriods(self.employee_leaver, [first, running])

    def test_leave_and_return_twice(self):
        """Each stint is one row, whatever core erases in between."""
        number = self.employee_leaver.employee_number
        people = (
            self.env["hr.employee"].with_context(active_test=False).search_count([])
        )
        with freeze_time(TODAY):
            self.case.action_depart()
        expected = [("2021-05-01", TODAY, self.reason_resigned)]
        for start, end in (("2026-09-01", "2027-01-31"), ("2027-06-01", "2027-12-31")):
            with freeze_time(start):
                self._return(self._apply(), start)
            self.assertTrue(self.employee_leaver.active)
            self.assertEqual(self._get_alumni().state, "returned")
            self.assertPeriods(
                self.employee_leaver,
                [*expected, (start, False, self.env["hr.departure.reason"])],
            )
            self._depart(end)
            expected.append((start, end, self.reason_resigned))
            self.assertPeriods(self.employee_leaver, expected)
        self.assertEqual(self.employee_leaver.employee_number, number)
        self.assertEqual(len(self._get_alumni()), 1)
        self.assertEqual(
            self.env["hr.employee"].with_context(active_test=False).search_count([]),
            people,
        )
