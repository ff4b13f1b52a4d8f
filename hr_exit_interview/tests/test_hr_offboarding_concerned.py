"""What leaver and manager see of the hand-over, equipment and money; proposals."""

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import TODAY, OffboardingCase


@freeze_time(TODAY)
class ConcernedCase(OffboardingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customers = cls.env["res.partner"].create(
            [{"name": f"Customer {n}", "user_id": cls.user_leaver.id} for n in range(3)]
        )
        cls.report = cls._new_employee("Rita Port", parent_id=cls.employee_leaver.id)
        cls.heir = cls._new_employee("Hera Next", cls.user_colleague)
        cls.case = cls._new_offboarding()
        cls.case.action_confirm()
        cls.case.action_view_handover()
        cls.handover = cls.case.handover_ids

    def _as(self, user, records):
        self.env.flush_all()
        self.env.invalidate_all()
        return records.sudo(False).with_user(user)

    def _line(self, model, field):
        return self.handover.line_ids.filtered(
            lambda line: (line.model, line.field_name) == (model, field)
        )

    def _propose(self, user, successor, lines=None):
        handover = self._as(user, self.handover)
        action = handover.action_propose_successor()
        wizard = Form(
            self.env[action["res_model"]]
            .with_user(user)
            .with_context(**action["context"])
        )
        wizard.successor_id = self.env["hr.employee.public"].browse(successor.id)
        wizard = wizard.save()
        if lines is not None:
            wizard.line_ids = lines.sudo(False).with_user(user)
        wizard.action_propose()
        return wizard


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestProposal(ConcernedCase):
    def test_manager_proposes_in_bulk_and_hr_takes_over(self):
        self._propose(self.user_manager, self.heir)
        lines = self.handover._get_lines_to_move()
        self.assertEqual(lines.proposed_successor_id, self.heir)
        self.assertEqual(lines.successor_id, self.employee_manager, "not decided yet")
        self.assertEqual(lines.proposed_user_id, self.user_manager)
        task = self.handover.proposal_task_id
        self.assertEqual((task.user_id, task.state), (self.user_officer, "todo"))
        self._as(self.user_officer, self.handover).action_take_proposals()
        self.assertEqual(lines.successor_id, self.heir)
        self.assertFalse(lines.proposed_successor_id)
        self.assertEqual(task.state, "done")
        self.handover.action_approve()
        self.handover.action_run()
        self.assertEqual(self.customers.user_id, self.user_colleague)

    def test_one_line_is_proposed_alone(self):
        line = self._line("res.partner", "user_id")
        action = self._as(self.user_manager, line).action_propose_successor()
        self.assertEqual(action["context"]["default_line_ids"], line.ids)
        self._propose(self.user_manager, self.heir, line)
        proposed = self.handover.line_ids.filtered("proposed_successor_id")
        self.assertEqual(proposed, line)
        self._as(self.user_officer, line).action_take_proposal()
        self.assertEqual(line.successor_id, self.heir)
        self.assertEqual(
            self._line("hr.employee", "parent_id").successor_id, self.employee_manager
        )

    def test_choice_of_hr_answers_the_proposal(self):
        self._propose(self.user_manager, self.heir)
        line = self._line("res.partner", "user_id")
        self._as(self.user_officer, line).successor_id = self.employee_director
        self.assertFalse(line.proposed_successor_id)
        self.assertTrue(self.handover.proposal_count)
        self.handover.action_approve()
        self.assertEqual(line.successor_id, self.employee_director)
        self.assertFalse(self.handover.proposal_count)
        self.assertEqual(self.handover.proposal_task_id.state, "done")

    def test_proposing_again_makes_one_task(self):
        self._propose(self.user_manager, self.heir)
        task = self.handover.proposal_task_id
        self._propose(self.user_director, self.employee_director)
        self.assertEqual(self.handover.proposal_task_id, task)
        lines = self.handover._get_lines_to_move()
        self.assertEqual(lines.proposed_successor_id, self.employee_director)

    def test_open_proposals_count_on_the_last_day(self):
        self._propose(self.user_manager, self.heir)
        with freeze_time("2026-03-17"):
            self.case.action_depart()
        self.assertEqual(self.customers.user_id, self.user_colleague)

    def test_who_cannot_take_over_is_refused(self):
        gone = self._new_employee("Gone", active=False)
        self._new_offboarding(self.employee_director)
        for successor, sentence in (
            (self.employee_leaver, "is the one who leaves"),
            (gone, "has left the company"),
            (self.report, "has no user"),
            (self.employee_director, "is leaving too"),
        ):
            with (
                self.subTest(sentence),
                self.assertRaisesRegex(UserError, sentence),
            ):
                self._propose(self.user_manager, successor)
        self.assertFalse(self.handover.proposal_count)

    def test_after_the_decision_nobody_proposes(self):
        self.handover.action_approve()
        with self.assertRaisesRegex(UserError, "decided already"):
            self._propose(self.user_manager, self.heir)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_only_managers_above_propose(self):
        for user in (self.user_leaver, self.user_colleague):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._propose(user, self.heir)
        with self.assertRaises(AccessError):
            self._as(self.user_manager, self.handover).action_take_proposals()
        line = self._as(self.user_manager, self.handover.line_ids[0])
        with self.assertRaises(AccessError):
            line.write({"proposed_successor_id": self.heir.id})
        for user, expected in (
            (self.user_manager, True),
            (self.user_leaver, False),
            (self.user_officer, False),
        ):
            self.assertEqual(self._as(user, self.handover).may_propose, expected)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_lines_of_another_hand_over_are_left_alone(self):
        other = self._new_offboarding(self._new_employee("Other", self.user_admin_hr))
        self.env["res.partner"].create({"name": "X", "user_id": self.user_admin_hr.id})
        other.action_confirm()
        other.action_view_handover()
        foreign = other.handover_ids.line_ids
        handover = self._as(self.user_manager, self.handover)
        handover._do_propose(foreign, self.heir)
        self.assertFalse(foreign.proposed_successor_id)

    def test_manager_sees_kinds_and_counts(self):
        line = self._line("res.partner", "user_id")
        wizard = self._propose(self.user_manager, self.heir)
        self.assertIn(line.id, wizard.line_ids.ids)
        shown = self._as(self.user_manager, line)
        self.assertEqual((shown.model_label, shown.to_move_count), ("Contact", 3))


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestConcerned(ConcernedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        asset = {"offboarding_id": cls.case.id, "cost": 900}
        cls.laptop, cls.badge = cls.env["hr.offboarding.asset"].create(
            [
                {**asset, "name": "Laptop", "identifier": "NW-17"},
                {**asset, "name": "Badge"},
            ]
        )
        cls.badge.action_return()
        cls.due = cls.env["hr.offboarding.due"].create(
            {
                "offboarding_id": cls.case.id,
                "name": "Travel advance",
                "amount": 120,
                "direction": "leaver",
            }
        )

    def _get_sections(self):
        page = self.case.sudo()._get_leaver_page_values()["sections"]
        return {section["name"]: section for section in page}

    def test_page_lists_things_money_and_who_takes_over(self):
        sections = self._get_sections()
        laptop, badge = sections["equipment"]["rows"]
        self.assertEqual(laptop["name"], "Laptop")
        self.assertEqual(laptop["detail"], "NW-17, until 03/16/2026")
        self.assertEqual(laptop["state"], "To give back")
        self.assertEqual(badge, {"name": "Badge", "detail": "", "state": "Given back"})
        [due] = sections["dues"]["rows"]
        self.assertEqual(due["name"], "Travel advance")
        self.assertIn("you pay", due["detail"])
        self.assertIn("120", due["detail"])
        self.assertNotIn("900", str(sections), "the value is for HR")
        self.assertNotIn("handover", sections, "not decided yet")
        self.handover.action_approve()
        rows = self._get_sections()["handover"]["rows"]
        self.assertIn({"name": "Contact", "detail": "Milo Line", "state": "3"}, rows)
        self.assertNotIn("Customer 0", str(rows))

    def test_page_counts_a_meeting_once(self):
        self.env["calendar.event"].create(
            {
                "name": "Review",
                "start": "2099-01-05 10:00:00",
                "stop": "2099-01-05 11:00:00",
                "user_id": self.user_leaver.id,
                "partner_ids": [(6, 0, self.user_leaver.partner_id.ids)],
            }
        )
        self.handover.action_scan()
        self.handover.action_approve()
        rows = self._get_sections()["handover"]["rows"]
        self.assertIn(
            {"name": "Calendar Event", "detail": "Milo Line", "state": "1"}, rows
        )

    def test_page_without_anything_has_no_empty_lists(self):
        items = self.laptop + self.badge
        items.filtered(lambda item: item.state == "returned").action_reopen()
        items.unlink()
        self.due.unlink()
        for name in ("equipment", "dues", "handover"):
            self.assertNotIn(name, self._get_sections())

    def test_leaver_sees_things_and_money_and_manager_things_only(self):
        for user, dues in (
            (self.user_leaver, self.due),
            (self.user_manager, self.due.browse()),
        ):
            case = self._as(user, self.case)
            self.assertEqual(
                case.shown_asset_ids.sudo(), (self.laptop + self.badge).sudo()
            )
            self.assertEqual(case.shown_due_ids.sudo(), dues.sudo())
            arch = case.get_view(
                self.env.ref("hr_exit_interview.hr_offboarding_view_form").id, "form"
            )["arch"]
            self.assertIn("things_concerned", arch)
            self.assertNotIn('"cost"', arch)
        arch = self.case.with_user(self.user_officer).get_view(
            self.env.ref("hr_exit_interview.hr_offboarding_view_form").id, "form"
        )["arch"]
        self.assertNotIn("things_concerned", arch)

    def test_scan_leaves_out_what_is_no_work(self):
        """The person itself, what follows by itself, and what is only a preference."""
        self.env["res.partner"].create(
            {"name": "Home", "parent_id": self.employee_leaver.work_contact_id.id}
        )
        digest = self.env["ir.model"]._get("digest.digest")
        if digest:
            self.env["digest.digest"].create(
                {"name": "Week", "user_ids": [(6, 0, self.user_leaver.ids)]}
            )
        self.handover.action_scan()
        keys = set(
            self.handover.line_ids.mapped(lambda line: (line.model, line.field_name))
        )
        for key in (
            ("res.partner", "commercial_partner_id"),
            ("res.partner", "parent_id"),
            ("digest.digest", "user_ids"),
        ):
            self.assertNotIn(key, keys)
        self.assertIn(("res.partner", "user_id"), keys)
