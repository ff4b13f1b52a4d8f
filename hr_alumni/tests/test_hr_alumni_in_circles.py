from odoo import fields
from odoo.tests import tagged

from .common_circles import CircleCase


@tagged("post_install", "-at_install", "security")
class TestHrAlumniInCircles(CircleCase):
    """Places begin and end with the consent, and follow the person."""

    def test_withdrawal_ends_every_place(self):
        second = self._new_place(self.ada, circle=self._new_circle("Second"))
        post = self._new_post(self.place_ada, state="published")
        self.ada._do_withdraw(self.purposes["newsletter"], "portal")
        self.assertEqual(self.place_ada.state, "member")
        self.ada._do_stop("circles")
        for place in self.place_ada + second:
            self.assertEqual((place.state, place.left_by), ("left", "consent"))
        self.assertEqual(post.state, "withdrawn")
        self.assertEqual(self.place_bo.state, "member")

    def test_consent_given_on_the_page_of_choices(self):
        circle = self._new_circle("All", admission="rule")
        self.alumni_candidate._do_answer(self.purposes["circles"], "link")
        self.assertEqual(circle.member_ids.alumni_id, self.alumni_candidate)
        self.alumni_candidate._do_withdraw(self.purposes["circles"], "link")
        self.assertEqual(circle.member_ids.state, "left")
        self.alumni_candidate._do_give(self.purposes["circles"], "link")
        self.assertEqual(circle.member_ids.state, "member")

    def test_consent_that_ends_by_itself(self):
        self.env.cr.execute(
            "UPDATE hr_privacy_consent SET date_expiry = '2020-01-01'"
            " WHERE alumni_id = %s AND purpose_id = %s",
            (self.ada.id, self.purposes["circles"].id),
        )
        self.env.invalidate_all()
        self.env["hr.alumni.circle.member"]._end_without_consent()
        self.assertEqual(self.place_ada.state, "left")
        self.assertEqual(self.place_bo.state, "member")
        self.bo._do_expire()
        self.assertEqual(self.place_bo.state, "member")

    def test_states_of_the_relation(self):
        for step, expected in (
            ("action_dormant", "member"),
            ("action_reactivate", "member"),
            ("action_leave", "left"),
        ):
            with self.subTest(step):
                getattr(self.ada, step)()
                self.assertEqual(self.place_ada.state, expected)
        self.bo._do_note_death()
        self.assertEqual(self.place_bo.state, "left")

    def test_returner_stays_where_colleagues_are(self):
        self.company.alumni_colleagues_in_circles = True
        mixed = self._new_circle("Mixed", has_colleagues=True)
        place = self._new_place(self.ada, circle=mixed)
        asked = self._new_place(self.bo, circle=mixed, state="requested")
        (self.ada + self.bo)._do_return()
        self.assertEqual(place.state, "member")
        self.assertEqual(asked.state, "left")
        self.assertEqual(self.place_ada.state, "left")

    def test_merge_keeps_one_place_and_all_posts(self):
        second = self._new_place(self.bo, circle=self._new_circle("Second"))
        posts = self._new_post(self.place_ada) + self._new_post(self.place_bo)
        read = self._new_post(self._new_place(self.cleo), state="published")
        reports = self.env["hr.alumni.post.report"]
        for place in (self.place_ada, self.place_bo):
            reports._report(read, place, {"kind": "wrong", "note": ""})
        self.place_bo.write({"reason": "x", "paused_until": "2099-01-01"})
        self.place_bo.action_pause()
        self.bo._do_merge_into(self.ada)
        self.env.invalidate_all()
        self.assertEqual(
            self.ada.circle_member_ids.circle_id, self.circle + second.circle_id
        )
        place = self.ada.circle_member_ids.filtered(
            lambda one: one.circle_id == self.circle
        )
        self.assertEqual(place.state, "paused", "nobody gets around a pause")
        self.assertEqual(posts.exists(), posts)
        self.assertEqual(posts.member_id, place)
        self.assertEqual(read.report_count, 1)

    def test_erasure_leaves_nothing(self):
        post = self._new_post(self.place_ada, state="published")
        other = self._new_post(self.place_bo, state="published")
        self.env["hr.alumni.post.report"]._report(
            other, self.place_ada, {"kind": "other", "note": "Ada says so"}
        )
        self.ada._privacy_erase("request")
        self.env.invalidate_all()
        self.assertFalse(self.place_ada.exists())
        self.assertFalse(post.exists())
        self.assertFalse(other.report_ids)
        self.assertTrue(self.place_bo.exists())

    def test_button_on_the_person(self):
        self.assertEqual(self.ada.circle_count, 1)
        action = self.ada.with_user(self.user_alumni).action_view_circles()
        found = self.env["hr.alumni.circle.member"].search(action["domain"])
        self.assertEqual(found, self.place_ada)

    def test_undone_death_brings_people_back_by_rule(self):
        circle = self._new_circle("All", admission="rule")
        self.env["hr.alumni.circle"]._refresh_members(self.ada)
        place = circle.member_ids
        self.ada._do_note_death()
        self.assertEqual(place.state, "left")
        self.ada._do_undo_death()
        self.assertEqual(place.state, "member")
        self.assertEqual(place.joined_date, fields.Date.today())
