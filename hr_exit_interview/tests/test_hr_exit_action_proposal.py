"""Themes of a published window ask for an owner and a date."""

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .stat_common import AFTER_QUARTER, ExitStatCase


@tagged("post_install", "-at_install")
@freeze_time(AFTER_QUARTER)
class TestHrExitActionProposal(ExitStatCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        topics = cls.env["hr.exit.topic"].search([("active", "=", True)])
        cls.topics = {topic.key: topic for topic in topics}

    def _propose(self, **answers):
        self._seal(self._new_leavers(12), **answers)
        [window] = self._publish()
        return self.env["hr.exit.action.proposal"].search(
            [("window_id", "=", window.id)]
        )

    def _new_action(self, **values):
        return self.env["hr.exit.action"].create(
            {
                "name": "Open the pay ranges",
                "topic_id": self.topics["pay"].id,
                "company_id": self.company.id,
                "date_deadline": "2026-06-01",
                **values,
            }
        )

    def test_themes_above_the_threshold_are_asked_about(self):
        found = self._propose(
            # Health is named more often, and nothing that a company can act on.
            main_reason=["mgr", "hlt", "hlt"],
            pay_fair=[1, 1, 5],
            future=[4, 2],
        )
        self.assertEqual(found.topic_id, self.topics["management"] + self.topics["pay"])
        pay = found.filtered(lambda theme: theme.topic_id.key == "pay")
        self.assertRegex(pay.figures, r"^35 % favourable: .*pay")
        self.assertEqual(set(found.mapped("state")), {"open"})
        self.assertEqual(found.company_id, self.company)

    def test_once_for_each_window_and_topic(self):
        found = self._propose(pay_fair=1)
        self.assertFalse(found._propose(found.window_id))
        twice = {"window_id": found.window_id.id, "topic_id": found.topic_id.id}
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            found.create(twice)

    def test_what_is_being_done_is_not_asked_about(self):
        action = self._new_action()
        found = self._propose(pay_fair=1, manager_fair=1)
        self.assertEqual(found.topic_id, self.topics["management"])
        action.result = "Changed"
        action.action_done()
        more = found._propose(found.window_id)
        self.assertEqual(more.topic_id, self.topics["pay"])

    def test_departments_are_no_theme(self):
        """Only what was published of everybody counts."""
        talks = self._new_leavers(12, department_id=list(self.departments[:2]))
        self._seal(talks, pay_fair=[1, 5])
        [window] = self._publish()
        self.assertFalse(self.env["hr.exit.action.proposal"]._get_themes(window))

    def test_an_owner_and_a_date_take_it(self):
        found = self._propose(pay_fair=1).with_user(self.user_exit_officer)
        action = found.action_act()
        Action = self.env["hr.exit.action"].with_user(self.user_exit_officer)
        form = Form(Action.with_context(**action["context"]))
        self.assertFalse(form.user_id)
        self.assertEqual(form.topic_id, self.topics["pay"])
        form.name = "Open the pay ranges"
        form.user_id = self.user_manager
        form.date_deadline = "2026-06-01"
        record = form.save()
        self.assertEqual(found.state, "taken")
        self.assertEqual(found.action_id, record)
        self.assertEqual(found.action_act()["res_id"], record.id)
        found.action_reopen()
        self.assertFalse(found.action_id)

    def test_putting_it_aside_needs_the_reason(self):
        found = self._propose(pay_fair=1).with_user(self.user_officer)
        with self.assertRaisesRegex(UserError, "why nothing"):
            found.action_dismiss()
        found.reason = "Settled by the new agreement"
        found.action_dismiss()
        self.assertEqual(found.state, "dismissed")
        with self.assertRaises(UserError):
            found.action_act()
        for vals in ({"state": "open"}, {"figures": "5 %"}, {"action_id": False}):
            with self.subTest(vals=vals), self.assertRaises(UserError):
                found.write(vals)

    @mute_logger("odoo.addons.base.models.ir_model", "odoo.addons.base.models.ir_rule")
    def test_others_see_no_theme_and_answer_none(self):
        found = self._propose(pay_fair=1)
        for user in (self.user_manager, self.user_colleague, self.user_interviewer):
            with self.subTest(user.login), self.assertRaises(AccessError):
                found.with_user(user).read(["figures"])
        self.assertFalse(
            found.with_user(self.user_officer_other)
            .with_context(allowed_company_ids=self.company_other.ids)
            .has_access("read")
        )

    def test_the_owner_writes_the_result_and_no_more(self):
        action = self._new_action(user_id=self.user_manager.id)
        own = action.with_user(self.user_manager)
        self.assertFalse(own.can_manage)
        self.assertTrue(action.with_user(self.user_officer).can_manage)
        with Form(own) as form:
            form.result = "Done since May"
            for name in ("name", "topic_id", "user_id", "date_deadline", "description"):
                with (
                    self.subTest(name),
                    self.assertRaisesRegex(AssertionError, "readonly"),
                ):
                    setattr(form, name, False)
        self.assertEqual(action.result, "Done since May")
