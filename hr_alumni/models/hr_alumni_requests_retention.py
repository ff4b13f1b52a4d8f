from odoo import models


class HrAlumniRequestsRetention(models.Model):
    """What an erasure finds of requests besides the records themselves."""

    _inherit = "hr.alumni"

    def _retention_strip(self, touched):
        # Activities hang on no record: nothing else would find them.
        self.request_ids.activity_id.unlink()
        return super()._retention_strip(touched)
