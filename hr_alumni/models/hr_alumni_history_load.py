from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools.history_row import clean_row

# Fields that the platform's import screen offers, and the column that each one is.
COLUMN_OF = {
    "person_name": "name",
    "employee_number": "employee_number",
    "private_email": "private_email",
    "private_phone": "private_phone",
    "stint_start": "date_start",
    "stint_end": "date_end",
    "stint_department": "department",
    "stint_job": "job",
    "stint_office": "office",
    "stint_led": "led",
    "stint_reason": "reason",
    "background": "background",
    "employer_now": "employer",
    "job_now": "job_title",
    "city": "city",
    "country_id": "country",
    "language": "language",
}


class HrAlumniHistoryLoad(models.Model):
    """Past leavers through the platform's own import screen, a few hundred at a time.

    The first fields exist for that screen only: nothing is stored in them. A file with
    a column of names is a list of past leavers, and goes the same way as an import of
    many rows; any other file is imported as everywhere.
    """

    _inherit = "hr.alumni"

    person_name = fields.Char(string="Name", store=False, exportable=False)
    stint_start = fields.Date(string="First Day", store=False, exportable=False)
    stint_end = fields.Date(string="Last Day", store=False, exportable=False)
    stint_department = fields.Char(string="Department", store=False, exportable=False)
    stint_job = fields.Char(string="Job", store=False, exportable=False)
    stint_office = fields.Char(string="Office", store=False, exportable=False)
    stint_led = fields.Char(string="Led People", store=False, exportable=False)
    stint_reason = fields.Char(
        string="Reason of Departure", store=False, exportable=False
    )
    employer_now = fields.Char(string="Current Employer", store=False, exportable=False)
    job_now = fields.Char(string="Current Job Title", store=False, exportable=False)
    language = fields.Char(store=False, exportable=False)

    @api.model
    def get_import_templates(self):
        """Offer the template with the columns that an import reads."""
        return [
            {
                "label": self.env._("Template for Past Leavers"),
                "template": "/hr_alumni/import/template",
            }
        ]

    @api.model
    def load(self, fields, data):
        """Import rows; a column of names makes them a list of past leavers."""
        if "person_name" not in fields:
            return super().load(fields, data)
        if not self._may_import_history():
            raise AccessError(self._get_import_refusal())
        limit = self.env.context.get("_import_limit") or len(data)
        with self.env.cr.savepoint() as savepoint:
            ids, messages = self._load_history(fields, data[:limit])
            if any(message["type"] == "error" for message in messages):
                savepoint.rollback()
                self.env.invalidate_all(flush=False)
                ids = False
        return {
            "ids": ids,
            "messages": messages,
            "nextrow": limit if limit < len(data) else 0,
        }

    @api.model
    def _may_import_history(self):
        """Whether the user imports past leavers: alumni managers, HR administrators."""
        return self.env["hr.alumni.import"].has_access("create")

    @api.model
    def _get_import_refusal(self):
        return self.env._(
            "Past leavers are imported by alumni managers and HR administrators."
        )

    @api.model
    def _load_history(self, names, data):
        """Return ids and messages as core's own import does."""
        strange = [name for name in names if name not in COLUMN_OF]
        if strange:
            message = self.env._(
                "These columns cannot be imported together with the name: %(columns)s. "
                "Leave them out.",
                columns=", ".join(strange),
            )
            return [], [self._prepare_load_message("error", 0, message)]
        today = self.env["hr.alumni.import"]._get_today()
        words = self._get_history_words()
        rows = [
            clean_row(
                number,
                {
                    COLUMN_OF[name]: cell
                    for name, cell in zip(names, cells, strict=True)
                },
                "ymd",  # The screen has read the dates.
                today,
                words,
            )
            for number, cells in enumerate(data)
        ]
        messages = [
            self._prepare_load_message(
                "error", row.number, self._get_history_message(code), column
            )
            for row in rows
            for column, code in row.errors.items()
        ]
        good = [row for row in rows if not row.errors]
        outcomes = self._import_history(good, self.env.company)
        for outcome in outcomes:
            messages += self._get_load_messages(outcome)
        ids = [one.person.record[1][0] for one in outcomes if not one.refusal]
        return ids, messages

    @api.model
    def _get_load_messages(self, outcome):
        number = outcome.row.number
        if refusal := outcome.refusal:
            text = self._get_history_message(refusal.code, refusal.fact)
            return [self._prepare_load_message("error", number, text, refusal.column)]
        return [
            self._prepare_load_message(
                "warning", number, self._get_history_message(code), column
            )
            for column, code in outcome.notes
        ]

    @api.model
    def _prepare_load_message(self, kind, number, text, column="name"):
        names = {key: name for name, key in COLUMN_OF.items()}
        return {
            "type": kind,
            "message": text,
            "record": number,
            "rows": {"from": number, "to": number},
            "field": names[column],
            "field_name": self._get_history_titles()[column],
        }
