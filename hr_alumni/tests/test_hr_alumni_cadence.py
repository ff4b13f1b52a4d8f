from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.tests.common import TODAY

from .common_relation import RelationCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrAlumniCadence(RelationCase):
    def test_the_shipped_occasions_are_those_of_the_first_16_months(self):
        rules = self.env["hr.alumni.cadence"].search([("company_id", "=", False)])
        found = [(rule.offset_days, rule.offset_months) for rule in rules]
        for wanted in ((2, 0), (30, 0), (90, 0), (180, 0), (330, 0), (0, 12), (480, 0)):
            self.assertIn(wanted, found)
        self.assertTrue(all(rule.draft for rule in rules))
        returning = rules.filtered("is_about_return")
        self.assertEqual(returning.mapped("offset_days"), [330, 480])

    def test_occasions_of_another_company_are_not_for_us(self):
        rule = self.alumni.next_cadence_id
        rule.company_id = self.company_other
        self.assertNotEqual(self.alumni.next_cadence_id, rule)
        rule.company_id = self.company
        self.assertEqual(self.alumni.next_cadence_id, rule)

    def test_an_occasion_comes_after_its_day(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self.alumni.next_cadence_id.offset_days = -1
            self.env.flush_all()
