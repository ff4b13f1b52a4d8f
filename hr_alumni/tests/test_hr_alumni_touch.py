from ast import literal_eval
from datetime import date, timedelta

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.tests.common import TODAY

from ..tools.warmth import get_warmth, is_cooling
from .common import AlumniCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrAlumniTouch(AlumniCase):
    def _log(self, user, **values):
        return (
            self.env["hr.alumni.touch.log"]
            .with_user(user)
            .create({"alumni_id": self.alumni_active.id, **values})
        )

    def _touch(self, days, alumni=None, **values):
        return (alumni or self.alumni_active)._log_touch(
            "hand",
            **{"date": TODAY - timedelta(days=days), "channel": "meeting", **values},
        )

    def test_keeper_notes_a_contact_by_hand(self):
        self.alumni_active.owner_id = self.user_keeper
        wizard = self._log(
            self.user_keeper,
            channel="call",
            topics="New plant",
            insight="Kilns are sold out until autumn.",
            insight_topic="market",
            next_step="Send the report",
            next_step_date="2026-03-20",
        )
        wizard.action_log()
        self.assertRecordValues(
            self.alumni_active.touch_ids,
            [
                {
                    "user_id": self.user_keeper.id,
                    "company_id": self.company.id,
                    "source": "hand",
                    "channel": "call",
                    "direction": "out",
                    "date": TODAY,
                    "topics": "New plant",
                    "insight_topic": "market",
                    "next_step_date": date(2026, 3, 20),
                    "points": 15,
                }
            ],
        )
        self.assertEqual(self.alumni_active.last_touch_date, TODAY)
        self.assertEqual(self.alumni_active.warmth, 15)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_nobody_notes_a_contact_with_people_of_others(self):
        """The wizard writes in sudo, so it must ask for itself."""
        for user in (self.user_keeper, self.user_alumni_other):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._log(user).action_log()
        with self.assertRaises(AccessError):
            self._log(self.user_colleague)
        with self.assertRaises(AccessError):
            self.alumni_active.with_user(self.user_keeper).action_log_touch()
        self.assertFalse(self.alumni_active.touch_ids)

    def test_a_contact_is_noted_once_for_what_caused_it(self):
        first = self.alumni_active._log_touch("mail", ref="mail.message,42")
        again = (self.alumni_active + self.alumni_candidate)._log_touch(
            "mail", ref="mail.message,42"
        )
        self.assertEqual(first.alumni_id, self.alumni_active)
        self.assertEqual(again.alumni_id, self.alumni_candidate)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            first.copy({"ref": "mail.message,42"})

    def test_each_source_has_what_fits_it(self):
        for source, channel, direction in (
            ("hand", "portal", "out"),
            ("mail", "mail", "in"),
            ("meeting", "meeting", "in"),
            ("event", "event", "in"),
            ("lead", "portal", "in"),
            ("referral", "portal", "in"),
            ("request", "portal", "in"),
        ):
            with self.subTest(source):
                touch = self.alumni_active._log_touch(source)
                self.assertEqual((touch.channel, touch.direction), (channel, direction))
                self.assertEqual(bool(touch.user_id), source == "hand")

    def test_a_contact_is_not_noted_before_it_takes_place(self):
        with self.assertRaisesRegex(UserError, "when it has taken place"):
            self._touch(-2)
        self.assertTrue(self._touch(-1), "It is tomorrow already somewhere.")

    def test_a_contact_stays_with_its_person(self):
        touch = self._touch(0)
        with self.assertRaisesRegex(ValidationError, "stays with the person"):
            touch.with_user(self.user_alumni).alumni_id = self.alumni_candidate
        touch.with_user(self.user_alumni).write(
            {"alumni_id": self.alumni_active.id, "note": "Same person"}
        )
        self.assertEqual(touch.note, "Same person")

    def test_an_insight_has_a_topic(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            self._touch(0, insight="Prices fall.")

    def test_stored_warmth_is_what_the_formula_says(self):
        """The database computes for everybody what the tool says of one."""
        half_life = self.company.alumni_warmth_half_life = 100
        for days in ((0,), (100,), (30, 170, 200), (91, 92, 95, 96), ()):
            alumni = self._new_alumni(f"Warm {days}")
            touches = sum(
                (self._touch(one, alumni) for one in days),
                self.env["hr.alumni.touch"],
            )
            contacts = [(touch.date, touch.points) for touch in touches]
            before = TODAY - timedelta(days=90)
            with self.subTest(days=days):
                expected = get_warmth(contacts, TODAY, half_life)
                past = get_warmth(contacts, before, half_life)
                self.assertRecordValues(
                    alumni,
                    [
                        {
                            "warmth": expected,
                            "warmth_before": past,
                            "is_cooling": is_cooling(expected, past),
                            "last_touch_date": max(touches.mapped("date"))
                            if touches
                            else False,
                        }
                    ],
                )

    def test_relations_cool_down_by_themselves(self):
        alumni = self.alumni_active
        for days in range(3):
            self._touch(days)
        self.assertEqual(alumni.warmth, 100)
        self.assertFalse(alumni.is_cooling)
        domain = [("is_cooling", "=", True), ("id", "=", alumni.id)]
        with freeze_time(TODAY + timedelta(days=200)):
            self.env["hr.alumni"]._cron_refresh_warmth()
            self.assertLess(alumni.warmth, 50)
            self.assertEqual(self.env["hr.alumni"].search(domain), alumni)
            # One call, and it is warm again.
            self._touch(-200)
            self._touch(-199)
            self.assertFalse(self.env["hr.alumni"].search(domain))

    def test_warmth_follows_corrections(self):
        touch = self._touch(0)
        self.assertEqual(self.alumni_active.warmth, 40)
        touch.channel = "call"
        self.assertEqual(self.alumni_active.warmth, 15)
        touch.unlink()
        self.assertEqual(self.alumni_active.warmth, 0)
        self.assertFalse(self.alumni_active.last_touch_date)

    def test_the_job_takes_one_query_for_everybody(self):
        alumni = self.env["hr.alumni"]
        for index in range(20):
            self._touch(index, self._new_alumni(f"Person {index}"))
        self.env.flush_all()
        with self.assertQueryCount(1):
            alumni._cron_refresh_warmth()

    def test_many_are_noted_as_fast_as_one(self):
        people = [self._new_alumni(f"Guest {index}") for index in range(41)]
        people = self.env["hr.alumni"].browse([one.id for one in people])
        people[0]._log_touch("event", ref="warm.up,1")

        def count(some):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            some._log_touch("event", ref="event.registration,1")
            self.env.flush_all()
            return self.env.cr.sql_log_count - start

        one = count(people[0])
        self.assertLessEqual(count(people[1:]), one + 1)

    def test_insights_are_a_feed(self):
        self._touch(0, insight="Prices fall.", insight_topic="market")
        self._touch(1)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_alumni.hr_alumni_touch_action_insights"
        )
        found = self.env["hr.alumni.touch"].search(
            [
                *literal_eval(action["domain"]),
                ("alumni_id", "=", self.alumni_active.id),
            ]
        )
        self.assertEqual(found.mapped("insight"), ["Prices fall."])
