from odoo.tests import tagged

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrPrivacySuppression(AlumniCase):
    def setUp(self):
        super().setUp()
        self.ledger = self.env["hr.privacy.suppression"]

    def test_fingerprint_recognises_the_address_however_it_is_written(self):
        self.ledger._suppress(self.alumni_candidate, "erased")
        same = self._new_alumni("Same", private_email="Cai.Candidate@EXAMPLE.com")
        people = same + self.alumni_active
        self.assertEqual(self.ledger._filter_suppressed(people), same)
        self.assertEqual(
            self.ledger._get_suppressed(["cai.candidate@example.com", "x@y.example"]),
            {("cai.candidate@example.com", self.company.id)},
        )

    def test_needs_the_key_of_this_database(self):
        before = self.ledger._hash("cai.candidate@example.com")
        self.env["ir.config_parameter"].set_param("database.secret", "another")
        self.assertNotEqual(self.ledger._hash("cai.candidate@example.com"), before)

    def test_twice_or_shared_is_kept_once(self):
        spouse = self._new_alumni("Spouse", private_email="cai.candidate@example.com")
        nobody = self._new_alumni("Nobody", private_email=False)
        people = self.alumni_candidate + spouse + nobody
        for _time in (1, 2):
            self.ledger._suppress(people, "erased")
        rows = self.ledger.search([("company_id", "=", self.company.id)])
        self.assertEqual(len(rows), 1)
        self.assertFalse(self.ledger._filter_suppressed(nobody))
