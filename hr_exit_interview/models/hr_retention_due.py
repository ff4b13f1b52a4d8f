from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.tools import SQL


class HrRetentionDue(models.Model):
    """What is going to be erased, and when: one list over all models, for HR."""

    _name = "hr.retention.due"
    _description = "To Be Erased"
    _auto = False
    _order = "retention_date, id"
    _rec_name = "res_name"

    # Ids of one model do not meet those of another: number times this, plus its place.
    _MODELS = 64

    res_model = fields.Char(string="Model Name", readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", readonly=True
    )
    model_label = fields.Char(string="What", compute="_compute_names")
    res_name = fields.Char(string="Reference", compute="_compute_names")
    employee_id = fields.Many2one(
        "hr.employee", readonly=True, context={"active_test": False}
    )
    company_id = fields.Many2one("res.company", readonly=True)
    retention_date = fields.Date(string="To Be Erased on", readonly=True)
    retention_error = fields.Char(string="Why It Was Not Erased", readonly=True)
    legal_hold = fields.Boolean(readonly=True)
    legal_hold_date = fields.Date(string="On Hold Since", readonly=True)

    @api.depends("res_model", "res_id")
    @api.depends_context("lang", "uid")
    def _compute_names(self):
        for model, rows in self.grouped("res_model").items():
            # Own rights, also where the list is read in sudo.
            records = self.env[model].sudo(False).browse(rows.mapped("res_id"))
            seen = records.exists()._filtered_access("read")
            names = {record.id: record.display_name for record in seen}
            # Sudo: names of models are for administrators.
            label = self.env["ir.model"].sudo()._get(model).name
            for row in rows:
                row.model_label = label
                row.res_name = names.get(row.res_id)

    @property
    def _table_query(self):
        return SQL(" UNION ALL ").join(
            self._get_model_query(place, Model)
            for place, Model in enumerate(
                self.env["hr.retention.mixin"]._get_retention_models()
            )
        )

    def action_open(self):
        """Open the record, for those who may see it."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    def action_hold(self):
        """Ask for the reason of a legal hold on these records."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Put on Legal Hold"),
            "res_model": "hr.retention.hold",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_targets": {
                    model: rows.mapped("res_id")
                    for model, rows in self.grouped("res_model").items()
                }
            },
        }

    def action_release_hold(self):
        """End the legal hold of these records: the usual time counts again."""
        self.check_access("read")
        if not self.env.user.has_group("hr.group_hr_manager"):
            raise AccessError(self.env._("Only HR administrators end a legal hold."))
        for model, rows in self.grouped("res_model").items():
            self.env[model].browse(rows.mapped("res_id"))._do_release_hold()
        return True

    def _get_model_query(self, place, Model):
        names = ("retention_date", "retention_error", "legal_hold", "legal_hold_date")
        Model.flush_model()
        columns = {
            "id": SQL("id * %s + %s", self._MODELS, place),
            "res_model": SQL("%s", Model._name),
            "res_id": SQL("id"),
            "company_id": SQL("company_id"),
            "employee_id": self._get_column(Model, "employee_id", "int4"),
            **{name: self._get_column(Model, name) for name in names},
        }
        return SQL(
            "SELECT %s FROM %s WHERE retention_date IS NOT NULL",
            SQL(", ").join(
                SQL("%s AS %s", column, SQL.identifier(name))
                for name, column in columns.items()
            ),
            SQL.identifier(Model._table),
        )

    @api.model
    def _get_column(self, Model, name, kind=None):
        field = Model._fields.get(name)
        if field is not None and field.store:
            return SQL.identifier(name)
        kind = kind or self._fields[name].column_type[1]
        return SQL("NULL::%s", SQL(kind))
