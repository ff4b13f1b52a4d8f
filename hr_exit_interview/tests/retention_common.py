"""What the tests of keeping and erasing share."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from odoo.tools import SQL

from .exit_common import ExitInterviewCase

AFTERWARDS = datetime(2029, 1, 1, 12)


def find_text(env, text):
    """Search all texts of the database, for what must not be left after an erasure.

    :return: dict of the name of a table to the columns that hold it
    """
    env.flush_all()
    columns = env.execute_query(
        SQL(
            """
            SELECT c.table_name, c.column_name
              FROM information_schema.columns c
              JOIN information_schema.tables t USING (table_schema, table_name)
             WHERE c.table_schema = current_schema() AND t.table_type = 'BASE TABLE'
               AND c.data_type IN ('text', 'character varying', 'jsonb', 'json')
            """
        )
    )
    tables = {}
    for table, column in columns:
        tables.setdefault(table, []).append(column)
    found = {}
    for table, names in tables.items():
        counts = env.execute_query(
            SQL(
                "SELECT %s FROM %s",
                SQL(", ").join(
                    SQL(
                        "count(*) FILTER (WHERE %s::text ILIKE %s)",
                        SQL.identifier(name),
                        f"%{text}%",
                    )
                    for name in names
                ),
                SQL.identifier(table),
            )
        )[0]
        hits = [name for name, count in zip(names, counts, strict=True) if count]
        if hits:
            found[table] = hits
    return found


class RetentionCase(ExitInterviewCase):
    """A confirmed departure, and the cron of a later day."""

    def _run_cron(self, now=AFTERWARDS, failures=()):
        """Erase what is due; all but the records in `failures` are erased."""
        self.env.flush_all()
        with (
            freeze_time(now),
            patch.object(
                self.env.registry["ir.cron"], "_commit_progress", return_value=1000
            ) as progress,
        ):
            self.env["hr.retention.mixin"]._cron_erase_due()
        self.env.invalidate_all()
        for Model in self.env["hr.retention.mixin"]._get_retention_models():
            failed = Model.search([("retention_error", "!=", False)])
            self.assertEqual(
                set(failed),
                {record for record in failures if record._name == Model._name},
                failed.mapped("retention_error"),
            )
        return progress

    def _finish(self, case=None):
        case = (case or self.case).sudo()
        case.task_ids.note = "Seen"
        case.task_ids.action_done()
        case.action_depart()
        return case

    def _log(self):
        lines = self.env["hr.retention.log"].search(
            [("company_id", "=", self.company.id)], order="id"
        )
        return [
            (line.model, line.count, line.rule)
            for line in lines
            # Other addons erase what they know of the person, by the same rules.
            if self.env[line.model]._original_module == "hr_exit_interview"
        ]
