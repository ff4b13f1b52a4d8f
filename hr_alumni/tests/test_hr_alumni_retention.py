"""Former colleagues are forgotten when they want to be."""

from freezegun import freeze_time
from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.hr_exit_interview.tests.common import TODAY
from odoo.addons.hr_exit_interview.tests.retention_common import find_text

from .common import AlumniCase

MARKER = "quokka-7731"
# Where the marker may be found after an erasure, and why.
ALLOWED = {
    "privacy_lookup_wizard": "what was looked for, gone after a day",
    "privacy_lookup_wizard_line": "the same",
}


@tagged("post_install", "-at_install", "security")
@freeze_time(TODAY)
class TestHrAlumniRetention(AlumniCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.marked = cls._new_alumni(
            f"Quo {MARKER}",
            private_email=f"{MARKER}@example.com",
            private_phone="+1 555 010 7731",
            employee_number=MARKER,
        )
        cls.marked._do_answer(cls.purposes["member"], channel="link")
        cls.env["hr.alumni.touch"].create(
            {"alumni_id": cls.marked.id, "topics": MARKER, "note": MARKER}
        )
        cls.env["mail.mail"].search([("email_to", "ilike", MARKER)]).unlink()
        cls.env["mail.mail"].create(
            {"subject": "News", "email_to": f"{MARKER}@example.com"}
        )

    def _look_up(self):
        """What core's lookup finds about the person, for a system administrator."""
        wizard = self.env["privacy.lookup.wizard"].create(
            {"name": f"Quo {MARKER}", "email": f"{MARKER}@example.com"}
        )
        wizard.action_lookup()
        return wizard.line_ids

    def test_lookup_erases_and_does_not_delete(self):
        account = self.marked._get_account()
        self.assertTrue(account.active)
        rows = self.marked.consent_ids
        found = find_text(self.env, MARKER)
        for table in ("hr_alumni", "hr_alumni_touch", "mail_message", "res_users"):
            if table != "mail_message":
                self.assertIn(table, found)
        lines = self._look_up()
        line = lines.filtered(lambda one: one.res_model == "hr.alumni")
        self.assertEqual(line.res_id, self.marked.id)
        line.action_unlink()
        self.assertTrue(line.is_unlinked)
        self.assertIn("Erased", line.execution_details)
        self.env.invalidate_all()
        marked = self.marked
        self.assertTrue(marked.exists())
        self.assertFalse(marked.partner_id)
        self.assertEqual((marked.state, marked.erased_date), ("left", TODAY))
        self.assertFalse(account.active)
        self.assertEqual(rows.exists(), rows)
        self.assertEqual(rows.alumni_id, marked)
        surprises = find_text(self.env, MARKER).keys() - ALLOWED.keys()
        self.assertFalse(surprises, "The marker is still there.")
        log = self.env["hr.retention.log"].search([], order="id desc", limit=1)
        self.assertEqual((log.model, log.count), ("hr.alumni", 1))
        with self.assertRaisesRegex(UserError, "already unlinked"):
            line.action_unlink()

    def test_others_are_not_touched(self):
        before = self.alumni_active.read()
        self.marked._privacy_erase("request", "withdrawn")
        self.assertEqual(self.alumni_active.read(), before)
        self.assertTrue(self.alumni_active._get_account().active)

    def test_lookup_says_what_stands_in_the_way(self):
        self.marked.with_user(self.user_admin_hr)._do_hold("Claim 7/2026")
        line = self._look_up().filtered(lambda one: one.res_model == "hr.alumni")
        with self.assertRaisesRegex(UserError, "Claim 7/2026"):
            line.action_unlink()
        self.assertFalse(line.is_unlinked)
        self.assertTrue(self.marked.partner_id)

    def test_lookup_finds_private_addresses_that_are_exactly_this_one(self):
        employee = self._new_employee(
            "Qu Okka", private_email=f" {MARKER.upper()}@Example.com"
        )
        near = self._new_employee("Near", private_email=f"not-{MARKER}@example.com")
        case = self._new_offboarding(employee)
        case.sudo().verified_email = f"{MARKER}@example.com"
        found = {(line.res_model, line.res_id) for line in self._look_up()}
        self.assertIn(("hr.employee", employee.id), found)
        self.assertIn(("hr.offboarding", case.id), found)
        self.assertNotIn(("hr.employee", near.id), found)

    def test_exit_data_are_erased_with_the_former_colleague(self):
        case = self._depart()
        alumni = self._get_alumni(self.employee_leaver)
        self.assertTrue(alumni.private_email)
        case = case.sudo()
        case.task_ids.note = "Seen"
        case.task_ids.action_done()
        case.action_close()
        self.env["hr.privacy.erase"].with_user(self.user_admin_hr).create(
            {"employee_id": self.employee_leaver.id, "ground": "withdrawn"}
        ).action_erase()
        self.env.invalidate_all()
        self.assertTrue(case.erased_date)
        self.assertEqual(alumni.erased_date, TODAY)
        self.assertFalse(alumni.private_email or alumni.partner_id)
        self.assertFalse(self._get_alumni(self.employee_leaver))

    @mute_logger("odoo.sql_db")
    def test_nobody_else_is_without_a_contact(self):
        with self.assertRaises(IntegrityError), self.env.cr.savepoint():
            self.env["hr.alumni"].create({"company_id": self.company.id})
