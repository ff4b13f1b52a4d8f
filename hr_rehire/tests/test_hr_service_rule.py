"""The rules that ship are those of the worked examples, and wait to be chosen."""

from dataclasses import replace
from datetime import date

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.service import METHODS, assess
from .common import RehireCase
from .service_cases import PRESETS, stint


@tagged("post_install", "-at_install")
class TestHrServiceRule(RehireCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.award = cls.env.ref("hr_rehire.hr_service_purpose_award")
        cls.severance = cls.env.ref("hr_rehire.hr_service_purpose_severance")
        cls.presets = (
            cls.env["hr.service.rule"]
            .with_context(active_test=False)
            .search([("code", "in", list(PRESETS))])
        )

    def _get_codes(self, ids):
        reasons = self.env["hr.departure.reason"].browse(ids)
        return frozenset(reasons.mapped("code"))

    def test_presets_are_the_rules_of_the_examples(self):
        self.assertEqual(self.presets.mapped("code"), list(PRESETS))
        for rule in self.presets:
            with self.subTest(rule=rule.code):
                found = rule._get_rule(self.award)
                found = replace(
                    found,
                    name=rule.code,
                    reasons=self._get_codes(found.reasons),
                    excluded=self._get_codes(found.excluded),
                )
                self.assertEqual(found, PRESETS[rule.code])

    def test_presets_wait_to_be_chosen(self):
        self.assertFalse(any(self.presets.mapped("active")))
        local = self.presets.filtered("is_check_locally")
        self.assertEqual(local.mapped("code"), ["BR-09", "BR-10"])
        self.assertTrue(all(local.mapped("country_id")))
        self.assertTrue(all(self.presets.mapped("note")))

    def test_methods_are_those_of_the_engine(self):
        field = self.env["hr.service.rule"]._fields["method"]
        self.assertEqual(tuple(field.get_values(self.env)), METHODS)

    def test_rules_of_a_company(self):
        self.company.country_id = self.env.ref("base.be")
        Rule = self.env["hr.service.rule"]
        everywhere, here, other, abroad = Rule.create(
            [
                {"name": "Everywhere", "sequence": 2},
                {"name": "Here", "sequence": 1, "company_id": self.company.id},
                {"name": "Other", "company_id": self.company_other.id},
                {"name": "Abroad", "country_id": self.env.ref("base.us").id},
            ]
        )
        self.assertEqual(Rule._get_rules(self.company), here + everywhere)
        self.assertIn(other, Rule._get_rules(self.company_other))
        self.assertNotIn(abroad, Rule._get_rules(self.company))
        self.assertIn(self.presets[-1], Rule._get_rules(self.company, True))

    def test_what_was_paid_counts_where_the_purpose_says_so(self):
        rule = self.presets[-1]
        self.assertFalse(rule._get_rule(self.award).skips_paid)
        self.assertTrue(rule._get_rule(self.severance).skips_paid)

    def test_every_obstacle_and_method_is_explained(self):
        back = date(2026, 1, 1)
        stints = [stint("2020-01-01", "2024-12-31")]
        obstacles = [
            "stints",
            "purpose",
            "valid",
            "contract",
            "reason",
            "excluded",
            "gap_over",
            "gap_most",
            "week",
            "prior",
            "parity",
            "paid",
        ]
        for rule in self.presets:
            verdict = assess(replace(rule._get_rule(self.award)), stints, back)
            self.assertTrue(rule._explain(replace(verdict, obstacle=""), back))
            for obstacle in obstacles:
                text = rule._explain(replace(verdict, obstacle=obstacle), back)
                self.assertTrue(text.endswith("."), text)

    def test_explanation_holds_the_arithmetic(self):
        rule = self.presets.filtered(lambda preset: preset.code == "BR-03")
        back = date(2024, 10, 2)
        stints = [stint("2019-04-01", "2024-06-30")]
        verdict = assess(rule._get_rule(self.award), stints, back, "award")
        text = rule._explain(verdict, back)
        for part in ("1918", "10/02/2024", "07/03/2019"):
            self.assertIn(part, text)

    @mute_logger("odoo.sql_db")
    def test_numbers_that_make_no_rule(self):
        for values in (
            {"percentage": 0},
            {"percentage": 101},
            {"cap_years": -1},
            {"method": "deferred", "waiting_months": 0},
        ):
            with (
                self.subTest(values=values),
                self.assertRaises(IntegrityError),
                self.env.cr.savepoint(),
            ):
                self.env["hr.service.rule"].create({"name": "Odd", **values})
