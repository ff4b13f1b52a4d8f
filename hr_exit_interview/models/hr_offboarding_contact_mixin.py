from odoo import api, fields, models


class HrOffboardingContactMixin(models.AbstractModel):
    """A row about one contact of the leaver, shown by the rights of whoever looks.

    The row points at a contact, or at a record that knows an address where there is no
    contact yet, such as a lead. Neither of the two can be read: name and address come
    from them by own rights, and are empty for those who may not see the record.
    """

    _name = "hr.offboarding.contact.mixin"
    _description = "Contact of a Leaver"

    partner_id = fields.Many2one(
        "res.partner",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        groups=fields.NO_ACCESS,
    )
    source_model = fields.Char(readonly=True, groups=fields.NO_ACCESS)
    source_res = fields.Integer(readonly=True, groups=fields.NO_ACCESS)
    why = fields.Char(
        string="Concerned by",
        readonly=True,
        help="What the leaver had to do with this contact, as far as it is open.",
    )
    contact_id = fields.Many2one(
        "res.partner", compute="_compute_contact", compute_sudo=False
    )
    contact_name = fields.Char(
        string="Name", compute="_compute_contact", compute_sudo=False
    )
    contact_label = fields.Char(
        string="Contact", compute="_compute_contact_label", compute_sudo=False
    )
    contact_email = fields.Char(
        string="E-mail", compute="_compute_contact", compute_sudo=False
    )
    contact_phone = fields.Char(
        string="Phone", compute="_compute_contact", compute_sudo=False
    )

    @api.depends_context("uid", "allowed_company_ids")
    @api.depends("partner_id", "source_model", "source_res")
    def _compute_contact(self):
        # Sudo: what the rows point at; whether it is shown is up to own rights.
        sources = {row: row.sudo()._get_source() for row in self}
        for model in {source._name for source in sources.values()}:
            rows = self.filtered(lambda row, model=model: sources[row]._name == model)
            ids = [sources[row].id for row in rows]
            # Own rights, also where the rows are read in sudo.
            records = self.env[model].sudo(False).browse(ids).exists()
            seen = set(records._filtered_access("read").ids)
            for row in rows:
                source = sources[row] if sources[row].id in seen else None
                facts = row._get_contact_facts(source) if source else {}
                row.contact_id = source if source and model == "res.partner" else False
                row.contact_name = facts.get("name")
                row.contact_email = facts.get("email")
                row.contact_phone = facts.get("phone")

    @api.depends_context("lang")
    @api.depends("contact_name")
    def _compute_contact_label(self):
        for row in self:
            row.contact_label = row.contact_name or self.env._("(not shown to you)")

    def _get_key(self):
        """The key of this contact, as `_find_contacts` of departures has it."""
        self.ensure_one()
        row = self.sudo()  # What the row points at cannot be read.
        if row.partner_id:
            return (row.partner_id.id, False, False)
        return (False, row.source_model, row.source_res)

    @api.model
    def _prepare_contact_values(self, key, facts):
        """Hook: values of the row of a contact, as `_find_contacts` has found it."""
        partner, model, res = key
        return {
            "partner_id": partner,
            "source_model": model,
            "source_res": res,
            "why": self.env["hr.offboarding"]._get_contact_text(facts),
        }

    def _get_source(self):
        """The record that knows the contact: a `res.partner`, a lead or the like."""
        self.ensure_one()
        if not self.partner_id and self.source_model in self.env:
            return self.env[self.source_model].browse(self.source_res)
        return self.partner_id

    @api.model
    def _get_contact_facts(self, source):
        """Hook: dict with `name`, `email` and `phone` of a record, or False."""
        if source._name == "res.partner":
            name, email = source.display_name, source.email
        else:
            name = self._get_first_value(source, ("contact_name", "partner_name"))
            name = name or source.display_name
            email = self._get_first_value(source, ("email_from", "email"))
        return {
            "name": name,
            "email": email,
            "phone": self._get_first_value(source, ("phone", "mobile")),
        }

    @api.model
    def _get_first_value(self, record, names):
        values = (record[name] for name in names if name in record._fields)
        return next(filter(None, values), False)
