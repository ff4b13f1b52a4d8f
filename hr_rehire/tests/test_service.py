"""What earlier service counts for: worked examples, and what holds for all of them."""

import tempfile
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import configuration, given, settings
from hypothesis import strategies as st

from odoo.tests import BaseCase

from ..tools.service import METHODS, Rule, Span, Stint, assess, decide, has_whole_week
from .service_cases import PRESETS, stint
from .service_cases_own import OWN_CASES
from .service_cases_published import PUBLISHED

configuration.set_hypothesis_home_dir(tempfile.gettempdir())
CASES = PUBLISHED + OWN_CASES
# Rules that name their purposes are asked for one of them.
PURPOSES = {"BR-09": "benefit", "BR-10": "severance"}
MANY = settings(deadline=None, max_examples=200)
EPOCH = date(1996, 1, 1)
DAYS = st.integers(0, 9000).map(lambda day: EPOCH + timedelta(day))
STINTS = st.lists(
    st.builds(
        lambda start, length, **more: Stint(start, start + timedelta(length), **more),
        DAYS,
        st.integers(0, 3000),
        share=st.sampled_from([100, 80, 62.5, 50, 33.3]),
        unworked=st.integers(0, 40),
        reason=st.sampled_from(["", "CAR1", "ORG1", "END3", "END4", "FIR4"]),
        is_paid=st.booleans(),
    ),
    min_size=1,
    max_size=5,
)
BACK = st.integers(1, 9000).map(lambda day: EPOCH + timedelta(9000 + day))
SPANS = st.none() | st.builds(
    Span, st.integers(1, 40), st.sampled_from(["days", "weeks", "months", "years"])
)
RULES = st.builds(
    Rule,
    st.just("any"),
    st.sampled_from(METHODS),
    prior=SPANS,
    gap_over=SPANS,
    gap_most=SPANS,
    parity=st.sampled_from(["", "shorter", "not_longer"]),
    is_weekly=st.booleans(),
    share=st.integers(1, 100),
    waiting=st.integers(0, 24),
    cap=st.integers(0, 12),
    is_prorated=st.booleans(),
    is_worked_only=st.booleans(),
    skips_paid=st.booleans(),
)


def get_lived_days(stints, back):
    """Days on which somebody was employed before `back`, each of them once."""
    return {
        stint.start + timedelta(number)
        for stint in stints
        for number in range(stint.days)
        if stint.start + timedelta(number) < back
    }


class TestService(BaseCase):
    def test_worked_examples(self):
        self.assertGreaterEqual(len(CASES), 40)
        for case in CASES:
            with self.subTest(case=case.name, words=case.words):
                purpose = PURPOSES.get(case.rule.name, "award")
                verdict = assess(case.rule, case.stints, case.back, purpose)
                self.assertEqual(verdict.obstacle, case.obstacle)
                self.assertEqual(str(verdict.recognised), str(case.day))
                self.assertEqual(verdict.credited_days, case.credited)

    def test_examples_have_arithmetic_and_source(self):
        names = [case.name for case in CASES]
        self.assertEqual(len(names), len(set(names)))
        for case in CASES:
            with self.subTest(case=case.name):
                self.assertTrue(case.words.endswith("."))
                self.assertTrue(case.source)
        used = {case.rule.name for case in CASES}
        self.assertFalse(PRESETS.keys() - used)

    def test_rules_are_asked_in_order(self):
        stints = [stint("2010-05-03", "2022-09-30", reason="ORG1")]
        rules = list(PRESETS.values())
        decision = decide(rules, stints, date(2024, 2, 1), "award")
        self.assertEqual(decision.chosen.rule.name, "BR-06")
        self.assertEqual(decision.following.rule.name, "BR-03")
        self.assertEqual(len(decision.verdicts), len(rules))
        turned = decide(rules[::-1], stints, date(2024, 2, 1), "award")
        self.assertEqual(turned.chosen.rule.name, "BR-99")

    def test_without_a_rule_nothing_is_chosen(self):
        decision = decide([], [stint("2020-01-01", "2020-12-31")], date(2022, 1, 1))
        self.assertEqual(decision.verdicts, ())
        self.assertIsNone(decision.chosen)

    def test_deferred_date_takes_effect_later(self):
        verdict = assess(
            PRESETS["BR-05"], [stint("2018-01-01", "2023-12-31")], date(2024, 1, 31)
        )
        self.assertEqual(verdict.effective, date(2025, 1, 31))

    def test_time_away_is_told_apart(self):
        verdict = assess(
            PRESETS["BR-01"], [stint("2022-08-01", "2024-05-31")], date(2024, 7, 1)
        )
        self.assertEqual((verdict.credited_days, verdict.counted_gap_days), (670, 30))

    def test_manual_rule_waits_for_a_decision(self):
        back = date(2024, 7, 1)
        stints = [stint("2022-08-01", "2024-05-31")]
        verdict = assess(Rule("by hand", "manual"), stints, back)
        self.assertTrue(verdict.applies and verdict.needs_decision)
        self.assertEqual(verdict.recognised, back)

    def test_stint_without_end_ends_before_the_return(self):
        verdict = assess(
            PRESETS["BR-00"], [Stint(date(2025, 1, 1), None)], date(2026, 1, 1)
        )
        self.assertEqual((verdict.gap_days, verdict.credited_days), (0, 365))

    def test_nobody_without_earlier_service_is_credited(self):
        for rule in PRESETS.values():
            verdict = assess(rule, [], date(2026, 1, 1), "award")
            self.assertEqual(verdict.credited_days, 0)
            self.assertEqual(verdict.applies, rule.method == "none")

    def test_whole_weeks(self):
        for start, back, expected in (
            ("2026-03-01", "2026-03-08", True),
            ("2026-03-01", "2026-03-07", False),
            ("2026-03-02", "2026-03-14", False),
            ("2026-03-02", "2026-03-15", True),
            ("2026-03-07", "2026-03-15", True),
        ):
            with self.subTest(start=start, back=back):
                days = date.fromisoformat(start), date.fromisoformat(back)
                self.assertEqual(has_whole_week(*days), expected)

    @MANY
    @given(RULES, STINTS, BACK)
    def test_credited_days_never_exceed_earlier_service(self, rule, stints, back):
        verdict = assess(rule, stints, back)
        lived = get_lived_days(stints, back)
        self.assertLessEqual(0, verdict.credited_days)
        self.assertLessEqual(verdict.credited_days, len(lived))
        self.assertLessEqual(min(lived), verdict.recognised)
        self.assertLessEqual(verdict.recognised, back)
        if rule.method != "original":
            self.assertEqual(verdict.counted_gap_days, 0)

    @MANY
    @given(RULES, STINTS, BACK)
    def test_recognised_day_is_what_was_credited(self, rule, stints, back):
        verdict = assess(rule, stints, back)
        counted = verdict.credited_days + verdict.counted_gap_days
        self.assertEqual(back - timedelta(counted), verdict.recognised)
        self.assertGreaterEqual(verdict.effective, back)
        if rule.cap:
            limit = date(back.year - rule.cap, back.month, min(back.day, 28))
            self.assertGreaterEqual(verdict.recognised, limit)

    @MANY
    @given(RULES, STINTS, BACK)
    def test_order_in_which_stints_are_written_is_all_the_same(
        self, rule, stints, back
    ):
        stints = [replace(one, reason="", is_paid=False) for one in stints]
        self.assertEqual(assess(rule, stints, back), assess(rule, stints[::-1], back))

    @MANY
    @given(RULES, STINTS, BACK)
    def test_stint_that_is_written_twice_counts_once(self, rule, stints, back):
        rule = replace(rule, is_prorated=False, is_worked_only=False)
        once = assess(rule, stints, back)
        twice = assess(rule, [*stints, stints[0]], back)
        self.assertEqual(replace(twice, stint_count=once.stint_count), once)

    @MANY
    @given(st.lists(RULES, max_size=6), STINTS, BACK)
    def test_chosen_rule_is_the_first_that_applies(self, rules, stints, back):
        decision = decide(rules, stints, back)
        applying = [one for one in decision.verdicts if one.applies]
        self.assertEqual(decision.chosen, next(iter(applying), None))
        self.assertEqual(decision.following, next(iter(applying[1:]), None))

    @MANY
    @given(STINTS, BACK)
    def test_part_time_never_counts_more_than_full_time(self, stints, back):
        full = assess(Rule("full", "adjusted"), stints, back)
        part = assess(Rule("part", "adjusted", is_prorated=True), stints, back)
        self.assertLessEqual(part.credited_days, full.credited_days)
