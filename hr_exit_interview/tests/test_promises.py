"""The promises of the addon, and that each check of them can fail."""

from unittest.mock import patch

from psycopg2.extras import Json

from odoo.exceptions import UserError
from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .promises import PromisesMixin

CRON_LOGGER = "odoo.addons.base.models.ir_cron"


@tagged("post_install", "-at_install")
class TestPromises(PromisesMixin, TransactionCase):
    promised_modules = ("hr_exit_interview",)

    def test_a_broken_promise_is_found(self):
        """Each check is shown to fail on one fault."""
        action = self.env.ref("hr_exit_interview.hr_offboarding_action")
        menu = self.env.ref("hr_exit_interview.hr_exit_answer_menu")
        cron = self.env.ref("hr_exit_interview.ir_cron_depart_due")
        case = self.env["hr.offboarding"]

        action.domain = "[('no_such_field', '=', 1)]"
        self.assertIn("does not open", self._find_broken_actions(action)[0])

        menu.group_ids = self.env.ref("base.group_user")
        self.assertIn("Exit Answers", self._find_closed_menus(menu)[0])

        cron.code = "1 / 0"
        self.env.flush_all()
        with self.enter_registry_test_mode(), mute_logger(CRON_LOGGER):
            self.assertIn("fails", self._find_failing_crons(cron)[0])

        self.env.ref("hr_exit_interview.hr_offboarding_rule_company").unlink()
        self.assertIn("company_ids", self._find_open_models([case])[0])
        self.env["ir.model.access"].search(
            [("model_id.model", "=", "hr.offboarding")]
        ).unlink()
        self.assertIn("no access line", self._find_open_models([case])[0])

    def test_a_broken_view_is_found(self):
        view = self.env.ref("hr_exit_interview.hr_offboarding_view_form")
        self.assertEqual(self._find_broken_views(view), [])
        self._break(view, "<form><field name='gone' /></form>")
        self.assertIn("does not render", self._find_broken_views(view)[0])

    def test_a_broken_filter_is_found(self):
        view = self.env.ref("hr_exit_interview.hr_employment_period_view_search")
        periods = self.env["hr.employment.period"]
        self.assertEqual(self._find_broken_filters(periods), [])
        domain = "[('no_such_field', '=', 1)]"
        self._break(view, f'<search><filter name="odd" domain="{domain}" /></search>')
        self.assertIn("filter odd fails", self._find_broken_filters(periods)[0])

    def _break(self, view, arch):
        """Change a view past the check that refuses a broken one when it is saved."""
        self.env.cr.execute(
            "UPDATE ir_ui_view SET arch_db = %s WHERE id = %s",
            [Json({"en_US": arch}), view.id],
        )
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()

    def test_a_wizard_that_does_not_open_is_found(self):
        wizard = self.env["hr.offboarding.task.waive"]
        self.assertEqual(self._find_failing_wizards([wizard]), [])
        with patch.object(type(wizard), "default_get", side_effect=UserError("No.")):
            self.assertIn("does not open", self._find_failing_wizards([wizard])[0])

    def test_a_field_that_opens_a_secret_is_found(self):
        field = self.env["hr.offboarding.task"]._fields["company_id"]
        self.assertEqual(self._find_open_fields([field]), [])
        self.secret_models = ("hr.offboarding",)
        self.assertIn("without groups", self._find_open_fields([field])[0])

    def test_an_inverse_without_index_is_found(self):
        field = self.env["hr.offboarding"]._fields["task_ids"]
        self.assertEqual(self._find_slow_inverses([field]), [])
        self.env.cr.execute("DROP INDEX hr_offboarding_task__offboarding_id_index")
        self.assertIn("has no index", self._find_slow_inverses([field])[0])
