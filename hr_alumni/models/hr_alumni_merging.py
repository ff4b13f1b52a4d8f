from psycopg2 import IntegrityError

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL, format_date, mute_logger
from odoo.tools.sql import table_columns


class HrAlumniMerging(models.Model):
    """Two records that are about one person become one, and nothing is lost.

    Consents, stints, leads and whatever else points at a record move to the one that
    is kept; what it does not know yet is taken from the others. The last word of the
    ledger decides about the state, since it is the person's own.
    """

    _inherit = "hr.alumni"

    merge_note = fields.Text(
        string="Merged",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user,hr_alumni.group_manager",
    )

    def _do_merge_into(self, target, keep_contacts=False):
        """Move all of these records into another one, and delete them.

        :param target: `hr.alumni` that is kept
        :param keep_contacts: leave the contacts alone, because somebody merges them
        """
        # Sudo: everything moves, whatever the user may read of it; the callers check.
        target, sources = target.sudo(), (self - target).sudo()
        self._check_can_merge(target, sources)
        values = target._prepare_merge_values(sources)
        self.env.flush_all()
        for table, column in self._get_columns_pointing_here():
            sources._move_pointers(table, column, target)
        merger = self.env["base.partner.merge.automatic.wizard"].sudo()
        merger._update_reference_fields_generic(self._name, sources, target)
        self.env.invalidate_all()
        contacts = sources.partner_id - target.partner_id
        sources._do_close_account()
        sources.unlink()
        target.write(values)
        # The stints have moved past the ORM.
        target.modified(["employee_ids"])
        target._remember_last_word()
        if not keep_contacts:
            contacts._erase_former_colleague()

    def _check_can_merge(self, target, sources):
        if not sources:
            raise UserError(
                self.env._("Choose at least two records that are about one person.")
            )
        if (sources | target).company_id != target.company_id:
            raise UserError(
                self.env._(
                    "Records of two companies stay apart: each company has its own "
                    "consents. Merge those of one company."
                )
            )
        if not target._get_account() and any(one._get_account() for one in sources):
            raise UserError(
                self.env._(
                    "One of the records has a portal account, and the one to be kept "
                    "has none. Keep the record with the account."
                )
            )

    def _prepare_merge_values(self, sources):
        """Hook: what the record that is kept takes over from the others.

        Called before anything has moved.
        """
        self.ensure_one()
        values = {}
        for name, field in self._fields.items():
            if (
                field.store
                and not field.compute
                and field.type not in ("one2many", "many2many")
                and name not in (*self._FIXED_FIELDS, "state", "merge_note")
                and not self[name]
                and (known := sources.filtered(name)[:1])
            ):
                value = known[name]
                values[name] = value.id if field.relational else value
        values["state"] = self._get_merged_state(sources)
        values["merge_note"] = self._get_merge_note(sources)
        return values

    def _get_merged_state(self, sources):
        """The state of the person: death, then work here, then the last word."""
        records = self | sources
        for state in ("deceased", "returned"):
            if state in records.mapped("state"):
                return state
        last_row = records.consent_ids.sorted("id")[-1:]
        gone = records.filtered(lambda one: one.state == "left")
        if last_row.alumni_id in gone or (gone and not last_row):
            return "left"
        for state in ("active", "dormant", "invited", "candidate"):
            if state in records.mapped("state"):
                return state
        return self.state

    def _get_merge_note(self, sources):
        lines = [
            self.env._(
                "%(date)s, %(user)s: %(name)s (record %(id)s, number %(number)s) with "
                "%(consents)s answers and %(leads)s leads.",
                date=format_date(self.env, fields.Date.today()),
                user=self.env.user.name,
                name=source.display_name,
                id=source.id,
                number=source.employee_number or "-",
                consents=len(source.consent_ids),
                leads=source.lead_count,
            )
            for source in sources
        ]
        notes = [*(self | sources).mapped("merge_note"), *lines]
        return "\n".join(note for note in notes if note)

    def _get_columns_pointing_here(self):
        # Sudo: the wizard is for whoever merges contacts; only its list is used.
        merger = self.env["base.partner.merge.automatic.wizard"].sudo()
        return merger._get_fk_on(self._table)

    def _move_pointers(self, table, column, target):
        """Let rows of a table point at the record that is kept.

        A row that is there already, by a unique index, says the same twice: it goes.
        """
        names = {
            "table": SQL.identifier(table),
            "column": SQL.identifier(column),
        }
        columns = table_columns(self.env.cr, table)
        if "id" not in columns:
            [other] = [SQL.identifier(name) for name in columns if name != column]
            self.env.cr.execute(
                SQL(
                    "INSERT INTO %(table)s (%(column)s, %(other)s)"
                    " SELECT %(target)s, %(other)s FROM %(table)s"
                    " WHERE %(column)s IN %(ids)s ON CONFLICT DO NOTHING",
                    other=other,
                    target=target.id,
                    ids=self._ids,
                    **names,
                )
            )
            return
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM %(table)s WHERE %(column)s IN %(ids)s",
                ids=self._ids,
                **names,
            )
        )
        for [row] in rows:
            try:
                with mute_logger("odoo.sql_db"), self.env.cr.savepoint():
                    self.env.cr.execute(
                        SQL(
                            "UPDATE %(table)s SET %(column)s = %(target)s"
                            " WHERE id = %(row)s",
                            target=target.id,
                            row=row,
                            **names,
                        )
                    )
            except IntegrityError:
                continue

    def _remember_last_word(self):
        """An account stands on a consent: without it the account is closed."""
        for alumni in self.filtered(lambda one: one._get_account()):
            if alumni not in alumni._filter_consenting("member"):
                alumni._do_close_account()
