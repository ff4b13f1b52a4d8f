"""Who reaches exit interviews and answers: role by verb, and every way to a marker."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .exit_common import MARKER, ExitInterviewCase

MUTED = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
VERBS = {"c": "create", "r": "read", "w": "write", "u": "unlink"}
# Role: verbs that succeed on the interview, and on its answers.
MATRIX = {
    "officer": ("crw", ""),
    "admin_hr": ("crwu", ""),
    "exit_officer": ("crwu", "r"),
    "interviewer": ("rw", ""),
    "interviewer_other": ("", ""),
    "officer_other": ("", ""),
    "exit_officer_other": ("", ""),
    "manager": ("", ""),
    "director": ("", ""),
    "leaver": ("", ""),
    "colleague": ("", ""),
    "survey_user": ("", ""),
    "survey_manager": ("", ""),
    "marketing": ("", ""),
    "system": ("", ""),
    "portal": ("", ""),
    "public": ("", ""),
}


@tagged("post_install", "-at_install", "security")
class TestExitAccess(ExitInterviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        groups = {
            "survey_user": "base.group_user,survey.group_survey_user",
            "survey_manager": "base.group_user,survey.group_survey_manager",
            "marketing": "base.group_user,mass_mailing.group_mass_mailing_user",
            "system": "base.group_user,base.group_system",
            "portal": "base.group_portal",
        }
        cls.roles = {
            role: cls._new_user(f"role_{role}", names) for role, names in groups.items()
        }
        cls.roles["public"] = cls.env.ref("base.public_user")
        for role in MATRIX.keys() - cls.roles.keys():
            cls.roles[role] = getattr(cls, f"user_{role}")
        cls.interview.interviewer_ids = cls.user_interviewer

    def setUp(self):
        super().setUp()
        self._send()
        self.old_token = self._sheet().access_token
        self._answer(keep=MARKER, change=f"Also {MARKER}", preventable="no")
        self.answers = self.interview.answer_ids

    def _may(self, verb, record, user):
        self.env.flush_all()
        self.env.invalidate_all()
        record = record.with_user(user).with_context(
            allowed_company_ids=user.company_ids.ids
        )
        return record.has_access(VERBS[verb])

    @mute_logger(*MUTED)
    def test_matrix(self):
        for role, granted in MATRIX.items():
            records = (self.interview, self.answers)
            for record, verbs in zip(records, granted, strict=True):
                for verb in VERBS:
                    with self.subTest(role=role, model=record._name, verb=VERBS[verb]):
                        self.assertEqual(
                            self._may(verb, record, self.roles[role]), verb in verbs
                        )

    @mute_logger(*MUTED)
    def test_interviewer_sees_it_as_long_as_it_is_assigned(self):
        other = self.user_interviewer_other
        self.assertFalse(self._may("r", self.interview, other))
        self.interview.interviewer_ids += other
        self.assertTrue(self._may("r", self.interview, other))
        self.interview.interviewer_ids -= other
        self.assertFalse(self._may("r", self.interview, other))

    @mute_logger(*MUTED)
    def test_interviewer_learns_nothing_of_the_departure(self):
        talk = self.interview.with_user(self.user_interviewer)
        self.assertEqual(
            talk.read(["offboarding_id"])[0]["offboarding_id"][1], self.case.name
        )
        for path in ("offboarding_id.reason_id.name", "employee_id.private_email"):
            with self.subTest(path), self.assertRaises(AccessError):
                talk.search([(path, "!=", False)])
        with self.assertRaises(AccessError):
            talk.offboarding_id.read(["last_working_date"])

    @mute_logger(*MUTED)
    def test_companies(self):
        """Both companies switched on show both; a foreign one shows nothing."""
        user = self.user_exit_officer
        user.company_ids += self.company_other
        for companies, found in (
            (self.company, True),
            (self.company_other, False),
            (self.company + self.company_other, True),
        ):
            with self.subTest(companies.mapped("name")):
                Answer = self.env["hr.exit.answer"].with_user(user)
                Answer = Answer.with_context(allowed_company_ids=companies.ids)
                self.assertEqual(bool(Answer.search([])), found)
                Talk = self.env["hr.exit.interview"].with_env(Answer.env)
                self.assertEqual(self.interview in Talk.search([]), found)

    @mute_logger(*MUTED)
    def test_exit_officer_reads_as_the_leaver_has_chosen(self):
        answer = self.answers[0]
        own = answer.with_user(self.user_exit_officer)
        for mode, release, found in (
            ("totals", False, False),
            ("later", "2126-03-16", False),
            ("later", "2026-03-16", True),
            ("named", False, True),
        ):
            with self.subTest(mode=mode, release=release):
                # Sudo: nobody writes answers; the leaver chooses once.
                answer.sudo().write({"mode": mode, "release_date": release})
                self.env.flush_all()
                self.env.invalidate_all()
                self.assertEqual(own.has_access("read"), found)

    @mute_logger(*MUTED)
    def test_exit_officer_reads_the_answers(self):
        talk = self.interview.with_user(self.user_exit_officer)
        self.assertIn(MARKER, talk.answer_ids.mapped("value"))
        found = talk.search([("answer_ids.value", "like", MARKER)])
        self.assertEqual(found, talk)

    @mute_logger(*MUTED)
    def test_no_other_role_gets_the_marker_in_any_way(self):
        for role, (_interview, granted) in MATRIX.items():
            if granted:
                continue
            for name, attempt in self._get_attempts(self.roles[role]):
                with self.subTest(role=role, attempt=name):
                    self.env.flush_all()
                    self.env.invalidate_all()
                    self.assertNotIn(MARKER, str(self._try(attempt)))

    def _try(self, attempt):
        """What somebody gets who tries this, which is mostly a refusal."""
        try:
            with self.env.cr.savepoint():
                return attempt()
        except (UserError, KeyError, ValueError) as error:
            return error

    def _get_attempts(self, user):
        """Ways in which a user of the interface or of the API asks for data."""
        talk = self.interview.with_user(user)
        Answer = self.env["hr.exit.answer"].with_user(user)
        Employee = self.env["hr.employee"].with_user(user)
        Line = self.env["survey.user_input.line"].with_user(user)
        Message = self.env["mail.message"].with_user(user)
        nested = {"answer_ids": {"fields": {"value": {}}}}
        answered = [("offboarding_ids.interview_ids.answer_ids", "!=", False)]
        answer = Answer.browse(self.answers.ids)
        # A part of it, since a refusal may repeat what was asked for.
        part = MARKER[:6]
        oracle = [("answer_ids.value", "like", part)]
        return (
            ("read", lambda: answer.read(["value"])),
            ("browse", lambda: answer.mapped("value")),
            ("search_read", lambda: Answer.search_read([], ["value"])),
            ("name", lambda: answer.mapped("display_name")),
            ("name_search", lambda: Answer.name_search(part)),
            ("group", lambda: Answer.formatted_read_group([], ["value"])),
            ("export", lambda: answer.export_data(["value"])),
            ("copy", lambda: answer[0].copy().value),
            ("through", lambda: talk.answer_ids.mapped("value")),
            ("nested", lambda: talk.web_read(nested)),
            ("nested export", lambda: talk.export_data(["answer_ids/value"])),
            ("oracle", lambda: talk.search(oracle) and MARKER),
            ("any", lambda: talk.search([("answer_ids", "any", [])]) and MARKER),
            ("filtered", lambda: talk.filtered_domain(oracle) and MARKER),
            ("from employee", lambda: Employee.search(answered) and MARKER),
            ("messages", lambda: Message.search([("body", "like", part)]) and MARKER),
            ("lines", lambda: Line.search([]).mapped("display_name")),
            ("sheet", lambda: self._sheet().with_user(user).read()),
            ("old sheet", lambda: self.survey.with_user(user).user_input_ids.read()),
        )

    def test_the_marker_is_nowhere_else_in_the_database(self):
        self.env.flush_all()
        self.assertEqual(self._find_in_database(MARKER), {("hr_exit_answer", "value")})

    def test_the_old_token_is_nowhere_and_the_new_one_on_the_sheet_only(self):
        self.env.flush_all()
        self.assertEqual(self._find_in_database(self.old_token), set())
        self.assertEqual(
            self._find_in_database(self._sheet().access_token),
            {("survey_user_input", "access_token")},
        )

    @mute_logger(*MUTED)
    def test_sheet_fields_are_for_the_addon_alone(self):
        """Not even exit officers see which sheet belongs to whom, or forge that."""
        for user in (self.user_exit_officer, self.env.ref("base.user_admin")):
            talk = self.interview.with_user(user)
            sheet = self._sheet().with_user(user)
            with self.subTest(user.login):
                with self.assertRaises(AccessError):
                    talk.read(["user_input_ids"])
                with self.assertRaises(AccessError):
                    talk.search([("user_input_ids.access_token", "!=", False)])
                with self.assertRaises(AccessError):
                    sheet.search([("exit_interview_id", "=", talk.id)])
                with self.assertRaises(AccessError):
                    sheet.create(
                        {"survey_id": self.survey.id, "exit_interview_id": talk.id}
                    )
