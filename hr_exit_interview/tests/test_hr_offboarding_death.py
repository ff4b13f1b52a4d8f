from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

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
        cls.package_death = cls.env.ref(
            "hr_exit_interview.hr_offboarding_template_death"
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

    def test_managers_read_of_no_reason_wherever_they_look(self):
        """All that the manager may read of the case, its tasks and the urgent track."""
        employee = self._new_employee(
            "Ada Gone", self.user_colleague, parent_id=self.employee_manager.id
        )
        employee.is_key_person = True
        case = self._new_offboarding(employee, reason_id=self.reason_death.id)
        case.action_confirm()
        case.sudo().task_ids[:1].user_id = self.user_manager
        case.action_depart()
        self.assertTrue(case.sudo().urgent_ids)
        seen = {}
        for model, domain in (
            ("hr.offboarding", [("id", "=", case.id)]),
            ("hr.offboarding.task", [("offboarding_id", "=", case.id)]),
            ("hr.offboarding.urgent", [("offboarding_id", "=", case.id)]),
            ("hr.offboarding.handover", [("offboarding_id", "=", case.id)]),
        ):
            own = self.env[model].with_user(self.user_manager).search(domain)
            seen[model] = [
                {name: value for name, value in row.items() if name != "name"}
                for row in own.read()
            ]
        self.assertEqual(len(seen["hr.offboarding"]), 1)
        self.assertTrue(seen["hr.offboarding.urgent"])
        texts = repr(seen).lower()
        for word in ("death", "died", "deceased", "'reason_id'", "'kind'"):
            with self.subTest(word):
                self.assertNotIn(word, texts)
        told = self.env["mail.mail"].sudo().search([]).mapped("body_html")
        activities = self.env["mail.activity"].search(
            [("user_id", "=", self.user_manager.id)]
        )
        for text in [*told, *activities.mapped("summary")]:
            self.assertNotIn("death", str(text).lower())

    def test_reason_that_is_corrected_to_death_ends_what_was_under_way(self):
        self._send()
        self.case.action_send_own_page()
        token = self.case._get_own_page_url()
        leaver_tasks = self.case.task_ids.filtered(
            lambda task: task.user_id == self.user_leaver
        )
        by_hand = self.case.task_ids.create(
            {
                "name": "Order the cake",
                "offboarding_id": self.case.id,
                "user_id": self.user_colleague.id,
                "date_deadline": TODAY,
            }
        )
        done = self.case.task_ids.filtered(
            lambda task: task.responsible == "hr" and not task.requires_proof
        )[:1]
        done.action_done()
        self.assertTrue(leaver_tasks)
        self.assertTrue(self._sheet())
        with self.mock_mail_gateway():
            self.case.reason_id = self.reason_death
        self.assertFalse(self._mails)
        self.assertEqual(self.interview.state, "cancelled")
        self.assertFalse(self._sheet())
        self.assertEqual(self.case.own_page_state, "revoked")
        self.assertFalse(self.case._is_own_page_open())
        self.assertTrue(token)
        self.assertEqual(self.case.template_id, self.package_death)
        todo = self.case.task_ids.filtered(lambda task: task.state == "todo")
        self.assertEqual(todo.template_task_id, self.package_death.task_ids)
        self.assertEqual(set(leaver_tasks.mapped("state")), {"waived"})
        self.assertEqual((by_hand.state, done.state), ("waived", "done"))
        self.assertFalse(self.user_leaver.active)
        self.assertTrue(self.case.access_closed_date)
        self.assertEqual(self.case.access_closed_user_id, self.user_officer)
        self.assertTrue(self.employee_leaver.active, "until the date of departure")
        self.assertFalse(self.case._may_contact("exit_survey"))

        # Late or not: nobody is reminded of what was dropped.
        with freeze_time("2026-06-01"), self.mock_mail_gateway():
            late = self.env["hr.offboarding.task"].search(
                [
                    *self.env["hr.offboarding.task"]._get_late_domain(),
                    ("offboarding_id", "=", self.case.id),
                ]
            )
        self.assertEqual(late, todo)

    def test_reason_that_was_a_mistake(self):
        self.case.action_send_own_page()
        package = self.case.template_id
        open_tasks = self.case.task_ids.filtered(lambda task: task.state == "todo")
        self.case.reason_id = self.reason_death
        self.assertNotIn("todo", open_tasks.mapped("state"))
        condolence = self.case.task_ids - open_tasks
        self.assertEqual(condolence.mapped("state"), ["todo"])
        self.case.reason_id = self.reason_resigned
        self.assertEqual(self.case.template_id, package)
        self.assertEqual(set(open_tasks.mapped("state")), {"todo"})
        self.assertEqual(condolence.state, "waived")
        self.assertEqual(len(self.case.task_ids), len(open_tasks) + 1)
        self.assertEqual(self.interview.state, "planned")
        self.assertTrue(self.case._may_contact("exit_survey"))
        # What is closed is opened by a person, and never by a reason.
        self.assertFalse(self.user_leaver.active)
        self.assertEqual(self.case.own_page_state, "revoked")
        self.case.action_send_own_page()
        self.assertTrue(self.case._is_own_page_open())
        self.user_leaver.action_unarchive()
        self.assertEqual(self.user_leaver.login, "leaver")
        # And the other way round once more.
        self.case.reason_id = self.reason_death
        self.assertEqual(condolence.state, "todo")
        self.assertNotIn("todo", open_tasks.mapped("state"))

    def test_mails_that_wait_are_not_sent(self):
        create = self.env["mail.mail"].create
        alone = create({"email_to": "Lea <lea.ver@example.com>", "state": "outgoing"})
        at_work = create(
            {"recipient_ids": self.user_leaver.partner_id.ids, "state": "outgoing"}
        )
        shared = create(
            {
                "email_to": "lea.ver@example.com, mum@example.com",
                "recipient_ids": (
                    self.user_leaver.partner_id + self.user_manager.partner_id
                ).ids,
                "state": "outgoing",
            }
        )
        alike = create({"email_to": "xlea.ver@example.com", "state": "outgoing"})
        sent = create({"email_to": "lea.ver@example.com", "state": "sent"})
        self.case.reason_id = self.reason_death
        self.assertEqual((alone.state, at_work.state), ("cancel", "cancel"))
        self.assertEqual(shared.state, "outgoing")
        self.assertEqual(shared.email_to, "mum@example.com")
        self.assertEqual(shared.recipient_ids, self.user_manager.partner_id)
        self.assertEqual((alike.state, sent.state), ("outgoing", "sent"))
        self.assertEqual(alike.email_to, "xlea.ver@example.com")

    def test_login_is_closed_with_the_confirmation(self):
        case = self._new_death()
        self.assertTrue(self.user_colleague.active)
        case.action_confirm()
        self.assertFalse(self.user_colleague.active)
        self.assertTrue(case.access_closed_date)

    def test_login_is_closed_for_every_company(self):
        self.user_colleague.company_ids += self.company_other
        self._new_employee(
            "Ada Gone", self.user_colleague, company_id=self.company_other.id
        )
        self._new_death().action_confirm()
        self.assertFalse(self.user_colleague.active)

    def test_login_that_cannot_be_closed_stops_nothing(self):
        self.employee_leaver.user_id = self.env.ref("base.user_admin")
        with mute_logger("odoo.addons.hr_exit_interview.models.hr_offboarding_batch"):
            self.case.reason_id = self.reason_death
        self.assertIn("belongs to the system", self.case.access_error)
        self.assertEqual(self.interview.state, "cancelled")
        self.assertLessEqual(self.case.access_cutoff, fields.Datetime.now())

    def test_draft_closes_nothing(self):
        case = self._new_offboarding(
            self._new_employee("Al Ive", self.user_colleague),
        )
        case.reason_id = self.reason_death
        self.assertTrue(self.user_colleague.active)
        case.reason_id = self.reason_resigned
        case.action_confirm()
        self.assertTrue(case.interview_ids)

    def test_nothing_is_counted_down_or_celebrated(self):
        self.case.last_working_date = "2026-04-30"
        self.assertTrue(self.case.days_left)
        self.case.reason_id = self.reason_death
        for user in (self.user_officer, self.user_manager):
            self.assertEqual(self.case.with_user(user).days_left, 0)
        self.case.write({"last_working_date": TODAY, "departure_date": TODAY})
        self.case.action_depart()
        notes = self.employee_leaver.message_ids.mapped("preview")
        self.assertTrue(any("employment ended on" in note for note in notes))
        self.assertFalse(any("Left on" in note for note in notes))

    def test_letters_for_the_family(self):
        case = self._new_death()
        case.action_confirm()
        case.with_context(letter_kind="certificate").action_prepare_letter()
        self.assertEqual(case.letter_ids.kind, "certificate")
        for kind in ("relieving", "reference", "acknowledgement"):
            with self.assertRaises(UserError):
                case.with_context(letter_kind=kind).action_prepare_letter()
