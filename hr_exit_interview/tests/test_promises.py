from psycopg2.extras import Json

from odoo.tests import TransactionCase, tagged
from odoo.tools import mute_logger

from .promises import PromisesMixin


@tagged("post_install", "-at_install")
class TestPromises(PromisesMixin, TransactionCase):
    promised_modules = ("hr_exit_interview",)

    def test_a_broken_promise_is_found(self):
        """Each check is shown to fail on one fault."""
        view = self.env.ref("hr_exit_interview.hr_offboarding_view_form")
        action = self.env.ref("hr_exit_interview.hr_offboarding_action")
        menu = self.env.ref("hr_exit_interview.hr_offboarding_menu_departures")
        cron = self.env.ref("hr_exit_interview.ir_cron_depart_due")
        case = self.env["hr.offboarding"]

        action.domain = "[('no_such_field', '=', 1)]"
        self.assertIn("does not open", self._find_broken_actions(action)[0])

        menu.group_ids = self.env.ref("base.group_user")
        self.assertIn("Departures", self._find_closed_menus(menu)[0])

        cron.code = "1 / 0"
        self.env.flush_all()
        with self.enter_registry_test_mode(), mute_logger("odoo.tools.safe_eval"):
            self.assertIn("fails", self._find_failing_crons(cron)[0])

        self.env.ref("hr_exit_interview.hr_offboarding_rule_company").unlink()
        self.assertIn("company_ids", self._find_open_models([case])[0])
        self.env["ir.model.access"].search(
            [("model_id.model", "=", "hr.offboarding")]
        ).unlink()
        self.assertIn("no access line", self._find_open_models([case])[0])

        # Past the check that refuses such a view when it is saved.
        arch = Json({"en_US": "<form><field name='gone' /></form>"})
        self.env.cr.execute(
            "UPDATE ir_ui_view SET arch_db = %s WHERE id = %s", [arch, view.id]
        )
        self.env.invalidate_all()
        self.env.registry.clear_all_caches()
        self.assertIn("does not render", self._find_broken_views(view)[0])
