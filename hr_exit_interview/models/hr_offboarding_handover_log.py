from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.fields import Command

from .hr_offboarding_handover import QUIET


class HrOffboardingHandoverLog(models.Model):
    """One record that was moved, or that refused; nobody but the run writes it."""

    _name = "hr.offboarding.handover.log"
    _description = "Hand-over Log"
    _order = "id desc"
    _rec_name = "model"

    handover_id = fields.Many2one(
        "hr.offboarding.handover",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    line_id = fields.Many2one(
        "hr.offboarding.handover.line",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True
    )
    run = fields.Integer(readonly=True)
    model = fields.Char(required=True, readonly=True)
    field_name = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="model", required=True, readonly=True
    )
    res_name = fields.Char(string="Name", compute="_compute_res_name")
    successor_id = fields.Many2one("hr.employee", readonly=True, ondelete="set null")
    old_res_id = fields.Integer(string="Old Value", readonly=True)
    new_res_id = fields.Integer(string="New Value", readonly=True)
    is_added = fields.Boolean(
        string="Was Added",
        readonly=True,
        help="The successor was not among the people of the record before.",
    )
    state = fields.Selection(
        [
            ("moved", "Moved"),
            ("parked", "Refused"),
            ("undone", "Given Back"),
            ("kept", "Left as It Is"),
        ],
        required=True,
        readonly=True,
    )
    note = fields.Char(string="Why", readonly=True)

    @api.depends_context("uid")
    @api.depends("model", "res_id")
    def _compute_res_name(self):
        """Names with the rights of whoever looks; others stay without."""
        for model, logs in self.grouped("model").items():
            names = {}
            if model in self.env:
                # Own rights, also where the log is read in sudo: no sudo here. They are
                # asked for, because a name can be known from a step in sudo before.
                records = self.env[model].sudo(False).browse(logs.mapped("res_id"))
                seen = records.exists()._filtered_access("read")
                names = {record.id: record.display_name for record in seen}
            for log in logs:
                log.res_name = names.get(log.res_id)

    def action_open(self):
        """Open the record, for those who may see it."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.model,
            "res_id": self.res_id,
            "view_mode": "form",
        }

    def _give_back(self):
        """Restore these moves where nobody has changed the record since."""
        for (model, name), logs in self.grouped(
            lambda log: (log.model, log.field_name)
        ).items():
            if model not in self.env or name not in self.env[model]._fields:
                logs._keep(self.env._("This application is no longer installed."))
                continue
            Model = self.env[model].with_context(**QUIET)
            alive = set(Model.browse(logs.mapped("res_id")).exists().ids)
            gone = logs.filtered(lambda log, alive=alive: log.res_id not in alive)
            gone._keep(self.env._("The record has been deleted since."))
            restored = (logs - gone).filtered(lambda log: log._is_restored())
            restored.write({"state": "undone"})
            logs -= gone + restored
            unchanged = logs.filtered(lambda log: log._is_unchanged())
            (logs - unchanged)._keep(
                self.env._("Somebody has changed the record since.")
            )
            unchanged._write_old_values(Model, name)

    def _is_restored(self):
        """Whether the record is as before, by core along with another or by hand."""
        value = self.env[self.model].browse(self.res_id)[self.field_name]
        if self._is_x2many():
            is_there = self.new_res_id in value.ids
            return self.old_res_id in value.ids and is_there != self.is_added
        return value.id == self.old_res_id

    def _is_unchanged(self):
        value = self.env[self.model].browse(self.res_id)[self.field_name]
        if self._is_x2many():
            return self.old_res_id not in value.ids and self.new_res_id in value.ids
        return value.id == self.new_res_id

    def _is_x2many(self):
        return self.env[self.model]._fields[self.field_name].type == "many2many"

    def _write_old_values(self, Model, name):
        for (old, new, is_added), logs in self.grouped(
            lambda log: (log.old_res_id, log.new_res_id, log.is_added)
        ).items():
            value = old
            if logs[0]._is_x2many():
                value = [Command.link(old)]
                value += [Command.unlink(new)] if is_added else []
            logs._write_or_keep(Model, {name: value})

    def _write_or_keep(self, Model, values):
        """Write on as many records as possible; the one that refuses says why."""
        try:
            with self.env.cr.savepoint():
                records = Model.browse(self.mapped("res_id"))
                self.env["hr.offboarding.handover"]._write_alone(records, values)
                self.write({"state": "undone"})
        except OperationalError:
            raise  # Somebody else writes the same records: the whole is tried again.
        except Exception as error:
            if len(self) == 1:
                self._keep(str(error).strip().split("\n")[0])
                return
            half = len(self) // 2
            self[:half]._write_or_keep(Model, values)
            self[half:]._write_or_keep(Model, values)

    def _keep(self, note):
        self.write({"state": "kept", "note": note})
