from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common_circles import CircleCase


@tagged("post_install", "-at_install")
class TestHrAlumniCircle(CircleCase):
    """What a circle is, who is in it by rule, and who answers for it."""

    def _get_states(self, circle):
        self.env.flush_all()
        return {
            member.alumni_id.display_name: member.state for member in circle.member_ids
        }

    def test_distinguished_is_by_invitation(self):
        circle = self._new_circle("Stars", kind="distinguished", admission=None)
        self.assertEqual(circle.admission, "invitation")
        with (
            self.assertRaises(Exception) as caught,
            self.env.cr.savepoint(),
            mute_logger("odoo.sql_db"),
        ):
            circle.admission = "open"
            circle.flush_recordset()
        self.assertIn("distinguished", str(caught.exception))

    def test_rules_that_cannot_be_used(self):
        for rule in (
            "[('city', '=', 'Bonn'",
            "[('nonsense', '=', 1)]",
            "[('private_email', 'ilike', 'a')]",
            "[('has_shared_email', '=', True)]",
            "__import__('os')",
        ):
            with self.subTest(rule), self.assertRaises(ValidationError):
                self.circle.rule_domain = rule
        self.circle.rule_domain = "[('city', '=', 'Bonn'), ('tier_id.code', '=', 'T1')]"

    def test_moderator_is_a_colleague(self):
        for user in (self.user_alumni_other, self.ada._get_account()):
            with self.subTest(user.login), self.assertRaises(ValidationError):
                self.circle.moderator_id = user

    def test_address_is_one_address(self):
        for email in ("nonsense", "a@example.com, b@example.com", "a b"):
            with self.subTest(email), self.assertRaises(ValidationError):
                self.circle.email = email
        self.assertEqual(
            self.circle._get_sender_address(), '"Kilns" <kilns@northwind.example.com>'
        )
        self.circle.email = False
        self.assertIn("office@northwind", self.circle._get_sender_address())
        self.company.email = False
        self.assertFalse(self.circle._get_sender_address())

    def test_colleagues_only_where_the_company_allows_it(self):
        with self.assertRaisesRegex(ValidationError, "does not let"):
            self.circle.has_colleagues = True
        self.company.alumni_colleagues_in_circles = True
        self.circle.has_colleagues = True
        self.assertTrue(self.circle._is_open_to_colleagues())
        self.company.alumni_colleagues_in_circles = False
        self.assertFalse(self.circle._is_open_to_colleagues())

    def test_company_stays(self):
        with self.assertRaises(UserError):
            self.circle.company_id = self.company_other

    def test_changed_house_rules_are_accepted_again(self):
        self.assertTrue(self.place_ada._has_accepted_rules())
        self.circle.house_rules = "Be kind."
        self.assertTrue(self.place_ada._has_accepted_rules())
        self.circle.house_rules = "Be kind, and brief."
        self.assertFalse(self.place_ada._has_accepted_rules())
        self.place_ada._accept_rules()
        self.assertTrue(self.place_ada._has_accepted_rules())
        self.circle.update_field_translations("house_rules", {"en_US": "Be brief."})
        self.assertFalse(self.place_ada._has_accepted_rules())

    def test_members_by_rule_follow_it(self):
        self.ada.city, self.bo.city = "Bonn", "Bonn"
        circle = self._new_circle(
            "Bonn", kind="place", admission="rule", rule_domain="[('city','=','Bonn')]"
        )
        self.env["hr.alumni.circle"]._refresh_members(self.ada + self.bo + self.cleo)
        everybody = {"Ada Active": "member", "Bo Other": "member"}
        self.assertEqual(self._get_states(circle), everybody)
        # On change, both ways; a candidate who has agreed to nothing stays outside.
        self.cleo.city = "Bonn"
        self.alumni_candidate.city = "Bonn"
        self.bo.city = "Rome"
        self.assertEqual(
            self._get_states(circle),
            {"Ada Active": "member", "Bo Other": "left", "Cleo Third": "member"},
        )
        self.bo.city = "Bonn"
        self.assertEqual(self._get_states(circle)["Bo Other"], "member")
        # Who has left by own wish is not taken in again.
        own = circle.member_ids.filtered(lambda one: one.alumni_id == self.bo)
        own._do_end("person")
        self.bo.city = "Rome"
        self.bo.city = "Bonn"
        self.assertEqual(self._get_states(circle)["Bo Other"], "left")

    def test_job_of_the_night(self):
        circle = self._new_circle("All", kind="everyone", admission="rule")
        place = self._new_place(self.cleo, state="paused", paused_until="2020-01-01")
        with self.enter_registry_test_mode():
            self.env.ref("hr_alumni.ir_cron_keep_circles").method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(
            set(self._get_states(circle)), {"Ada Active", "Bo Other", "Cleo Third"}
        )
        self.assertEqual(place.state, "member")

    def test_archived_circle_takes_nobody(self):
        circle = self._new_circle("All", admission="rule", active=False)
        self.ada.city = "Bonn"
        self.assertFalse(circle.member_ids)
        self.assertNotIn(circle, self.env["hr.alumni.circle"]._get_visible(self.ada))

    def test_queries_do_not_grow_with_the_people(self):
        circle = self._new_circle("All", kind="everyone", admission="rule")
        few = self._new_many(3, "Few")
        many = self._new_many(40, "Many")

        def count(people, change):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            change(people)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        def refresh(people):
            circle._do_refresh(people=people)

        refresh(few[:1])  # Whatever is read once in the life of the server.
        self.assertLessEqual(count(many, refresh), count(few, refresh) + 1)
        self.assertEqual(len(circle.member_ids & many.circle_member_ids), 40)
        circle.rule_domain = "[('city', '=', 'Nowhere')]"
        self.assertLessEqual(count(many, refresh), count(few, refresh) + 1)
        self.assertEqual(set(many.circle_member_ids.mapped("state")), {"left"})
        # With nothing to do.
        self.assertLessEqual(count(many, refresh), 6)

    def _new_many(self, number, name):
        people = self.env["hr.alumni"].union(
            *(self._new_alumni(f"{name} {i}") for i in range(number))
        )
        self.env["hr.privacy.consent"]._record(
            people, self.purposes["circles"], "given", "portal"
        )
        people.sudo().state = "active"
        people.circle_member_ids.unlink()
        return people

    def test_moderator_who_is_gone_is_replaced(self):
        self.user_director.active = False
        self.circle._replace_moderators()
        self.assertEqual(self.circle.moderator_id, self.user_alumni)
        other = self._new_circle("Of nobody", moderator_id=False)
        other._replace_moderators()
        self.assertEqual(other.moderator_id, self.user_alumni)

    def test_hand_over_gives_circles_to_the_successor(self):
        models = self.env["hr.offboarding.handover"]._get_handover_models()
        self.assertIn(("hr.alumni.circle", "moderator_id"), models)
        self.circle.sudo().moderator_id = self.user_colleague
        self.assertTrue(self.user_colleague.has_group("hr_alumni.group_user"))

    def test_moderator_is_told_once_and_neutrally(self):
        for _time in range(2):
            self.circle._notify_moderator()
        activity = self.circle.activity_id
        self.assertEqual(
            self.env["mail.activity"].search_count(
                [("user_id", "=", self.user_director.id)]
            ),
            1,
        )
        self.assertFalse(activity.res_model)
        self.assertNotIn("Kilns", f"{activity.summary} {activity.note}")
        self.circle.moderator_id = self.user_alumni
        self.assertEqual(activity.user_id, self.user_alumni)

    def test_visible_circles(self):
        visible = self.env["hr.alumni.circle"]._get_visible
        secret = self._new_circle("Stars", kind="distinguished", admission=None)
        far = self._new_circle("Rome", rule_domain="[('city', '=', 'Rome')]")
        other = self._new_circle(
            "South",
            company_id=self.company_other.id,
            moderator_id=self.user_alumni_other.id,
        )
        for person in (self.ada, self.cleo):
            found = visible(person)
            self.assertIn(self.circle, found)
            self.assertFalse(found & (secret + far + other))
        self._new_place(self.cleo, circle=secret, state="invited")
        self.assertIn(secret, visible(self.cleo))
        self.cleo.city = "Rome"
        self.assertIn(far, visible(self.cleo))
        self.assertFalse(visible(self.employee_manager.sudo()))
        self.company.alumni_colleagues_in_circles = True
        far.has_colleagues = True
        self.assertEqual(visible(self.employee_manager.sudo()), far)

    def test_buttons_open_what_they_count(self):
        self._new_post(self.place_ada)
        for name in ("action_view_members", "action_view_posts", "action_view_queue"):
            action = getattr(self.circle.with_user(self.user_director), name)()
            self.assertIn(("circle_id", "in", self.circle.ids), action["domain"])
        self.assertEqual((self.circle.member_count, self.circle.waiting_count), (2, 1))
        self.assertIn(str(self.circle.id), self.circle.action_view_page()["url"])
