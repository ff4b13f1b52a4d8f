"""One leaver's answers in a browser: each step as its role, on filled pages."""

from dateutil.relativedelta import relativedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .stat_common import ExitStatCase


@tagged("post_install", "-at_install")
class TestExitStoryTour(ExitStatCase, HttpCase):
    """HR sends, the leaver answers, few read, HR sees figures, something changes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.interview.interviewer_ids = cls.user_interviewer
        cls.user_confidential = cls._new_user(
            "confidential", "hr_exit_interview.group_confidential_officer"
        )
        cls.company.exit_confidential_user_id = cls.user_confidential
        # Others of the same quarter, enough for a period.
        cls.others = cls._new_leavers(10)
        cls._seal(
            cls.others,
            fields.Datetime.now(),
            manager_fair=[4, 2],
            pay_fair=1,
            recommend=[9, 2],
            main_reason="pay",
        )

    def _tour(self, name, user, url=""):
        self.env.flush_all()
        self.start_tour(url, name, login=user and user.login)
        self.env.invalidate_all()

    def _let_the_quarter_end(self):
        """What was answered just now was answered in the quarter before."""
        for talk in self.others + self.interview:
            talk.questionnaire_done_date -= relativedelta(months=3)

    def test_from_the_link_to_what_was_changed(self):
        self._tour("hr_exit_story_hr_tour", self.user_officer, "/odoo/exit-interviews")
        self.assertEqual(self.interview.questionnaire_state, "sent")
        self._answer_on_a_phone()
        self._tour(
            "hr_exit_story_interviewer_tour",
            self.user_interviewer,
            "/odoo/exit-interviews",
        )
        card = self.interview.card_ids
        self.assertTrue(card.locked_date)
        self.assertEqual(card.promise_ids.user_id, self.user_interviewer)
        self._act_on_a_promise()
        self._publish_and_act()
        self._close_the_action()
        self._tour(
            "hr_exit_story_openings_tour", self.user_admin_hr, "/odoo/exit-openings"
        )

    def _answer_on_a_phone(self):
        mail = self.env["mail.mail"].search([("email_to", "=", "lea.ver@example.com")])
        link = self._get_link({"body": mail.body_html})
        self.browser_size = "390x844"
        self._tour("hr_exit_story_leaver_tour", None, link)
        self.browser_size = "1366x768"
        self.assertEqual(self.interview.questionnaire_state, "done")
        self.assertAnswers(
            self.interview,
            [
                ("main_reason", "Pay and benefits"),
                ("manager_fair", "4 of 5"),
                ("pay_fair", "1 of 5"),
                ("recommend", "3 of 10"),
                ("keep", "The Friday talks"),
                ("change", "Open the pay ranges"),
            ],
        )
        self._tour(
            "hr_exit_story_confidential_tour",
            self.user_confidential,
            "/odoo/confidential-reports",
        )
        alarm = self.env["hr.exit.alarm"].search([("company_id", "=", self.company.id)])
        self.assertRecordValues(
            alarm, [{"state": "closed", "note": "The guard is back on."}]
        )

    def _act_on_a_promise(self):
        self._tour(
            "hr_exit_story_exit_officer_tour",
            self.user_exit_officer,
            "/odoo/exit-answers",
        )
        action = self._get_actions()
        self.assertRecordValues(
            action,
            [
                {
                    "name": "Publish the career ladder",
                    "state": "new",
                    "user_id": self.user_interviewer.id,
                    "date_deadline": self.interview.card_ids.promise_ids.date_deadline,
                }
            ],
        )
        # The page of figures is as empty as before anybody has answered.
        self._tour(
            "hr_exit_stat_overview_tour", self.user_officer, "/odoo/exit-overview"
        )
        self.assertFalse(self._search_stats())

    def _publish_and_act(self):
        self._let_the_quarter_end()
        self._tour(
            "hr_exit_story_publish_tour", self.user_exit_officer, "/odoo/exit-overview"
        )
        self.assertEqual(self._get_line("recommend").n, 11)
        self._tour(
            "hr_exit_story_figures_tour", self.user_officer, "/odoo/exit-overview"
        )

    def _close_the_action(self):
        self._tour(
            "hr_exit_story_owner_tour", self.user_colleague, "/odoo/improvement-actions"
        )
        action = self._get_actions().filtered("proposal_id")
        self.assertRecordValues(
            action,
            [
                {
                    "state": "done",
                    "closed_user_id": self.user_colleague.id,
                    "user_id": self.user_colleague.id,
                    "result": "The ranges of all jobs are on the intranet.",
                }
            ],
        )

    def _get_actions(self):
        return self.env["hr.exit.action"].search([("company_id", "=", self.company.id)])
