import logging

from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.handover import (
    OWN_EMPLOYEE,
    OWN_FIELDS,
    is_ignored_model,
)

_logger = logging.getLogger(__name__)

HOLDERS = ("res.users", "hr.employee", "res.partner")


class HrOffboardingHandoverScan(models.Model):
    """The scan: every installed model with records that point at the leaver."""

    _inherit = "hr.offboarding.handover"

    _COUNTS = ("total_count", "archived_count", "untouched_count", "open_count")

    def _do_scan(self):
        """Write the lines anew; what was chosen and decided on a line is kept."""
        for handover in self:
            # Sudo after the access check of the move: every model is counted, also
            # those that the user may not read; names are shown by own rights only.
            handover = handover.sudo()
            found = handover._count_all()
            kept = {(line.model, line.field_name): line for line in handover.line_ids}
            handover.line_ids.filtered(
                lambda line, found=found: (line.model, line.field_name) not in found
            ).unlink()
            vals_list, successor = [], handover._get_default_successor()
            for sequence, (key, values) in enumerate(found.items()):
                values["sequence"] = sequence
                if key in kept:
                    kept[key].write(values)
                else:
                    vals_list.append(
                        handover._prepare_line_values(key, values, successor)
                    )
            handover.env["hr.offboarding.handover.line"].create(vals_list)

    def _count_all(self):
        """Count every model and field that points at the leaver.

        :return: dict of counts by (model, field), those that move first
        """
        movable = self._get_handover_models()
        fields_to_scan = dict.fromkeys(movable)
        fields_to_scan |= {
            (field.model_name, field.name): None for field in self._get_scanned_fields()
        }
        found = {}
        for key in fields_to_scan:
            try:
                with self.env.cr.savepoint(flush=False):
                    counts = self._count_one(key, movable)
            except Exception as error:
                # One model that cannot be counted must not hide the others.
                _logger.warning("Hand-over: %s.%s was not counted.", *key)
                counts = {
                    **dict.fromkeys(self._COUNTS, 0),
                    "error": str(error).strip().split("\n")[0] or repr(error),
                }
            if counts["total_count"] or counts.get("error"):
                found[key] = counts
        return found

    def _count_one(self, key, movable):
        model, name = key
        # Sudo: all are counted, names are shown by the rights of whoever looks.
        Model = self.env[model].sudo().with_context(active_test=False)
        field = Model._fields[name]
        holder = self._get_holder_id(field.comodel_name)
        if not holder:
            return {"total_count": 0}
        domain = Domain(name, "in", [holder])
        query = Model._search(domain & self._get_company_domain(Model))
        alias = query.table
        archived = SQL("0")
        if "active" in Model._fields and Model._fields["active"].store:
            archived = SQL(
                "count(*) FILTER (WHERE %s IS NOT TRUE)",
                SQL.identifier(alias, "active", to_flush=Model._fields["active"]),
            )
        untouched = SQL("0")
        if Model._log_access:
            untouched = SQL(
                "count(*) FILTER (WHERE %(date)s < %(since)s OR %(user)s = %(own)s)",
                date=SQL.identifier(
                    alias, "write_date", to_flush=Model._fields["write_date"]
                ),
                user=SQL.identifier(
                    alias, "write_uid", to_flush=Model._fields["write_uid"]
                ),
                since=fields.Datetime.now() - relativedelta(months=12),
                own=self._get_holder_id("res.users") or 0,
            )
        [(total, archived_count, untouched_count)] = self.env.execute_query(
            query.select(SQL("count(*)"), archived, untouched)
        )
        open_count = 0
        if key in movable:
            open_count = Model.search_count(self._get_open_domain(key, movable[key]))
        return {
            "total_count": total,
            "archived_count": archived_count,
            "untouched_count": untouched_count,
            "open_count": open_count,
            "is_movable": key in movable,
            "error": False,
        }

    def _get_scanned_fields(self):
        """Every stored field of an installed model that may point at a leaver."""
        for name in self.env.registry.models:
            Model = self.env[name]
            if Model._abstract or Model._transient or not Model._auto:
                continue
            if is_ignored_model(name):
                continue
            for field in Model._fields.values():
                if self._is_scanned_field(Model, field):
                    yield field

    def _is_scanned_field(self, Model, field):
        """Hook: whether this field says that its record depends on somebody."""
        if field.type not in ("many2one", "many2many") or not field.store:
            return False
        if field.comodel_name not in HOLDERS:
            return False
        if field.name in ("create_uid", "write_uid") or "favo" in field.name:
            return False
        if field.inherited or field.related:
            return False
        if field.compute and field.readonly:
            return False  # Follows other fields, and moves with them.
        if field.comodel_name == "res.partner" and field.name in OWN_FIELDS:
            return False  # What the person ordered, booked or applied for.
        if Model._name == "hr.employee":
            return field.name not in ("user_id", "work_contact_id", "user_partner_id")
        if field.type == "many2one" and field.ondelete == "cascade":
            return False  # Deleted with the person: it is the person's own.
        # Own records in HR: applications, time off, tags and the like.
        return field.comodel_name != "hr.employee" or field.name not in OWN_EMPLOYEE

    def _prepare_line_values(self, key, counts, successor):
        """Hook: values of a new line of the scan.

        :param successor: the `hr.employee` to propose, possibly empty
        """
        model, name = key
        return {
            **counts,
            "handover_id": self.id,
            "model": model,
            "field_name": name,
            "is_chosen": bool(counts.get("is_movable")),
            "successor_id": successor.id,
        }
