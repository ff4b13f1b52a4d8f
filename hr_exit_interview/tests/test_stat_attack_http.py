"""The attack on what HR officers read, by the API as programs outside speak it."""

import os
from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .test_stat_attack_table import StatAttackCase

# `STAT_COMPANIES=200 ./dev test …` takes minutes, and prints its figures with `-- -s`.
COMPANIES = int(os.environ.get("STAT_COMPANIES", "2"))
NAMES = ["window_id", "question_key", "dimension", "bucket", "n"]
NAMES += ["favourable_pct", "mean", "enps", "share_pct"]


@tagged("post_install", "-at_install", "security")
class TestStatAttackHttp(StatAttackCase, HttpCase):
    def setUp(self):
        super().setUp()
        keys = self.env["res.users.apikeys"].with_user(self.user_officer)
        until = fields.Datetime.now() + timedelta(days=1)
        self.key = keys._generate("rpc", "Analysis", until)
        self.calls = 0

    def _read_all(self, company):
        """What the HR officer of the company reads, line by line, over HTTP."""
        self.user_officer.company_ids += company
        self.env.flush_all()
        response = self.url_open(
            "/json/2/hr.exit.stat/search_read",
            json={
                "domain": [],
                "fields": NAMES,
                "context": {"allowed_company_ids": company.ids},
            },
            headers={"Authorization": f"Bearer {self.key}"},
        )
        self.assertEqual(response.status_code, 200, response.text)
        self.calls += 1
        rows = {}
        for row in response.json():
            window_id, _name = row["window_id"]
            values = [row[name] for name in NAMES[1:]]
            rows[row["id"]] = ((window_id, _name), *values)
        return rows

    def test_analyst_works_out_nobody_over_http(self):
        found, lines = self._attack(COMPANIES)
        persons = [people for people in found if len(people) == 1]
        print(  # noqa: T201 - figures that are asked for
            f"\n{COMPANIES} companies, {self.calls} calls, {lines} lines: "
            f"{len(found)} groups below the minimum, {len(persons)} persons"
        )
        self.assertEqual(found, [])
        self.assertEqual(self.calls, 4 * COMPANIES)
        self.assertGreater(lines, 20 * COMPANIES)
