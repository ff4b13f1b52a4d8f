"""Reports go to the confidential officer at once, to nobody else, and say no more."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .exit_common import MARKER, ExitInterviewCase

MUTED = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
GROUP = "hr_exit_interview.group_confidential_officer"


@tagged("post_install", "-at_install", "security")
@freeze_time("2026-03-16 10:20:00")
class TestHrExitAlarm(ExitInterviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_confidential = cls._new_user("confidential", GROUP)
        cls.user_deputy = cls._new_user("deputy", GROUP)
        cls.company.exit_confidential_user_id = cls.user_confidential
        cls.company.exit_confidential_deputy_id = cls.user_deputy

    def _report(self, **answers):
        """Send the questionnaire with these answers, and return what was raised."""
        before = self.env["hr.exit.alarm"].search([])
        self._send()
        with self.mock_mail_gateway(mail_unlink_sent=False):
            self._answer(keep="The coffee", **answers)
            self.env.cr.postcommit.run()
        return self.env["hr.exit.alarm"].search([]) - before

    def test_without_contact_it_tells_nobody_who_it_was(self):
        alarm = self._report(alarm="harassment", alarm_text=f"It was {MARKER}")
        self.assertEqual(len(alarm), 1)
        self.assertEqual(alarm.kind, "harassment")
        self.assertEqual(alarm.month, date(2026, 3, 1))
        self.assertEqual(alarm.user_id, self.user_confidential)
        # Whatever it holds besides says nothing about anybody.
        empty = {"wants_contact", "person_name", "email", "text", "note", "closed_date"}
        told = {"id", "company_id", "user_id", "kind", "month", "state"}
        stored = {name for name, field in alarm._fields.items() if field.store}
        self.assertEqual(stored, empty | told | {"barred_user_ids"})
        for name in empty | {"barred_user_ids"}:
            self.assertFalse(alarm.sudo()[name], name)
        self.assertEqual(self._find_in_database(MARKER), set())

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_its_officer_sees_it_while_working_for_that_company(self):
        alarm = self._report(alarm="harassment", alarm_text="It was somebody")
        officer = self.user_confidential
        officer.company_ids += self.company_other
        for companies, found in (
            (self.company, True),
            (self.company_other, False),
            (self.company + self.company_other, True),
        ):
            with self.subTest(companies.mapped("name")):
                own = alarm.with_user(officer).with_context(
                    allowed_company_ids=companies.ids
                )
                self.assertEqual(own.has_access("read"), found)

    def test_with_contact_it_carries_name_and_words(self):
        alarm = self._report(
            alarm="danger", alarm_text=f"It was {MARKER}", alarm_contact=["yes"]
        )
        own = alarm.with_user(self.user_confidential)
        self.assertEqual(
            (own.kind, own.person_name, own.email, own.text),
            ("danger", "Lea Ver", "lea.ver@example.com", f"It was {MARKER}"),
        )
        self.assertEqual(self._find_in_database(MARKER), {("hr_exit_alarm", "text")})

    def test_nothing_of_it_is_sealed_among_the_answers(self):
        self._report(alarm="danger", alarm_text=MARKER, alarm_contact=["yes"])
        self.assertAnswers(self.interview, [("keep", "The coffee")])
        self.assertFalse(self._sheet().user_input_line_ids)

    def test_no_report_no_alarm(self):
        self.assertFalse(self._report(alarm="no", preventable="no", alarm_text="x"))

    def test_whoever_only_wants_to_talk_is_heard(self):
        alarm = self._report(alarm_contact=["yes"], alarm_text=MARKER)
        self.assertEqual((alarm.kind, alarm.text), ("contact", MARKER))

    def test_unfair_treatment_as_a_reason_raises_one_and_is_in_no_answers(self):
        label = self.env["survey.question.answer"].create(
            {
                "question_id": self._question("main_reason").id,
                "value": "Unfair treatment, harassment or discrimination",
                "exit_key": "env4",
            }
        )
        self.assertEqual(label.exit_key, "env4")
        alarm = self._report(main_reason="env4")
        self.assertEqual(alarm.kind, "treatment")
        self.assertFalse(alarm.person_name)
        self.assertAnswers(self.interview, [("keep", "The coffee")])

    def test_a_test_of_the_form_raises_none(self):
        before = self.env["hr.exit.alarm"].search_count([])
        sheet = self.survey._create_answer(test_entry=True)
        self._fill(sheet, alarm="harassment")
        sheet._mark_done()
        self.assertEqual(self.env["hr.exit.alarm"].search_count([]), before)

    # To whom

    def _get_warning(self):
        return self.env["hr.exit.alarm"]._get_warning(self.company)

    def _put_above(self, user):
        self.employee_director.user_id = False
        self.employee_director.parent_id = self._new_employee("Boss", user)

    def test_never_to_somebody_above_the_leaver(self):
        self._put_above(self.user_confidential)
        alarm = self._report(alarm="harassment")
        self.assertEqual(alarm.user_id, self.user_deputy)

    def test_never_to_the_head_of_the_department(self):
        self.department.manager_id = self._new_employee("Head", self.user_confidential)
        self.assertEqual(self._report(alarm="danger").user_id, self.user_deputy)

    def test_never_to_the_leaver(self):
        self.employee_leaver.user_id = self.user_confidential
        self.assertEqual(self._report(alarm="danger").user_id, self.user_deputy)

    def test_never_to_somebody_who_may_not_get_it(self):
        officer, other = self.user_confidential, self.company_other
        for spoil in (
            lambda: officer.write({"active": False}),
            lambda: officer.write({"group_ids": [(3, self.env.ref(GROUP).id)]}),
            lambda: officer.write(
                {"company_id": other.id, "company_ids": [(6, 0, other.ids)]}
            ),
        ):
            with self.env.cr.savepoint() as savepoint:
                spoil()
                officers = self.env["hr.exit.alarm"]._get_officers(self.company)
                self.assertEqual(officers, self.user_deputy)
                self.assertIn("confidential", self._get_warning())
                savepoint.rollback()

    def test_it_waits_until_there_is_somebody_who_may_get_it(self):
        self._put_above(self.user_confidential)
        self.company.exit_confidential_deputy_id = False
        alarm = self._report(alarm="harassment")
        self.assertFalse(alarm.user_id)
        # Named again, or named deputy: still above the leaver.
        self.company.exit_confidential_user_id = False
        self.company.exit_confidential_deputy_id = self.user_confidential
        self.assertFalse(alarm.user_id)
        self.company.exit_confidential_user_id = self.user_deputy
        self.assertEqual(alarm.user_id, self.user_deputy)
        self.assertFalse(alarm.sudo().barred_user_ids)

    def test_settings_say_what_is_missing_and_help(self):
        company = self.company
        self.assertFalse(self._get_warning())
        company.exit_confidential_deputy_id = False
        self.assertIn("no deputy", self._get_warning())
        company.exit_confidential_user_id = self.user_colleague
        self.assertIn("“Confidential Officer”", self._get_warning())
        alarm = self._report(alarm="danger")
        self.assertFalse(alarm.user_id)
        settings = self.env["res.config.settings"].create({"company_id": company.id})
        self.assertTrue(settings.exit_confidential_warning)
        settings.action_grant_confidential()
        self.assertEqual(alarm.user_id, self.user_colleague)
        company.exit_confidential_user_id = False
        self.assertIn("Nobody gets", self._get_warning())

    def test_the_mail_says_nothing(self):
        alarm = self._report(
            alarm="harassment", alarm_text=MARKER, alarm_contact=["yes"]
        )
        mails = self._new_mails.filtered(
            lambda mail: mail.email_to == self.user_confidential.email_formatted
        )
        self.assertEqual(len(mails), 1)
        text = f"{mails.subject} {mails.body_html}"
        self.assertIn("/odoo/confidential-reports", text)
        for secret in ("Lea", MARKER, "arass", self.case.name, alarm.display_name):
            self.assertNotIn(secret, text)
        self.assertFalse(mails.model or mails.res_id)
        self.assertFalse(self.env["mail.activity"].search([("note", "ilike", "Lea")]))

    # Who sees it, and who does what

    @mute_logger(*MUTED)
    def test_nobody_but_the_officer_who_has_it(self):
        alarm = self._report(
            alarm="harassment", alarm_text=MARKER, alarm_contact=["yes"]
        )
        admin = self.env.ref("base.user_admin")
        admin.company_ids += self.company
        other_company = self._new_user(
            "confidential_other", GROUP, company=self.company_other
        )
        others = (
            self.user_deputy
            + other_company
            + admin
            + self.user_exit_officer
            + self.user_admin_hr
            + self.user_officer
            + self.user_interviewer
            + self.user_manager
            + self.user_director
            + self.user_leaver
            + self.user_colleague
        )
        for user in others:
            own = alarm.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids
            )
            for operation in ("read", "write", "create", "unlink"):
                with self.subTest(user=user.login, operation=operation):
                    may = operation == "create" and not own.browse().has_access(
                        "create"
                    )
                    self.assertFalse(own.has_access(operation) and not may)
        # Rights that another addon grants do not add up to one.
        self.env["ir.rule"].create(
            {
                "name": "Another addon",
                "model_id": self.env["ir.model"]._get_id("hr.exit.alarm"),
                "groups": [(6, 0, self.env.ref(GROUP).ids)],
                "domain_force": "[(1, '=', 1)]",
            }
        )
        self.assertFalse(alarm.with_user(self.user_deputy).has_access("read"))

    @mute_logger(*MUTED)
    def test_the_officer_notes_and_moves_and_changes_nothing_else(self):
        alarm = self._report(alarm="harassment").with_user(self.user_confidential)
        alarm.note = "Spoken with the council"
        alarm.action_see()
        alarm.action_close()
        self.assertEqual(alarm.closed_date, date(2026, 3, 16))
        alarm.action_reopen()
        self.assertFalse(alarm.closed_date)
        for step in (
            lambda: alarm.write({"kind": "danger"}),
            lambda: alarm.write({"user_id": self.user_colleague.id}),
            lambda: alarm.write({"state": "closed"}),
            lambda: alarm.create({"company_id": self.company.id, "kind": "danger"}),
            alarm.unlink,
            alarm.copy,
            lambda: alarm.read(["barred_user_ids"]),
        ):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                step()

    @mute_logger(*MUTED)
    def test_handed_over_it_is_seen_no_more(self):
        alarm = self._report(alarm="harassment")
        alarm.with_user(self.user_confidential).action_hand_over()
        self.assertEqual(alarm.user_id, self.user_deputy)
        self.assertFalse(alarm.with_user(self.user_confidential).has_access("read"))
        with self.assertRaises(AccessError):
            alarm.with_user(self.user_confidential).action_hand_over()
        self.company.exit_confidential_user_id = False
        with self.assertRaisesRegex(AccessError, "no other confidential officer"):
            alarm.with_user(self.user_deputy).action_hand_over()

    def test_closed_ones_go_after_three_years(self):
        alarm = self._report(alarm="harassment")
        alarm.with_user(self.user_confidential).action_close()
        for day, is_left in (("2029-03-16", True), ("2029-03-17", False)):
            with freeze_time(day):
                self.env["hr.exit.alarm"]._gc_closed()
                self.assertEqual(bool(alarm.exists()), is_left, day)

    def test_open_ones_stay(self):
        alarm = self._report(alarm="harassment")
        with freeze_time("2040-01-01"):
            self.env["hr.exit.alarm"]._gc_closed()
        self.assertTrue(alarm.exists())
