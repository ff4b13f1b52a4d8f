"""What the tests of keeping and erasing share."""

from datetime import datetime
from unittest.mock import patch

from freezegun import freeze_time

from .exit_common import ExitInterviewCase

AFTERWARDS = datetime(2029, 1, 1, 12)


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
        return [(line.model, line.count, line.rule) for line in lines]
