"""The mirror form: from the rule to the answers of the manager, and who sees what."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .exit_common import MARKER, ExitInterviewCase

WORK = "milo.line@northwind.example.com"


class ManagerViewCase(ExitInterviewCase):
    """A departure whose manager is asked, with the form for managers."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Whatever else there is in this database.
        others = cls.env["res.company"].search([("id", "!=", cls.company.id)])
        others.exit_questionnaire_is_automatic = False
        cls.company.exit_manager_view = "questionnaire"
        cls.employee_manager.work_email = WORK
        cls.case.sudo().write(
            {"notice_date": "2026-03-01", "last_working_date": "2026-05-01"}
        )
        cls.case.sudo()._plan_manager_views()
        cls.view = cls.case.interview_ids.with_env(cls.env) - cls.interview
        cls.survey_leaver = cls.survey
        cls.survey = cls.env.ref("hr_exit_interview.survey_survey_exit_manager")
        cls.env.flush_all()


@tagged("post_install", "-at_install", "security")
@freeze_time(TODAY)
class TestHrExitInterviewManagerView(ManagerViewCase):
    def _new_view(self, employee, **values):
        case = self._new_offboarding(
            employee,
            notice_date="2026-03-01",
            last_working_date="2026-05-01",
            **values,
        )
        case.action_confirm()
        return case.interview_ids.with_env(self.env).filtered(
            lambda talk: talk.kind == "manager"
        )

    def test_texts_are_tried_out_on_a_talk_that_nobody_answers(self):
        """An update does so with whatever talk it finds: it stopped there."""
        self.case.sudo().manager_id = False
        self.assertFalse(self.view._get_respondent())
        template = self.env.ref("hr_exit_interview.mail_template_exit_manager")
        [text] = self.view._render_questionnaire_mails(template).values()
        self.assertIn("Lea Ver is leaving", text["body_html"])
        self.view.employee_id = False
        [text] = self.view._render_questionnaire_mails(template).values()
        self.assertIn("is leaving your team", text["body_html"])

    # The rule

    def test_planned_once_with_the_departure_and_held_by_nobody(self):
        self.assertEqual((self.view.kind, self.view.round), ("manager", 1))
        self.assertFalse(self.view.interviewer_ids)
        self.case.sudo()._plan_manager_views()
        self.assertEqual(len(self.case.interview_ids), 2)
        self.assertEqual(
            self.view.with_user(self.user_officer).respondent_name, "Milo Line"
        )

    def test_day_by_the_rule_of_the_company(self):
        for policy, expected in (
            ("questionnaire", date(2026, 3, 31)),
            ("last_day", date(2026, 5, 3)),
            ("none", False),
        ):
            with self.subTest(policy):
                self.company.exit_manager_view = policy
                self.assertEqual(self.view.questionnaire_planned_date, expected)
        employee = self._new_employee("Other", parent_id=self.employee_manager.id)
        self.assertFalse(self._new_view(employee))

    def test_nobody_is_asked_where_the_leaver_is_asked_nothing(self):
        Reason = self.env["hr.departure.reason"]
        silent = Reason.create({"name": "Breach", "questionnaire": "none"})
        # Whatever the settings of the reason say.
        death, transfer = Reason.create(
            [
                {"name": kind, "kind": kind, "questionnaire": "full"}
                for kind in ("death", "transfer")
            ]
        )
        for reason in (silent, death, transfer):
            with self.subTest(reason.name):
                employee = self._new_employee(
                    reason.name, parent_id=self.employee_manager.id
                )
                case = self._new_offboarding(employee, reason_id=reason.id)
                case.sudo()._plan_manager_views()
                self.assertFalse(case._asks_manager())
                view = self.env["hr.exit.interview"].create(
                    {"offboarding_id": case.id, "kind": "manager"}
                )
                case.sudo().write({"state": "in_progress"})
                self.assertFalse(view.questionnaire_planned_date)
                with self.assertRaisesRegex(UserError, "for this reason"):
                    self._send(view)
                self.assertFalse(self._sheet(view))

    def test_asked_by_the_job_at_the_work_address(self):
        self.assertFalse(self._send_due("2026-03-30 12:00:00"))
        self.assertEqual(
            sorted(self._send_due("2026-03-31 12:00:00")),
            ["lea.ver@example.com", WORK],
        )
        self.assertEqual(self.view.questionnaire_state, "sent")
        self.assertEqual(self._sheet(self.view).survey_id, self.survey)
        self.assertFalse(self._send_due("2026-03-31 13:00:00"))

    def test_asked_when_hr_asks_the_leaver_earlier(self):
        self.survey_leaver.flush_recordset()
        self._send(self.interview)
        self.assertEqual(self.view.questionnaire_planned_date, TODAY)
        self.assertEqual(self._send_due("2026-03-16 12:00:00"), [WORK])

    def test_what_hr_has_decided_about_the_day_holds(self):
        self.view.with_user(self.user_officer).questionnaire_mode = "never"
        self._send(self.interview)
        self.assertFalse(self.view.questionnaire_planned_date)
        self.assertNotIn(WORK, self._send_due("2026-03-31 12:00:00"))

    def test_two_reminders_in_words_for_managers(self):
        self._send_due("2026-03-31 12:00:00")
        subjects = []
        for day in ("2026-04-03", "2026-04-07", "2026-04-12"):
            self._send_due(f"{day} 12:00:00")
            subjects += [m["subject"] for m in self._mails if WORK in m["email_to"]]
        self.assertEqual(
            subjects, ["Five minutes for a question from HR: once more"] * 2
        )

    def test_a_death_that_is_learned_of_later_ends_it(self):
        self._send_due("2026-03-31 12:00:00")
        death = self.env["hr.departure.reason"].search(
            [("kind", "=", "death")], limit=1
        )
        self.case.sudo().reason_id = death
        self.assertFalse(self._sheet(self.view))
        self.assertEqual(self.view.state, "cancelled")
        self.assertFalse(self._send_due("2026-04-03 12:00:00"))

    def test_costs_the_same_for_many(self):
        counts = []
        for size in (2, 2, 10):
            cases = self.env["hr.offboarding"]
            for number in range(size):
                cases += self._new_offboarding(
                    self._new_employee(
                        f"Leaver {number}", parent_id=self.employee_manager.id
                    )
                )
            cases.action_confirm()
            cases = cases.with_env(self.env)
            views = cases.interview_ids.filtered(lambda talk: talk.kind == "manager")
            self.assertEqual(len(views), size)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            views._get_sending_problems()
            views.mapped("respondent_name")
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    # The mail

    def test_mail_tells_nothing_of_reason_and_answers(self):
        self._send(self.interview)
        self.survey, survey = self.survey_leaver, self.survey
        self._answer(keep=MARKER, main_reason="pay")
        self.survey = survey
        self.reason_resigned.name = f"Reason {MARKER}"
        self.case.sudo().write(
            {"stated_reason": f"Letter {MARKER}", "is_regretted": True}
        )
        [mail] = self._send(self.view)
        self.assertEqual(mail["email_to"], [WORK])
        self.assertIn("Lea Ver", mail["body"])
        self.assertNotIn("Lea", mail["subject"])
        for secret in (MARKER, "Pay", "lea.ver", self._sheet().access_token):
            self.assertNotIn(secret, f"{mail['subject']} {mail['body']}")
        self.assertIn(self._sheet(self.view).access_token, mail["body"])
        # Nothing of the link is left anywhere else.
        token = self._sheet(self.view).access_token
        for model, field in (
            ("mail.message", "body"),
            ("mail.mail", "body_html"),
            ("mail.activity", "note"),
            ("calendar.event", "description"),
        ):
            found = self.env[model].search_count([(field, "like", token)])
            self.assertFalse(found, model)

    def test_what_cannot_be_sent_is_listed_with_the_reason(self):
        manager, leaver = self.employee_manager, self.employee_leaver
        case = self.case.sudo()
        for problem, change in (
            ("no_manager", lambda: case.write({"manager_id": False})),
            ("own_manager", lambda: case.write({"manager_id": leaver.id})),
            ("manager_left", lambda: manager.write({"active": False})),
            ("manager_left", lambda: manager.user_id.write({"active": False})),
            ("no_work_address", lambda: manager.write({"work_email": False})),
            ("no_work_address", lambda: manager.write({"work_email": "Milo"})),
            (
                "no_work_address",
                lambda: manager.write({"work_email": "Lea.Ver@example.com"}),
            ),
            (
                "no_work_address",
                lambda: manager.write({"work_email": leaver.work_email}),
            ),
        ):
            with self.subTest(problem), self.env.cr.savepoint() as savepoint:
                change()
                self.assertEqual(
                    self._send_due("2026-03-31 12:00:00"), ["lea.ver@example.com"]
                )
                view = self.view.with_user(self.user_officer)
                self.assertEqual(view.questionnaire_problem, problem)
                self.assertTrue(view.questionnaire_advice)
                self.assertIn(
                    view, view.search([("questionnaire_problem", "=", problem)])
                )
                self.assertFalse(self._sheet(self.view))
                with self.assertRaisesRegex(UserError, self.view.name):
                    self._send(self.view)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_in_the_language_of_the_manager(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"].search(
            [("name", "=", "hr_exit_interview")]
        )._update_translations("zh_CN")
        self.employee_manager.lang = "zh_CN"
        self.env.invalidate_all()
        [mail] = self._send(self.view)
        self.assertEqual(self._sheet(self.view).lang_id.code, "zh_CN")
        self.assertRegex(mail["subject"], "[\u4e00-\u9fff]")
        self.assertNotIn("Tell us", mail["body"])

    # The answers

    def _answer_view(self, **answers):
        sheet = self._sheet(self.view)
        sheet._mark_in_progress()
        self._fill(sheet, **answers)
        sheet._mark_done()
        self.env.flush_all()
        self.env.invalidate_all()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_answers_are_sealed_and_read_by_exit_officers_alone(self):
        self._send(self.view)
        self._answer_view(manager_surprised="no", manager_tried=MARKER)
        self.assertEqual(self.view.questionnaire_state, "done")
        self.assertFalse(self._sheet(self.view).user_input_line_ids)
        answers = self.view.answer_ids
        self.assertEqual(set(answers.mapped("mode")), {"named"})
        self.assertIn("managers have answered", self.view.promise_id.text)
        officer = answers.with_user(self.user_exit_officer)
        self.assertIn(MARKER, officer.mapped("value"))
        for user in (
            self.user_manager,
            self.user_leaver,
            self.user_director,
            self.user_officer,
            self.user_interviewer,
        ):
            with self.subTest(user.login), self.assertRaises(AccessError):
                answers.with_user(user).read(["value"])

    def test_answering_closes_the_task_to_write_it_down(self):
        item = self.env.ref(
            "hr_exit_interview.hr_offboarding_template_task_mirror_form"
        )
        values = {
            "offboarding_id": self.case.id,
            "user_id": self.user_manager.id,
            "date_deadline": "2026-05-03",
        }
        task, other = self.env["hr.offboarding.task"].create(
            [
                {"name": "Own view", "template_task_id": item.id, **values},
                {"name": "Badge", **values},
            ]
        )
        self._send(self.view)
        self._answer_view(manager_surprised="no")
        self.assertEqual((task.state, other.state), ("done", "todo"))
        self.assertFalse(task.activity_ids)


@tagged("post_install", "-at_install", "security")
class TestHrExitInterviewManagerViewPage(ManagerViewCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.link = self._get_link(self._send(self.view)[0])
        self.authenticate(None, None)

    def _open(self):
        response = self.url_open(self.link)
        self.assertLess(response.status_code, 400)
        return response.text

    def test_page_says_whom_it_is_about_and_what_is_promised(self):
        page = self._open()
        for text in (
            "About:",
            "Lea Ver",
            "voluntary",
            "with your name",
            "at least 5 managers",
            "is not shown to you",
            "hr_officer@northwind.example.com",
        ):
            self.assertIn(text, page)
        for secret in (self.reason_resigned.display_name, "lea.ver@example.com"):
            self.assertNotIn(secret, page)

    def test_page_of_the_leaver_is_about_nobody_else(self):
        link = self._get_link(self._send(self.interview)[0])
        self.assertNotIn("About:", self.url_open(link).text)

    def test_only_the_manager_opens_it_while_logged_in(self):
        for user, opens in ((self.user_leaver, False), (self.user_manager, True)):
            with self.subTest(user.login):
                self.authenticate(user.login, user.login)
                page = self._open()
                self.assertEqual("voluntary" in page, opens)
                self.assertEqual("logged in as somebody else" in page, not opens)

    def test_answered_without_login_and_the_link_is_dead(self):
        sheet = self._sheet(self.view)
        path = f"{self.survey.access_token}/{sheet.access_token}"

        def call(step, **answers):
            return self.make_jsonrpc_request(f"/survey/{step}/{path}", answers)

        call("begin")
        for page in self.survey.page_ids:
            question = page.question_ids[:1]
            answer = str(question.suggested_answer_ids[:1].id)
            result = call("submit", page_id=page.id, **{str(question.id): answer})
        self.assertIn("sealed", result[1]["survey_content"])
        self.env.invalidate_all()
        self.assertEqual(self.view.questionnaire_state, "done")
        self.assertEqual(len(self.view.answer_ids), len(self.survey.page_ids))
        self.assertIn("Your answers were sent", self._open())
