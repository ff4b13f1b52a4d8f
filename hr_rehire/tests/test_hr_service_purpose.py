from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RehireCase


@tagged("post_install", "-at_install")
class TestHrServicePurpose(RehireCase):
    def test_purposes_of_the_house(self):
        purposes = self.env["hr.service.purpose"].search([])
        self.assertEqual(
            purposes.mapped("code"),
            [
                "leave",
                "award",
                "notice",
                "probation",
                "severance",
                "benefit",
                "seniority",
                "referral",
            ],
        )
        unpaid = purposes.filtered(lambda purpose: not purpose.counts_paid)
        self.assertEqual(unpaid.mapped("code"), ["severance"])

    @mute_logger("odoo.sql_db")
    def test_code_is_used_once(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["hr.service.purpose"].create({"name": "More", "code": "leave"})
