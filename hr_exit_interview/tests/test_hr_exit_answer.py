from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY
from .exit_common import MARKER, ExitInterviewCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrExitAnswer(ExitInterviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.all_answers = {
            "main_reason": "car",
            "further_reasons": ["pay", "job"],
            "preventable": "no",
            "manager_fair": "4",
            "future": "1",
            "pay_fair": None,
            "recommend": "0",
            "keep": MARKER,
        }

    def test_sealing_moves_every_answer(self):
        self._send()
        token = self._sheet().access_token
        self._answer(**self.all_answers)
        self.assertAnswers(
            self.interview,
            [
                ("main_reason", "Career"),
                ("further_reasons", "Pay and benefits"),
                ("further_reasons", "The work itself"),
                ("preventable", "No"),
                ("manager_fair", "4 of 5"),
                ("future", "1 of 5"),
                ("recommend", "0 of 10"),
                ("keep", MARKER),
            ],
        )
        self.assertEqual(self.interview.questionnaire_state, "done")
        self.assertEqual(self.interview.questionnaire_done_date, datetime(2026, 3, 16))
        sheet = self._sheet()
        self.assertFalse(sheet.user_input_line_ids)
        self.assertNotEqual(sheet.access_token, token)
        self.assertLessEqual(sheet.deadline, datetime.now())
        self.assertFalse(sheet.email or sheet.partner_id or sheet.nickname)
        self.assertEqual(sheet.state, "done")

    def test_answer_has_typed_values_and_stable_names(self):
        self._send()
        self._answer(**self.all_answers)
        answers = self.interview.answer_ids.grouped("question_key")
        self.assertEqual(answers["main_reason"].answer_type, "choice")
        self.assertEqual(answers["main_reason"].value_key, "car")
        self.assertEqual(answers["manager_fair"].answer_type, "scale")
        self.assertEqual(answers["manager_fair"].value_number, 4)
        self.assertEqual(answers["recommend"].value_number, 0)
        self.assertEqual(answers["keep"].answer_type, "text")
        self.assertEqual(answers["keep"].company_id, self.company)
        self.assertEqual(answers["keep"].question_title, "What should we keep?")

    def test_every_type_of_question_can_be_sealed(self):
        rows = [(0, 0, {"value": "Canteen"}), (0, 0, {"value": "Office"})]
        columns = [(0, 0, {"value": "Good"}), (0, 0, {"value": "Bad"})]
        values = {
            "char_box": "Line",
            "numerical_box": "2.5",
            "date": "2026-03-01",
            "datetime": "2026-03-01 10:00:00",
        }
        self._send()
        sheet = self._sheet()
        self._fill(sheet, mode="named")
        for number, (question_type, value) in enumerate(values.items()):
            question = self.env["survey.question"].create(
                {
                    "survey_id": self.survey.id,
                    "title": question_type,
                    "question_type": question_type,
                    "exit_key": question_type,
                    "sequence": 100 + number,
                }
            )
            sheet._save_lines(question, value)
        matrix = self.env["survey.question"].create(
            {
                "survey_id": self.survey.id,
                "title": "Places",
                "question_type": "matrix",
                "exit_key": "matrix",
                "sequence": 200,
                "suggested_answer_ids": columns,
                "matrix_row_ids": rows,
            }
        )
        good, bad = matrix.suggested_answer_ids.ids
        canteen, office = matrix.matrix_row_ids.ids
        answer = {str(canteen): [str(bad)], str(office): [str(good)]}
        self.assertFalse(matrix.validate_question(answer))
        self.assertTrue(matrix.validate_question({str(good): [str(good)]}))
        self.assertTrue(matrix.validate_question({str(canteen): [str(office)]}))
        sheet._save_lines(matrix, answer)
        self.employee_leaver.resource_calendar_id = False
        self.employee_leaver.tz = "Asia/Tokyo"
        sheet._mark_done()
        self.assertAnswers(
            self.interview,
            [
                ("char_box", "Line"),
                ("numerical_box", "2.5"),
                ("date", "03/01/2026"),
                ("datetime", "03/01/2026 07:00:00 PM"),
                ("matrix", "Bad"),
                ("matrix", "Good"),
            ],
        )
        answers = self.interview.answer_ids
        self.assertEqual(answers[1].value_number, 2.5)
        self.assertEqual(answers[2].value_date, datetime(2026, 3, 1))
        self.assertEqual(answers[3].value_date, datetime(2026, 3, 1, 10))
        self.assertEqual(answers[4].question_title, "Places – Canteen")

    def test_answers_are_kept_in_the_words_the_leaver_read(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        question = self._question("preventable")
        question.with_context(lang="fr_FR").title = "Aurions-nous pu ?"
        self._label("preventable", "no").with_context(lang="fr_FR").value = "Non"
        self.employee_leaver.lang = "fr_FR"
        self._send()
        self._answer(preventable="no")
        self.assertAnswers(self.interview, [("preventable", "Non")])
        self.assertEqual(self.interview.answer_ids.question_title, "Aurions-nous pu ?")
        self.assertEqual(self.interview.answer_ids.value_key, "no")

    def test_names_tell_nothing(self):
        self._send()
        self._fill(self._sheet(), keep=MARKER, preventable="no")
        lines = self._sheet().user_input_line_ids
        self.assertEqual(set(lines.mapped("display_name")), {"Answer"})
        self._answer(keep=MARKER)
        for answer in self.interview.answer_ids:
            self.assertEqual(
                answer.display_name, f"{self.interview.name}/{answer.sequence}"
            )

    def test_names_of_other_answers_are_left_to_core(self):
        survey = self.env["survey.survey"].create(
            {
                "title": "Canteen",
                "question_and_page_ids": [
                    (0, 0, {"title": "Taste", "question_type": "char_box"})
                ],
            }
        )
        sheet = survey._create_answer(email="a@example.com")
        sheet._save_lines(survey.question_ids, "Salty")
        self.assertEqual(sheet.user_input_line_ids.display_name, "Salty")

    def test_sealed_answers_survive_a_changed_questionnaire(self):
        self._send()
        self._answer(preventable="no")
        self._question("preventable").unlink()
        self.env.invalidate_all()
        self.assertAnswers(self.interview, [("preventable", "No")])

    def test_followers_of_the_survey_are_not_told(self):
        self.survey.message_subscribe(
            partner_ids=self.user_colleague.partner_id.ids,
            subtype_ids=self.env.ref(
                "survey.mt_survey_survey_user_input_completed"
            ).ids,
        )
        self._send()
        self._answer(keep=MARKER)
        self.assertFalse(self._sheet().message_ids)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_nobody_writes_answers(self):
        self._send()
        self._answer(keep=MARKER)
        administrator = self.env.ref("base.user_admin")
        for user in (self.user_exit_officer, self.user_admin_hr, administrator):
            talk = self.interview.with_user(user)
            answer = self.interview.answer_ids.with_user(user)
            # As in a request of this user, where the test itself is the superuser.
            self.patch(self.env.transaction, "default_env", talk.env)
            with self.subTest(user.login):
                self.assertRaises(AccessError, answer.write, {"value": "Forged"})
                self.assertRaises(AccessError, answer.unlink)
                self.assertRaises(AccessError, answer.copy, {"interview_id": talk.id})
                self.assertRaises(
                    AccessError,
                    talk.write,
                    {"answer_ids": [(1, answer.id, {"value": "Forged"})]},
                )

    def test_x2many_in_sudo_does_not_open_answers(self):
        self._send()
        self._answer(keep=MARKER)
        answer = self.interview.answer_ids
        talk = self.interview.with_user(self.user_officer)
        # As in a request of this user, where the test itself is the superuser.
        self.patch(self.env.transaction, "default_env", talk.env)
        with (
            mute_logger("odoo.addons.base.models.ir_model"),
            self.assertRaises(AccessError),
        ):
            talk.sudo().write({"answer_ids": [(1, answer.id, {"value": "Forged"})]})

    def test_queries_do_not_grow_with_the_questions(self):
        """At most 12 more than core needs to finish a sheet, however long it is."""
        self.survey = self.env.ref("hr_exit_interview.survey_survey_exit_full")
        counts = {}
        for name in ("warm", "one", "all"):
            case = self._new_offboarding(
                self._new_employee(name, private_email=f"{name}@example.com")
            )
            case.action_confirm()
            talk = case.interview_ids.with_env(self.env)
            sheet = self.survey._get_exit_user_inputs(talk)
            sheet._mark_in_progress()
            if name == "one":
                self._fill(sheet, mode="later", keep="x")
            else:
                self._fill_all(sheet)
            counts[name] = self._count_queries(sheet)
            self.assertGreater(len(talk.answer_ids), 30 if name != "one" else 0)
        core = self._count_queries(self._new_plain_sheet())
        self.assertLessEqual(counts["all"], counts["one"] + 1)
        self.assertLessEqual(counts["all"] - core, 12, (counts, core))

    def _new_plain_sheet(self):
        """The same questions, answered alike, in a survey of core's own kind."""
        plain = self.survey.copy({"survey_type": "custom", "exit_form": False})
        sheet = plain._create_answer(email="a@example.com", check_attempts=False)
        sheet._mark_in_progress()
        exit_survey, self.survey = self.survey, plain
        self._fill_all(sheet)
        self.survey = exit_survey
        self.assertGreater(len(sheet.user_input_line_ids), 35)
        return sheet

    def _fill_all(self, sheet):
        """Answer every question that is asked of somebody who chooses the first."""
        for question in self.survey.question_ids:
            # A report is no answer, and costs what telling somebody costs.
            if (
                question.exit_key.startswith("alarm")
                or question in sheet._get_inactive_conditional_questions()
            ):
                continue
            if question.question_type == "scale":
                answer = "3"
            elif question.question_type == "text_box":
                answer = "Words"
            else:
                # Of the choices of who reads it the last one, which has a day as well.
                place = -1 if question._is_exit_mode() else 0
                answer = str(question.suggested_answer_ids[place].id)
            sheet._save_lines(question, answer)

    def _count_queries(self, sheet):
        """Queries of finishing a sheet as a visitor does."""
        self.env.flush_all()
        self.env.invalidate_all()
        # Found by its token in a request, hence with nothing to prefetch along.
        sheet = self.env["survey.user_input"].browse(sheet.id)
        before = self.env.cr.sql_log_count
        sheet._mark_done()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def test_answers_are_deleted_when_the_promise_says(self):
        self._send()
        self._answer(keep=MARKER)
        Answer = self.env["hr.exit.answer"]
        with self.enter_registry_test_mode():
            cron = self.env.ref("hr_exit_interview.ir_cron_delete_expired_answers")
            for day, left in (("2027-03-15", 1), ("2027-03-16", 1), ("2027-03-18", 0)):
                with self.subTest(day), freeze_time(day):
                    cron.method_direct_trigger()
                    self.env.invalidate_all()
                    self.assertEqual(Answer.search_count([]), left)
        self.assertEqual(self.interview.questionnaire_state, "done")

    def test_deleting_goes_on_until_nothing_is_left(self):
        self._send()
        self._answer(**self.all_answers)
        Answer = self.env["hr.exit.answer"]
        self.assertEqual(Answer.search_count([]), 8)
        with (
            freeze_time("2028-01-01"),
            # Core commits here, which a test may not.
            patch.object(type(self.env["ir.cron"]), "_commit_progress") as progress,
        ):
            Answer._cron_delete_expired(limit=5)
            progress.assert_called_once_with(5, remaining=1)
            Answer._cron_delete_expired(limit=5)
            self.assertEqual(progress.call_args.kwargs, {"remaining": 0})
        self.assertFalse(Answer.search_count([]))
