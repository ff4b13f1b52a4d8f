from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.tests.common import TODAY

from .common_relation import RelationCase

QUIET = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install", "security")
@freeze_time(TODAY)
class TestHrAlumniKeeper(RelationCase):
    def _propose(self, user=None, **values):
        return (
            self.env["hr.alumni.keeper"]
            .with_user(self.user_alumni)
            .create(
                {
                    "alumni_id": self.alumni.id,
                    "user_id": (user or self.user_colleague).id,
                    **values,
                }
            )
        )

    def _accept(self, user=None):
        keeper = self._propose(user)
        keeper.action_ask()
        keeper.with_user(keeper.user_id).action_accept()
        return keeper

    @mute_logger(*QUIET)
    def test_a_colleague_sees_the_person_only_after_saying_yes(self):
        keeper = self._propose()
        own = keeper.with_user(self.user_colleague)
        alumni = self.alumni.with_user(self.user_colleague)
        with self.assertRaises(AccessError):
            own.read(["state"])
        keeper.action_ask()
        self.assertEqual(own.state, "asked")
        with self.assertRaises(AccessError):
            alumni.read(["state"])
        own.action_accept()
        self.env.invalidate_all()
        self.assertEqual(alumni.read(["state"])[0]["state"], "active")
        self.assertEqual(self.alumni.keeper_user_ids, self.user_colleague)
        self.assertEqual(keeper.answer_date, TODAY)
        with self.assertRaises(AccessError):
            self.alumni_active.with_user(self.user_colleague).read(["state"])
        own.action_end()
        self.env.invalidate_all()
        with self.assertRaises(AccessError):
            alumni.read(["state"])

    @mute_logger(*QUIET)
    def test_a_keeper_stops_on_the_person_and_ends_nobody_else(self):
        own, other = self._accept(), self._accept(self.user_director)
        alumni = self.alumni.with_user(self.user_colleague)
        action = alumni.action_stop_keeping()
        self.env.invalidate_all()
        self.assertEqual((own.state, other.state), ("ended", "accepted"))
        self.assertEqual(action["res_model"], "hr.alumni")
        with self.assertRaises(AccessError):
            alumni.read(["state"])
        # Whoever keeps nobody ends nothing.
        alumni.with_user(self.user_sales).action_stop_keeping()
        self.assertEqual(other.state, "accepted")

    def test_nobody_gets_into_the_place_of_a_keeper(self):
        """Otherwise a click of the office would open a person without being asked."""
        keeper = self._accept()
        for user in (self.user_alumni, self.user_admin_hr):
            with self.subTest(user.login), self.assertRaisesRegex(UserError, "asked"):
                keeper.with_user(user).user_id = self.user_sales
        self.assertFalse(self.user_sales.has_group("hr_alumni.group_user"))

    def test_accepting_gives_the_one_group_and_nothing_more(self):
        before = self.user_colleague.all_group_ids
        self._accept()
        group = self.env.ref("hr_alumni.group_user")
        self.assertEqual(self.user_colleague.all_group_ids - before, group)
        self.assertLessEqual(
            group.all_implied_ids - group,
            self.env.ref("base.group_user").all_implied_ids,
        )

    @mute_logger(*QUIET)
    def test_nobody_answers_for_somebody_else(self):
        keeper = self._propose()
        keeper.action_ask()
        for user in (self.user_alumni, self.user_manager, self.user_keeper):
            for name in ("action_accept", "action_decline"):
                with (
                    self.subTest(user=user.login, button=name),
                    self.assertRaises(AccessError),
                ):
                    getattr(keeper.with_user(user), name)()
        with self.assertRaises(AccessError):
            keeper.with_user(self.user_manager).action_end()
        keeper.with_user(self.user_colleague).action_decline()
        self.assertEqual(keeper.state, "declined")
        self.assertFalse(self.user_colleague.has_group("hr_alumni.group_user"))

    def test_nobody_makes_oneself_a_keeper(self):
        values = {"alumni_id": self.alumni.id, "user_id": self.user_colleague.id}
        with self.assertRaises(AccessError):
            self.env["hr.alumni.keeper"].with_user(self.user_colleague).create(values)
        keeper = self._propose()
        with self.assertRaises(AccessError):
            keeper.with_user(self.user_keeper).write({"user_id": self.user_keeper.id})
        with self.assertRaises(UserError):
            keeper.state = "accepted"
        with self.assertRaisesRegex(UserError, "cannot become"):
            keeper.with_user(self.user_colleague).sudo()._move_to("accepted")

    def test_the_activity_names_nobody(self):
        keeper = self._propose()
        keeper.action_ask()
        activity = keeper.sudo().activity_id
        self.assertEqual(activity.user_id, self.user_colleague)
        text = f"{activity.summary} {activity.note} {activity.res_name}"
        self.assertNotIn("Lea", text)
        keeper.with_user(self.user_colleague).action_accept()
        self.assertFalse(activity.exists())

    def test_two_keepers_at_most_and_each_once(self):
        self._propose()
        with (
            self.assertRaisesRegex(ValidationError, "already"),
            self.env.cr.savepoint(),
        ):
            self._propose()
        second = self._propose(self.user_manager)
        with (
            self.assertRaisesRegex(ValidationError, "two keepers"),
            self.env.cr.savepoint(),
        ):
            self._propose(self.user_director)
        second.action_end()
        self.assertTrue(self._propose(self.user_director))

    def test_only_colleagues_of_the_company_are_proposed(self):
        for user in (self.user_alumni_other, self.alumni_active._get_account()):
            with (
                self.subTest(user.login),
                self.assertRaisesRegex(ValidationError, "does not work"),
            ):
                self._propose(user)

    def test_nobody_is_asked_without_the_consent(self):
        self._withdraw("keepers")
        with self.assertRaisesRegex(UserError, "has not agreed"):
            self._propose().action_ask()

    def test_the_person_chooses_from_the_own_team_and_line(self):
        keepers = self.env["hr.alumni.keeper"]
        offered = keepers._get_offered(self.alumni)
        self.assertIn(self.user_manager, offered)
        self.assertIn(self.user_director, offered)
        self.assertNotIn(self.user_leaver, offered)
        self.assertNotIn(self.user_colleague, offered)
        with self.assertRaisesRegex(UserError, "on the list"):
            keepers._propose(self.alumni, user=self.user_colleague)
        keeper = keepers._propose(self.alumni, user=self.user_manager)
        self.assertEqual((keeper.state, keeper.origin), ("asked", "person"))
        wish = keepers._propose(self.alumni, proposal="Cora from the lab")
        self.assertEqual((wish.state, wish.user_id.id), ("proposed", False))
        with self.assertRaisesRegex(UserError, "Choose the colleague"):
            wish.with_user(self.user_alumni).action_ask()

    def test_keepers_see_the_address_as_long_as_the_person_agrees(self):
        keeper = self._accept()
        alumni = self.alumni.with_user(self.user_colleague)
        self.assertEqual(alumni.keeper_email, "lea.ver@example.com")
        self.assertFalse(self.alumni.with_user(self.user_alumni).keeper_email)
        self._withdraw("keepers")
        self.assertEqual(keeper.state, "ended")
        self.assertFalse(self.alumni.keeper_user_ids)

    def test_whoever_leaves_the_network_has_no_keepers(self):
        keeper = self._accept()
        self.alumni.action_leave()
        self.assertEqual(keeper.state, "ended")

    def test_hand_over_moves_relations_to_the_successor(self):
        """A keeper leaves: what the keeper kept goes to the successor, who sees it."""
        keeper = self._accept(self.user_manager)
        self.alumni_active.owner_id = self.user_manager
        nudge = self.alumni_active._make_nudge("touch", "Call")
        employee_next = self._new_employee("Cora Lee", self.user_colleague)
        case = self._new_offboarding(self.employee_manager)
        case.action_confirm()
        handover = self.env["hr.offboarding.handover"].create(
            {"offboarding_id": case.id}
        )
        handover.action_scan()
        handover.line_ids.successor_id = employee_next
        handover.action_approve()
        handover.action_run()
        self.env.invalidate_all()
        self.assertEqual(keeper.user_id, self.user_colleague)
        self.assertEqual(self.alumni.keeper_user_ids, self.user_colleague)
        self.assertEqual(self.alumni_active.owner_id, self.user_colleague)
        self.assertEqual(nudge.user_id, self.user_colleague)
        for alumni in self.alumni + self.alumni_active:
            self.assertTrue(
                alumni.with_user(self.user_colleague).has_access("read"),
                alumni.display_name,
            )
