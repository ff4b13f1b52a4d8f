"""Each segment of the list: usable in lists, mailings and events, and counted once."""

from ast import literal_eval

from lxml import etree

from odoo import fields
from odoo.tests import tagged

from .common import AlumniCase

TODAY = fields.Date.today()
# segment: (filter of the list, saved filter of mailings and events, values of a member)
SEGMENTS = {
    "last 16 months": ("segment_recent", "recent", {"left_date": TODAY}),
    "long service": ("segment_long_service", "long_service", {"service_days": 3650}),
    "early leavers": ("segment_early", "early", {"service_days": 364}),
    "retirees": ("segment_retirees", "retirees", {"background": "retiree"}),
    "interns": ("segment_trainees", "trainees", {"background": "trainee"}),
    "contractors": ("segment_contractors", "contractors", {"background": "contractor"}),
    "several stints": (
        "segment_several_stints",
        "several_stints",
        {"stint_count": 2},
    ),
    "founders": ("filter_founder", "founders", {"is_founder": True}),
    "decision makers": (
        "filter_decision_maker",
        "decision_makers",
        {"is_decision_maker": True},
    ),
    "customer": ("filter_customer", "customers", {"employer_relation": "customer"}),
    "prospect": ("filter_prospect", "prospects", {"employer_relation": "prospect"}),
    "supplier": ("filter_supplier", "suppliers", {"employer_relation": "supplier"}),
    "competitor": ("filter_competitor", "competitors", {"is_at_competitor": True}),
    "public": ("filter_public_body", "public_bodies", {"is_at_public_body": True}),
    "former managers": (
        "segment_former_managers",
        "former_managers",
        {"is_former_manager": True},
    ),
    "leaving group": (
        "segment_leaving_group",
        "leaving_group",
        {"leaving_group": "Spring 2026"},
    ),
    "return": ("Open to Return", "return", {"is_open_to_return": True}),
    "projects": ("Open to Projects", "projects", {"is_open_to_projects": True}),
    "mentors": ("Mentors and Speakers", "mentors", {"is_open_to_speaking": True}),
    "dormant": ("Dormant", "dormant", {"state": "dormant"}),
    "heard of": ("Heard of in the Last Year", "heard", {"last_sign_date": TODAY}),
    # A mailing goes to members who can be written to: it finds neither of these.
    "returners": ("Returners", None, {"state": "returned"}),
    "unreachable": ("segment_unreachable", None, {"private_email": False}),
}
# Segments by a value: there is one for each job, office, country, language and group.
BY_VALUE = (
    ("last_job_title", "Potter"),
    ("last_office", "Delft"),
    ("last_department", "Kilns"),
    ("leaving_group", "Spring 2026"),
    ("country_id.code", "NL"),
    ("partner_id.lang", "en_US"),
)


@tagged("post_install", "-at_install")
class TestSegmentList(AlumniCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.member = cls._new_alumni("Mia Member")
        cls.silent = cls._new_alumni("Sid Silent")
        cls.other = cls._new_alumni("Ono Other", background=False)
        (cls.member + cls.other)._do_answer(
            cls.purposes["newsletter"] + cls.purposes["events"], channel="link"
        )
        cls.silent._do_answer(cls.purposes["member"], channel="link")
        cls.all = cls.member + cls.silent + cls.other
        cls.all.last_sign_date = False

    def _get_list_filters(self):
        """Domain of each filter that the alumni manager can choose in the list."""
        people = self.env["hr.alumni"].with_user(self.user_alumni)
        view = people.get_view(view_type="search")
        filters = {
            node.get("name"): literal_eval(node.get("domain"))
            for node in etree.fromstring(view["arch"]).iter("filter")
            if node.get("name") in {name for name, *_others in SEGMENTS.values()}
        }
        saved = self.env["ir.filters"].search([("model_id", "=", "hr.alumni")])
        return filters | {one.name: literal_eval(one.domain) for one in saved}

    def _find(self, domain):
        people = self.env["hr.alumni"].with_user(self.user_alumni)
        # What is today does not depend on where the test runs.
        return people.with_context(tz="UTC").search(
            [("id", "in", self.all.ids), *domain], order="id"
        )

    def _get_recipients(self, domain):
        mailing = (
            self.env["mailing.mailing"]
            .with_user(self.user_alumni)
            .create(
                {
                    "subject": "News",
                    "mailing_model_id": self.env["ir.model"]._get_id("hr.alumni"),
                    "mailing_domain": repr(domain),
                }
            )
        )
        return set(mailing._get_recipients()) & set(self.all.ids)

    def test_members_are_found_in_the_list(self):
        filters = self._get_list_filters()
        for segment, (name, _saved, values) in SEGMENTS.items():
            with self.subTest(segment), self.env.cr.savepoint() as savepoint:
                (self.member + self.silent).write(values)
                self.assertEqual(self._find(filters[name]), self.member + self.silent)
                domain = filters[name]
                people = self.env["hr.alumni"].with_user(self.user_alumni)
                people.search_count(domain)
                with self.assertQueryCount(1):
                    people.search_count(domain)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_mailings_and_events_reach_members_who_agreed(self):
        filters = self._get_list_filters()
        for segment, (name, saved, values) in SEGMENTS.items():
            if not saved:
                continue
            one = self.env.ref(f"hr_alumni.mailing_filter_alumni_{saved}")
            domain = literal_eval(one.mailing_domain)
            with self.subTest(segment), self.env.cr.savepoint() as savepoint:
                self.assertEqual(domain, filters[name])
                (self.member + self.silent).write(values)
                # Whom the ledger does not name is never reached, whatever is chosen.
                self.assertEqual(self._get_recipients(domain), {self.member.id})
                invite = self.env["hr.alumni.event.invite"].new(
                    {"event_id": self._new_event().id, "filter_id": one.id}
                )
                chosen = self._find(invite._get_segment_domain())
                self.assertEqual(chosen, self.member + self.silent)
                savepoint.close(rollback=True)
                self.env.invalidate_all()

    def test_segments_by_a_value_are_chosen_in_mailings(self):
        two = self.member + self.silent
        two.write({field: value for field, value in BY_VALUE if "." not in field})
        two.country_id = self.env.ref("base.nl")
        for field, value in BY_VALUE:
            with self.subTest(field):
                reached = self._get_recipients([(field, "=", value)])
                self.assertIn(self.member.id, reached)
                self.assertNotIn(self.silent.id, reached)

    def _new_event(self):
        return self.env["event.event"].create(
            {
                "name": "Party",
                "company_id": self.company.id,
                "date_begin": "2030-06-01 18:00:00",
                "date_end": "2030-06-01 22:00:00",
            }
        )
