from odoo import fields
from odoo.tests import HttpCase, tagged

from .common_relation import RelationCase


@tagged("post_install", "-at_install")
class TestUi(RelationCase, HttpCase):
    """The screens in a browser, as the alumni manager and as a keeper."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.user_alumni, cls.user_colleague):
            user.tz = "UTC"
        cls.env["res.partner"].create(
            {
                "name": "Kiln Works GmbH",
                "is_company": True,
                "company_id": cls.company.id,
            }
        )
        cls.keeper = cls.env["hr.alumni.keeper"].create(
            {"alumni_id": cls.alumni.id, "user_id": cls.user_colleague.id}
        )
        # Consents were given on the day of the tests; the browser lives today.
        cls._agree("member", "keepers")
        cls.alumni.nudge_ids.unlink()
        cls.alumni._make_nudge(
            "touch", "Say hello", purpose_id=cls.purposes["member"].id
        )

    def test_alumni_manager(self):
        self.start_tour(
            "/odoo/alumni-today",
            "hr_alumni_relation_tour",
            login=self.user_alumni.login,
        )
        self.env.invalidate_all()
        self.assertEqual(self.alumni.touch_ids.topics, "The first weeks")
        self.assertEqual(self.alumni.employer_name, "Kiln Works GmbH")
        self.assertEqual(self.keeper.state, "asked")

    def test_keeper(self):
        self.keeper.with_user(self.user_alumni).action_ask()
        self.start_tour(
            f"/odoo/hr.alumni.keeper/{self.keeper.id}",
            "hr_alumni_keeper_tour",
            login=self.user_colleague.login,
        )
        self.env.invalidate_all()
        self.assertRecordValues(
            self.alumni.touch_ids,
            [
                {
                    "user_id": self.user_colleague.id,
                    "topics": "A long talk",
                    "date": fields.Date.today(),
                }
            ],
        )

    def test_keeper_in_the_morning(self):
        """A draft, put off for a week; own people only; and the way to stop."""
        self.keeper.with_user(self.user_alumni).action_ask()
        self.keeper.with_user(self.user_colleague).action_accept()
        self._agree("member", alumni=self.alumni_active)
        purpose_id = self.purposes["member"].id
        own = self.alumni._make_nudge(
            "touch",
            "Say hello",
            purpose_id=purpose_id,
            user_id=self.user_colleague.id,
            draft="Hello Lea",
        )
        self.alumni_active._make_nudge("touch", "Not yours", purpose_id=purpose_id)
        (self.alumni.nudge_ids - own).unlink()
        self.start_tour(
            "/odoo/alumni-today",
            "hr_alumni_keeper_today_tour",
            login=self.user_colleague.login,
        )
        self.env.invalidate_all()
        self.assertEqual(own.date, fields.Date.add(fields.Date.today(), days=7))
        self.assertEqual(self.keeper.state, "ended")
