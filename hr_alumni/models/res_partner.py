import logging

from psycopg2 import IntegrityError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.modules.db import FunctionStatus
from odoo.tools import SQL, mute_logger

_logger = logging.getLogger(__name__)

# Model, states that count, and what an employer with such a document is to us.
DOCUMENTS = (
    ("sale.order", ("sale", "done"), "customer"),
    ("purchase.order", ("purchase", "done"), "supplier"),
)
# Models that go or are emptied with a contact: the network, accounts, what was sent.
NO_DOCUMENTS = (
    "hr.alumni",
    "mail.",
    "mailing.",
    "discuss.",
    "bus.",
    "privacy.",
    "res.users",
    "res.company",
    "calendar.attendee",
    "event.registration",
    "survey.user_input",
)
ORDER = ("customer", "prospect", "supplier")


def get_name_index(registry):
    """Definition of the index by which people are found by a part of their name."""
    return (
        f"USING gin ({registry.unaccent('name')} gin_trgm_ops)"
        if registry.has_trigram and registry.has_unaccent != FunctionStatus.PRESENT
        else ""
    )


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

    _alumni_name_idx = models.Index(get_name_index)

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

    def _erase_former_colleague(self, touched=None):
        """Delete the contacts of people who were erased, or take the name off them.

        A contact was made for the record of the former colleague. Where documents of
        others need it meanwhile, such as orders or invoices, it stays as it is: they
        have times of their own. Where only an account holds on to it, it stays without
        saying whose it was.

        :param touched: dict of model to ids whose messages and files are deleted
        :return: the contacts that stay as they are
        """
        others = self.env["hr.alumni"].search([("partner_id", "in", self.ids)])
        contacts = self - others.partner_id  # Of another company of the group.
        needed = contacts.browse(contacts._get_documents().keys())
        gone = contacts - needed
        if touched is not None:
            touched[self._name].update(gone.ids)
            gone._delete_mails_to_them(touched)
        if gone and not gone._try_unlink():
            held = gone.filtered(lambda contact: not contact._try_unlink())
            held._take_name_off()
        return needed

    def _delete_mails_to_them(self, touched):
        """Delete what was mailed to these contacts and to nobody else."""
        if not self:
            return
        rows = self.env.execute_query(
            SQL(
                """
                SELECT message.id
                  FROM mail_message message
                  JOIN mail_message_res_partner_rel mine
                    ON mine.mail_message_id = message.id
                   AND mine.res_partner_id IN %(contacts)s
                 WHERE message.message_type != 'comment'
                   AND NOT EXISTS (
                       SELECT 1 FROM mail_message_res_partner_rel other
                        WHERE other.mail_message_id = message.id
                          AND other.res_partner_id NOT IN %(contacts)s)
                """,
                contacts=self._ids,
            )
        )
        messages = self.env["mail.message"].browse({id_ for [id_] in rows})
        # The files, such as the invitation to a meeting, and the mails go with them.
        messages.attachment_ids.unlink()
        messages.unlink()

    def _try_unlink(self):
        try:
            with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                self.unlink()
        except (IntegrityError, UserError):
            return False
        return True

    def _take_name_off(self):
        _logger.info("Contacts %s stay without their names.", self.ids)
        texts = {
            name: False
            for name, field in self._fields.items()
            if field.type in ("char", "text", "html", "image")
            and field.store
            and not field.required
            and (not field.compute or field.inverse)
        }
        self.write({**texts, "name": self.env._("Former colleague"), "active": False})

    def _get_documents(self):
        """What others keep about these contacts, and would lose or empty with them.

        :return: dict of the id of a contact to the labels of the models
        """
        if not self:
            return {}
        queries = [
            SQL(
                "SELECT DISTINCT %s AS contact, %s AS model FROM %s WHERE %s IN %s",
                SQL.identifier(name),
                model,
                SQL.identifier(self.env[model]._table),
                SQL.identifier(name),
                self._ids,
            )
            for model, name in self._get_document_links()
        ]
        self.env.flush_all()
        found = {}
        for contact, model in self.env.execute_query(SQL(" UNION ").join(queries)):
            # Sudo: names of models are for administrators.
            label = self.env["ir.model"].sudo()._get(model).name
            found.setdefault(contact, []).append(label)
        return found

    @api.model
    def _get_document_links(self):
        """Hook: pairs of model and field by which a document names a contact.

        Not those of the network itself, nor what is sent, noted and followed about a
        contact: that goes with it.
        """
        return [
            (Model._name, field.name)
            for Model in self.env.values()
            if Model._auto
            and not Model._abstract
            and not Model._transient
            and not Model._name.startswith(NO_DOCUMENTS)
            for field in Model._fields.values()
            if field.type == "many2one"
            and field.comodel_name == self._name
            and field.store
            and field.column_type
            and not field.inherited
            and not (Model._name == self._name and field.name != "parent_id")
        ]
