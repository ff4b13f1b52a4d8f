"""A marker in every text of every record about one leaver."""

import base64

from odoo.tools import SQL

from .retention_common import RetentionCase, find_text

MARKER = "Quagga-5519"
# Texts by which the code finds its way: with the marker it would not.
TECHNICAL = {"model", "field_name", "source_model", "res_model", "name"}


class PlantedCase(RetentionCase):
    """A leaver with the marker everywhere, for what erases it and what tells it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee_leaver.write(
            {
                "name": f"Lea {MARKER}",
                "private_email": f"{MARKER}@example.com".lower(),
                "key_person_note": MARKER,
                "is_key_person": True,
            }
        )
        cls.env.flush_all()

    def _plant(self):
        """Put the marker into every text of every record about the leaver."""
        case = self.case.sudo()
        self._send()
        self._answer(main_reason="car", keep=MARKER)
        self.env["hr.offboarding.asset"].create(
            {"offboarding_id": case.id, "name": "Laptop"}
        )
        self.env["hr.offboarding.due"].create(
            {"offboarding_id": case.id, "name": "Advance", "amount": 5}
        )
        self.env["hr.offboarding.agreement"].create(
            {
                "employee_id": self.employee_leaver.id,
                "signed_date": "2021-05-01",
                "offboarding_id": case.id,
            }
        )
        self.env["hr.offboarding.letter"].create(
            {"offboarding_id": case.id, "kind": "reference", "name": "Reference"}
        )
        self.env["res.partner"].create(
            {"name": "A customer", "user_id": self.user_leaver.id}
        )
        case.action_view_handover()
        case.handover_ids.action_approve()
        case.handover_ids.action_run()
        tracks = case.urgent_ids or self.env["hr.offboarding.urgent"]._open_for(
            {case: "short"}
        )
        tracks.call_ids.create({"urgent_id": tracks.id})
        case._do_send_own_page()
        records = self._get_records(case)
        for model in records.values():
            self._fill_texts(model)
        self._attach(records)
        return records

    def _get_records(self, case):
        handover = case.handover_ids
        return {
            records._name: records.sudo()
            for records in (
                case,
                case.task_ids,
                case.asset_ids,
                case.due_ids,
                case.letter_ids,
                case.interview_ids,
                case.interview_ids.answer_ids,
                case.employee_id.agreement_ids,
                handover,
                handover.line_ids,
                handover.log_ids,
                case.urgent_ids,
                case.urgent_ids.call_ids,
            )
        }

    def _fill_texts(self, records):
        """Past all that protects them, as an import or an older version might have."""
        self.assertTrue(records, f"{records._name}: nothing to plant in.")
        names = [
            field.name
            for field in records._fields.values()
            if field.store
            and field.column_type
            and field.type in ("char", "text", "html")
            and not field.translate
            and field.name not in TECHNICAL
            and field.name != "retention_error"
        ]
        if records._name in ("hr.offboarding.asset", "hr.offboarding.due"):
            names.append("name")
        self.env.flush_all()
        for name in names:
            self.env.cr.execute(
                SQL(
                    "UPDATE %s SET %s = %s WHERE id IN %s",
                    SQL.identifier(records._table),
                    SQL.identifier(name),
                    f"{MARKER} {name}",
                    records._ids,
                )
            )
        self.env.invalidate_all()

    def _attach(self, records):
        for model, found in records.items():
            self.env["ir.attachment"].create(
                [
                    {
                        "name": f"{MARKER}.txt",
                        "raw": MARKER.encode(),
                        "description": MARKER,
                        "res_model": model,
                        "res_id": record.id,
                    }
                    for record in found[:2]
                ]
            )
            self.env["ir.model.data"].create(
                {
                    "module": "__import__",
                    "name": f"{model}.{MARKER}",
                    "model": model,
                    "res_id": found[0].id,
                }
            )
        task = records["hr.offboarding.task"][0]
        task.proof_file = base64.b64encode(MARKER.encode())
        task.message_post(body=MARKER)
        task.activity_schedule("mail.mail_activity_data_todo", note=MARKER)
        records["hr.offboarding.agreement"][0].document = base64.b64encode(b"Signed")
        self.env["mail.mail"].create(
            {
                "subject": MARKER,
                "body_html": MARKER,
                "email_to": self.employee_leaver.private_email,
            }
        )

    def _close(self):
        case = self._finish()
        case.due_ids.waive_reason = case.asset_ids.waive_reason = MARKER
        case.due_ids.action_waive()
        case.asset_ids.action_waive()
        case.action_close()
        agreements = case.employee_id.agreement_ids
        agreements.action_put_in_force()
        agreements.release_reason = MARKER
        agreements.action_release()
        return case

    def _find_marker(self):
        """Return the tables that hold the marker, each with its columns."""
        return find_text(self.env, MARKER)
