from freezegun import freeze_time

from odoo.tests import tagged

from .common import TODAY
from .exit_common import ExitInterviewCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrOffboardingDeath(ExitInterviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.reason_death = cls.env["hr.departure.reason"].create(
            {"name": "Death in service", "kind": "death", "type": "neutral"}
        )

    def _new_death(self):
        employee = self._new_employee(
            "Ada Gone",
            self.user_colleague,
            parent_id=self.employee_manager.id,
            private_email="ada.gone@example.com",
        )
        return self._new_offboarding(employee, reason_id=self.reason_death.id)

    def test_nobody_is_written_to_asked_or_given_tasks(self):
        case = self._new_death()
        with self.mock_mail_gateway():
            case.action_confirm()
            case.action_depart()
        self.assertEqual(case.state, "departed")
        self.assertFalse(case.interview_ids)
        self.assertNotIn(self.user_colleague, case.task_ids.user_id)
        self.assertFalse(
            self.env["mail.activity"].search([("user_id", "=", self.user_colleague.id)])
        )
        addresses = {"ada.gone@example.com", self.user_colleague.email}
        written = {
            address for mail in self._mails for address in mail["email_to"] or []
        }
        self.assertFalse([a for a in written if any(own in a for own in addresses)])
        for purpose in ("exit_survey", "own_page", "anything"):
            self.assertFalse(case._may_contact(purpose))
            self.assertEqual(
                self.case._may_contact(purpose), True, "others are written to"
            )

    def test_kind_that_is_corrected_to_death_withdraws_what_was_planned(self):
        self._send()
        leaver_tasks = self.case.task_ids.filtered(
            lambda task: task.user_id == self.user_leaver
        )
        self.assertTrue(leaver_tasks)
        self.assertTrue(self._sheet())
        self.case.reason_id = self.reason_death
        self.assertEqual(self.interview.state, "cancelled")
        self.assertFalse(self._sheet())
        self.assertEqual(set(leaver_tasks.mapped("state")), {"waived"})
        self.assertFalse(self.case._may_contact("exit_survey"))
        # It was a mistake: everything can be taken up again.
        self.case.reason_id = self.reason_resigned
        self.assertTrue(self.case._may_contact("exit_survey"))
        self.interview.action_reset()
        leaver_tasks.action_reopen()
        self.assertEqual(set(leaver_tasks.mapped("state")), {"todo"})
