"""What the tests of exit interviews and questionnaires share."""

import re

from freezegun import freeze_time

from odoo.tools import SQL

from odoo.addons.mail.tests.common import MailCase

from .common import OffboardingCase

# Planted in answers: whoever finds it has read what is confidential.
MARKER = "Marmoset-7261"


class ExitInterviewCase(OffboardingCase, MailCase):
    """A confirmed departure with its exit interview, and people with exit rights."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Whatever the database holds beforehand, such as demo data.
        cls.env["hr.exit.answer"].search([]).unlink()
        cls.company.email = "people@northwind.example.com"
        cls.user_exit_officer = cls._new_user(
            "exit_officer", "hr_exit_interview.group_manager"
        )
        cls.user_exit_officer_other = cls._new_user(
            "exit_officer_other",
            "hr_exit_interview.group_manager",
            company=cls.company_other,
        )
        cls.user_interviewer = cls._new_user(
            "interviewer", "hr_exit_interview.group_interviewer"
        )
        cls.user_interviewer_other = cls._new_user(
            "interviewer_unassigned", "hr_exit_interview.group_interviewer"
        )
        cls.survey = cls.env.ref("hr_exit_interview.survey_survey_exit_short")
        cls.reason_resigned.questionnaire = "short"
        cls.case = cls._new_offboarding()
        cls.case.action_confirm()
        cls.interview = cls.case.interview_ids.with_env(cls.env)

    def _question(self, key):
        return self.survey.question_ids.filtered(lambda q: q.exit_key == key)

    def _label(self, key, choice):
        return self._question(key).suggested_answer_ids.filtered(
            lambda label: label.exit_key == choice
        )

    def _send(self, interviews=None):
        """Send the questionnaire as the HR officer and return the mails as sent."""
        if interviews is None:
            interviews = self.interview
        with self.mock_mail_gateway(mail_unlink_sent=True):
            interviews.with_user(self.user_officer).action_send_questionnaire()
        return self._mails

    def _send_due(self, day):
        """Run the job on a day and return the addresses that it wrote to."""
        self.env.flush_all()
        self.env.invalidate_all()
        cron = self.env.ref("hr_exit_interview.ir_cron_send_questionnaires")
        with (
            freeze_time(day),
            self.mock_mail_gateway(mail_unlink_sent=True),
            self.enter_registry_test_mode(),
        ):
            cron.method_direct_trigger()
        self.env.invalidate_all()
        return [address for mail in self._mails for address in mail["email_to"]]

    def _sheet(self, interview=None):
        return (interview or self.interview).with_env(self.env).user_input_ids

    def _get_link(self, mail):
        """Address of the questionnaire in the text of a mail, without the host."""
        return re.search(r'href="[^"]*?(/survey/start/[^"]+)"', mail["body"])[1]

    def _fill(self, sheet, **answers):
        """Answer by key as the page would; choices by their key, no answer if None."""
        for key, answer in answers.items():
            question = self._question(key)
            if question.question_type == "simple_choice" and answer:
                answer = str(self._label(key, answer).id)
            elif question.question_type == "multiple_choice" and answer:
                answer = [str(self._label(key, choice).id) for choice in answer]
            sheet._save_lines(question, answer)

    def _answer(self, interview=None, mode="named", **answers):
        """Answer the questionnaire and send it in, without the pages.

        :param mode: who may read it, nothing chosen if None
        """
        sheet = self._sheet(interview)
        sheet._mark_in_progress()
        self._fill(sheet, mode=mode, **answers)
        sheet._mark_done()
        self.env.flush_all()
        self.env.invalidate_all()

    def _find_in_database(self, text):
        """Every (table, column) that holds the text, whatever its type of text."""
        self.env.flush_all()
        columns = self.env.execute_query(
            SQL(
                """
                SELECT c.table_name, c.column_name FROM information_schema.columns c
                JOIN information_schema.tables t USING (table_schema, table_name)
                WHERE t.table_type = 'BASE TABLE' AND c.table_schema = 'public'
                AND c.data_type IN ('text', 'character varying', 'jsonb', 'json')
                """
            )
        )
        found = set()
        for table, column in columns:
            query = SQL(
                "SELECT 1 FROM %s WHERE strpos(%s::text, %s) > 0 LIMIT 1",
                SQL.identifier(table),
                SQL.identifier(column),
                text,
            )
            if self.env.execute_query(query):
                found.add((table, column))
        return found

    def assertAnswers(self, interview, expected):
        """Assert the sealed answers in their order, as (question key, text)."""
        answers = interview.with_env(self.env).answer_ids
        self.assertEqual([(a.question_key, a.value) for a in answers], expected)
