import logging

from psycopg2 import IntegrityError

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

_logger = logging.getLogger(__name__)


class ResPartner(models.Model):
    _inherit = "res.partner"

    alumni_ids = fields.One2many(
        "hr.alumni",
        "partner_id",
        string="Former Colleague",
        groups="hr_alumni.group_manager,hr.group_hr_user",
    )

    def action_view_alumni(self):
        """Open this person's record in the network of former colleagues."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.alumni",
            "view_mode": "form",
            "res_id": self.alumni_ids[:1].id,
        }

    def _erase_former_colleague(self):
        """Delete the contact of somebody who was erased, or take the name off it.

        The contact was made for the record of the former colleague. Where something
        else needs it meanwhile, it stays, without saying whose it was.
        """
        self.ensure_one()
        if self.env["hr.alumni"].search_count([("partner_id", "=", self.id)], limit=1):
            return  # Of another company of the group.
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
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
