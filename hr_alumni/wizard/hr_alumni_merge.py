from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class HrAlumniMerge(models.TransientModel):
    """Asks which record of a person is kept, and merges the others into it."""

    _name = "hr.alumni.merge"
    _description = "Merge Former Colleagues"

    alumni_ids = fields.Many2many("hr.alumni", string="Records", required=True)
    kept_id = fields.Many2one(
        "hr.alumni",
        string="Keep",
        required=True,
        domain="[('id', 'in', alumni_ids)]",
        help="What the others know and this one does not is taken over.",
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        if "alumni_ids" in fields and context.get("active_model") == "hr.alumni":
            records = self.env["hr.alumni"].browse(context.get("active_ids", []))
            with_account = records.filtered(lambda one: one._get_account())
            values["alumni_ids"] = [Command.set(records.ids)]
            values["kept_id"] = (with_account or records.sorted("id"))[:1].id
        return values

    def action_merge(self):
        """Merge, and open the record that was kept."""
        self.ensure_one()
        # Deleting is part of it: only those who may, for every record.
        self.alumni_ids.check_access("unlink")
        if self.kept_id not in self.alumni_ids:
            raise UserError(self.env._("Keep one of the records that are merged."))
        self.alumni_ids._do_merge_into(self.kept_id)
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.alumni",
            "view_mode": "form",
            "res_id": self.kept_id.id,
        }
