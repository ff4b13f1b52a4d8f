from datetime import timedelta

from odoo import fields
from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrAlumniTier(AlumniCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        tiers = cls.env["hr.alumni.tier"].search([])
        cls.tiers = {tier.code: tier for tier in tiers}

    def _assign(self):
        self.env["hr.alumni.tier"]._cron_assign_tiers()

    def test_first_rule_that_fits_takes_the_person(self):
        self._assign()
        self.assertEqual(self.alumni_active.tier_id, self.tiers["T2"])
        self.assertEqual(self.alumni_candidate.tier_id, self.tiers["T0"])
        self.alumni_active.last_sign_date = fields.Date.today() - timedelta(400)
        self._assign()
        self.assertEqual(self.alumni_active.tier_id, self.tiers["T3"])
        self.alumni_active._do_leave("portal")
        self._assign()
        self.assertEqual(self.alumni_active.tier_id, self.tiers["T0"])

    def test_hand_wins_until_it_is_taken_away(self):
        alumni = self.alumni_active.with_user(self.user_alumni)
        alumni.tier_id = self.tiers["T1"]
        self.assertTrue(alumni.is_tier_fixed)
        self._assign()
        self.assertEqual(alumni.tier_id, self.tiers["T1"])
        alumni.tier_id = False
        self.assertFalse(alumni.is_tier_fixed)
        self._assign()
        self.assertEqual(alumni.tier_id, self.tiers["T2"])

    def test_nothing_is_written_when_nothing_changes(self):
        self._assign()
        self.env.flush_all()
        counts = []
        for _people in range(2):
            before = self.env.cr.sql_log_count
            self._assign()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            for number in range(10):
                self._new_alumni(f"More {number}")
            self._assign()
            self.env.flush_all()
        self.assertEqual(counts[0], counts[1])

    def test_limit_is_the_stricter_one_and_warned(self):
        personal = self.tiers["T1"]
        personal.limit_percent, personal.limit_count = 2, 150
        for total, expected in ((10, 1), (100, 2), (7500, 150), (100000, 150)):
            with self.subTest(total):
                self.assertEqual(personal._get_limit(total), expected)
        self.assertIsNone(self.tiers["T3"]._get_limit(1000))
        people = self.env["hr.alumni"]
        for name in ("One", "Two"):
            alumni = self._new_alumni(name, owner_id=self.user_keeper.id)
            alumni._do_answer(self.purposes["jobs"], "link")
            people += alumni
        people.tier_id = personal
        personal.limit_percent, personal.limit_count = 0, 1
        personal = personal.with_context(allowed_company_ids=self.company.ids)
        self.assertTrue(personal.is_over_limit)
        self.assertIn("more people", people[:1].tier_warning)
        personal.limit_count = 0
        self.env.invalidate_all()
        self.assertFalse(people[:1].tier_warning)
        people.owner_id = False
        self.assertIn("owner", people[:1].tier_warning)

    def test_rules_that_cannot_be_used(self):
        for rule in (
            "[('state', '=']",
            "[('nonsense', '=', 1)]",
            "[('private_email', 'ilike', 'a')]",
            "[('tier_id', '=', 1)]",
            "__import__('os').getcwd()",
        ):
            with self.subTest(rule), self.assertRaises(ValidationError):
                self.tiers["T2"].rule_domain = rule
