"""The questionnaires that the addon brings: what they ask, and in which words."""

import re

from odoo.tests import tagged

from ..tools.answers import MODES
from .exit_common import ExitInterviewCase

FORMS = {
    "full": 29,
    "short": 11,
    "redundancy": 7,
    "term_end": 8,
    "after_90": 12,
    "after_365": 3,
    "manager": 6,
}
TRANSLATED = {
    "survey.survey": ("title", "description", "description_done"),
    "survey.question": (
        "title",
        "description",
        "comments_message",
        "scale_min_label",
        "scale_max_label",
    ),
    "survey.question.answer": ("value",),
}
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@tagged("post_install", "-at_install")
class TestExitForms(ExitInterviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.forms = {
            form: cls.env.ref(f"hr_exit_interview.survey_survey_exit_{form}")
            for form in FORMS
        }

    def _asked(self, form):
        """Questions of the form, without who reads it, second level and reports."""
        return self.forms[form].question_ids.filtered(
            lambda question: (
                not question._is_exit_mode()
                and not question.exit_key.endswith("_detail")
                and not question.exit_key.startswith("alarm")
            )
        )

    def test_every_form_is_there_with_its_questions(self):
        for form, count in FORMS.items():
            with self.subTest(form):
                survey = self.forms[form]
                self.assertEqual(survey.exit_form, form)
                self.assertEqual(len(self._asked(form)), count)
                self.assertTrue(all(survey.question_ids.mapped("exit_key")))
                survey.check_validity()

    def test_the_same_key_is_the_same_question(self):
        """Else the statistics would add up what does not belong together."""
        for key, questions in self._all_questions().grouped("exit_key").items():
            if key.endswith("_detail"):
                continue
            with self.subTest(key):
                for name in ("title", "question_type", "exit_factor", "scale_max"):
                    self.assertEqual(len(set(questions.mapped(name))), 1, name)
                if not key.startswith("mode"):
                    choices = {
                        tuple(q.suggested_answer_ids.mapped("exit_key"))
                        for q in questions
                    }
                    self.assertEqual(len(choices), 1)

    def _all_questions(self):
        return self.env["survey.question"].union(
            *(survey.question_ids for survey in self.forms.values())
        )

    def test_choices_have_keys_and_scales_are_about_something(self):
        for question in self._all_questions():
            with self.subTest(question.title):
                self.assertTrue(all(question.suggested_answer_ids.mapped("exit_key")))
                if question.question_type == "scale" and question.scale_max == 5:
                    self.assertTrue(question.exit_factor)

    def test_both_levels_of_reasons_are_those_of_the_taxonomy(self):
        """Apart from what leavers do not say of themselves."""
        reasons = self.env["hr.departure.reason"].search(
            [("parent_id.code", "!=", False)]
        )
        told = {
            (reason.parent_id.code.lower(), reason.code.lower())
            for reason in reasons
            if reason.parent_id.code not in ("FIR", "OTH")
            and reason.get_external_id()[reason.id].startswith("hr_exit_interview.")
        }
        for form in ("full", "short"):
            questions = self.forms[form].question_ids
            for key in ("main_reason", "further_reasons"):
                with self.subTest(form=form, key=key):
                    details = questions.filtered(
                        lambda q, key=key: q.exit_key == f"{key}_detail"
                    )
                    self.assertEqual(
                        {
                            (detail.triggering_answer_ids.exit_key, label.exit_key)
                            for detail in details
                            for label in detail.suggested_answer_ids
                        },
                        told,
                    )
                    [group] = questions.filtered(lambda q, key=key: q.exit_key == key)
                    self.assertEqual(details.triggering_answer_ids.question_id, group)
        self.assertEqual(self._question("further_reasons").exit_max_choices, 2)

    def test_every_page_of_a_leaver_asks_who_reads_it(self):
        for form, survey in self.forms.items():
            modes = survey.question_ids.filtered(lambda q: q._is_exit_mode())
            with self.subTest(form):
                if form == "manager":
                    self.assertFalse(modes)
                    continue
                self.assertEqual(modes[0].exit_key, "mode")
                self.assertEqual(modes[0].page_id, survey.page_ids[0])
                if len(survey.page_ids) > 2:
                    self.assertEqual(modes.page_id, survey.page_ids)
                for mode in modes:
                    keys = set(mode.suggested_answer_ids.mapped("exit_key"))
                    self.assertLessEqual(keys, set(MODES))
                    self.assertLessEqual({"named", "totals"}, keys)
                    self.assertEqual("later" in keys, not form.startswith("after"))

    def test_promises_name_every_figure(self):
        for form, survey in self.forms.items():
            choices = survey.question_ids.suggested_answer_ids.mapped("value")
            text = " ".join([survey.description, *choices])
            found = set(re.findall(r"{(\w+)}", text))
            expected = {"minimum", "months", "days"}
            if form == "manager" or form.startswith("after"):
                expected = {"minimum", "months"}
            with self.subTest(form):
                self.assertEqual(found, expected)

    # Chinese

    def _activate_chinese(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"].search(
            [("name", "=", "hr_exit_interview")]
        )._update_translations("zh_CN")
        self.env.invalidate_all()

    def test_every_text_is_there_in_chinese(self):
        self._activate_chinese()
        pages = self.env["survey.question"].union(
            *(survey.page_ids for survey in self.forms.values())
        )
        questions = self._all_questions()
        records = {
            "survey.survey": self.env["survey.survey"].union(*self.forms.values()),
            "survey.question": questions + pages,
            "survey.question.answer": questions.suggested_answer_ids,
        }
        for model, names in TRANSLATED.items():
            for record in records[model]:
                chinese = record.with_context(lang="zh_CN")
                for name in names:
                    if not record[name]:
                        continue
                    with self.subTest(record=record, field=name):
                        self.assertRegex(chinese[name], CHINESE)
                        self.assertEqual(
                            set(re.findall(r"{(\w+)}", chinese[name])),
                            set(re.findall(r"{(\w+)}", record[name])),
                        )
                        # Nothing is left of the other language, not even a line.
                        self.assertNotRegex(
                            re.sub(r"<[^>]+>|{\w+}", "", chinese[name]), r"[A-Za-z]{3}"
                        )

    def test_a_chinese_leaver_answers_in_chinese(self):
        self._activate_chinese()
        self.employee_leaver.lang = "zh_CN"
        self._send()
        self.assertEqual(self._sheet().lang_id.code, "zh_CN")
        self._answer(main_reason="car", preventable="no", future="4")
        self.assertAnswers(
            self.interview,
            [
                ("main_reason", "职业发展"),
                ("preventable", "否"),
                ("future", "4（满分 5）"),
            ],
        )
        self.assertEqual(
            self.interview.answer_ids[0].question_title, "您离职的主要原因是什么？"
        )
        self.assertEqual(self.interview.promise_id.lang, "zh_CN")
        self.assertIn("至少 5 人", self.interview.promise_id.text)
