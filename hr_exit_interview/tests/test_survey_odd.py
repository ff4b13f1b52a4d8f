"""Odd input, odd moments and edited forms: each ends in a page, never in an error."""

import itertools
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import HttpCase, JsonRpcException, tagged
from odoo.tools import mute_logger

from .exit_common import MARKER, ExitInterviewCase

ODD = (
    "\x00",
    "a\x00b",
    "\ud800",
    "\u202eevil",
    "x" * 1_000_000,
    "9" * 30,
    "-1",
    "2147483648",
    "9223372036854775808",
    "9999-99-99",
    "0001-01-01",
    "nan",
    "1e999",
    "=1+1",
    "@SUM(A1)",
    "\t=cmd",
    "\r=cmd",
    "<svg onload=alert(1)>",
    "javascript:alert(1)",
    "{{7*7}}",
    "${7*7}",
    "%s%n",
    "' OR 1=1 --",
    "../../etc/passwd",
    "",
    None,
    True,
    0,
    -5,
    1.5,
    [],
    {},
    [[]],
    [{}],
    [None],
    {"comment": 5},
    {"comment": None},
    [{"comment": ["x"]}],
    [{"comment": {}}, "1"],
    ["1", {"comment": MARKER}, {"comment": 7}],
    {"a": {"b": []}},
    {"1": "x"},
    {"1": ["x"], "comment": 3},
)
ODD_TOKENS = (
    "nonsense",
    "%00",
    "a%00b",
    "%ed%a0%80",
    "%E2%80%AE",
    "%27%20OR%201%3D1",
    "..%2f..%2fetc",
    "x" * 3000,
    "%25s",
)


@tagged("post_install", "-at_install", "security")
class TestSurveyOdd(ExitInterviewCase, HttpCase):
    def setUp(self):
        super().setUp()
        self._send()
        self.token = self.survey.access_token
        self.sheet = self._sheet()
        self.path = f"{self.token}/{self.sheet.access_token}"
        self.authenticate(None, None)

    def _call(self, step, **values):
        return self.make_jsonrpc_request(f"/survey/{step}/{self.path}", values)[1]

    def _page(self, key):
        return self.env.ref(f"hr_exit_interview.survey_question_exit_page_{key}")

    def _submit(self, page, **answers):
        values = {str(self._question(key).id): value for key, value in answers.items()}
        return self._call("submit", page_id=self._page(page).id, **values)

    def _open(self, path):
        response = self.url_open(path)
        self.assertLess(response.status_code, 500, path)
        return response.text

    # Fuzz

    @mute_logger("odoo.http")
    def test_no_address_ends_in_an_error_of_the_server(self):
        answer = self.sheet.access_token
        patterns = (
            "/survey/start/{0}",
            "/survey/start/{0}?answer_token={1}",
            "/survey/{0}/{1}",
            "/survey/{0}/{1}?previous_page_id={2}",
            "/survey/{0}/{1}?page_id={2}&next_skipped_page={2}",
            "/survey/print/{0}?answer_token={1}",
            "/survey/print/{0}?review={2}",
            "/survey/retry/{0}/{1}",
            "/survey/test/{0}",
            "/survey/{0}/get_background_image",
            "/survey/{0}/99999999999999999999/get_background_image",
            "/survey/get_question_image/{0}/{1}/99999999999/0",
            "/survey/session/manage/{0}",
        )
        tried = 0
        for odd, pattern in itertools.product(ODD_TOKENS, patterns):
            for first, second in ((self.token, answer), (self.token, odd), (odd, odd)):
                path = pattern.format(first, second, odd)
                response = self.url_open(path, allow_redirects=False)
                tried += 1
                if response.status_code >= 500:
                    self.fail(f"{response.status_code} for {path[:200]}")
        self.assertGreater(tried, 340)

    @mute_logger("odoo.http")
    def test_no_answer_ends_in_an_error_of_the_server(self):
        types = ("char_box", "numerical_box", "date", "datetime", "matrix")
        page = self._page("back")
        for number, question_type in enumerate(types):
            values = {
                "survey_id": self.survey.id,
                "title": question_type,
                "question_type": question_type,
                "exit_key": question_type,
                "sequence": page.sequence + 50 + number,
            }
            if question_type == "matrix":
                values["suggested_answer_ids"] = [(0, 0, {"value": "Good"})]
                values["matrix_row_ids"] = [(0, 0, {"value": "Canteen"})]
            self.env["survey.question"].create(values)
        self._call("begin", lang_code={"x": []})
        asked = ("mode", "main_reason", "further_reasons", "future", "recommend")
        asked += ("return_intent", "keep", *types)
        refused = 0
        for key, odd in itertools.product(asked, ODD):
            question = self._question(key)
            result = self._call(
                "submit",
                page_id=question.page_id.id,
                previous_page_id=question.page_id.id,
                **{str(question.id): odd},
            )
            self.assertTrue(result, (key, str(odd)[:50]))
            refused += result.get("error") == "validation"
        self.assertGreater(refused, 200)
        self.assertEqual(self.sheet.state, "in_progress")

    @mute_logger("odoo.http")
    def test_no_parameter_ends_in_an_error_of_the_server(self):
        names = ("page_id", "previous_page_id", "question_id", "lang_code")
        names += ("next_skipped_page_or_question", "token", "csrf_token")
        for step in ("submit", "begin", "next_question", "submit"):
            for name, odd in itertools.product(names, ODD):
                with self.subTest(step=step, name=name, odd=str(odd)[:40]):
                    self._call(step, **{name: odd})
            if step == "submit" and self.sheet.state == "new":
                self.assertEqual(
                    self._submit("mode", mode="1")["error"], "unauthorized"
                )
                self.env.invalidate_all()

    # Links

    def test_the_browser_of_somebody_else_opens_nothing(self):
        """Core keeps the last link in a cookie, for whoever sits there next."""
        self.opener.cookies.set(f"survey_{self.token}", self.sheet.access_token)
        page = self._open(f"/survey/start/{self.token}")
        self.assertIn("This link does not work", page)
        self.assertNotIn("voluntary", page)

    def test_manager_answers_the_own_form_while_logged_in(self):
        talk = self.interview.copy({"kind": "manager"})
        survey = self.env.ref("hr_exit_interview.survey_survey_exit_manager")
        sheet = survey._get_exit_user_inputs(talk.sudo())
        path = f"/survey/{survey.access_token}/{sheet.access_token}"
        self.authenticate("leaver", "leaver")
        self.assertIn("You are logged in as somebody else", self._open(path))
        manager = talk.sudo().offboarding_id.manager_id.user_id
        self.authenticate(manager.login, manager.login)
        self.assertIn("The manager", self._open(path))
        self.survey = survey
        sheet._mark_in_progress()
        self._fill(sheet, manager_surprised="no", manager_tried=MARKER)
        sheet._mark_done()
        self.assertEqual(set(talk.answer_ids.mapped("mode")), {"named"})

    def test_deadline_is_the_local_day(self):
        self.employee_leaver.resource_calendar_id = False
        for zone, last in (
            ("Pacific/Kiritimati", "10:00:00"),
            ("Pacific/Pago_Pago", "11:00:00"),
        ):
            self.employee_leaver.tz = zone
            talk = self.interview.sudo()
            deadline = talk._get_questionnaire_deadline()
            self.assertEqual(
                (deadline + timedelta(seconds=1)).time().isoformat(), last, zone
            )
            self.sheet.deadline = deadline
            self.env.flush_all()
            for seconds, words in ((-60, "voluntary"), (60, "is closed")):
                with freeze_time(deadline + timedelta(seconds=seconds)):
                    self.assertIn(words, self._open(f"/survey/{self.path}"))

    # Edited while it is open

    def test_a_deleted_question_takes_its_answer_along(self):
        self._call("begin")
        self._submit("mode", mode=str(self._label("mode", "named").id))
        self._submit("work", future="3", manager_fair="2")
        self._question("future").unlink()
        self._submit("back", keep="All")
        self.env.invalidate_all()
        self.assertAnswers(
            self.interview, [("manager_fair", "2 of 5"), ("keep", "All")]
        )

    def test_a_deleted_choice_counts_as_not_answered(self):
        self._call("begin")
        self._submit("mode", mode=str(self._label("mode", "named").id))
        label = self._label("preventable", "no")
        gone = str(label.id)
        self._submit("decision", preventable=gone)
        label.unlink()
        problem = self._submit("decision", preventable=gone)
        self.assertEqual(problem["error"], "validation")
        self._submit("back", keep="All")
        self.env.invalidate_all()
        self.assertAnswers(self.interview, [("keep", "All")])

    def test_pages_stay_as_they_are_while_somebody_answers(self):
        """What was chosen holds for a page, so nothing moves to another one."""
        page, question = self._page("work"), self._question("future")
        question.sequence += 1
        self._call("begin")
        for attempt in (
            page.unlink,
            lambda: question.write({"sequence": 1}),
            lambda: question.write({"is_page": True}),
            lambda: page.copy(),
        ):
            with self.assertRaisesRegex(UserError, "Somebody is answering"):
                attempt()
        question.write({"sequence": question.sequence, "title": "A future?"})

    def test_an_emptied_page_leads_to_the_next_one(self):
        self._call("begin")
        page = self._page("decision")
        self._submit("mode", mode=str(self._label("mode", "named").id))
        page.question_ids.filtered(lambda q: not q._is_exit_mode()).unlink()
        shown = self._call("submit", page_id=page.id)
        self.assertIn("Your work here", shown["survey_content"])
        self._submit("work", future="4")
        self._submit("back", keep="All")
        self.env.invalidate_all()
        self.assertAnswers(self.interview, [("future", "4 of 5"), ("keep", "All")])

    def test_an_added_question_is_asked_of_those_who_begin_afterwards(self):
        values = {"survey_id": self.survey.id, "question_type": "char_box"}
        Question = self.env["survey.question"]
        sequence = self._page("back").sequence
        early = Question.create(
            {
                **values,
                "title": "Early?",
                "exit_key": "early",
                "sequence": sequence + 40,
            }
        )
        self._call("begin")
        Question.create(
            {**values, "title": "Late?", "exit_key": "late", "sequence": sequence + 41}
        )
        last = self._page("back")
        page = self._call("submit", page_id=self._page("work").id)["survey_content"]
        self.assertIn("Early?", page)
        self.assertNotIn("Late?", page)
        self._call("submit", page_id=last.id, **{str(early.id): "Yes"})
        self.env.invalidate_all()
        self.assertEqual(self.interview.questionnaire_state, "done")

    def test_an_archived_form_is_closed_and_a_deleted_one_cannot_be(self):
        with self.assertRaisesRegex(UserError, "Archive it instead"):
            self.survey.with_user(self.user_exit_officer).unlink()
        self.survey.action_archive()
        self.assertIn(
            "This questionnaire is closed", self._open(f"/survey/{self.path}")
        )
        self.assertEqual(self._call("begin")["error"], "survey_closed")
        self.survey.action_unarchive()
        self.survey.question_ids.unlink()
        self.assertIn(
            "This questionnaire is closed", self._open(f"/survey/{self.path}")
        )

    # Begun and never sent

    def test_what_was_never_sent_is_deleted_at_the_close(self):
        self._call("begin")
        self._submit("mode", mode=str(self._label("mode", "named").id))
        self._submit("decision", preventable=str(self._label("preventable", "no").id))
        self._submit("work", future="3")
        self.sheet.deadline = fields.Datetime.now() + timedelta(hours=1)
        cron = self.env.ref("hr_exit_interview.ir_cron_delete_unsent_answers")
        token = self.sheet.access_token
        for hours, kept in ((0, True), (2, False)):
            self.env.flush_all()
            with (
                freeze_time(fields.Datetime.now() + timedelta(hours=hours)),
                self.enter_registry_test_mode(),
            ):
                cron.method_direct_trigger()
            self.env.invalidate_all()
            self.assertEqual(bool(self.sheet.user_input_line_ids), kept)
        self.assertEqual((self.sheet.state, self.sheet.access_token), ("new", token))
        self.assertFalse(self.env["hr.exit.answer"].search_count([]))
        self.sheet.deadline = fields.Datetime.now() - timedelta(hours=1)
        self.assertIn("is closed", self._open(f"/survey/{self.path}"))
        # Sent once more, the person begins anew.
        self.sheet.deadline = fields.Datetime.now() + timedelta(days=3)
        self.assertIn("voluntary", self._open(f"/survey/{self.path}"))
        self._call("begin")
        self.assertFalse(self.sheet.user_input_line_ids)

    def test_the_page_is_one_of_so_many(self):
        page = self._call("begin")
        self.assertIn("1 of 4", " ".join(page["survey_progress"].split()))
        self.assertIn("90 days", page["survey_content"] + str(self._call("begin")))

    def test_exports_and_lists_of_open_answers_are_closed(self):
        self._call("begin")
        self._submit("back", keep=MARKER)
        for user in (self.user_exit_officer, self.user_officer, self.user_admin_hr):
            self.authenticate(user.login, user.login)
            for model in ("survey.user_input", "survey.user_input.line"):
                for method, arguments in (
                    ("search_read", [[]]),
                    ("export_data", [self.sheet.ids, ["id"]]),
                    ("name_search", [""]),
                ):
                    with (
                        self.subTest(user=user.login, model=model, method=method),
                        mute_logger("odoo.http"),
                        self.assertRaises(JsonRpcException),
                    ):
                        self.make_jsonrpc_request(
                            f"/web/dataset/call_kw/{model}/{method}",
                            {
                                "model": model,
                                "method": method,
                                "args": arguments,
                                "kwargs": {},
                            },
                        )
