import logging

from psycopg2 import IntegrityError

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import mute_logger

_logger = logging.getLogger(__name__)

# Model, states that count, and what an employer with such a document is to us.
DOCUMENTS = (
    ("sale.order", ("sale", "done"), "customer"),
    ("purchase.order", ("purchase", "done"), "supplier"),
)
ORDER = ("customer", "prospect", "supplier")


class ResPartner(models.Model):
    _inherit = "res.partner"

    alumni_ids = fields.One2many(
        "hr.alumni",
        "partner_id",
        string="Former Colleague",
        groups="hr_alumni.group_manager,hr.group_hr_user",
    )
    is_competitor = fields.Boolean(
        string="Competitor",
        groups="hr_alumni.group_user,sales_team.group_sale_salesman",
        help="Former colleagues who work here get limited content and bring no leads.",
    )
    is_public_body = fields.Boolean(
        string="Public Body",
        groups="hr_alumni.group_user,sales_team.group_sale_salesman",
        help="Former colleagues who work here get no gifts.",
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

    def _get_relations_to_us(self):
        """What these companies are to us, by leads and by orders where installed.

        :return: dict of (id of our company, id of the commercial partner): customer,
            prospect or supplier, the first of these that holds
        """
        found = {}
        # Sudo: a relation tells no customer's business, and those who see it have no
        # rights in sales or purchase.
        partners = self.sudo().commercial_partner_id
        everywhere = partners.env["res.company"].search(fields.Domain.TRUE)
        for model, condition, read in partners._get_relation_sources():
            rows = partners.env[model]._read_group(
                [*condition, ("partner_id.commercial_partner_id", "in", partners.ids)],
                ["company_id", "partner_id"],
            )
            for company, partner in rows:
                companies = company or everywhere
                for one in companies:
                    key = one.id, partner.commercial_partner_id.id
                    found.setdefault(key, set()).add(read)
        return {
            key: next(relation for relation in ORDER if relation in relations)
            for key, relations in found.items()
        }

    def _get_relation_sources(self):
        """Hook: triples of model, condition, and what its documents tell."""
        sources = [
            ("crm.lead", [("won_status", "=", "won")], "customer"),
            ("crm.lead", [("won_status", "=", "pending")], "prospect"),
        ]
        sources += [
            (model, [("state", "in", states)], relation)
            for model, states, relation in DOCUMENTS
            if model in self.env
        ]
        return sources

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
