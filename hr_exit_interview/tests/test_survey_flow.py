"""The way of the leaver, over real HTTP: link, answers, sent, link opened again."""

from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .exit_common import MARKER, ExitInterviewCase


@tagged("post_install", "-at_install", "security")
class TestSurveyFlow(ExitInterviewCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.link = self._get_link(self._send()[0])
        self.path = f"{self.survey.access_token}/{self._sheet().access_token}"
        self.authenticate(None, None)

    def _open(self, path):
        response = self.url_open(path)
        self.assertLess(response.status_code, 400, path)
        return response.text

    def _call(self, step, **answers):
        return self.make_jsonrpc_request(f"/survey/{step}/{self.path}", answers)

    def _submit(self, page, **answers):
        """Send one section; answers are ids and texts as the page has them."""
        page_record = self.env.ref(
            f"hr_exit_interview.survey_question_exit_page_{page}"
        )
        values = {str(self._question(key).id): value for key, value in answers.items()}
        return self._call("submit", page_id=page_record.id, **values)

    def _choose(self, mode="named"):
        return self._submit("mode", mode=str(self._label("mode", mode).id))

    def _answer_all(self):
        self._call("begin")
        self._choose()
        self._submit(
            "decision",
            main_reason=str(self._label("main_reason", "car").id),
            further_reasons=[
                str(self._label("further_reasons", "pay").id),
                str(self._label("further_reasons", "job").id),
            ],
            preventable=str(self._label("preventable", "perhaps").id),
        )
        self._submit(
            "work", manager_fair="2", future="1", pay_fair="", equal_treatment="5"
        )
        return self._submit(
            "back",
            recommend="0",
            return_intent=[
                str(self._label("return_intent", "yes").id),
                {"comment": f"Less of {MARKER}"},
            ],
            keep="The coffee",
            change=f"First {MARKER}\nthen the rest",
        )

    def test_leaver_answers_without_login_and_the_link_is_dead(self):
        start = self._open(self.link)
        for promise in (
            "voluntary",
            "exit officers",
            "12 months",
            "at least 5 people",
            "90 days",
            "hr_officer@northwind.example.com",
        ):
            self.assertIn(promise, start)
        result = self._answer_all()
        done = result[1]["survey_content"]
        self.assertIn("sealed", done)
        self.assertNotIn("/survey/print", done)
        self.assertNotIn("/survey/retry", done)
        self.assertNotIn(MARKER, str(result))

        self.env.invalidate_all()
        self.assertEqual(self.interview.questionnaire_state, "done")
        self.assertAnswers(
            self.interview,
            [
                ("main_reason", "Career"),
                ("further_reasons", "Pay and benefits"),
                ("further_reasons", "The work itself"),
                ("preventable", "Perhaps"),
                ("manager_fair", "2 of 5"),
                ("future", "1 of 5"),
                ("equal_treatment", "5 of 5"),
                ("recommend", "0 of 10"),
                ("return_intent", "Yes"),
                ("return_intent", f"Less of {MARKER}"),
                ("keep", "The coffee"),
                ("change", f"First {MARKER}\nthen the rest"),
            ],
        )
        self.assertNotIn(self._sheet().access_token, self.path)
        for path in (
            self.link,
            f"/survey/{self.path}",
            f"/survey/print/{self.path.replace('/', '?answer_token=')}",
            f"/survey/retry/{self.path}",
        ):
            with self.subTest(path):
                page = self._open(path)
                self.assertIn("Your answers were sent", page)
                self.assertNotIn(MARKER, page)
        self.assertIn("error", self._call("begin")[1])
        self.assertIn("error", self._submit("back", keep="Again")[1])
        self.assertEqual(len(self._sheet()), 1)

    def test_answers_can_be_changed_until_they_are_sent(self):
        self._call("begin")
        self._choose("later")
        self._choose()
        self._submit("decision", preventable=str(self._label("preventable", "yes").id))
        page = self.env.ref("hr_exit_interview.survey_question_exit_page_decision")
        self._call("submit", page_id=page.id, previous_page_id=page.id)
        self._submit("decision", preventable=str(self._label("preventable", "no").id))
        self._submit("work", future="3")
        self._submit("back", recommend="7")
        self.env.invalidate_all()
        self.assertAnswers(
            self.interview,
            [("preventable", "No"), ("future", "3 of 5"), ("recommend", "7 of 10")],
        )

    def test_the_questions_come_in_the_language_that_was_chosen(self):
        """The person is written to in one language, and may choose another one."""
        self.env["res.lang"]._activate_lang("fr_FR")
        french = self.survey.with_context(lang="fr_FR")
        french.description = "<p>C'est volontaire.</p>"
        question = self._question("mode").with_context(lang="fr_FR")
        question.title = "Qui peut lire ?"
        self._label("mode", "named").with_context(lang="fr_FR").value = "Avec mon nom"
        start = self._open(f"/survey/{self.path}")
        self.assertRegex(start, r'<option value="en_US" selected')
        start = self._open(f"/fr/survey/{self.path}")
        self.assertIn("volontaire", start)
        self.assertRegex(start, r'<option value="fr_FR" selected')
        # A browser that keeps nothing asks in no language.
        self.opener.cookies.pop("frontend_lang", None)
        begun = self._call("begin", lang_code="fr_FR")[1]["survey_content"]
        self.assertIn("Qui peut lire ?", begun)
        self.assertIn("Avec mon nom", begun)
        self.assertEqual(self._sheet().exit_promise_id.lang, "fr_FR")

    def test_nothing_has_to_be_answered(self):
        """But who may read it has to be said: nothing is taken for granted."""
        self._call("begin")
        problem = self._submit("mode")
        self.assertEqual(problem[1]["error"], "validation")
        self.assertIn("Choose one", str(problem[1]["fields"]))
        self._choose("totals")
        for page in ("decision", "work", "back"):
            self._submit(page)
        self.env.invalidate_all()
        self.assertEqual(self.interview.questionnaire_state, "done")
        self.assertAnswers(self.interview, [])

    def test_what_the_page_never_sends_is_refused_without_an_error_page(self):
        foreign = self.env["survey.survey"].create(
            {
                "title": "Canteen",
                # Else core picks the first language of the database by name.
                "lang_ids": [(5,)],
                "question_and_page_ids": [
                    (
                        0,
                        0,
                        {
                            "title": "Taste",
                            "question_type": "simple_choice",
                            "suggested_answer_ids": [(0, 0, {"value": MARKER})],
                        },
                    )
                ],
            }
        )
        foreign_label = foreign.question_ids.suggested_answer_ids
        self.assertTrue(foreign_label)
        labels = self._question("further_reasons").suggested_answer_ids
        self._call("begin")
        for page, answers in (
            ("decision", {"main_reason": str(foreign_label.id)}),
            ("decision", {"main_reason": "1 OR 1=1"}),
            ("decision", {"main_reason": ["1", {"x": 1}, None]}),
            ("decision", {"further_reasons": [str(i) for i in labels[:3].ids]}),
            ("work", {"future": "6"}),
            ("work", {"future": "9" * 30}),
            ("work", {"future": ["1", "2"]}),
            ("back", {"recommend": "-1"}),
            ("back", {"keep": "x" * 1_000_000}),
            ("back", {"keep": ["a", "b"]}),
            ("back", {"keep": {"a": "b"}}),
        ):
            with self.subTest(str(answers)[:60]):
                result = self._submit(page, **answers)
                [question_id] = result[1]["fields"]
                self.assertEqual(result[1]["error"], "validation")
                self.assertEqual(
                    int(question_id), self._question(next(iter(answers))).id
                )
        self.assertFalse(self._sheet().user_input_line_ids.suggested_answer_id)

    def test_odd_text_is_taken_without_what_makes_it_odd(self):
        self._call("begin")
        self._choose()
        self._submit(
            "back",
            keep="\x00\ud800=1+1 \u202eright\x07",
            change="<script>alert(1)</script>",
        )
        self.env.invalidate_all()
        self.assertAnswers(
            self.interview,
            [("keep", "1+1 right"), ("change", "<script>alert(1)</script>")],
        )

    def test_links_that_do_not_work_say_why(self):
        token = self.survey.access_token
        self._sheet().deadline = "2020-01-01"
        for path, words in (
            (self.link, "This questionnaire is closed"),
            (f"/survey/start/{token}", "This link does not work"),
            (f"/survey/start/{token}?answer_token=nonsense", "This link does not work"),
            (f"/survey/{token}/nonsense", "This link does not work"),
            (f"/survey/print/{token}?answer_token=nonsense", "This link does not work"),
            (f"/survey/print/{token}", "This link does not work"),
        ):
            with self.subTest(path):
                self.assertIn(words, self._open(path))

    def test_leaver_who_is_still_logged_in_may_answer(self):
        self.authenticate("leaver", "leaver")
        self.assertIn("voluntary", self._open(self.link))
        self._answer_all()
        self.env.invalidate_all()
        self.assertEqual(self.interview.questionnaire_state, "done")

    def test_others_who_are_logged_in_may_not(self):
        for login in ("line_manager", "hr_officer", "exit_officer"):
            self.authenticate(login, login)
            with self.subTest(login):
                page = self._open(self.link)
                self.assertIn("You are logged in as somebody else", page)
                self.assertEqual(self._call("begin")[1]["error"], "answer_wrong_user")
        self.assertEqual(self._sheet().state, "new")

    def test_printing_shows_no_answers_while_the_link_lives(self):
        self._call("begin")
        self._submit("work", future="3")
        page = self._open(f"/survey/print/{self.path.replace('/', '?answer_token=')}")
        self.assertIn("This link does not work", page)

    def test_a_second_sheet_cannot_be_had(self):
        self.url_open(f"/survey/retry/{self.path}")
        self.assertEqual(self.survey.sudo().user_input_ids, self._sheet())

    @mute_logger("odoo.http")
    def test_survey_manager_gets_no_page(self):
        self._new_user("survey_boss", "survey.group_survey_manager")
        self._answer_all()
        token = self.survey.access_token
        self.authenticate("survey_boss", "survey_boss")
        for path in (
            f"/survey/results/{self.survey.id}",
            f"/survey/print/{token}",
            f"/survey/test/{token}",
            f"/survey/session/manage/{token}",
            f"/survey/{self.survey.id}/certification_preview",
            f"/survey/{self.survey.id}/get_certification_preview",
        ):
            with self.subTest(path):
                page = self.url_open(path)
                self.assertLess(page.status_code, 500)
                self.assertNotIn(MARKER, page.text)
                self.assertNotIn("main reason for leaving", page.text)
        for route in ("next_question", "results", "leaderboard"):
            with self.subTest(route):
                try:
                    result = self.make_jsonrpc_request(
                        f"/survey/session/{route}/{token}", {}
                    )
                except JsonRpcException:
                    result = None
                self.assertFalse(result)

    @mute_logger("odoo.http")
    def test_exit_officer_tries_the_questionnaire_out(self):
        self.authenticate("exit_officer", "exit_officer")
        results = self.url_open(f"/survey/results/{self.survey.id}")
        self.assertEqual(results.status_code, 404)
        printed = self._open(f"/survey/print/{self.survey.access_token}")
        self.assertIn("main reason for leaving", printed)
        page = self._open(f"/survey/test/{self.survey.access_token}")
        self.assertIn("voluntary", page)
        sheet = self.survey.sudo().user_input_ids.filtered("test_entry")
        self.assertEqual(len(sheet), 1)
        self._fill(sheet, keep=MARKER)
        sheet._mark_done()
        self.assertFalse(sheet.user_input_line_ids)
        self.assertFalse(self.env["hr.exit.answer"].search([]))

    def test_other_surveys_still_work(self):
        survey = self.env["survey.survey"].create(
            {
                "title": "Canteen",
                # Else core picks the first language of the database by name.
                "lang_ids": [(5,)],
                "questions_layout": "one_page",
                "question_and_page_ids": [
                    (0, 0, {"title": "Taste", "question_type": "char_box"})
                ],
            }
        )
        page = self._open(f"/survey/start/{survey.access_token}")
        self.assertIn("Start Survey", page)
        sheet = survey.user_input_ids
        path = f"{survey.access_token}/{sheet.access_token}"
        self.make_jsonrpc_request(f"/survey/begin/{path}", {})
        result = self.make_jsonrpc_request(
            f"/survey/submit/{path}", {str(survey.question_ids.id): "=Fine"}
        )
        self.assertIn("/survey/print", result[1]["survey_content"])
        self.env.invalidate_all()
        self.assertEqual(sheet.user_input_line_ids.value_char_box, "=Fine")
        self.assertEqual(sheet.state, "done")
