"""The attack on what HR officers read, by the ways in which they read it."""

import os
import random

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged
from odoo.tools import mute_logger

from .exit_common import MARKER
from .stat_attack import attack
from .stat_common import ExitStatCase

# With 200 of them it takes minutes: `STAT_COMPANIES=200 ./dev test …`.
COMPANIES = int(os.environ.get("STAT_COMPANIES", "8"))
MINIMUM = 5
QUARTERS = ("2026-02-10", "2026-05-10", "2026-08-10", "2026-11-10")
CLOSINGS = ("2026-04-01", "2026-07-01", "2026-10-01", "2027-01-01")


class StatAttackCase(ExitStatCase):
    """Companies of chance, and an analyst who knows everything about their people."""

    def _attack(self, companies):
        """Attack what is read of so many companies, before and after each window.

        :return: (sets of people that could be worked out, number of lines read)
        """
        found, lines = [], 0
        for seed in range(companies):
            company, talks = self._new_company(seed)
            snapshots = []
            for day in CLOSINGS:
                with freeze_time(f"{day} 03:00:00"):
                    self._publish(company)
                    snapshots.append(self._read_all(company))
            for before, after in zip(snapshots, snapshots[1:], strict=False):
                self.assertLessEqual(before.items(), after.items())
            lines += len(snapshots[-1])
            for groups in self._get_known_groups(snapshots[-1], talks).values():
                found += attack(groups, MINIMUM, seed)
        return found, lines

    def _new_company(self, seed):
        """A company whose leavers have answered all through a year."""
        chance = random.Random(seed)
        company = self.env["res.company"].create({"name": f"Attacked {seed}"})
        count = chance.randrange(20, 45)
        departments = self.env["hr.department"].create(
            [
                {"name": f"D{number}", "company_id": company.id}
                for number in range(chance.randrange(2, 6))
            ]
        )
        jobs = self.env["hr.job"].create(
            [
                {"name": f"J{number}", "company_id": company.id}
                for number in range(chance.randrange(2, 5))
            ]
        )
        talks = self._new_leavers(count, company)
        for talk in talks:
            talk.offboarding_id.write(
                {
                    "department_id": chance.choice(departments).id,
                    "job_id": chance.choice(jobs).id,
                    "kind": chance.choice(["resignation", "dismissal", "retirement"]),
                }
            )
            self._seal(
                talk,
                chance.choice(QUARTERS),
                manager_fair=chance.randint(1, 5),
                recommend=chance.choice([None, 0, 7, 9, 10]),
            )
        return company, talks

    def _read_all(self, company):
        """What the HR officer of the company reads, line by line."""
        user = self.user_officer
        user.company_ids += company
        names = ["window_id", "question_key", "dimension", "bucket", "n"]
        names += ["favourable_pct", "mean", "enps", "share_pct"]
        # As a call of the API arrives, once it is known who calls.
        rows = call_kw(
            self.Stat.with_user(user).browse(),
            "search_read",
            [[], names],
            {"context": {"allowed_company_ids": company.ids}},
        )
        return {row.pop("id"): tuple(row.values()) for row in rows}

    def _get_known_groups(self, rows, talks):
        """The people behind each line: the analyst knows them all, and who answered."""
        fields = {"department": "department_id", "job": "job_id", "kind": "kind"}
        kind = self.env["hr.offboarding"]._fields["kind"]
        kinds = dict(kind._description_selection(self.env))
        windows = {window.id: window for window in self.Window.search([])}
        known = {}
        rows = [row for row in rows.values() if row[1] in ("manager_fair", "recommend")]
        for row in rows:
            window_id, key, dimension, bucket, count = row[:5]
            window = windows[window_id[0]]
            people = talks.filtered(
                lambda talk, key=key, window=window: (
                    window.date_from
                    <= talk.questionnaire_done_date.date()
                    <= window.date_to
                    and key in talk.sudo().answer_ids.mapped("question_key")
                )
            )
            if dimension in fields:
                named = {
                    row[3]
                    for row in rows
                    if row[0] == window_id and row[1:3] == (key, dimension)
                }

                def label(talk, name=fields[dimension]):
                    value = talk.offboarding_id[name]
                    return kinds[value] if name == "kind" else value.display_name

                people = people.filtered(
                    lambda talk, label=label, bucket=bucket, named=named: (
                        label(talk) == bucket
                        or (bucket == "Other groups" and label(talk) not in named)
                    )
                )
            elif dimension != "total":
                continue
            # What the analyst knows is right: otherwise the attack would be weaker.
            self.assertEqual(len(people), count, row)
            known.setdefault(key, []).append(frozenset(people.ids))
        return known


@tagged("post_install", "-at_install", "security")
class TestStatAttackTable(StatAttackCase):
    def test_analyst_works_out_no_small_group_and_no_person(self):
        """Everything the analyst reads, with everything that is known about people."""
        found, lines = self._attack(COMPANIES)
        self.assertEqual(found, [])
        self.assertGreater(lines, 20 * COMPANIES)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_analyst_gets_raw_answers_in_no_way(self):
        talks = self._new_leavers(12, department_id=self.departments[:2].ids)
        self._seal(talks, manager_fair=4)
        talks.answer_ids.value = MARKER
        with freeze_time("2026-04-01 03:00:00"):
            self._publish()
        for user in (self.user_officer, self.user_admin_hr):
            user.group_ids += self.env.ref("base.group_allow_export")
            Answer = self.env["hr.exit.answer"].with_user(user)
            answer = Answer.browse(talks.answer_ids[0].id)
            for attempt in (
                lambda Answer=Answer: Answer.search_count([("value", "like", "M")]),
                lambda Answer=Answer: Answer.search([], order="value"),
                lambda Answer=Answer: Answer.formatted_read_group(
                    [], ["question_key"], ["value_number:avg"]
                ),
                lambda Answer=Answer: Answer._read_group([], ["value"], ["__count"]),
                lambda Answer=Answer: Answer.name_search("OFF"),
                lambda answer=answer: answer.export_data(["value"]),
                lambda answer=answer: answer.read(["value", "is_counted"]),
                lambda Answer=Answer: Answer.read_progress_bar(
                    [], "question_key", {"field": "answer_type", "colors": {}}
                ),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    attempt()
            Stat = self.Stat.with_user(user)
            self.assertNotIn(MARKER, str(Stat.search([]).export_data(["question"])))
            for function in ("min", "max", "avg", "sum"):
                for group in Stat.formatted_read_group(
                    [], ["dimension", "bucket"], [f"n:{function}"]
                ):
                    self.assertGreaterEqual(group[f"n:{function}"], MINIMUM)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_writes_what_is_published(self):
        self._seal(self._new_leavers(10), manager_fair=4)
        with freeze_time("2026-04-01 03:00:00"):
            window = self._publish()
        administrator = self.env.ref("base.user_admin")
        administrator.group_ids += self.env.ref("hr.group_hr_manager")
        administrator.company_ids += self.company
        for user in (
            self.user_officer,
            self.user_admin_hr,
            self.user_exit_officer,
            administrator,
        ):
            line = self._search_stats()[:1].with_user(user)
            for attempt in (
                lambda line=line: line.write({"n": 1}),
                lambda line=line: line.unlink(),
                lambda line=line: line.copy(),
                lambda user=user: window.with_user(user).write({"minimum": 3}),
                lambda user=user: window.with_user(user).unlink(),
            ):
                with self.subTest(user.login), self.assertRaises(AccessError):
                    attempt()
