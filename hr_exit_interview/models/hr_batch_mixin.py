import logging

from psycopg2 import OperationalError

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import split_every

_logger = logging.getLogger(__name__)


class HrBatchMixin(models.AbstractModel):
    """How scheduled jobs work on many records so that none stops another."""

    _name = "hr.batch.mixin"
    _description = "Work on Many Records"

    def _split_every(self, size):
        """Return these records as a list of recordsets of at most `size`."""
        return [self.browse(ids) for ids in split_every(size, self.ids)]

    def _run_by_batches(self, batches, step, error_field):
        """Run a step on each batch and commit after it, while the job has time.

        :param batches: list of recordsets
        :param step: name of a method; it must do nothing for what is done already,
            because a job that was killed begins again with its last batch
        :param error_field: name of the field that keeps why the step failed
        """
        remaining = sum(map(len, batches))
        for batch in batches:
            batch._run_or_park(step, error_field)
            remaining -= len(batch)
            time_left = self.env["ir.cron"]._commit_progress(
                len(batch), remaining=remaining
            )
            if not time_left:
                break

    def _run_or_park(self, step, error_field):
        """Run a step on all at once; when that fails, on each alone.

        One that fails alone keeps the reason and is as it was before.
        """
        records = self.try_lock_for_update()
        if not records:
            return
        try:
            with self.env.cr.savepoint():
                getattr(records, step)()
        except OperationalError:
            # Another transaction is in the way: the job begins again as a whole.
            raise
        except Exception as error:
            # Whatever went wrong with this one, the others go on.
            if len(records) > 1:
                for record in records:
                    record._run_or_park(step, error_field)
                return
            unexpected = not isinstance(error, UserError)
            _logger.warning("%s: %s failed.", records.name, step, exc_info=unexpected)
            records.write(records._prepare_park_values(error_field, error))

    def _prepare_park_values(self, error_field, error):
        """Hook: what is kept of a step that failed for this record."""
        self.ensure_one()
        return {error_field: str(error)}
