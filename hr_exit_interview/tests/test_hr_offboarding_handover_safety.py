from unittest.mock import patch

from psycopg2.errors import SerializationFailure

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..models.hr_offboarding_handover_scan import HrOffboardingHandoverScan
from .common import TODAY, OffboardingCase


def held_by_another(records, **_options):
    """Return the records that could be locked: none."""
    return records.browse()


@tagged("post_install", "-at_install")
class TestHandoverSafety(OffboardingCase):
    """What happens at once, what fails, and who takes over when many leave."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.case = cls._new_offboarding()
        cls.case.action_confirm()
        cls.customers = cls.env["res.partner"].create(
            [{"name": f"Customer {n}", "user_id": cls.user_leaver.id} for n in range(3)]
        )
        cls.case.action_view_handover()
        cls.handover = cls.case.handover_ids

    def _line(self, model="res.partner", field="user_id"):
        return self.handover.line_ids.filtered(
            lambda line: (line.model, line.field_name) == (model, field)
        )

    def test_conflict_in_the_database_is_raised_and_not_parked(self):
        self.handover.action_approve()
        core_write = self.registry["res.partner"].write
        errors = [UserError("Not all at once."), SerializationFailure()]

        def write(records, vals):
            if "user_id" in vals and errors:
                raise errors.pop(0)
            return core_write(records, vals)

        self.patch(self.registry["res.partner"], "write", write)
        with self.assertRaises(SerializationFailure), self.env.cr.savepoint():
            self.handover.action_run()
        self.assertFalse(self.handover.log_ids)
        self.assertEqual(self.customers.user_id, self.user_leaver)
        # Tried again, as a request is after a conflict.
        self.handover.action_run()
        self.assertEqual(self.customers.user_id, self.user_manager)
        self.assertEqual(self.handover.parked_count, 0)

    def test_two_clicks_at_once_do_not_move_twice(self):
        self.handover.action_approve()
        for action, before, after, owner in (
            ("action_run", "approved", "done", self.user_leaver),
            ("action_undo", "done", "undone", self.user_manager),
        ):
            with self.subTest(action):
                with (
                    patch.object(
                        type(self.handover), "try_lock_for_update", held_by_another
                    ),
                    self.assertRaisesRegex(UserError, "at this moment"),
                ):
                    getattr(self.handover, action)()
                self.assertEqual(self.handover.state, before)
                self.assertEqual(self.customers.user_id, owner)
                getattr(self.handover, action)()
                self.assertEqual(self.handover.state, after)
                logs = self.handover.log_ids
                with self.assertRaisesRegex(UserError, "cannot become"):
                    getattr(self.handover, action)()
                self.assertEqual(self.handover.log_ids, logs)

    def test_successor_is_looked_for_further_up_when_the_manager_leaves_too(self):
        officer = self._new_employee("Hanna Officer", self.user_officer)
        # The officer of the case, and nobody in another company.
        self.assertEqual(self.case.user_id, self.user_officer)
        for leaving, expected in (
            (self.env["hr.employee"], self.employee_manager),
            (self.employee_manager, self.employee_director),
            (self.employee_director, officer),
            (officer, self.env["hr.employee"]),
        ):
            with self.subTest(expected=expected.name):
                if leaving:
                    self._new_offboarding(leaving)
                self.assertEqual(self.handover._get_default_successor(), expected)

    def test_wave_with_its_manager_goes_to_the_one_above(self):
        case_of_manager = self._new_offboarding(self.employee_manager)
        case_of_manager.action_confirm()
        self.env["res.partner"].create(
            {"name": "Of the manager", "user_id": self.user_manager.id}
        )
        (self.case + case_of_manager).sudo()._do_hand_over()
        self.assertEqual(self.customers.user_id, self.user_director)
        self.assertEqual(set(self.case.handover_ids.mapped("state")), {"done"})

    def test_managers_in_a_circle_end_the_search(self):
        # Core refuses a circle; data that came by another way can hold one.
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE hr_employee SET parent_id = %s WHERE id = %s",
            [self.employee_manager.id, self.employee_director.id],
        )
        self.env.invalidate_all()
        (self.user_manager + self.user_director).sudo().active = False
        self.assertFalse(self.handover._get_default_successor())

    @mute_logger("odoo.addons.hr_exit_interview.models.hr_offboarding_handover_scan")
    def test_line_that_was_not_counted_shows_no_count_and_does_not_move(self):
        core_count = HrOffboardingHandoverScan._count_one

        def count_one(handover, key, movable):
            if key == ("res.partner", "user_id"):
                raise ValueError("A field of this model is broken.")
            return core_count(handover, key, movable)

        self.assertEqual(self._line().to_move_count, 3)
        others = self.handover.line_ids - self._line()
        self.patch(HrOffboardingHandoverScan, "_count_one", count_one)
        self.handover.action_scan()
        line = self._line()
        self.assertEqual(line.error, "A field of this model is broken.")
        self.assertEqual((line.total_count, line.to_move_count), (0, 0))
        self.assertEqual((line.open_count, line.untouched_count), (0, 0))
        self.assertEqual(self.handover.line_ids - line, others)
        self.handover.action_approve()
        self.handover.action_run()
        self.assertEqual(self.handover.state, "done")
        self.assertEqual(self.customers.user_id, self.user_leaver)
        self.patch(HrOffboardingHandoverScan, "_count_one", core_count)
        self.handover.action_scan()
        self.assertEqual((self._line().to_move_count, self._line().error), (3, False))

    def test_what_core_changes_along_comes_back_as_it_was(self):
        report = self._new_employee(
            "Rita Port",
            parent_id=self.employee_leaver.id,
            coach_id=self.employee_manager.id,
            department_id=self.department.id,
        )
        other = self._new_employee(
            "Of the manager",
            parent_id=self.employee_manager.id,
            department_id=self.department.id,
        )
        self.department.manager_id = self.employee_leaver
        self.handover.action_scan()
        self.handover.action_approve()
        self.handover.action_run()
        self.assertEqual(self.department.manager_id, self.employee_manager)
        self.assertEqual(report.parent_id, self.employee_manager)
        self.handover.action_undo()
        self.assertEqual(self.department.manager_id, self.employee_leaver)
        self.assertEqual(report.parent_id, self.employee_leaver)
        self.assertEqual(report.coach_id, self.employee_manager)
        self.assertEqual(other.parent_id, self.employee_manager)

    def test_private_meetings_stay_with_the_leaver(self):
        coming = {"start": "2036-04-13 10:00:00", "stop": "2036-04-13 11:00:00"}
        own = self.env["calendar.event"].create(
            {
                "name": "Doctor",
                "privacy": "private",
                "user_id": self.user_leaver.id,
                **coming,
            }
        )
        self.assertGreater(own.stop.date(), TODAY)
        self.handover.action_scan()
        line = self._line("calendar.event")
        self.assertEqual((line.total_count, line.open_count), (1, 0))
        self.handover.action_approve()
        self.handover.action_run()
        self.assertEqual(own.user_id, self.user_leaver)
