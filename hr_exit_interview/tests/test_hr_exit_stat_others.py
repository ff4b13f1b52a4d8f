"""Published beside the questionnaire: topics of talks, managers, 90 days later."""

from datetime import datetime

from freezegun import freeze_time

from odoo.tests import tagged

from .stat_common import AFTER_QUARTER, IN_QUARTER, ExitStatCase

# Talks closed on this day have a locked card within the first quarter.
HELD = "2026-02-10"
NEXT_QUARTER = "2026-07-01 03:00:00"
IN_NEXT_QUARTER = datetime(2026, 5, 4, 9)


@tagged("post_install", "-at_install")
@freeze_time(AFTER_QUARTER)
class TestHrExitStatOthers(ExitStatCase):
    def _new_cards(self, talks, **ratings):
        """Held talks with a card; the stars are dealt out in turn."""
        with freeze_time(HELD):
            talks.action_hold()
            cards = self.env["hr.exit.interview.card"].create(
                [{"interview_id": talk.id} for talk in talks]
            )
        for key, stars in ratings.items():
            for number, card in enumerate(cards):
                line = card.topic_ids.filtered(lambda t, k=key: t.topic_id.key == k)
                line.rating = stars[number % len(stars)]
        return cards

    def _new_others(self, talks, kind):
        return self.env["hr.exit.interview"].create(
            [{"offboarding_id": talk.offboarding_id.id, "kind": kind} for talk in talks]
        )

    # Topics of talks

    def test_topics_are_told_of_groups_that_are_large_enough(self):
        talks = self._new_leavers(12, department_id=list(self.departments[:2]))
        self._seal(talks, manager_fair=4)
        self._new_cards(talks, pay="2244", growth="500")
        self._publish()
        self.assertRecordValues(
            self._get_line("topic:pay"),
            [{"n": 12, "kind": "scale", "favourable_pct": 50, "mean": 3.0}],
        )
        groups = self._get_line("topic:pay", "department")
        self.assertEqual(groups.mapped("n"), [6, 6])
        # Four people have talked about it: nothing is told.
        self.assertFalse(self._search_stats(question_key="topic:growth"))

    def test_who_does_not_want_it_is_not_counted(self):
        talks = self._new_leavers(12)
        self._seal(talks, manager_fair=4)
        cards = self._new_cards(talks, pay="2")
        cards[:3].may_count = False
        self._publish()
        self.assertEqual(self._get_line("topic:pay").n, 9)

    def test_cards_that_may_still_change_wait_and_count_once(self):
        talks = self._new_leavers(24)
        self._seal(talks[:12], manager_fair=4)
        self._new_cards(talks[:8], pay="2")
        late = self._new_cards(talks[8:20], pay="5").interview_id
        # Locked fourteen days later, which is in the second quarter.
        late.closed_date = "2026-03-25"
        self._publish()
        self.assertEqual(self._get_line("topic:pay").n, 8)
        with freeze_time(NEXT_QUARTER):
            self._seal(talks[12:], IN_NEXT_QUARTER, manager_fair=4)
            self._publish()
        self.assertEqual(self._get_line("topic:pay").mapped("n"), [8, 12])

    def test_corrections_and_erasures_do_not_change_what_was_published(self):
        talks = self._new_leavers(12)
        self._seal(talks, manager_fair=4)
        cards = self._new_cards(talks, pay="2")
        self._publish()
        before = self._get_table()
        cards.topic_ids.rating = "5"
        talks[0]._privacy_erase("request")
        self._publish()
        self.assertEqual(self._get_table(), before)

    # 90 days later

    def test_reasons_90_days_later_are_told_and_their_totals_destroyed(self):
        talks = self._new_leavers(12)
        self._seal(talks, main_reason="pay")
        later = self._new_others(talks, "follow_up")
        self._seal(later[:6], reason_still=["same", "same", "changed"])
        self._seal(later[6:], mode="totals", reason_still="same")
        self._publish()
        found = {
            line.choice_key: (line.n, line.share_pct)
            for line in self._get_line("reason_still")
        }
        self.assertEqual(found, {"same": (12, 85), "changed": (12, 15)})
        self.assertEqual(len(later.answer_ids), 6)
        self.assertEqual(set(later.answer_ids.mapped("is_counted")), {True})

    def test_too_few_wait_for_a_later_window_and_are_not_destroyed(self):
        talks = self._new_leavers(24)
        self._seal(talks[:12], main_reason="pay")
        later = self._new_others(talks, "follow_up")
        self._seal(later[:9], mode="totals", reason_still="same")
        self._publish()
        self.assertFalse(self._get_line("reason_still"))
        self.assertEqual(len(later.answer_ids), 9)
        with freeze_time(NEXT_QUARTER):
            self._seal(talks[12:], IN_NEXT_QUARTER, main_reason="pay")
            self._seal(later[9:12], IN_NEXT_QUARTER, reason_still="same")
            self._publish()
        self.assertEqual(set(self._get_line("reason_still").mapped("n")), {12})
        self.assertEqual(len(later.answer_ids), 3)

    def test_answers_of_other_kinds_close_no_window(self):
        later = self._new_others(self._new_leavers(12), "follow_up")
        self._seal(later, reason_still="same")
        self.assertFalse(self._publish())

    # Managers

    def _answer_for_managers(self, count):
        managers = self.env["hr.employee"].create(
            [
                {"name": f"Manager {number}", "company_id": self.company.id}
                for number in range(count)
            ]
        )
        talks = self._new_leavers(12, manager_id=list(managers))
        self._seal(talks, main_reason=["pay", "car"])
        views = self._new_others(talks, "manager")
        self._seal(views, manager_reason=["pay", "pay", "pay", "car"])
        self._publish()
        return views

    def test_managers_reasons_and_the_gap(self):
        self._answer_for_managers(6)
        # Dealt out in turn: of every four leavers one sees it differently.
        self.assertRecordValues(
            self._get_line("manager_gap"), [{"n": 12, "share_pct": 25}]
        )
        lines = self._search_stats(question_key="manager_reason")
        shares = {line.choice_key: line.share_pct for line in lines}
        self.assertEqual((shares["pay"], shares["car"]), (75, 25))
        self.assertEqual(set(lines.mapped("dimension")), {"total"})

    def test_too_few_managers_are_not_told_of(self):
        """Four managers of twelve leavers could be told from each other."""
        views = self._answer_for_managers(4)
        self.assertTrue(self._get_line("main_reason"))
        for key in ("manager_gap", "manager_reason"):
            self.assertFalse(self._search_stats(question_key=key), key)
        self.assertEqual(set(views.answer_ids.mapped("is_counted")), {False})

    def test_number_of_queries_does_not_grow_with_people(self):
        def count(leavers, day):
            talks = self._new_leavers(leavers)
            self._seal(talks, day, manager_fair=4)
            self._new_cards(talks, pay="2")
            self._seal(self._new_others(talks, "follow_up"), day, reason_still="same")
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertTrue(self._publish())
            return self.env.cr.sql_log_count - before

        small = count(12, IN_QUARTER)
        with freeze_time(NEXT_QUARTER):
            large = count(48, IN_NEXT_QUARTER)
        self.assertLessEqual(large, small + 10)
