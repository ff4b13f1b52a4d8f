from odoo.tests import tagged

from .common_relation import RelationCase


@tagged("post_install", "-at_install", "security")
class TestHrAlumniTimeline(RelationCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._agree("milestones")
        cls.env["hr.alumni.career"].create(
            {
                "alumni_id": cls.alumni.id,
                "employer_name": "Kiln Works",
                "title": "Buyer",
                "date_from": "2026-03-01",
            }
        )
        cls.env["hr.alumni.milestone"].create(
            {"alumni_id": cls.alumni.id, "kind": "award", "date": "2026-02-01"}
        )
        cls.alumni._log_touch("hand", date="2026-01-15", topics="A talk")

    def _get_kinds(self, user):
        self.env.invalidate_all()
        items = self.alumni.with_user(user)._get_timeline_items()
        return {item["kind"] for item in items.get(self.alumni.id, [])}

    def test_everything_in_its_order(self):
        timeline = self.alumni.with_user(self.user_alumni).timeline
        places = [timeline.index(text) for text in ("Buyer", "Award", "A talk")]
        self.assertEqual(places, sorted(places))
        self.assertIn("Left here", timeline)

    def test_what_the_viewer_may_not_read_is_absent(self):
        everything = {"stint", "move", "milestone", "touch"}
        self.assertEqual(self._get_kinds(self.user_alumni), everything)
        self.assertEqual(self._get_kinds(self.user_officer), everything)
        self.alumni.owner_id = self.user_keeper
        self.assertEqual(self._get_kinds(self.user_keeper), everything - {"stint"})
        self.assertEqual(self._get_kinds(self.user_colleague), set())

    def test_text_is_shown_as_text(self):
        self.alumni._log_touch("hand", date="2026-01-16", topics="<script>x</script>")
        self.assertNotIn("<script>", self.alumni.timeline)

    def test_queries_do_not_grow_with_people(self):
        people = self.alumni
        for number in range(10):
            one = self._new_alumni(f"Many {number}")
            one._log_touch("hand", date="2026-01-15", topics="A talk")
            people += one
        self.env.flush_all()

        def count(some):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            some._get_timeline_items()
            return self.env.cr.sql_log_count - start

        count(people)
        self.assertLessEqual(count(people), count(self.alumni))
