"""Exit questionnaires are closed to survey users and managers, whatever they try."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..hooks import uninstall_hook
from .exit_common import MARKER, ExitInterviewCase

MUTED = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install", "security")
class TestSurveyAccess(ExitInterviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        new_user = cls._new_user
        cls.user_survey = new_user(
            "survey_user", "base.group_user,survey.group_survey_user"
        )
        cls.user_survey_manager = new_user(
            "survey_manager", "base.group_user,survey.group_survey_manager"
        )
        cls.adversaries = (
            cls.user_survey
            + cls.user_survey_manager
            + new_user(
                "marketing", "base.group_user,mass_mailing.group_mass_mailing_user"
            )
            + new_user("system", "base.group_user,base.group_system")
            + cls.user_officer
            + cls.user_admin_hr
            + cls.user_interviewer
            + cls.user_manager
            + cls.user_leaver
            + cls.user_colleague
            + new_user("portal_user", "base.group_portal")
            + cls.env.ref("base.public_user")
        )
        cls.own_survey = (
            cls.env["survey.survey"]
            .with_user(cls.user_survey_manager)
            .create(
                {
                    "title": "Canteen",
                    "question_and_page_ids": [
                        (
                            0,
                            0,
                            {
                                "title": "Taste",
                                "question_type": "simple_choice",
                                "suggested_answer_ids": [(0, 0, {"value": "Good"})],
                            },
                        )
                    ],
                }
            )
        )

    def setUp(self):
        super().setUp()
        self._send()
        self._sheet()._mark_in_progress()
        self._fill(self._sheet(), keep=MARKER, preventable="no")
        self.env.flush_all()
        self.env.invalidate_all()

    def _get_records(self):
        """One record of each model of survey that belongs to an exit questionnaire."""
        question = self._question("preventable")
        return (
            self.survey + self.env["survey.survey"],
            question,
            question.suggested_answer_ids[0],
            self._sheet(),
            self._sheet().user_input_line_ids[0],
            self.env["survey.invite"].create({"survey_id": self.survey.id}),
        )

    def _may(self, operation, record, user):
        self.env.flush_all()
        self.env.invalidate_all()
        return record.with_user(user).has_access(operation)

    @mute_logger(*MUTED)
    def test_matrix(self):
        exit_officer = {
            "survey.survey": {"read", "write", "create", "unlink"},
            "survey.question": {"read", "write", "create", "unlink"},
            "survey.question.answer": {"read", "write", "create", "unlink"},
        }
        for record in self._get_records():
            for operation in ("read", "write", "create", "unlink"):
                for user in self.adversaries:
                    with self.subTest(record=record, op=operation, user=user.login):
                        self.assertFalse(self._may(operation, record, user))
                with self.subTest(record=record, op=operation, user="exit officer"):
                    self.assertEqual(
                        self._may(operation, record, self.user_exit_officer),
                        operation in exit_officer.get(record._name, ()),
                    )

    @mute_logger(*MUTED)
    def test_exit_officer_who_manages_surveys_reads_no_open_answers(self):
        self.user_survey_manager.group_ids += self.env.ref(
            "hr_exit_interview.group_manager"
        )
        self.assertTrue(self._may("write", self.survey, self.user_survey_manager))
        for record in (self._sheet(), self._sheet().user_input_line_ids):
            for operation in ("read", "write", "unlink"):
                self.assertFalse(self._may(operation, record, self.user_survey_manager))

    @mute_logger(*MUTED)
    def test_rights_that_another_addon_grants_open_nothing(self):
        """Rules by group add up, as those of recruitment do; ours hold for all."""
        sheet = self._sheet()
        records = (sheet, sheet.user_input_line_ids)
        self.env["ir.rule"].create(
            [
                {
                    "name": "Another addon",
                    "model_id": self.env["ir.model"]._get_id(record._name),
                    "groups": [(6, 0, self.env.ref("survey.group_survey_user").ids)],
                    "domain_force": "[(1, '=', 1)]",
                }
                for record in records
            ]
        )
        other = self.own_survey._create_answer(email="a@example.com")
        self.assertTrue(self._may("read", other, self.user_survey))
        for record in records:
            for user in (self.user_survey, self.user_survey_manager):
                self.assertFalse(self._may("read", record, user))

    @mute_logger(*MUTED)
    def test_exit_officer_gets_no_other_surveys(self):
        question = self.own_survey.question_ids
        for record in (self.own_survey, question, question.suggested_answer_ids):
            for operation in ("read", "write", "unlink"):
                self.assertFalse(self._may(operation, record, self.user_exit_officer))

    @mute_logger(*MUTED)
    def test_rights_follow_the_group(self):
        user = self.user_survey
        self.assertFalse(self._may("read", self.survey, user))
        user.group_ids += self.env.ref("hr_exit_interview.group_manager")
        self.assertTrue(self._may("read", self.survey, user))
        user.group_ids -= self.env.ref("hr_exit_interview.group_manager")
        self.assertFalse(self._may("read", self.survey, user))

    def test_own_surveys_of_survey_users_are_left_alone(self):
        survey = self.own_survey.with_user(self.user_survey)
        survey.title = "Canteen, again"
        question = survey.question_ids
        question.title = "Salt"
        question.suggested_answer_ids.value = "Fair"
        sheet = survey._create_answer(email="a@example.com")
        # Sudo: as core's pages do for whoever answers.
        sheet.sudo()._save_lines(question, str(question.suggested_answer_ids.id))
        self.assertEqual(
            sheet.user_input_line_ids.read(["display_name"])[0]["display_name"], "Fair"
        )
        survey.survey_type = "live_session"
        survey.action_start_session()
        survey.action_end_session()
        self.assertTrue(survey.action_send_survey())
        self.assertTrue(survey.action_result_survey())
        copy = survey.copy()
        question.survey_id = copy
        self.assertIn(question, copy.question_ids)
        # Questions need no survey at all.
        lonely = (
            self.env["survey.question"]
            .with_user(self.user_survey_manager)
            .create({"title": "Lonely", "question_type": "text_box"})
        )
        self.assertTrue(self._may("write", lonely, self.user_survey_manager))
        copy.unlink()

    @mute_logger(*MUTED)
    def test_nobody_retypes_an_exit_questionnaire(self):
        for user in (
            self.user_survey,
            self.user_survey_manager,
            self.user_exit_officer,
            self.env.ref("base.user_admin"),
            self.env.ref("base.user_root"),
        ):
            survey = self.survey.with_user(user)
            for values in (
                {"survey_type": "custom"},
                {"survey_type": "survey", "title": "Harmless"},
                {"survey_type": False},
            ):
                with (
                    self.subTest(user=user.login, values=values),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    survey.write(values)
                    survey.flush_recordset()
        self.assertEqual(self.survey.survey_type, "exit")

    @mute_logger(*MUTED)
    def test_only_exit_officers_make_exit_questionnaires(self):
        values = {
            "survey_type": "exit",
            "access_mode": "token",
            "title": "Mine",
            "user_id": False,
        }
        for user in (self.user_survey, self.user_survey_manager):
            Survey = self.env["survey.survey"].with_user(user)
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    Survey.create(values)
                with self.assertRaises(AccessError):
                    self.own_survey.with_user(user).write(values)
        survey = self.env["survey.survey"].with_user(self.user_exit_officer)
        self.assertTrue(survey.create(values))

    @mute_logger(*MUTED)
    def test_a_survey_with_answers_does_not_become_one(self):
        self.own_survey._create_answer(email="a@example.com")
        with self.assertRaisesRegex(UserError, "already has answers"):
            self.own_survey.sudo().write({"survey_type": "exit"})

    @mute_logger(*MUTED)
    def test_foreign_records_are_not_moved_into_an_exit_questionnaire(self):
        own = self.own_survey
        sheet = own._create_answer(email="a@example.com")
        question = own.question_ids
        sheet._save_lines(question, str(question.suggested_answer_ids.id))
        invite = (
            self.env["survey.invite"]
            .with_user(self.user_survey_manager)
            .create({"survey_id": own.id})
        )
        target = self._question("preventable")
        moves = (
            (question, {"survey_id": self.survey.id}),
            (question.suggested_answer_ids, {"question_id": target.id}),
            (
                question.suggested_answer_ids,
                {"question_id": False, "matrix_question_id": target.id},
            ),
            (sheet, {"survey_id": self.survey.id}),
            (sheet, {"exit_interview_id": self.interview.id}),
            (sheet.user_input_line_ids, {"user_input_id": self._sheet().id}),
            (invite, {"survey_id": self.survey.id}),
        )
        for record, values in moves:
            with (
                self.subTest(record=record, values=values),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                record.with_user(self.user_survey_manager).write(values)

    @mute_logger(*MUTED)
    def test_nothing_is_created_inside_an_exit_questionnaire(self):
        target = self._question("preventable")
        sheet = self._sheet()
        for model, values in (
            ("survey.question", {"title": "Mine", "survey_id": self.survey.id}),
            ("survey.question.answer", {"value": "Mine", "question_id": target.id}),
            ("survey.user_input", {"survey_id": self.survey.id}),
            (
                "survey.user_input",
                {
                    "survey_id": self.own_survey.id,
                    "exit_interview_id": self.interview.id,
                },
            ),
            (
                "survey.user_input.line",
                {
                    "user_input_id": sheet.id,
                    "question_id": target.id,
                    "answer_type": "char_box",
                    "value_char_box": "Forged",
                },
            ),
            ("survey.invite", {"survey_id": self.survey.id}),
        ):
            with (
                self.subTest(model=model),
                self.assertRaises(AccessError),
                self.env.cr.savepoint(),
            ):
                self.env[model].with_user(self.user_survey_manager).create(values)

    @mute_logger(*MUTED)
    def test_public_methods_of_survey_open_nothing(self):
        for user in (self.user_survey, self.user_survey_manager):
            survey = self.survey.with_user(user)
            sheet = self._sheet().with_user(user)
            token = self.survey.access_token
            for record, name in (
                (survey, "action_start_session"),
                (survey, "action_open_session_manager"),
                (survey, "action_end_session"),
                (survey, "action_send_survey"),
                (survey, "action_start_survey"),
                (survey, "action_print_survey"),
                (survey, "action_test_survey"),
                (survey, "action_result_survey"),
                (survey, "action_archive"),
                (survey, "copy"),
                (survey, "unlink"),
                (survey, "get_start_url"),
                (survey, "get_print_url"),
                (survey, "get_start_short_url"),
                (survey, "check_validity"),
                (sheet, "action_resend"),
                (sheet, "action_print_answers"),
                (sheet, "action_redirect_to_attempts"),
                (sheet, "get_start_url"),
                (sheet, "get_print_url"),
            ):
                with self.subTest(user=user.login, method=name):
                    self.env.invalidate_all()
                    with self.assertRaises(UserError), self.env.cr.savepoint():
                        getattr(record, name)()
            self.env.invalidate_all()
            self.assertFalse(self.survey.session_state)
            self.assertEqual(self.survey.access_token, token)
            self.assertEqual(self._sheet().state, "in_progress")

    def test_exit_officer_gets_no_session_and_no_other_way_in(self):
        self.user_exit_officer.group_ids += self.env.ref("survey.group_survey_manager")
        survey = self.survey.with_user(self.user_exit_officer)
        for name, words in (
            ("action_start_session", "no live sessions"),
            ("action_open_session_manager", "no live sessions"),
            ("action_end_session", "no live sessions"),
            ("action_send_survey", "from the exit interview"),
            ("action_result_survey", "in the exit interviews"),
        ):
            with self.subTest(name), self.assertRaisesRegex(UserError, words):
                getattr(survey, name)()
        self.assertTrue(survey.action_test_survey())
        self.assertTrue(survey.action_print_survey())
        for values in (
            {"access_mode": "public"},
            {"session_state": "ready"},
            {"users_login_required": True},
            {"is_time_limited": True},
            {"scoring_type": "scoring_with_answers"},
        ):
            with (
                self.subTest(values),
                self.assertRaises(ValidationError),
                self.env.cr.savepoint(),
            ):
                survey.write(values)

    def test_questionnaire_that_was_sent_is_not_deleted(self):
        with self.assertRaisesRegex(UserError, "Archive it"):
            self.survey.with_user(self.user_exit_officer).unlink()
        copy = self.survey.with_user(self.user_exit_officer).copy()
        self.assertEqual(copy.survey_type, "exit")
        copy.unlink()

    def test_sheets_are_made_for_an_interview_only(self):
        for values in ({"email": "a@example.com"}, {"user": self.user_colleague}):
            with self.subTest(values), self.assertRaises(UserError):
                self.survey._create_answer(**values)

    def test_types_on_offer(self):
        for user, offered in (
            (self.user_survey, False),
            (self.user_exit_officer, True),
        ):
            self.env.invalidate_all()
            survey = self.env["survey.survey"].with_user(user).new({})
            self.assertEqual("exit" in (survey.allowed_survey_types or []), offered)

    def test_exit_officer_opens_the_own_form(self):
        view = self.env.ref("hr_exit_interview.survey_survey_view_form")
        survey = self.survey.with_user(self.user_exit_officer)
        self.assertEqual(survey.get_formview_id(), view.id)
        self.assertNotEqual(self.own_survey.get_formview_id(), view.id)
        self.assertIn("question_and_page_ids", survey.get_view(view.id, "form")["arch"])

    def test_uninstalling_leaves_no_answer_behind(self):
        self._answer(change=f"Also {MARKER}")
        other = self._new_offboarding(
            self._new_employee("Half done", private_email="half@example.com")
        )
        other.action_confirm()
        talk = other.interview_ids.with_env(self.env)
        self._send(talk)
        self._fill(self._sheet(talk), keep=MARKER)
        sheets = self._sheet() + self._sheet(talk)
        uninstall_hook(self.env)
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertFalse(self.survey.exists() or sheets.exists())
        self.assertFalse(self.env["hr.exit.answer"].search([]))
        self.assertFalse(
            self.env["survey.user_input.line"].search(
                [("value_text_box", "like", MARKER)]
            )
        )
        self.assertTrue(self.own_survey.exists())
