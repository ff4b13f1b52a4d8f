from ast import literal_eval
from datetime import date, timedelta

from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.tests.common import TODAY

from .common_relation import RelationCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrAlumniNudge(RelationCase):
    def _run_jobs(self, day):
        with freeze_time(day):
            self.env["hr.alumni"]._get_nudge_due()._do_nudge()

    def test_the_year_of_a_leaver_who_agreed(self):
        """Each occasion of the shipped rules comes once, on its day."""
        day = TODAY
        while day < TODAY + timedelta(days=400):
            self._run_jobs(day)
            day += timedelta(days=20)
        rows = [
            (nudge.cadence_id.name, str(nudge.date), nudge.kind)
            for nudge in self.alumni.nudge_ids.sorted("date")
        ]
        self.assertEqual(
            rows,
            [
                ("Welcome to the network", "2026-03-18", "touch"),
                ("A short personal hello", "2026-04-15", "touch"),
                ("Card for the day they joined", "2026-05-01", "anniversary"),
                ("Ask how it is going", "2026-06-14", "touch"),
                ("Check in after half a year", "2026-09-12", "touch"),
                ("One year on: check the profile", "2027-03-16", "touch"),
            ],
        )

    def _get_opening_domain(self):
        """What the menu shows, as the client joins its filters: groups by and."""
        action = self.env.ref("hr_alumni.hr_alumni_nudge_action")
        wanted = literal_eval(action.context)
        model = self.env["hr.alumni.nudge"]
        groups = [[]]
        for node in etree.fromstring(model.get_view(view_type="search")["arch"]):
            if node.tag == "separator":
                groups.append([])
            if f"search_default_{node.get('name')}" in wanted:
                groups[-1].append(Domain(literal_eval(node.get("domain"))))
        return Domain.AND(Domain.OR(group) for group in groups if group)

    def test_today_shows_what_is_open_and_due(self):
        due, ahead, done = (
            self.alumni._make_nudge("touch", name, date=TODAY + timedelta(days))
            for name, days in (("Due", 0), ("Ahead", 5), ("Done", 0))
        )
        done.action_skip()
        own = Domain("id", "in", (due + ahead + done).ids)
        found = self.env["hr.alumni.nudge"].search(own & self._get_opening_domain())
        self.assertEqual(found, due)

    def test_the_next_contact_is_known_before_it_is_due(self):
        self.assertEqual(self.alumni.next_touch_date, date(2026, 3, 18))
        self._agree("jobs")
        self.assertEqual(self.alumni.next_cadence_id.name, "Welcome to the network")
        self._withdraw("member")
        self.assertEqual(self.alumni.next_cadence_id.name, "A short personal hello")
        self._withdraw("keepers")
        self.assertEqual(self.alumni.next_cadence_id.name, "The door is open")
        self._withdraw("jobs")
        self.assertFalse(self.alumni.next_touch_date)

    def test_candidates_have_no_occasions(self):
        self.assertFalse(self.alumni_candidate.next_touch_date)
        self.alumni.action_dormant()
        self.assertEqual(
            self.alumni.next_cadence_id.name, "One year on: check the profile"
        )

    def test_draft_speaks_of_the_person(self):
        self._run_jobs(TODAY)
        draft = self.alumni.nudge_ids.draft
        self.assertIn("Dear Lea", draft)
        self.assertIn("Northwind", draft)
        self.assertNotIn("{", draft)

    def test_rules_are_edited(self):
        rule = self.alumni.next_cadence_id
        rule.with_user(self.user_alumni).offset_days = 10
        self.assertEqual(self.alumni.next_touch_date, date(2026, 3, 26))
        rule.active = False
        self.assertEqual(self.alumni.next_cadence_id.name, "A short personal hello")

    def test_without_an_address_the_occasion_is_passed_over(self):
        self.alumni.private_email = False
        self._run_jobs(TODAY)
        nudge = self.alumni.nudge_ids
        self.assertEqual(nudge.state, "skipped")
        self.assertIn("no address", nudge.skip_reason)
        self._run_jobs(TODAY)
        self.assertEqual(len(self.alumni.nudge_ids), 1)

    def test_noting_the_contact_settles_the_line(self):
        self._run_jobs(TODAY)
        nudge = self.alumni.nudge_ids.with_user(self.user_alumni)
        context = nudge.action_log()["context"]
        wizard = (
            self.env["hr.alumni.touch.log"]
            .with_user(self.user_alumni)
            .with_context(**context)
            .create({"note": "Welcomed"})
        )
        self.assertEqual(wizard.channel, "mail")
        wizard.action_log()
        self.assertEqual(nudge.state, "done")
        self.assertEqual(self.alumni.touch_ids.note, "Welcomed")
        self.assertEqual(self.alumni.next_touch_date, date(2026, 4, 15))

    def test_a_promise_is_on_the_list(self):
        self.alumni._log_touch(
            "hand",
            user_id=self.user_alumni.id,
            next_step="Send the report",
            next_step_date="2026-03-17",
        )
        nudge = self.alumni.nudge_ids
        self.assertRecordValues(
            nudge,
            [
                {
                    "name": "Send the report",
                    "kind": "step",
                    "date": date(2026, 3, 17),
                    "user_id": self.user_alumni.id,
                }
            ],
        )
        self.assertEqual(self.alumni.next_touch_date, date(2026, 3, 17))

    def test_what_is_withdrawn_leaves_the_list(self):
        self._run_jobs(TODAY)
        nudge = self._get_open()
        self._withdraw("member")
        self.assertEqual(nudge.state, "skipped")
        with self.assertRaisesRegex(UserError, "must not be contacted"):
            nudge.action_reopen()

    def test_what_is_not_allowed_any_more_leaves_by_itself(self):
        self._run_jobs(TODAY)
        nudge = self._get_open()
        self.alumni.private_email = False
        with self.assertRaisesRegex(UserError, "must not be contacted"):
            nudge.action_log()
        self.env["hr.alumni.nudge"]._cron_drop_forbidden()
        self.assertEqual(nudge.state, "skipped")

    def test_whoever_leaves_takes_everything_along(self):
        self._run_jobs(TODAY)
        reply = self.alumni._make_nudge("reply", "Answer")
        self.alumni.action_leave()
        self.assertFalse(self._get_open())
        self.assertEqual(reply.state, "skipped")
        self.assertFalse(self.alumni._make_nudge("touch", "Call"))

    def test_a_line_is_made_once_for_what_caused_it(self):
        first = self.alumni._make_nudge("request", "Reference", ref="x,1")
        self.assertTrue(first)
        self.assertFalse(self.alumni._make_nudge("request", "Reference", ref="x,1"))
        self.assertEqual(first.user_id, self.user_alumni)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_keepers_see_their_own_lines_about_their_people(self):
        self.alumni.owner_id = self.user_keeper
        mine = self.alumni._make_nudge("touch", "Call")
        other = self.alumni._make_nudge("touch", "Call", user_id=self.user_alumni.id)
        foreign = self.alumni_active._make_nudge(
            "touch", "Call", user_id=self.user_keeper.id
        )
        model = self.env["hr.alumni.nudge"].with_user(self.user_keeper)
        found = model.search([("id", "in", (mine + other + foreign).ids)])
        self.assertEqual(found, mine)
        found.action_skip()
        self.assertEqual(mine.state, "skipped")
        with self.assertRaises(AccessError):
            other.with_user(self.user_keeper).action_skip()
        with self.assertRaises(UserError):
            found.alumni_id = self.alumni_active

    def test_nothing_is_sent_by_itself(self):
        before = self.env["mail.mail"].search_count([])
        self._run_jobs(TODAY)
        self.assertEqual(self.env["mail.mail"].search_count([]), before)

    def test_today_asks_as_much_for_many_as_for_few(self):
        model = self.env["hr.alumni.nudge"].with_user(self.user_alumni)
        specification = {
            "date": {},
            "name": {},
            "kind": {},
            "channel": {},
            "alumni_id": {"fields": {"display_name": {}}},
            "user_id": {"fields": {"display_name": {}}},
            "purpose_id": {"fields": {"display_name": {}}},
        }
        domain = [("state", "=", "open"), ("date", "<=", "today")]

        def count():
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            model.web_search_read(domain, specification, limit=80)
            model.formatted_read_group(domain, ["kind"], ["__count"])
            return self.env.cr.sql_log_count - start

        self.alumni._make_nudge("touch", "Call")
        count()
        few = count()
        for index in range(30):
            self._new_alumni(f"Person {index}")._make_nudge("touch", "Call")
        self.assertEqual(count(), few)
        self.assertLessEqual(few, 12)

    def test_the_job_asks_once_when_nothing_is_due(self):
        self.env.flush_all()
        with freeze_time(TODAY - timedelta(days=3000)), self.assertQueryCount(1):
            self.assertFalse(self.env["hr.alumni"]._get_nudge_due())

    def test_the_job_runs(self):
        cron = self.env.ref("hr_alumni.ir_cron_make_nudges")
        self.env.flush_all()
        with self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.alumni.nudge_ids.cadence_date, date(2026, 3, 18))
