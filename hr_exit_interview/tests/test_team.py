"""The manager: the departures of the team, and telling HR of one."""

from lxml import etree

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OffboardingCase


@tagged("post_install", "-at_install", "security")
class TestTeam(OffboardingCase):
    def _get_team(self, user):
        return (
            self.env["hr.offboarding"]
            .with_user(user)
            .search([("is_in_my_team", "=", True)])
        )

    def test_team_is_those_below(self):
        case = self._new_offboarding()
        case.action_confirm()
        other = self._new_offboarding(self.employee_manager)
        other.action_confirm()
        self.assertEqual(self._get_team(self.user_manager), case.sudo(False))
        self.assertEqual(self._get_team(self.user_director), (case + other).sudo(False))
        for user in (self.user_leaver, self.user_colleague, self.user_officer):
            self.assertFalse(self._get_team(user))
        as_manager = case.with_user(self.user_manager)
        self.assertTrue(as_manager.is_in_my_team)
        self.assertFalse(case.with_user(self.user_officer).is_in_my_team)
        others = (
            self.env["hr.offboarding"]
            .with_user(self.user_manager)
            .search([("is_in_my_team", "=", False)])
        )
        self.assertEqual(others, other.sudo(False), "the own departure")

    def test_own_tasks_are_counted_and_no_others(self):
        case = self._new_offboarding()
        case.action_confirm()
        for user in (self.user_manager, self.user_leaver):
            case.invalidate_recordset()
            mine = case.task_ids.filtered(lambda task, user=user: task.user_id == user)
            self.assertTrue(mine)
            own = case.with_user(user)
            case.invalidate_recordset()
            self.assertEqual(own.my_open_task_count, len(mine))
            self.assertEqual(own.task_ids.sudo(), mine.sudo())
        mine.action_done()
        own.invalidate_recordset()
        self.assertEqual(own.my_open_task_count, 0)

    def test_team_views_hold_nothing_of_hr(self):
        for view_type, name in (
            ("list", "hr_offboarding_view_list_team"),
            ("kanban", "hr_offboarding_view_kanban_team"),
            ("form", "hr_offboarding_view_form"),
        ):
            view = self.env.ref(f"hr_exit_interview.{name}")
            arch = (
                self.env["hr.offboarding"]
                .with_user(self.user_manager)
                .get_view(view.id, view_type)["arch"]
            )
            for secret in ("reason_id", "kind", "stated_reason", "interview_ids"):
                with self.subTest(view_type, field=secret):
                    self.assertNotIn(f'"{secret}"', arch)

    def test_manager_reports_a_departure(self):
        wizard = self._new_report(self.user_manager, note="Told me on Monday")
        self.assertEqual(
            wizard.team_ids.ids, self.employee_leaver.ids, "those below, not oneself"
        )
        wizard.action_report()
        case = self.employee_leaver.offboarding_ids
        self.assertEqual(case.state, "draft")
        self.assertIn("Told me on Monday", case.opening_note)
        self.assertEqual(str(case.last_working_date), "2099-05-01")
        with (
            self.assertRaises(AccessError),
            mute_logger("odoo.addons.base.models.ir_rule"),
        ):
            case.sudo(False).with_user(self.user_manager).read(["opening_note"])

    def test_whoever_has_no_team_is_told_instead_of_an_empty_list(self):
        wizard = self.env["hr.offboarding.report"].with_user(self.user_colleague)
        self.assertFalse(wizard.new().team_ids)
        arch = etree.fromstring(wizard.get_view(view_type="form")["arch"])
        hint = arch.find(".//div[@name='no_team']")
        self.assertEqual(hint.get("invisible"), "team_ids")
        button = arch.find(".//button[@name='action_report']")
        self.assertEqual(button.get("invisible"), "not team_ids")

    def test_card_of_a_report_offers_to_report(self):
        """Managers without HR rights see the public card and no other."""
        view = self.env.ref("hr.hr_employee_public_view_form")
        cards = self.env["hr.employee.public"].with_user(self.user_manager)
        action = self.env.ref("hr_exit_interview.hr_offboarding_report_action")
        self.assertIn(f'name="{action.id}"', cards.get_view(view.id, "form")["arch"])
        card = cards.browse(self.employee_leaver.id)
        self.assertTrue(card.is_manager and not card.is_user)
        self.assertFalse(card.with_user(self.user_colleague).is_manager)

    def _new_report(self, user, employee=None, **values):
        return (
            self.env["hr.offboarding.report"]
            .with_user(user)
            .create(
                {
                    "employee_id": (employee or self.employee_leaver).id,
                    "last_working_date": "2099-05-01",
                    **values,
                }
            )
        )

    def test_nobody_reports_others_than_the_team(self):
        for user, employee in (
            (self.user_colleague, self.employee_leaver),
            (self.user_manager, self.employee_director),
            (self.user_manager, self.employee_manager),
            (self.user_leaver, self.employee_leaver),
        ):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._new_report(user, employee).action_report()
        self.assertFalse(self.employee_leaver.offboarding_ids)

    @mute_logger("odoo.addons.base.models.ir_rule")
    def test_wizards_are_for_whoever_opened_them(self):
        resign = self.env["hr.offboarding.resign"].with_user(self.user_leaver)
        for wizard in (
            self._new_report(self.user_manager),
            resign.create({"last_working_date": "2099-05-01"}),
        ):
            for user in (self.user_director, self.user_admin_hr):
                other = wizard.with_user(user)
                other.invalidate_recordset()
                with self.subTest(wizard._name, user=user.login):
                    with self.assertRaises(AccessError):
                        other.read(["display_name"])
                    with self.assertRaises(AccessError):
                        other.write({"last_working_date": "2099-06-01"})
