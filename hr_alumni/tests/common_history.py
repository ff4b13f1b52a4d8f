"""Rows of past leavers, as tests of the import write them."""

import base64
import csv
import io

from ..tools.history_row import COLUMNS, clean_row
from .common import AlumniCase


class HistoryCase(AlumniCase):
    """`AlumniCase`, with the alumni manager as the one who imports."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alumni_model = cls.env["hr.alumni"]
        cls.imports = cls.env["hr.alumni.import"].with_user(cls.user_alumni)

    @classmethod
    def _row(cls, name="Pia Past", number="P1", **cells):
        return {
            "name": name,
            "employee_number": number,
            "date_start": "2012-01-01",
            "date_end": "2015-06-30",
            **cells,
        }

    @classmethod
    def _many(cls, count, first=0):
        """So many people, each with an address and a stint of their own."""
        return [
            cls._row(
                f"Past {number} Leaver",
                f"X{number}",
                private_email=f"past.{number}@example.com",
                private_phone=f"+1 555 010 {number:04}",
                department="Research",
                job="Chemist",
            )
            for number in range(first, first + count)
        ]

    def _clean(self, rows):
        words = self.alumni_model._get_history_words()
        today = self.env["hr.alumni.import"]._get_today()
        clean = [
            clean_row(number, row, "detect", today, words)
            for number, row in enumerate(rows, 2)
        ]
        self.assertFalse([row.errors for row in clean if row.errors])
        return clean

    def _write_rows(self, *rows):
        """Import rows by the engine, and return the outcomes."""
        outcomes = self.alumni_model._import_history(self._clean(rows), self.company)
        self.env.flush_all()
        return outcomes

    def _find(self, number):
        return self.alumni_model.search(
            [("employee_number", "=", number), ("company_id", "=", self.company.id)]
        )

    @classmethod
    def _file(cls, rows, encoding="utf-8"):
        """A CSV file of these rows, as a binary field takes it."""
        output = io.StringIO()
        writer = csv.DictWriter(output, COLUMNS)
        writer.writeheader()
        writer.writerows(rows)
        return base64.b64encode(output.getvalue().encode(encoding))

    @classmethod
    def _new_import(cls, rows, **values):
        return cls.imports.create(
            {"file": cls._file(rows), "file_name": "past.csv", **values}
        )

    def _get_counts(self, record):
        record.invalidate_recordset()
        return {name: record[name] for name in record._COUNTS if record[name]}
