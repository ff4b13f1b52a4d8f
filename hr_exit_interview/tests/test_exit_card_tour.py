"""The record card in a browser: who fills it, who reads it, who does not see it."""

from odoo.tests import HttpCase, tagged

from .exit_common import ExitInterviewCase


@tagged("post_install", "-at_install")
class TestExitCardTour(ExitInterviewCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.interview.interviewer_ids = cls.user_interviewer

    def _tour(self, url, name, user):
        self.env.flush_all()
        self.start_tour(url, name, login=user.login)
        self.env.invalidate_all()

    def test_the_card_is_filled_read_and_hidden(self):
        board = "/odoo/exit-interviews"
        self._tour(
            board, "hr_exit_interview_card_interviewer_tour", self.user_interviewer
        )
        card = self.interview.card_ids
        rated = card.topic_ids.filtered(lambda line: line.rating != "0" or line.note)
        self.assertEqual(
            {line.topic_id.key: (line.rating, line.note) for line in rated},
            {"pay": ("2", False), "growth": ("4", "No step up in four years")},
        )
        self.assertRecordValues(
            card,
            [
                {
                    "would_have_kept": "A clear path",
                    "would_return": "perhaps",
                    "return_conditions": "As a lead",
                }
            ],
        )
        self._tour(
            "/odoo/exit-record-cards",
            "hr_exit_interview_card_officer_tour",
            self.user_exit_officer,
        )
        self._tour(board, "hr_exit_interview_card_hr_tour", self.user_officer)

    def test_the_card_is_filled_on_a_phone(self):
        self.browser_size = "390x844"
        talk = self.interview.with_user(self.user_interviewer)
        talk.action_open_card()
        self._tour(
            "/odoo/exit-record-cards",
            "hr_exit_interview_card_phone_tour",
            self.user_interviewer,
        )
        self.assertEqual(self.interview.card_ids.would_return, "perhaps")

    def test_the_page_of_figures_says_why_it_is_empty(self):
        self._tour(
            "/odoo/exit-overview", "hr_exit_stat_overview_tour", self.user_officer
        )

    def test_the_page_of_figures_shows_the_chosen_period(self):
        windows = self.env["hr.exit.stat.window"].sudo()
        windows.create(
            [
                {
                    "company_id": self.company.id,
                    "date_from": first,
                    "date_to": last,
                    "minimum": 5,
                }
                for first, last in (
                    ("2025-07-01", "2025-09-30"),
                    ("2025-10-01", "2025-12-31"),
                )
            ]
        )
        self._tour(
            "/odoo/exit-overview",
            "hr_exit_stat_overview_period_tour",
            self.user_officer,
        )
