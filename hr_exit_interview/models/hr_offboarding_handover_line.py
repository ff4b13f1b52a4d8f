from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain

from .hr_offboarding_handover import QUIET


class HrOffboardingHandoverLine(models.Model):
    """The records of one model that point at the leaver in one field."""

    _name = "hr.offboarding.handover.line"
    _description = "Hand-over Line"
    _order = "is_movable desc, sequence, id"

    _DECIDED = {"is_chosen", "successor_id"}

    handover_id = fields.Many2one(
        "hr.offboarding.handover",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="handover_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(readonly=True)
    model = fields.Char(string="Model Name", required=True, readonly=True)
    field_name = fields.Char(required=True, readonly=True)
    model_label = fields.Char(string="What", compute="_compute_labels")
    field_label = fields.Char(string="As", compute="_compute_labels")
    total_count = fields.Integer(string="All", readonly=True)
    archived_count = fields.Integer(string="Archived", readonly=True)
    open_count = fields.Integer(string="Open", readonly=True)
    untouched_count = fields.Integer(
        string="Only This Person",
        readonly=True,
        help="Last changed by the leaver, or by nobody for twelve months: most likely "
        "nobody else knows about these.",
    )
    sample_names = fields.Char(
        string="For Example",
        compute="_compute_sample_names",
        help="Records that you may see. The others are counted and not shown.",
    )
    is_movable = fields.Boolean(
        readonly=True, help="Open records of this kind move by default."
    )
    is_chosen = fields.Boolean(string="Move")
    successor_id = fields.Many2one("hr.employee", ondelete="set null")
    to_move_count = fields.Integer(string="To Move", compute="_compute_to_move_count")
    error = fields.Char(string="Why It Was Not Counted", readonly=True)

    _field_uniq = models.UniqueIndex("(handover_id, model, field_name)")

    @api.depends("model", "field_name")
    @api.depends_context("lang")
    def _compute_labels(self):
        for line in self:
            # Sudo: names of models are for administrators, users know them from menus.
            line.model_label = self.env["ir.model"].sudo()._get(line.model).name
            field = self.env[line.model]._fields[line.field_name]
            line.field_label = field._description_string(self.env)

    @api.depends("model_label", "field_label")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.model_label} ({line.field_label})"

    @api.depends("open_count", "total_count", "is_movable")
    def _compute_to_move_count(self):
        for line in self:
            line.to_move_count = (
                line.open_count
                if line.is_movable
                else line.total_count - line.archived_count
            )

    @api.depends_context("uid", "allowed_company_ids")
    def _compute_sample_names(self):
        for line in self:
            # With the rights of whoever looks: sudo is left even where the list is
            # read in sudo.
            Model = self.env[line.model].sudo(False)
            # Sudo: the holder must be known, also to those who may not see the user.
            holder = line.sudo().handover_id._get_holder_id(
                Model._fields[line.field_name].comodel_name
            )
            try:
                records = Model.search(
                    [(line.field_name, "in", [holder or 0])], limit=4
                )
                names = records.mapped("display_name")
            except (AccessError, UserError):
                names = []
            line.sample_names = ", ".join(name or "" for name in names)

    def write(self, vals):
        if not self.env.su and any(
            line.handover_id.state not in ("scanned", "approved") for line in self
        ):
            raise UserError(
                self.env._(
                    "Scan again before you decide anew what moves: this hand-over has "
                    "been carried out."
                )
            )
        return super().write(vals)

    def action_use_successor(self):
        """Give all chosen lines of the hand-over the successor of this one."""
        self.ensure_one()
        self.handover_id.line_ids.successor_id = self.successor_id
        return True

    def _get_model(self):
        # Sudo: HR has approved the move of records that it need not be able to read.
        return self.env[self.model].sudo().with_context(**QUIET)

    def _get_move_domain(self, movable):
        key = (self.model, self.field_name)
        if self.is_movable and key in movable:
            return self.handover_id._get_open_domain(key, movable[key])
        Model = self._get_model()
        domain = self.handover_id._get_open_domain(key, [])
        if "active" in Model._fields and Model._fields["active"].store:
            domain &= Domain("active", "=", True)
        return domain

    def _move(self, ids, run):
        """Write the successor on these records; return values of their log."""
        records = self._get_model().browse(ids)
        foreign = self._filter_out_of_reach(records)
        parked = self._park(
            foreign.ids,
            run,
            self.env._("The successor has no access to the company of this record."),
        )
        records -= foreign
        return (self._move_within_reach(records, run) if records else []) + parked

    def _filter_out_of_reach(self, records):
        """Those of another company, in which the successor could not work on them."""
        field = records._fields.get("company_id")
        if not field or not field.store or field.comodel_name != "res.company":
            return records.browse()
        companies = self.successor_id.user_id.company_ids
        return records.filtered(
            lambda record: record.company_id and record.company_id not in companies
        )

    def _move_within_reach(self, records, run):
        field = records._fields[self.field_name]
        handover = self.handover_id
        old = handover._get_holder_id(field.comodel_name)
        new = handover._get_holder_id(field.comodel_name, self.successor_id)
        if not new:
            raise UserError(self.env._("The successor has no user or contact."))
        is_added = dict.fromkeys(records.ids, False)
        if field.type == "many2many":
            for record in records:
                is_added[record.id] = new not in record[self.field_name].ids
            value = [Command.unlink(old), Command.link(new)]
        else:
            value = new
        handover._write_alone(records, {self.field_name: value})
        return [
            {
                **self._prepare_log_values(res_id, run),
                "old_res_id": old,
                "new_res_id": new,
                "is_added": is_added[res_id],
                "state": "moved",
            }
            for res_id in records.ids
        ]

    def _park(self, ids, run, note):
        return [
            {**self._prepare_log_values(res_id, run), "state": "parked", "note": note}
            for res_id in ids
        ]

    def _move_or_park(self, ids, run):
        """Move as many as possible; the one that refuses is logged with its reason."""
        try:
            with self.env.cr.savepoint():
                return self._move(ids, run)
        except OperationalError:
            raise  # Somebody else writes the same records: the whole is tried again.
        except Exception as error:
            if len(ids) == 1:
                return self._park(ids, run, str(error).strip().split("\n")[0])
        half = len(ids) // 2
        return self._move_or_park(ids[:half], run) + self._move_or_park(ids[half:], run)

    def _prepare_log_values(self, res_id, run):
        return {
            "handover_id": self.handover_id.id,
            "line_id": self.id,
            "model": self.model,
            "field_name": self.field_name,
            "res_id": res_id,
            "successor_id": self.successor_id.id,
            "run": run,
        }
