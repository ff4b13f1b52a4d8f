"""A database of before gets the texts of today where nobody has edited them."""

from odoo.modules.module import load_script
from odoo.tests import tagged
from odoo.tools import is_html_empty
from odoo.tools.misc import file_path

from .exit_common import ExitInterviewCase

SCRIPT = "hr_exit_interview/migrations/19.0.2.0.0/post-fill-questionnaires.py"
BEFORE = """
<p>Thank you for your time. Ten minutes of honest answers help us to become a better
place to work.</p>
<ul>
<li><strong>It is voluntary.</strong> Leave out whatever you like, or do not answer at
all: nothing depends on it.</li>
<li><strong>Who reads it.</strong> Only the exit officers of the company, and with your
name. Your manager, your colleagues and everybody else in HR see at most that you have
answered. What you have not sent is read by nobody.</li>
<li><strong>Totals.</strong> What you tick, never what you write, is also counted
together with others, for all of HR to read: in groups of several people, from which
nobody's answers can be worked out.</li>
<li><strong>How long it is kept.</strong> Your answers are deleted 12 months after you
have sent them.</li>
<li><strong>What better not to write.</strong> Your health, and names of other
people.</li>
<li><strong>If you would rather talk.</strong> Reply to the e-mail that brought you
here.</li>
</ul>
"""


@tagged("post_install", "-at_install")
class TestMigrationQuestionnaires(ExitInterviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.script = load_script(file_path(SCRIPT), "fill_questionnaires")
        cls.surveys = {
            form: cls.env.ref(f"hr_exit_interview.survey_survey_exit_{form}")
            for form in ("short", *cls.script.SKELETONS)
        }
        cls.now = {form: cls._get_state(form) for form in cls.surveys}

    @classmethod
    def _get_state(cls, form):
        survey = cls.surveys[form]
        return (
            survey.title,
            str(survey.description),
            str(survey.description_done),
            sorted((q.sequence, q.id, q.title) for q in survey.question_and_page_ids),
        )

    def _go_back(self):
        """Everything as the first version had it, and an update has left it."""
        for form, title in self.script.SKELETONS.items():
            self.surveys[form].write(
                {"title": title, "description": False, "description_done": False}
            )
        short = self.surveys["short"]
        short.write({"description": BEFORE, "description_done": "<p>Sealed.</p>"})
        for number, key in enumerate(self.script.SHORT_QUESTIONS, start=1):
            self.env.ref(
                f"hr_exit_interview.survey_question_exit_{key}"
            ).sequence = number
        self.env.flush_all()

    def _migrate(self, version="19.0.1.0.0"):
        self.env.flush_all()
        self.script.migrate(self.env.cr, version)
        self.env.flush_all()
        self.env.invalidate_all()

    def test_a_database_of_before_is_as_a_new_one(self):
        self._go_back()
        self.assertTrue(is_html_empty(self.surveys["full"].description))
        self._migrate()
        for form, state in self.now.items():
            with self.subTest(form):
                self.assertEqual(self._get_state(form), state)

    def test_twice_changes_nothing_more(self):
        self._go_back()
        self._migrate()
        once = {form: self._get_state(form) for form in self.surveys}
        self._migrate()
        self.assertEqual({f: self._get_state(f) for f in self.surveys}, once)

    def test_a_new_database_is_left_alone(self):
        self._go_back()
        self._migrate(version=None)
        self.assertTrue(is_html_empty(self.surveys["full"].description))

    def test_what_was_edited_stays(self):
        self._go_back()
        full, short = self.surveys["full"], self.surveys["short"]
        self.surveys["redundancy"].description = "<p>Our own words.</p>"
        self.surveys["after_90"].title = "Three months on"
        self.surveys["term_end"].question_and_page_ids = [
            (0, 0, {"title": "What about the canteen?", "sequence": 99})
        ]
        self.env.ref("hr_exit_interview.survey_question_exit_keep").sequence = 77
        before = {form: self._get_state(form) for form in self.surveys}
        with self.assertLogs(level="WARNING") as log:
            self._migrate()
        for form in ("redundancy", "after_90", "term_end", "short"):
            with self.subTest(form):
                self.assertEqual(self._get_state(form), before[form])
        self.assertEqual(self._get_state("full"), self.now["full"])
        told = " ".join(log.output)
        for title in ("Three months on", self.surveys["term_end"].title, short.title):
            self.assertIn(title, told)
        self.assertNotIn(f"questionnaire {full.title} was edited and", told)

    def test_nothing_moves_under_somebody_who_answers(self):
        self._go_back()
        self._send()
        self._sheet()._mark_in_progress()
        before = self._get_state("short")
        with self.assertLogs(level="WARNING"):
            self._migrate()
        self.assertEqual(self._get_state("short"), before)
        self.assertEqual(self._get_state("full"), self.now["full"])

    def test_managers_read_what_is_counted(self):
        manager = self.surveys["manager"]
        start = str(manager.description).index("<li><strong>What is counted")
        end = str(manager.description).index("</li>", start) + len("</li>")
        text = str(manager.description)
        manager.description = text[:start] + text[end:]
        self.assertNotIn("{minimum}", manager.description)
        self._migrate()
        self.assertEqual(self._get_state("manager"), self.now["manager"])
        manager.description = "<p>Our own words.</p>"
        self._migrate()
        self.assertEqual(str(manager.description), "<p>Our own words.</p>")

    def test_questionnaires_that_were_deleted_stay_so(self):
        self._go_back()
        self.surveys["after_365"].unlink()
        self._migrate()
        self.assertFalse(
            self.env.ref(
                "hr_exit_interview.survey_survey_exit_after_365",
                raise_if_not_found=False,
            )
        )

    def test_reasons_that_point_at_the_line(self):
        reasons = self.env["hr.departure.reason"].search(
            [("is_about_line", "=", True), ("code", "!=", False)]
        )
        reasons.is_about_line = False
        self._migrate()
        self.assertEqual(set(reasons.mapped("is_about_line")), {True})
