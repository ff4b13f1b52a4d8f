from hypothesis import given
from hypothesis import strategies as st

from odoo.tests import BaseCase

from odoo.addons.hr_exit_interview.tools import stat_figures
from odoo.addons.hr_exit_interview.tools.stat_publish import Question, Window

from .test_stat_groups import SETTINGS

SCALE = st.lists(st.integers(1, 5), min_size=5, max_size=60)


class TestStatPublish(BaseCase):
    def test_figures_counted_by_hand(self):
        self.assertEqual(
            stat_figures.get_scale_figures([5, 4, 3, 2, 5], 1, 5),
            {"n": 5, "favourable_pct": 60, "mean": 3.8},
        )
        self.assertEqual(
            stat_figures.get_enps_figures([10, 9, 8, 7, 6, 0, 3], 0, 10),
            {"n": 7, "enps": -15},
        )
        self.assertEqual(
            stat_figures.get_choice_figures([{"a"}, {"a", "b"}, set()], ("a", "b")),
            [
                {"n": 3, "choice_key": "a", "share_pct": 65},
                {"n": 3, "choice_key": "b", "share_pct": 35},
            ],
        )
        self.assertEqual(
            stat_figures.get_rate_figures([True, False, False, False]),
            {"n": 4, "share_pct": 25},
        )

    @SETTINGS
    @given(SCALE)
    def test_all_alike_is_not_told_from_almost_all_alike(self, values):
        for same in (1, 5):
            alike = stat_figures.get_scale_figures([same] * len(values), 1, 5)
            self.assertIn(alike["favourable_pct"], (5, 95))
            self.assertIn(alike["mean"], (1.2, 4.8))
        found = stat_figures.get_scale_figures(values, 1, 5)
        self.assertEqual(found["favourable_pct"] % 5, 0)
        self.assertTrue(5 <= found["favourable_pct"] <= 95)
        self.assertTrue(1.2 <= found["mean"] <= 4.8)

    @SETTINGS
    @given(st.lists(st.integers(0, 10), min_size=5, max_size=60))
    def test_enps_stays_away_from_its_ends(self, values):
        score = stat_figures.get_enps_figures(values, 0, 10)["enps"]
        self.assertTrue(-90 <= score <= 90)
        self.assertEqual(score % 5, 0)
        turned = stat_figures.get_enps_figures(
            [{0: 9, 9: 0}.get(value, 7) for value in values], 0, 10
        )["enps"]
        straight = stat_figures.get_enps_figures(
            [value if value in (0, 9) else 7 for value in values], 0, 10
        )["enps"]
        self.assertEqual(turned, -straight)

    def test_too_few_answers_to_one_question_leave_it_out(self):
        window = Window({}, 5)
        question = Question("manager_fair", "scale")
        self.assertEqual(window.get_lines(question, dict.fromkeys(range(4), 5)), [])
        self.assertEqual(
            window.get_lines(question, dict.fromkeys(range(5), 5))[0]["n"], 5
        )

    def test_themes_need_eight_or_more(self):
        theme = Question("main_reason", "choice", choices=("a",), is_theme=True)
        for minimum, people, lines in ((3, 7, 0), (3, 8, 1), (10, 9, 0), (10, 10, 1)):
            with self.subTest(minimum=minimum, people=people):
                answers = dict.fromkeys(range(people), {"a"})
                self.assertEqual(
                    len(Window({}, minimum).get_lines(theme, answers)), lines
                )

    def test_few_hidden_people_are_left_out_of_a_question(self):
        question = Question("manager_fair", "scale")
        answers = dict.fromkeys(range(12), 3)
        for hidden, counted in (({0, 1}, 10), (set(range(5)), 12), ({99}, 12)):
            with self.subTest(hidden):
                window = Window({}, 5, frozenset(hidden))
                self.assertEqual(window.get_lines(question, answers)[0]["n"], counted)
