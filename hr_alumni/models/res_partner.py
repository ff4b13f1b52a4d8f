import logging

from psycopg2 import IntegrityError

from odoo import models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class ResPartner(models.Model):
    _inherit = "res.partner"

    def _erase_former_colleague(self):
        """Delete the contact of somebody who was erased, or take the name off it.

        The contact was made for the record of the former colleague. Where something
        else needs it meanwhile, it stays, without saying whose it was.
        """
        self.ensure_one()
        if self.env["hr.alumni"].search_count([("partner_id", "=", self.id)], limit=1):
            return  # Of another company of the group.
        try:
            with self.env.cr.savepoint():
                self.unlink()
        except (IntegrityError, UserError):
            _logger.info("Contact %s stays without its name.", self.id)
            self.write(
                {
                    "name": self.env._("Former colleague"),
                    "email": False,
                    "phone": False,
                    "active": False,
                }
            )
