from ast import literal_eval

from lxml import etree

from odoo import fields
from odoo.tests import tagged

from .common import AlumniCase


@tagged("post_install", "-at_install")
class TestHrAlumniSegment(AlumniCase):
    """Groups of people, counted in one query each."""

    def _get_segments(self, user):
        """Name and domain of every segment that this user can choose."""
        model = self.env["hr.alumni"].with_user(user)
        arch = etree.fromstring(model.get_view(view_type="search")["arch"])
        found = {
            node.get("name"): literal_eval(node.get("domain"))
            for node in arch.iter("filter")
            if node.get("name", "").startswith("segment_")
        }
        saved = self.env["ir.filters"].search([("model_id", "=", "hr.alumni")])
        found |= {one.name: literal_eval(one.domain) for one in saved}
        return found

    def test_each_is_counted_in_one_query(self):
        segments = self._get_segments(self.user_alumni)
        self.assertGreaterEqual(len(segments), 14)
        model = self.env["hr.alumni"].with_user(self.user_alumni)
        for name, domain in segments.items():
            model.search_count(domain)
            for number in range(3):
                self._new_alumni(f"{name} {number}")
            self.env.flush_all()
            # The tier of a code is looked up within the same query.
            with self.subTest(name), self.assertQueryCount(1):
                model.search_count(domain)

    def test_those_of_a_keeper_ask_nothing_private(self):
        segments = self._get_segments(self.user_keeper)
        self.assertTrue(segments)
        model = self.env["hr.alumni"].with_user(self.user_keeper)
        for name, domain in segments.items():
            with self.subTest(name):
                model.search_count(domain)

    def test_mailing_filters_are_allowed_in_mailings(self):
        filters = self.env["mailing.filter"].search(
            [("mailing_model_id.model", "=", "hr.alumni")]
        )
        self.assertGreaterEqual(len(filters), 13)
        filters.with_user(self.user_alumni)._check_alumni_recipients()

    def test_who_is_in_which(self):
        employee = self.employee_leaver
        self._depart()
        alumni = self._get_alumni(employee)
        self.assertEqual(alumni.stint_count, len(alumni.employment_period_ids))
        period = alumni.employment_period_ids
        self.assertEqual(
            alumni.service_days, (period.date_end - period.date_start).days + 1
        )
        self.assertEqual(alumni.last_department, period.department_name or False)
        segments = self._get_segments(self.user_alumni)

        def is_in(name):
            domain = [("id", "=", alumni.id), *segments[name]]
            # What is today does not depend on where the test runs.
            model = self.env["hr.alumni"].with_context(tz="UTC")
            return bool(model.search_count(domain))

        alumni.service_days = 3650
        self.assertTrue(is_in("segment_long_service"))
        self.assertFalse(is_in("segment_early"))
        alumni.service_days = 364
        self.assertTrue(is_in("segment_early"))
        self.assertFalse(is_in("segment_long_service"))
        alumni.left_date = fields.Date.subtract(fields.Date.today(), months=16)
        self.assertTrue(is_in("segment_recent"))
        alumni.left_date = fields.Date.subtract(alumni.left_date, days=1)
        self.assertFalse(is_in("segment_recent"))
        self.assertFalse(is_in("segment_unreachable"))
        alumni.private_email = False
        self.assertTrue(is_in("segment_unreachable"))

    def test_nobody_was_heard_of_who_was_never_written_to(self):
        """A candidate is new here, which is no sign of life."""
        people = self.alumni_candidate + self.alumni_active
        heard = self._get_segments(self.user_alumni)["Heard of in the Last Year"]
        domain = [("id", "in", people.ids), *heard]
        self.assertEqual(self.env["hr.alumni"].search(domain), self.alumni_active)

    def test_retirement_makes_a_retiree(self):
        reason = self.env["hr.departure.reason"].create(
            {
                "name": "Retired",
                "kind": "retirement",
                "type": "neutral",
                "alumni_policy": "yes",
            }
        )
        self._depart(reason_id=reason.id)
        self.assertEqual(self._get_alumni(self.employee_leaver).background, "retiree")
