from datetime import timedelta

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from odoo.addons.hr_exit_interview.tests.common import TODAY

from .common_relation import RelationCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrAlumniMilestone(RelationCase):
    def _note(self, **values):
        return (
            self.env["hr.alumni.milestone"]
            .with_user(self.user_alumni)
            .create({"alumni_id": self.alumni.id, "kind": "award", **values})
        )

    def test_nothing_is_noted_without_the_consent(self):
        with self.assertRaisesRegex(ValidationError, "has not agreed"):
            self._note()
        self._agree("milestones")
        self.assertTrue(self._note())

    def test_nothing_is_told_to_others_without_their_consent(self):
        self._agree("milestones")
        milestone = self._note()
        with self.assertRaisesRegex(ValidationError, "tell others"):
            milestone.is_for_newsletter = True
        self._agree("story")
        milestone.is_for_newsletter = True
        self.assertTrue(milestone.is_for_newsletter)

    def test_a_milestone_is_congratulated_on_its_day(self):
        self._agree("milestones")
        coming = self._note(date=TODAY + timedelta(days=5))
        past = self._note(kind="birth", date=TODAY - timedelta(days=5))
        rows = self._get_open().sorted("date").mapped(lambda one: (one.name, one.date))
        self.assertEqual(
            rows,
            [("Congratulate: Birth", TODAY), ("Congratulate: Award", coming.date)],
        )
        self.assertNotEqual(past.date, TODAY)

    def test_what_was_agreed_is_forgotten_with_the_consent(self):
        self._agree("milestones")
        milestone = self._note()
        nudge = self._get_open()
        self._withdraw("milestones")
        self.assertFalse(milestone.exists())
        self.assertEqual(nudge.state, "skipped")

    def test_a_milestone_stays_with_its_person(self):
        self._agree("milestones")
        with self.assertRaisesRegex(ValidationError, "stays with the person"):
            self._note().alumni_id = self.alumni_active
