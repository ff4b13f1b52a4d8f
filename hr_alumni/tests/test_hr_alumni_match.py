from odoo.tests import tagged

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrAlumniMatch(AlumniCase):
    """Recognition by the database; the choice itself is tested in `test_matching`."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alumni = cls._new_alumni(
            "Mei Tanaka",
            private_email="Mei <MEI.Tanaka@Example.com>",
            private_phone="+1 555 010 0162",
        )

    def test_normalised_copies_follow(self):
        self.assertEqual(self.alumni.email_normalized, "mei.tanaka@example.com")
        self.assertEqual(self.alumni.phone_normalized, "550100162")
        self.alumni.private_email = "no address"
        self.assertFalse(self.alumni.email_normalized)

    def test_match_as_somebody_without_rights(self):
        model = self.env["hr.alumni"].with_user(self.user_colleague)
        found = model._match(email="mei.tanaka@EXAMPLE.com")
        self.assertEqual(found.ids, self.alumni.ids)
        self.assertFalse(found.env.su, "whoever asks gets no rights by the answer")
        self.assertEqual(model._match(partner=self.alumni.partner_id), found)
        self.assertEqual(model._match(phone="(555) 010-0162"), found)
        self.assertFalse(model._match(name="Mei Tanaka"))
        self.assertFalse(model._match())
        self.assertFalse(model._match(email="mei.tanaka@example.co"))

    def test_companies_are_kept_apart(self):
        model = self.env["hr.alumni"]
        self.assertFalse(
            model._match(email="mei.tanaka@example.com", company=self.company_other)
        )
        other = self._new_alumni(
            "Mei Tanaka", self.company_other, private_email="mei.tanaka@example.com"
        )
        self.assertEqual(
            model._match(email="mei.tanaka@example.com", company=self.company_other),
            other,
        )

    def test_batch_answers_in_order_with_one_query_for_the_people(self):
        enquiries = [
            {"email": "nobody@example.com"},
            {"email": "mei.tanaka@example.com"},
            {"partner": self.alumni_active.partner_id},
            {"phone": "5550100162"},
            {},
        ]
        model = self.env["hr.alumni"]
        model._match_batch(enquiries)
        self.env.flush_all()
        for times in (1, 20):
            self.env.invalidate_all()
            with self.assertQueryCount(2):  # The people, and the names of contacts.
                matches = model._match_batch(enquiries * times)
            self.assertEqual(
                [(match["certainty"], match["alumni"].ids) for match in matches[:5]],
                [
                    ("none", []),
                    ("certain", self.alumni.ids),
                    ("certain", self.alumni_active.ids),
                    ("possible", self.alumni.ids),
                    ("none", []),
                ],
            )

    def test_hostile_input_finds_nobody(self):
        for text in (
            "%",
            "_@example.com",
            "a\x00b@example.com",
            "' OR 1=1",
            "x" * 9999,
        ):
            with self.subTest(text[:20]):
                self.assertFalse(self.env["hr.alumni"]._match(email=text, phone=text))
