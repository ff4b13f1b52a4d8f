from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OffboardingCase


@tagged("post_install", "-at_install")
class TestHrStateMixin(OffboardingCase):
    """The mixin, seen through the departure case that uses it."""

    def test_begins_in_its_first_state_whatever_the_context_says(self):
        cases = self.env["hr.offboarding"].with_context(default_state="done")
        self.assertEqual(cases.default_get(["state"]), {"state": "draft"})
        case = cases.with_user(self.user_officer).create(
            {
                "employee_id": self.employee_leaver.id,
                "reason_id": self.reason_resigned.id,
            }
        )
        self.assertEqual(case.state, "draft")

    def test_nobody_writes_the_state(self):
        case = self._new_offboarding()
        for user in (self.user_officer, self.user_admin_hr):
            with self.assertRaisesRegex(UserError, "buttons"):
                case.with_user(user).write({"state": "done"})
            with self.assertRaisesRegex(UserError, "buttons"):
                self._new_offboarding(self.employee_manager, user=user, state="done")

    def test_a_move_that_is_not_allowed_says_from_where(self):
        case = self._new_offboarding()
        with self.assertRaisesRegex(UserError, f"{case.name}.*“Done”.*“New”"):
            case._move_to("done")
        case._move_to("in_progress")
        self.assertEqual(case.state, "in_progress")
