from freezegun import freeze_time

from odoo.tests import Form, tagged

from .retention_common import RetentionCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-16")
class TestHrRetentionDue(RetentionCase):
    def test_list_shows_what_is_erased_within_30_days(self):
        case = self._finish()
        due = self.env["hr.retention.due"].with_user(self.user_admin_hr)
        row = due.search([("res_model", "=", "hr.offboarding")])
        self.assertEqual(row.res_id, case.id)
        self.assertEqual(row.res_name, case.name)
        self.assertEqual(row.retention_date, case.retention_date)
        self.assertEqual(row.employee_id, self.employee_leaver)
        with freeze_time("2028-02-14"):
            self.assertNotIn(row, due.search([("retention_date", "<=", "today +30d")]))
        with freeze_time("2028-02-15"):
            self.assertIn(row, due.search([("retention_date", "<=", "today +30d")]))
        rows = due.search([])
        found = {
            model
            for model in rows.mapped("res_model")
            # Other addons keep something of the person, too.
            if self.env[model]._original_module == "hr_exit_interview"
        }
        self.assertEqual(found, {"hr.offboarding", "hr.exit.interview"})
        wizard = Form(
            self.env["hr.retention.hold"]
            .with_user(self.user_admin_hr)
            .with_context(**row.action_hold()["context"])
        )
        wizard.reason = "Claim"
        wizard.save().action_hold()
        row.invalidate_recordset()
        self.assertTrue(row.legal_hold)
        row.action_release_hold()
        row.invalidate_recordset()
        self.assertFalse(row.legal_hold)
        self.assertEqual(row.action_open()["res_id"], case.id)
