"""Whoever leaves and reads Chinese finds no English on the way."""

from odoo.tests import TransactionCase, tagged

LANG = "zh_CN"
# What a leaver sees before, on and after the last day.
VIEWS = (
    "departure_absent",
    "departure_email",
    "departure_own_page",
    "exit_questionnaire_closed",
    "portal_breadcrumbs",
    "portal_my_home",
    "portal_my_resignation",
    "report_exit_link_page",
    "report_offboarding_letter_content",
    "report_offboarding_statement",
    "survey_fill_form_start",
    "told_page",
)
MAILS = (
    "mail_template_exit_follow_up",
    "mail_template_exit_manager",
    "mail_template_exit_manager_reminder",
    "mail_template_exit_questionnaire",
    "mail_template_exit_reminder",
    "mail_template_own_page",
    "mail_template_own_page_email",
)
# Units and the examples that stand where a value will be.
SAME = {"KB", "Tomas", "the company", "31 December", "Hana Petrov", "31 March"}


@tagged("post_install", "-at_install")
class TestChinese(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang(LANG)
        cls.env["ir.module.module"].search(
            [("name", "=", "hr_exit_interview")]
        )._update_translations([LANG], overwrite=True)

    def _get_english(self, record, name):
        """The texts of a field that Chinese readers get in English."""
        field = record._fields[name]
        english = record.with_context(lang="en_US")[name]
        chinese = record.with_context(lang=LANG)[name]
        terms = {
            term
            for term in field.get_trans_terms(english)
            if any(map(str.isalpha, term))
        }
        self.assertTrue(terms)
        return terms & set(field.get_trans_terms(chinese)) - SAME

    def test_pages_of_the_leaver(self):
        for name in VIEWS:
            with self.subTest(name):
                view = self.env.ref(f"hr_exit_interview.{name}")
                self.assertEqual(self._get_english(view, "arch_db"), set())

    def test_mails_to_the_leaver(self):
        for name in MAILS:
            with self.subTest(name):
                template = self.env.ref(f"hr_exit_interview.{name}")
                self.assertEqual(self._get_english(template, "body_html"), set())
                subject = template.with_context(lang=LANG).subject
                self.assertNotEqual(
                    subject, template.with_context(lang="en_US").subject
                )
