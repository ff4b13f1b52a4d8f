from dateutil.relativedelta import relativedelta
from freezegun import freeze_time
from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..tools.handover import is_ignored_model
from .common import TODAY, OffboardingCase


@tagged("post_install", "-at_install")
class TestHandover(OffboardingCase):
    """The manager takes over: the case names no successor unless a test does."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._new_offboarding()
        cls.case.action_confirm()
        cls.customers = cls.env["res.partner"].create(
            [{"name": f"Customer {n}", "user_id": cls.user_leaver.id} for n in range(3)]
        )
        cls.report = cls._new_employee("Rita Port", parent_id=cls.employee_leaver.id)
        cls.activity = cls.customers[0].activity_schedule(
            "mail.mail_activity_data_todo", user_id=cls.user_leaver.id
        )
        cls.meetings = cls.env["calendar.event"].create(
            [
                {
                    "name": name,
                    "start": f"{day} 10:00:00",
                    "stop": f"{day} 11:00:00",
                    "user_id": cls.user_leaver.id,
                    "partner_ids": [(6, 0, cls.user_leaver.partner_id.ids)],
                }
                for name, day in (("Past", "2026-01-12"), ("To come", "2036-04-13"))
            ]
        )

    def _scan(self, user=None):
        case = self.case.with_user(user or self.user_officer)
        case.action_view_handover()
        return case.handover_ids

    def _line(self, handover, model, field):
        return handover.line_ids.filtered(
            lambda line: (line.model, line.field_name) == (model, field)
        )

    def _run(self):
        handover = self._scan()
        handover.action_approve()
        handover.action_run()
        return handover

    def test_scan_counts_what_points_at_the_leaver(self):
        handover = self._scan()
        line = self._line(handover, "res.partner", "user_id")
        self.assertEqual((line.total_count, line.open_count), (3, 3))
        self.assertTrue(line.is_chosen)
        self.assertEqual(line.successor_id, self.employee_manager)
        meetings = self._line(handover, "calendar.event", "user_id")
        self.assertEqual((meetings.total_count, meetings.open_count), (2, 1))
        self.assertFalse(handover.line_ids.filtered("error"))
        for model in handover.line_ids.mapped("model"):
            self.assertFalse(is_ignored_model(model))

    def test_archived_records_are_counted_and_stay(self):
        self.customers[0].active = False
        line = self._line(self._scan(), "res.partner", "user_id")
        self.assertEqual(
            (line.total_count, line.archived_count, line.open_count), (3, 1, 2)
        )
        self._run_approved(line.handover_id)
        self.assertEqual(self.customers[0].user_id, self.user_leaver)
        self.assertEqual(self.customers[1:].user_id, self.user_manager)

    def _run_approved(self, handover):
        handover.action_approve()
        handover.action_run()

    def test_run_moves_what_is_open_and_logs_it(self):
        handover = self._run()
        self.assertEqual(handover.state, "done")
        self.assertEqual(self.customers.user_id, self.user_manager)
        self.assertEqual(self.report.parent_id, self.employee_manager)
        self.assertEqual(self.activity.user_id, self.user_manager)
        self.assertEqual(
            self.meetings.mapped("user_id"), self.user_leaver + self.user_manager
        )
        self.assertEqual(self.meetings[1].partner_ids, self.user_manager.partner_id)
        logs = handover.log_ids.filtered(lambda log: log.model == "res.partner")
        self.assertEqual(set(logs.mapped("res_id")), set(self.customers.ids))
        self.assertEqual(handover.moved_count, len(handover.log_ids))
        self.assertEqual(handover.parked_count, 0)

    def test_line_that_is_not_chosen_stays(self):
        handover = self._scan()
        self._line(handover, "res.partner", "user_id").is_chosen = False
        self._run_approved(handover)
        self.assertEqual(self.customers.user_id, self.user_leaver)
        self.assertEqual(self.activity.user_id, self.user_manager)

    def test_successors_get_one_mail_each(self):
        before = self.env["mail.mail"].search([])
        self._run()
        mails = self.env["mail.mail"].search([]) - before
        self.assertEqual(mails.mapped("email_to"), [self.user_manager.email])
        self.assertIn("Lea Ver", mails.body_html)
        self.assertNotIn("Resigned", mails.body_html)

    def test_undo_restores_every_record(self):
        handover = self._run()
        handover.action_undo()
        self.assertEqual(handover.state, "undone")
        self.assertEqual(self.customers.user_id, self.user_leaver)
        self.assertEqual(self.report.parent_id, self.employee_leaver)
        self.assertEqual(self.activity.user_id, self.user_leaver)
        self.assertEqual(self.meetings.user_id, self.user_leaver)
        self.assertEqual(self.meetings[1].partner_ids, self.user_leaver.partner_id)
        self.assertEqual(set(handover.log_ids.mapped("state")), {"undone"})

    def test_undo_leaves_what_somebody_changed_or_deleted(self):
        handover = self._run()
        self.customers[0].user_id = self.user_colleague
        gone = self.customers[1].id
        self.customers[1].unlink()
        handover.action_undo()
        self.assertEqual(self.customers[0].user_id, self.user_colleague)
        self.assertEqual(self.customers[2].user_id, self.user_leaver)
        kept = handover.log_ids.filtered(lambda log: log.state == "kept")
        self.assertEqual(set(kept.mapped("res_id")), {self.customers[0].id, gone})
        self.assertTrue(all(kept.mapped("note")))

    def test_undo_ends_after_thirty_days(self):
        handover = self._run()
        with (
            freeze_time(handover.done_date + relativedelta(days=31)),
            self.assertRaisesRegex(UserError, "30 days"),
        ):
            handover.action_undo()
        self.assertEqual(handover.state, "done")

    def test_record_that_refuses_is_parked_and_stops_nobody(self):
        handover = self._scan()
        refused = self.customers[1]
        core_write = self.registry["res.partner"].write

        def write(records, vals):
            if refused in records and "user_id" in vals:
                raise UserError("This customer is under audit.")
            return core_write(records, vals)

        self.patch(self.registry["res.partner"], "write", write)
        self._run_approved(handover)
        self.assertEqual(handover.state, "done")
        self.assertEqual((self.customers - refused).user_id, self.user_manager)
        self.assertEqual(refused.user_id, self.user_leaver)
        parked = handover.log_ids.filtered(lambda log: log.state == "parked")
        self.assertEqual(parked.res_id, refused.id)
        self.assertEqual(parked.note, "This customer is under audit.")

    def test_killed_run_goes_on_and_moves_nothing_twice(self):
        handover = self._scan()
        handover.action_approve()
        self.patch(type(handover), "_BATCH", 2)
        handover.action_run()  # More than one batch: left to the scheduled job.
        self.assertEqual(handover.state, "running")
        handover._run_batch()
        with self.assertRaises(ZeroDivisionError), self.env.cr.savepoint():
            handover._run_batch()
            raise ZeroDivisionError  # As a killed server: nothing of it is kept.
        with self.enter_registry_test_mode():
            self.env.ref(
                "hr_exit_interview.ir_cron_run_handovers"
            ).sudo().method_direct_trigger()
        self.assertEqual(handover.state, "done")
        moves = handover.log_ids.mapped(
            lambda log: (log.model, log.field_name, log.res_id)
        )
        self.assertEqual(len(moves), len(set(moves)))
        self.assertEqual(self.customers.user_id, self.user_manager)

    def test_successors_that_cannot_take_over_are_refused(self):
        handover = self._scan()
        line = self._line(handover, "res.partner", "user_id")
        archived = self._new_employee("Gone", self.user_colleague)
        archived.action_archive()
        leaving = self.employee_director
        self._new_offboarding(leaving)
        for successor, sentence in (
            (self.employee_leaver, "is the one who leaves"),
            (archived, "has left the company"),
            (self.report, "has no user"),
            (leaving, "is leaving too"),
            (self.env["hr.employee"], "No successor"),
        ):
            with self.subTest(sentence):
                line.successor_id = successor
                with self.assertRaisesRegex(UserError, sentence):
                    handover.action_approve()
        self.assertEqual(handover.state, "scanned")

    def test_last_day_moves_undecided_work_before_core_deletes_it(self):
        with freeze_time(TODAY + relativedelta(days=1)):
            self.case.action_depart()
        self.assertFalse(self.user_leaver.active)
        self.assertEqual(self.activity.exists().user_id, self.user_manager)
        self.assertEqual(self.customers.user_id, self.user_manager)
        self.assertEqual(self.report.parent_id, self.employee_manager)
        self.assertEqual(self.case.handover_ids.state, "done")

    def test_last_day_without_successor_is_refused(self):
        self.employee_leaver.parent_id = False
        with (
            freeze_time(TODAY + relativedelta(days=1)),
            self.assertRaisesRegex(UserError, "open records"),
        ):
            self.case.action_depart()
        self.assertTrue(self.employee_leaver.active)

    def test_company_may_leave_work_or_wait_for_a_decision(self):
        self.company.offboarding_handover_default = "park"
        with freeze_time(TODAY + relativedelta(days=1)):
            with self.assertRaisesRegex(UserError, "open records"):
                self.case.action_depart()
            self.company.offboarding_handover_default = "leave"
            self.case.action_depart()
        self.assertEqual(self.customers.user_id, self.user_leaver)
        # Core would have deleted it.
        self.assertEqual(self.activity.exists().user_id, self.user_manager)

    def test_core_wizard_passes_activities_on(self):
        self.case.sudo().action_cancel()
        self.env["hr.departure.wizard"].with_context(
            employee_termination=True, active_ids=self.employee_leaver.ids
        ).create(
            {
                "departure_reason_id": self.reason_resigned.id,
                "departure_date": TODAY,
                "remove_related_user": True,
            }
        ).action_register_departure()
        self.assertFalse(self.user_leaver.active)
        self.assertEqual(self.activity.exists().user_id, self.user_manager)

    def test_nothing_to_move_costs_few_queries_whatever_the_number(self):
        self.customers.user_id = False
        self.activity.unlink()
        self.meetings.unlink()
        self.report.parent_id = False
        users = [self._new_user(f"many_{n}", "base.group_user") for n in range(10)]
        cases = self.env["hr.offboarding"].browse()
        for n, user in enumerate(users):
            cases += self._new_offboarding(self._new_employee(f"Many {n}", user))
        counts = []
        for some in (cases[:2], cases):
            self.env.flush_all()
            some.sudo()._do_hand_over()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some.sudo()._do_hand_over()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0] + 2)
        self.assertFalse(cases.handover_ids)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_names_are_shown_by_the_rights_of_whoever_looks(self):
        handover = self._scan()
        rule = self.env["ir.rule"].create(
            {
                "name": "Hidden from HR",
                "model_id": self.env["ir.model"]._get_id("calendar.event"),
                "domain_force": f"[('user_id', '!=', {self.user_leaver.id})]",
            }
        )
        self.env.invalidate_all()
        line = self._line(handover, "calendar.event", "user_id")
        self.assertEqual(line.total_count, 2)
        self.assertFalse(line.sample_names)
        rule.unlink()
        self.env.invalidate_all()
        customers = self._line(handover, "res.partner", "user_id")
        self.assertIn("Customer 0", customers.sample_names)

    def test_lines_are_cards_on_a_phone(self):
        """A list ends at the edge of the screen, before the successor."""
        handover = self._scan()
        for user in (self.user_officer, self.user_manager):
            shown = handover.with_user(user)
            arch = etree.fromstring(shown.get_view(view_type="form")["arch"])
            lines = arch.find(".//field[@name='line_ids']")
            for view in ("kanban", "form"):
                with self.subTest(user.login, view=view):
                    names = {node.get("name") for node in lines.find(view).iter()}
                    self.assertLessEqual(
                        {"model_label", "to_move_count", "successor_id"}, names
                    )
                    self.assertIn("proposed_successor_id", names)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_manager_and_leaver_read_and_do_not_decide(self):
        handover = self._scan()
        for user in (self.user_manager, self.user_leaver):
            shown = handover.with_user(user)
            self.assertTrue(shown.line_ids.mapped("model_label"))
            for action in ("action_approve", "action_scan"):
                with self.assertRaises(AccessError):
                    getattr(shown, action)()
            with self.assertRaises(AccessError):
                shown.read(["log_ids"])
        with self.assertRaises(AccessError):
            handover.with_user(self.user_colleague).read(["name"])
