from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from .retention_common import RetentionCase


@tagged("post_install", "-at_install")
@freeze_time("2026-03-16")
class TestHrRetentionLog(RetentionCase):
    def test_register_is_kept_as_it_is(self):
        self._finish()
        self._run_cron()
        line = self.env["hr.retention.log"].search([], limit=1)
        for step in (lambda: line.write({"count": 0}), line.unlink):
            with self.assertRaises(UserError):
                step()
