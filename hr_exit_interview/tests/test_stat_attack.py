"""200 companies of chance, attacked by subtraction and by looking before and after."""

from datetime import timedelta
from unittest.mock import patch

from odoo.tests import BaseCase

from odoo.addons.hr_exit_interview.tools import stat_groups

from .stat_attack import START, Company, attack

COMPANIES = 200
MINIMUM = 5
END = START + timedelta(days=740)


class TestStatAttack(BaseCase):
    def test_nothing_small_can_be_worked_out(self):
        told = groups_found = persons_found = 0
        for seed in range(COMPANIES):
            lines = Company(seed).publish(END, MINIMUM)
            told += len(lines)
            for groups in self._by_question(lines).values():
                found = attack(groups, MINIMUM, seed)
                persons_found += sum(len(group) == 1 for group in found)
                groups_found += len(found)
        self.assertEqual((groups_found, persons_found), (0, 0))
        # Silence would be safe as well, and of no use.
        self.assertGreater(told, 10_000)

    def test_nothing_that_was_told_ever_changes(self):
        """Before and after: what is told later is told of other people only."""
        for seed in range(0, COMPANIES, 4):
            company = Company(seed)
            before = {}
            for weeks in range(0, 106, 2):
                after = company.publish(START + timedelta(weeks=weeks), MINIMUM)
                self.assertLessEqual(before.items(), after.items())
                old = self._by_question(before)
                for question, groups in self._by_question(
                    {key: after[key] for key in after.keys() - before.keys()}
                ).items():
                    if question in old:
                        known = set().union(*old[question])
                        self.assertFalse(known & set().union(*groups))
                before = after

    def test_the_attacker_finds_what_a_plain_threshold_gives_away(self):
        """Otherwise the tests above would prove nothing."""
        small, persons = set(), set()
        for seed in range(20):
            company = Company(seed)
            for groups in self._by_question(company.publish_naively(END)).values():
                found = attack(groups, MINIMUM, seed)
                small |= {(seed, group) for group in found}
            # One more answer, and the sum of all has changed by it.
            days = sorted(company.days.values())[-10:]
            for day in days:
                before = company.publish_naively(day)
                after = company.publish_naively(day + timedelta(days=1))
                for key, group in after.items():
                    news = group - before.get(key, group)
                    if len(news) == 1:
                        persons.add((seed, *news))
        self.assertGreater(len(small), 50)
        self.assertGreater(len(persons), 50)

    def test_each_part_of_the_audit_is_needed(self):
        for name, verdict in (("is_pair_leaking", False), ("find_joint_leak", None)):
            with (
                self.subTest(name),
                patch.object(stat_groups, name, lambda *args, v=verdict: v),
            ):
                found = set()
                for seed in range(60):
                    lines = Company(seed).publish(END, MINIMUM)
                    for groups in self._by_question(lines).values():
                        found |= attack(groups, MINIMUM, seed)
                self.assertTrue(found)

    def _by_question(self, lines):
        """The groups that are told of each question, all windows together."""
        found = {}
        for (_first, question, *_line), group in lines.items():
            found.setdefault(question, []).append(group)
        return found
