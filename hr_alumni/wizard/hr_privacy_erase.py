from odoo import api, fields, models
from odoo.fields import Command


class HrPrivacyErase(models.TransientModel):
    """Erases former colleagues, too, whether or not there is an employee record.

    The contact goes with the record when it was made for it; where documents of others
    need it, it stays, and the wizard says so beforehand.
    """

    _inherit = "hr.privacy.erase"

    employee_id = fields.Many2one(required=False)
    alumni_ids = fields.Many2many(
        "hr.alumni", string="Former Colleagues", readonly=True
    )
    kept = fields.Text(string="Stays", compute="_compute_kept")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        if "alumni_ids" in fields and context.get("active_model") == "hr.alumni":
            values["alumni_ids"] = [Command.set(context.get("active_ids", []))]
        return values

    @api.depends("employee_id", "alumni_ids")
    def _compute_preview(self):
        return super()._compute_preview()

    @api.depends("employee_id", "alumni_ids")
    def _compute_kept(self):
        for wizard in self:
            records = wizard._get_records()
            alumni = [found for found in records if found._name == "hr.alumni"]
            contacts = self.env["res.partner"].union(
                *(found.partner_id for found in alumni)
            )
            documents = contacts._get_documents()
            wizard.kept = "\n".join(
                self.env._(
                    "The contact %(name)s, because of: %(documents)s",
                    name=contacts.browse(contact).name,
                    documents=", ".join(sorted(labels)),
                )
                for contact, labels in documents.items()
            )

    def _check_can_erase(self):
        result = super()._check_can_erase()
        self.alumni_ids.check_access("unlink")
        return result

    def _get_records(self):
        if not self.alumni_ids:
            return super()._get_records()
        # Sudo after the check in the button, as for the data of employees.
        alumni = self.alumni_ids.sudo()
        models_kept = alumni.env["hr.retention.mixin"]._get_retention_models()
        found = [
            Model.search(
                [
                    (name, "in", alumni.ids),
                    ("erased_date", "=", False),
                ]
            )
            for Model in models_kept
            for name in ("id" if Model._name == alumni._name else "alumni_id",)
            if name in Model._fields
        ]
        return [records for records in found if records]
