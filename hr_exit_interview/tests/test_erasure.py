"""A marker in every text about one leaver: after the erasure it is found nowhere."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .planted_common import TECHNICAL, PlantedCase

# Where the marker may be found after an erasure, and why.
ALLOWED = {
    "hr_employee": "the record of employment, which has times of its own",
    "hr_version": "the same: core keeps its facts of the departure there",
    "resource_resource": "the name of the same employee",
    "res_partner": "the contact, which is more than that of a leaver",
    "hr_employment_period": "the ledger: the stint, without its departure",
    "hr_alumni": "another addon, which keeps people by their consent",
}


@tagged("post_install", "-at_install", "security")
@freeze_time("2026-03-16")
class TestErasure(PlantedCase):
    def _erase_on_request(self, user=None):
        wizard = (
            self.env["hr.privacy.erase"]
            .with_user(user or self.user_admin_hr)
            .create({"employee_id": self.employee_leaver.id, "ground": "objection"})
        )
        wizard.action_erase()
        self.env.invalidate_all()
        return wizard

    def assertMarkerOnlyWhereAllowed(self):
        found = self._find_marker()
        surprises = {
            table: names for table, names in found.items() if table not in ALLOWED
        }
        self.assertFalse(surprises, "The marker is still there.")

    def test_marker_is_everywhere_before_and_nowhere_after_the_time_is_over(self):
        records = self._plant()
        found = self._find_marker()
        for model in records:
            table = self.env[model]._table
            if self._has_text(self.env[model]):
                with self.subTest(model):
                    self.assertIn(table, found)
        for table in ("ir_attachment", "mail_mail", "mail_message", "ir_model_data"):
            self.assertIn(table, found)
        files = self.env["ir.attachment"].search(
            [("id", "!=", False), ("res_model", "in", list(records))]
        )
        self.assertTrue(files)
        self._close()
        with patch.object(
            self.env.registry["ir.attachment"], "_file_delete"
        ) as file_delete:
            self._run_cron()
        self.assertMarkerOnlyWhereAllowed()
        self.assertFalse(files.exists())
        self.assertTrue(file_delete.called)

    def test_marker_is_nowhere_after_a_request(self):
        self._plant()
        case = self._close()
        talks = len(case.interview_ids)
        wizard = self._erase_on_request()
        self.assertMarkerOnlyWhereAllowed()
        self.assertTrue(case.erased_date)
        self.assertFalse(wizard.preview)
        lines = self.env["hr.retention.log"].search(
            [("company_id", "=", self.company.id)], order="id"
        )
        self.assertEqual(
            [
                (line.model, line.count)
                for line in lines
                # Other addons erase what they know of the person, by the same rules.
                if self.env[line.model]._original_module == "hr_exit_interview"
            ],
            [
                ("hr.exit.interview", talks),
                ("hr.offboarding.agreement", 1),
                ("hr.offboarding", 1),
            ],
        )
        self.assertEqual(set(lines.mapped("rule")), {"request"})
        self.assertEqual(set(lines.mapped("ground")), {"objection"})
        self.assertEqual(lines.user_id, self.user_admin_hr)

    def test_waiting_mails_to_colleagues_go_and_those_of_others_stay(self):
        """One word is no mark, and a mail of a record goes with its record."""
        employee = self.employee_leaver
        mails = self.env["mail.mail"].create(
            [
                {"subject": f"Work of {employee.name} is yours", "email_to": "a@b.com"},
                {"body_html": f"<p>Write to {employee.private_email}</p>"},
                {"subject": f"{employee.name} bought", "model": "res.partner"},
                {"subject": "Work of Lea is yours", "email_to": "a@b.com"},
                {"subject": "Sale 100% off_", "body_html": "<p>Somebody else</p>"},
                {"body_html": f"<p>Write to al-{employee.private_email}</p>"},
                {"body_html": f"<p>Write to {employee.private_email}.au</p>"},
                {"subject": f"Work of Jo{employee.name}son is yours"},
            ]
        )
        self._finish().action_close()
        self._erase_on_request()
        self.assertEqual(mails.exists(), mails[2:])

    def _get_analysis(self):
        """What the analysis says of this company, without who it was."""
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env["hr.offboarding.analysis"].search(
            [("company_id", "=", self.company.id)]
        )
        facts = ("date_end", "department_id", "kind", "leaver_count", "voluntary_count")
        return sorted(repr([row[name] for name in facts]) for row in rows)

    def test_number_of_leavers_stays_when_they_are_erased(self):
        """One with a stint in the ledger, one without, and one who was no leaver."""
        newcomer, late = self._new_employee("No Show"), self._new_employee("La Te")
        for employee in newcomer + late:
            employee.current_version_id.contract_date_start = "2026-05-01"
        self._finish().action_close()
        (newcomer + late).action_archive()
        cases = (newcomer + late).offboarding_ids
        for case, reason in zip(
            cases, self.reason_resigned + self._new_reason("death"), strict=True
        ):
            case._complete_with(reason, case.departure_date)
        self.assertFalse((newcomer + late).employment_period_ids)
        before = self._get_analysis()
        self.assertEqual(len(before), 3)
        (cases + self.case.sudo())._privacy_erase("request", "objection")
        self.assertEqual(self._get_analysis(), before)
        self.assertFalse(cases.employee_id)
        self.assertEqual(cases.mapped("is_counted_alone"), [True, True])
        self.assertFalse(self.case.sudo().is_counted_alone)
        self.assertFalse(self.case.sudo().reason_id)

    def _new_reason(self, kind):
        return self.env["hr.departure.reason"].create(
            {"name": kind, "type": "neutral", "kind": kind}
        )

    def test_erasing_twice_erases_nothing_twice(self):
        self._plant()
        self._close()
        self._erase_on_request()
        count = self.env["hr.retention.log"].search_count([])
        self._erase_on_request()
        self.assertEqual(self.env["hr.retention.log"].search_count([]), count)

    def test_data_of_others_stay(self):
        other = self._new_offboarding(self.employee_manager)
        other.action_confirm()
        other.sudo().stated_reason = "Another story"
        tasks = other.task_ids
        self._plant()
        self._close()
        self._erase_on_request()
        self.assertEqual(other.sudo().stated_reason, "Another story")
        self.assertEqual(other.task_ids, tasks)
        self.assertEqual(other.employee_id, self.employee_manager)
        self.assertTrue(other.interview_ids)

    def test_what_is_needed_stands_in_the_way_and_nothing_is_half_erased(self):
        wizard = self.env["hr.privacy.erase"].with_user(self.user_admin_hr)
        wizard = wizard.create({"employee_id": self.employee_leaver.id})
        self.assertIn("still open", wizard.obstacles)
        with self.assertRaisesRegex(UserError, "Close it first"):
            wizard.action_erase()
        case = self._finish()
        case.action_close()
        agreement = self.env["hr.offboarding.agreement"].create(
            {"employee_id": self.employee_leaver.id, "signed_date": "2021-05-01"}
        )
        agreement.action_put_in_force()
        with self.assertRaisesRegex(UserError, "still binds"):
            self._erase_on_request()
        agreement.release_reason = "Erasure was asked for"
        agreement.action_release()
        case.with_user(self.user_admin_hr)._do_hold("Claim 12/2026")
        with self.assertRaisesRegex(UserError, "Claim 12/2026"):
            self._erase_on_request()
        self.assertTrue(self.interview.employee_id)
        self.assertFalse(case.erased_date)
        case.with_user(self.user_admin_hr)._do_release_hold()
        self._erase_on_request()
        self.assertTrue(case.erased_date)
        self.assertFalse(agreement.exists())

    def test_preview_counts_what_will_go(self):
        wizard = self.env["hr.privacy.erase"].with_user(self.user_admin_hr)
        wizard = wizard.create({"employee_id": self.employee_leaver.id})
        lines = wizard.preview.splitlines()
        self.assertIn("Departure: 1", lines)
        talks = len(self.case.sudo().interview_ids)
        self.assertIn(f"Exit Interview: {talks}", lines)
        tasks = len(self.case.sudo().task_ids)
        self.assertIn(f"Offboarding Task: {tasks}", lines)

    def test_only_hr_administrators_erase(self):
        self._finish().action_close()
        for user in (self.user_officer, self.user_manager, self.user_leaver):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._erase_on_request(user)
        wizard = self.env["hr.privacy.erase"].create(
            {"employee_id": self.employee_leaver.id}
        )
        with self.assertRaises(AccessError):
            wizard.with_user(self.user_officer).action_erase()

    def test_link_to_the_own_page_is_dead(self):
        case = self._finish()
        case._do_send_own_page()
        link = case._get_signed_link("own_page")
        token = link.rsplit("/", 1)[1]
        find = self.env["hr.offboarding"]._find_by_signed_link
        self.assertEqual(find("own_page", case.id, token), case)
        case.action_close()
        self._erase_on_request()
        self.assertFalse(find("own_page", case.id, token))

    def _has_text(self, Model):
        return any(
            field.store
            and field.column_type
            and field.type in ("char", "text", "html")
            and not field.translate
            and field.name not in TECHNICAL
            for field in Model._fields.values()
        )
