import logging
from collections import defaultdict

from markupsafe import escape
from psycopg2 import OperationalError

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, ormcache, split_every

from ..tools.retention import as_whole, get_day_everywhere

_logger = logging.getLogger(__name__)

# What belongs to records by model and id: table, column of the model, of the id.
TRACES = (
    ("mail_message", "model", "res_id"),
    ("mail_activity", "res_model", "res_id"),
    ("mail_followers", "res_model", "res_id"),
    # A reference of an import may be a name.
    ("ir_model_data", "model", "res_id"),
)


class HrErasureMixin(models.AbstractModel):
    """How a record of `hr.retention.mixin` is erased: in the database.

    A departure that was confirmed cannot be deleted, an issued letter cannot change, an
    answer is sealed: each model refuses by its own rule, and none of them has a door
    for the erasure that somebody else could use too. So it is written here, in one
    place, by a private method that no request can call.
    """

    _name = "hr.erasure.mixin"
    _description = "Erased Past Everything That Protects It"

    # As many as a batch can hold for 200 due records to take at most 40 queries.
    _RETENTION_BATCH = 200

    @api.model
    def _cron_erase_due(self):
        """Erase what has been kept long enough, in all models, batch by batch.

        Killed and started again it goes on with what is left. A record that cannot be
        erased keeps the reason, stops nobody else, and is tried again the next day,
        after all others.
        """
        day = get_day_everywhere(fields.Datetime.now())
        found = [
            Model.search(
                Model._get_erasure_due_domain(day),
                order="retention_error asc nulls first, retention_date, id",
            )
            for Model in self._get_retention_models()
        ]
        remaining = sum(map(len, found))
        for records in found:
            for ids in split_every(self._RETENTION_BATCH, records.ids):
                records.browse(ids)._erase_or_park("retention")
                remaining -= len(ids)
                time_left = self.env["ir.cron"]._commit_progress(
                    len(ids), remaining=remaining
                )
                if not time_left:
                    return

    @api.model
    def _get_erasure_due_domain(self, day):
        """Records that may be erased on this day."""
        return Domain("retention_date", "<=", day) & Domain("legal_hold", "=", False)

    def _erase_or_park(self, rule):
        """Erase as many as possible; the one that refuses keeps the reason."""
        records = self.try_lock_for_update()
        if not records:
            return
        try:
            with self.env.cr.savepoint():
                records._privacy_erase(rule)
            return
        except OperationalError:
            raise  # Somebody else writes the same records: the whole is tried again.
        except Exception as error:
            if len(records) == 1:
                _logger.warning("%s was not erased.", records, exc_info=True)
                reason = str(error).strip().split("\n")[0]
                records.retention_error = reason or repr(error)
                return
        half = len(records) // 2
        records[:half]._erase_or_park(rule)
        records[half:]._erase_or_park(rule)

    def _privacy_erase(self, mode, ground=False):
        """Erase the personal data of these records, whatever protects them.

        Whoever calls it has checked that they may: this is no button. Erasing twice
        changes nothing.

        :param mode: `retention` when the time is over, or `request` when the person
            has asked for it; it stands in the register
        :param ground: a ground of the register, for a request
        :raise UserError: a record is on legal hold
        """
        # Sudo: everything is erased, whatever the user may read of it.
        records = self.sudo().filtered(lambda record: not record.erased_date)
        for record in records:
            if record.legal_hold and (obstacle := record._get_privacy_obstacle()):
                raise UserError(obstacle)
        if not records:
            return
        self.env["hr.retention.log"]._add(records, mode, ground)
        self.env.flush_all()
        touched = defaultdict(set)
        records._retention_strip(touched)
        records._erase_traces(touched)
        self.env.invalidate_all()

    def _retention_strip(self, touched):
        """Hook: empty or delete these records and what is part of them.

        Written in SQL, since every one of these models refuses it otherwise.

        :param touched: dict of model to a set of ids, to which all is added whose
            attachments, messages and activities go as well
        """
        touched[self._name].update(self.ids)
        self._erase_parts(touched)
        table = SQL.identifier(self._table)
        if self._RETENTION_KEEP is None:
            self.env.execute_query(
                SQL("DELETE FROM %s WHERE id IN %s RETURNING id", table, self._ids)
            )
            return
        values = self._get_erased_row()
        assignments = SQL(", ").join(
            SQL("%s = %s", SQL.identifier(name), value)
            for name, value in values.items()
        )
        self.env.execute_query(
            SQL(
                "UPDATE %s SET %s WHERE id IN %s RETURNING id",
                table,
                assignments,
                self._ids,
            )
        )
        for field in self._get_erased_fields():
            if field.type == "many2many":
                self.env.execute_query(
                    SQL(
                        "DELETE FROM %s WHERE %s IN %s RETURNING 1",
                        SQL.identifier(field.relation),
                        SQL.identifier(field.column1),
                        self._ids,
                    )
                )

    @api.model
    def _get_erased_fields(self):
        """The stored fields that an erased record no longer has."""
        kept = {*self._RETENTION_KEEP, "id", "create_date"}
        return [
            field
            for name, field in self._fields.items()
            if field.store and name not in kept
        ]

    def _prepare_erased_values(self):
        """Hook: what an erased record says instead, as values or SQL by column.

        All other columns that are not kept become empty.
        """
        return {"erased_date": fields.Date.today()}

    def _get_erased_row(self):
        """What is written on an erased record, by the name of the column."""
        values = self._prepare_erased_values()
        empty = {
            field.name: self._get_erased_value(field)
            for field in self._get_erased_fields()
            if field.column_type and field.name not in values
        }
        return {**empty, **values}

    @api.model
    def _get_erased_value(self, field):
        """Hook: what this column becomes: empty, or as on a new record if required."""
        if field.name == "write_date":
            return self.env.cr.now()
        if field.type == "many2one" and field.comodel_name == "res.users":
            is_needed = field.required or field.name in ("create_uid", "write_uid")
            return SUPERUSER_ID if is_needed else None
        if not field.required:
            return False if field.type == "boolean" else None
        if field.type in ("char", "text", "html") and not field.translate:
            return "-"
        if field.type == "selection" and field.default:
            return field.default(self)
        # Whoever adds such a field says what becomes of it.
        raise NotImplementedError(f"{field} is required: what does it become?")

    # What is part of it, and what is left of it elsewhere

    def _erase_parts(self, touched):
        own = SQL("%s", self._ids)
        for model, name, is_part in self._get_retention_links(self._name):
            Part = self.env[model]
            where = SQL("%s IN %s", SQL.identifier(name), own)
            if not is_part:
                self.env.execute_query(
                    SQL(
                        "UPDATE %s SET %s = NULL WHERE %s RETURNING id",
                        SQL.identifier(Part._table),
                        SQL.identifier(name),
                        where,
                    )
                )
            elif self._is_kept_for_so_long(Part):
                rows = self.env.execute_query(
                    SQL(
                        "SELECT id FROM %s WHERE %s AND erased_date IS NULL",
                        SQL.identifier(Part._table),
                        where,
                    )
                )
                if rows:
                    Part.browse(id_ for [id_] in rows)._retention_strip(touched)
            else:
                self._delete_parts(Part, where, touched)

    @api.model
    def _delete_parts(self, Part, where, touched):
        """Delete rows, those first that would be deleted with them."""
        table = SQL.identifier(Part._table)
        parents = SQL("(SELECT id FROM %s WHERE %s)", table, where)
        for model, name, is_part in self._get_retention_links(Part._name):
            if is_part and model != Part._name:
                below = SQL("%s IN %s", SQL.identifier(name), parents)
                self._delete_parts(self.env[model], below, touched)
        rows = self.env.execute_query(
            SQL("DELETE FROM %s WHERE %s RETURNING id", table, where)
        )
        touched[Part._name].update(id_ for [id_] in rows)

    def _count_parts(self, counts):
        """Add to a dict of model to number how many rows are part of these records."""
        for model, name, is_part in self._get_retention_links(self._name):
            Part = self.env[model]
            if is_part and not self._is_kept_for_so_long(Part):
                parts = Part.search([(name, "in", self.ids)])
                if parts:
                    counts[model] = counts.get(model, 0) + len(parts)

    @api.model
    def _is_kept_for_so_long(self, Model):
        return isinstance(Model, self.env.registry["hr.retention.mixin"])

    @api.model
    @ormcache("model")
    def _get_retention_links(self, model):
        """Where stored records point at this model.

        :return: list of tuples: model, field, whether the record is part of what it
            points at (else it only loses the link)
        """
        links = []
        for Model in self.env.values():
            if Model._abstract or Model._transient or not Model._auto:
                continue
            for field in Model._fields.values():
                if field.type != "many2one" or field.comodel_name != model:
                    continue
                if not field.store or (field.inherited and not field.column_type):
                    continue
                is_part = field.ondelete == "cascade"
                if is_part or not field.required:
                    links.append((Model._name, field.name, is_part))
        return links

    def _erase_traces(self, touched):
        """Delete the files, messages, activities and followers of these records."""
        pairs = [(model, tuple(ids)) for model, ids in touched.items() if ids]
        # Through the model: it deletes the file on the disk as well. The first
        # condition asks for the files of fields too.
        self.env["ir.attachment"].search(
            Domain("id", "!=", False)
            & Domain.OR(
                Domain("res_model", "=", model) & Domain("res_id", "in", ids)
                for model, ids in pairs
            )
        ).unlink()
        for table, model_column, id_column in TRACES:
            conditions = SQL(" OR ").join(
                SQL(
                    "(%s = %s AND %s IN %s)",
                    SQL.identifier(model_column),
                    model,
                    SQL.identifier(id_column),
                    ids,
                )
                for model, ids in pairs
            )
            self.env.execute_query(
                SQL(
                    "DELETE FROM %s WHERE %s RETURNING 1",
                    SQL.identifier(table),
                    conditions,
                )
            )

    @api.model
    def _erase_mails(self, mails, addresses=(), texts=()):
        """Delete mails that wait to be sent, with their text.

        :param mails: `mail.mail` records
        :param addresses: e-mail addresses to which nothing more is sent
        :param texts: names and addresses of the person; a mail that belongs to no
            record and holds one of them, as written or as HTML, goes as well
        """
        patterns = [
            as_whole(form) for text in texts for form in {text, str(escape(text))}
        ]
        # The mail goes with its message.
        self.env.execute_query(
            SQL(
                """
                DELETE FROM mail_message
                 WHERE id IN (SELECT mail.mail_message_id
                                FROM mail_mail mail
                                JOIN mail_message message
                                  ON message.id = mail.mail_message_id
                               WHERE mail.id IN %(ids)s
                                  OR mail.email_to IN %(addresses)s
                                  OR COALESCE(message.model, '') = ''
                                     AND CONCAT_WS(' ', message.subject, message.body,
                                                   mail.body_html, mail.email_to)
                                         ~* ANY (%(patterns)s))
             RETURNING 1
                """,
                ids=mails._ids or (0,),
                addresses=tuple(addresses) or ("",),
                patterns=patterns,
            )
        )
