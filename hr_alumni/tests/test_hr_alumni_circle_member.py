from datetime import timedelta

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_circles import CircleCase


@tagged("post_install", "-at_install")
class TestHrAlumniCircleMember(CircleCase):
    """The place of one person in one circle."""

    def _as_moderator(self, records):
        return records.with_user(self.user_director)

    def _get_text(self, alumni):
        return self._get_mails()[alumni.email_normalized].body_html

    def test_invitation(self):
        place = self._as_moderator(self.env["hr.alumni.circle.member"]).create(
            {"circle_id": self.circle.id, "alumni_id": self.cleo.id}
        )
        self._as_moderator(self.circle).action_invite()
        self.assertEqual(place.state, "invited")
        self.assertTrue(place.told_date)
        text = self._get_text(self.cleo)
        self.assertIn("you are invited", text)
        self.assertIn(f"/my/alumni/circles/{self.circle.id}", text)
        self.assertIn("/alumni/stop/", text)
        self.circle._do_join(self.cleo)
        self.assertEqual(place.state, "member")
        self.assertEqual(place.rules_version, 1)

    def test_invitation_without_consent_to_mails(self):
        self._agree(self.alumni_candidate, "member")
        place = self._new_place(self.alumni_candidate, state="proposed")
        place.action_invite()
        self.assertFalse(place.told_date)
        self.assertFalse(self._get_mails())
        with self.assertRaisesRegex(UserError, "Agree to circles"):
            self.circle._do_join(self.alumni_candidate)
        self.assertEqual(place.state, "invited")

    def test_nobody_outside_the_network_is_invited(self):
        place = self._new_place(self.alumni_candidate, state="proposed")
        with self.assertRaisesRegex(UserError, "no member of the network"):
            place.action_invite()
        with self.assertRaisesRegex(UserError, "Nobody is on the list"):
            self._new_circle("Empty").action_invite()

    def test_declined_invitation(self):
        place = self._new_place(self.cleo, state="invited")
        place._do_decline()
        self.assertEqual(place.state, "declined")

    def test_request_is_decided_by_the_moderator(self):
        place = self.circle._do_join(self.cleo)
        self.assertEqual(place.state, "requested")
        self.assertTrue(self.circle.activity_id)
        self._as_moderator(place).action_admit()
        self.assertEqual(place.state, "member")
        self.assertIn("Welcome", self._get_text(self.cleo))
        # Asking again changes nothing.
        self.assertEqual(self.circle._do_join(self.cleo), place)
        self.assertEqual(place.state, "member")

    def test_refusal_needs_a_reason_and_holds(self):
        place = self.circle._do_join(self.cleo)
        with self.assertRaisesRegex(UserError, "Write the reason"):
            self._as_moderator(place).action_refuse()
        place.write({"reason": "For <b>potters</b>.", "note": "Knows too much."})
        self._as_moderator(place).action_refuse()
        text = self._get_text(self.cleo)
        self.assertIn("For &lt;b&gt;potters", text)
        self.assertNotIn("Knows too much", text)
        with self.assertRaisesRegex(UserError, "moderator has decided"):
            self.circle._do_join(self.cleo)
        place.action_invite()
        self.circle._do_join(self.cleo)
        self.assertEqual(place.state, "member")

    def test_consent_withdrawn_before_the_decision(self):
        place = self.circle._do_join(self.cleo)
        self.env["hr.privacy.consent"]._record(
            self.cleo, self.purposes["circles"], "withdrawn", "portal"
        )
        with self.assertRaisesRegex(UserError, "has withdrawn"):
            place.action_admit()

    def test_pause(self):
        place = self._as_moderator(self.place_ada)
        place.reason = "Cool down."
        for day in (False, fields.Date.today()):
            place.paused_until = day
            with self.assertRaisesRegex(UserError, "future"):
                place.action_pause()
        place.paused_until = fields.Date.today() + timedelta(days=3)
        place.action_pause()
        self.assertIn("Cool down.", self._get_text(self.ada))
        self.assertFalse(self.place_ada._may_write_posts())
        self.env["hr.alumni.circle.member"]._resume_paused()
        self.assertEqual(self.place_ada.state, "paused")
        place.action_resume()
        self.assertEqual(
            (self.place_ada.state, self.place_ada.paused_until), ("member", False)
        )

    def test_leaving_takes_the_posts_down(self):
        post = self._new_post(self.place_ada)
        other = self._new_post(self.place_bo)
        self._as_moderator(self.place_ada).action_remove()
        self.assertEqual(
            (self.place_ada.state, self.place_ada.left_by), ("left", "office")
        )
        self.assertEqual((post.state, other.state), ("withdrawn", "waiting"))

    @mute_logger("odoo.sql_db")
    def test_one_place_for_each_person(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self._new_place(self.ada)
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["hr.alumni.circle.member"].create({"circle_id": self.circle.id})

    def test_places_stay_where_they_are(self):
        other = self._new_circle("Other")
        place = self._as_moderator(self.place_ada)
        for vals in (
            {"circle_id": other.id},
            {"alumni_id": self.cleo.id},
            {"origin": "rule"},
            {"rules_version": 9},
            {"state": "left"},
        ):
            with self.subTest(vals), self.assertRaises(UserError):
                place.write(vals)

    def test_wrong_buttons(self):
        for name, place in (
            ("action_admit", self.place_ada),
            ("action_resume", self.place_ada),
        ):
            with self.subTest(name), self.assertRaisesRegex(UserError, "in the state"):
                getattr(place, name)()

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_buttons_check_for_themselves(self):
        self.place_ada.write({"reason": "x", "paused_until": "2099-01-01"})
        for name in (
            "action_invite",
            "action_pause",
            "action_refuse",
            "action_remove",
            "action_admit",
            "action_resume",
        ):
            for user in (self.user_keeper, self.user_sales, self.ada._get_account()):
                with self.subTest(button=name, user=user.login):
                    place = self.place_ada.with_user(user)
                    with self.assertRaises(UserError):
                        getattr(place, name)()
        self.assertEqual(self.place_ada.state, "member")

    def test_present_colleague(self):
        manager = self.employee_manager.sudo()
        with (
            self.assertRaisesRegex(ValidationError, "not open to present"),
            self.env.cr.savepoint(),
        ):
            self._new_place(manager)
        with self.assertRaisesRegex(UserError, "cannot be joined"):
            self.circle._do_join(manager)
        self.company.alumni_colleagues_in_circles = True
        self.circle.write({"has_colleagues": True, "admission": "open"})
        place = self.circle._do_join(manager)
        self.assertEqual((place.state, place.name), ("member", "Milo Line"))
        # They are not closed to the company's change of mind.
        self.company.alumni_colleagues_in_circles = False
        self.env["hr.alumni.circle.member"]._follow_colleagues()
        self.assertEqual(place.state, "left")

    def test_colleague_who_leaves_takes_the_place_along(self):
        self.company.alumni_colleagues_in_circles = True
        self.circle.write({"has_colleagues": True, "admission": "open"})
        leaver = self.employee_leaver.sudo()
        place = self.circle._do_join(leaver)
        gone = self.circle._do_join(self.employee_manager.sudo())
        posts = self._new_post(place) + self._new_post(gone)
        (leaver + self.employee_manager).action_archive()
        self.cleo.employee_ids = leaver
        self.env["hr.alumni.circle.member"]._follow_colleagues()
        self.assertEqual(place.alumni_id, self.cleo)
        self.assertFalse(place.employee_id)
        self.assertEqual((place.state, place.left_by), ("left", "rule"))
        self.assertEqual(posts.exists().member_id, place)
        self.assertFalse(gone.exists())

    def test_colleague_who_had_a_place_as_alumnus(self):
        self.company.alumni_colleagues_in_circles = True
        self.circle.write({"has_colleagues": True, "admission": "open"})
        place = self.circle._do_join(self.employee_leaver.sudo())
        post = self._new_post(place)
        self.employee_leaver.action_archive()
        self.ada.employee_ids = self.employee_leaver
        self.env["hr.alumni.circle.member"]._follow_colleagues()
        self.assertFalse(place.exists())
        self.assertEqual(post.member_id, self.place_ada)
