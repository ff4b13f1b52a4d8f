from psycopg2 import OperationalError

from odoo import api, models
from odoo.tools import SQL

from ..tools.handover import (
    DRAGGED,
)
from .hr_offboarding_handover import QUIET


class HrOffboardingHandoverRun(models.Model):
    """The move: batch by batch, each with its log in one transaction."""

    _inherit = "hr.offboarding.handover"

    def _run_to_end(self):
        self.ensure_one()
        while self._run_batch():
            pass

    def _run_batch(self):
        """Move one batch; the move and its log are one transaction.

        :return: how many records were dealt with, 0 when the hand-over is done
        """
        self.ensure_one()
        # Sudo: HR has approved; the log is written by these steps only.
        handover = self.sudo()
        if handover.state != "running":
            return 0
        batch = handover._get_next_records(self._BATCH)
        if not batch:
            handover._move_to("done")
            handover._notify_successors()
            return 0
        try:
            with self.env.cr.savepoint():
                vals_list = [
                    values
                    for line, ids in batch
                    for values in line._move(ids, handover.run)
                ]
        except OperationalError:
            raise  # Somebody else writes the same records: the whole is tried again.
        except Exception:
            vals_list = [
                values
                for line, ids in batch
                for values in line._move_or_park(ids, handover.run)
            ]
        handover.env["hr.offboarding.handover.log"].create(vals_list)
        return len(vals_list)

    def _get_next_records(self, limit):
        """What is to move next: list of pairs of a line and ids, in one query."""
        movable = self._get_handover_models()
        selects = []
        for line in self.line_ids.filtered(
            lambda line: line.is_chosen and not line.error
        ):
            Model = line._get_model()
            domain = line._get_move_domain(movable)
            query = Model._search(domain)
            parked = SQL(
                """SELECT res_id FROM hr_offboarding_handover_log
                    WHERE line_id = %s AND run = %s AND state = 'parked'""",
                line.id,
                self.run,
            )
            query.add_where(
                SQL("%s NOT IN (%s)", SQL.identifier(query.table, "id"), parked)
            )
            selects.append(
                query.select(
                    SQL("%s AS sequence", line.sequence),
                    SQL("%s AS line_id", line.id),
                    SQL("%s AS res_id", SQL.identifier(query.table, "id")),
                )
            )
        if not selects:
            return []
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                "%s ORDER BY 1, 2, 3 LIMIT %s",
                SQL(" UNION ALL ").join(SQL("(%s)", select) for select in selects),
                limit,
            )
        )
        batch = {}
        for _sequence, line_id, res_id in rows:
            batch.setdefault(line_id, []).append(res_id)
        return [(self.line_ids.browse(key), ids) for key, ids in batch.items()]

    @api.model
    def _cron_run_handovers(self):
        """Go on with the hand-overs that run, one batch for each transaction."""
        running = self.search([("state", "=", "running")], order="id")
        remaining = len(running)
        for handover in running:
            while handover.try_lock_for_update() and handover._run_batch():
                if not self.env["ir.cron"]._commit_progress(remaining=remaining):
                    return
            remaining -= 1
            self.env["ir.cron"]._commit_progress(1, remaining=remaining)

    @api.model
    def _write_alone(self, records, values):
        """Write one field, and nothing that core would change along with it.

        Only so the log is complete, and an undo gives back exactly what was there: a
        team that followed the salesperson would not return with the salesperson.
        """
        [name] = values
        key = (records._name, name)
        derived = [
            field
            for field in records._fields.values()
            if field.compute and field.store and not field.readonly
            if field.name != name
        ]
        dragged = self._get_dragged(records, key)
        with self.env.protecting(derived, records):
            records.write(values)
            records.flush_recordset([name])
        for value, group in dragged.items():
            _model, field_name, _link = DRAGGED[key]
            changed = group.filtered(
                lambda record, value=value, field_name=field_name: (
                    record[field_name] != value
                )
            )
            if changed:
                self._write_alone(changed, {field_name: value.id})

    @api.model
    def _get_dragged(self, records, key):
        """The records that core changes along with these, by their value of now."""
        if key not in DRAGGED:
            return {}
        model, name, link = DRAGGED[key]
        # Sudo: they are put back as they are, also where HR may not see them.
        Model = self.env[model].sudo().with_context(**QUIET)
        return Model.search([(link, "in", records.ids)]).grouped(name)

    def _notify_successors(self):
        """Write one mail to each successor: how much of what is theirs now."""
        logs = self.log_ids.filtered(
            lambda log: log.state == "moved" and log.run == self.run
        )
        vals_list = []
        for successor, own in logs.grouped("successor_id").items():
            email = successor.user_id.email or successor.work_email
            if not email:
                continue
            lang = successor.user_id.lang or self.env.lang
            handover = self.with_context(lang=lang)
            counts = [
                (self.env["ir.model"].with_context(lang=lang)._get(model).name, logs)
                for model, logs in own.grouped("model").items()
            ]
            body = handover.env["ir.qweb"]._render(
                "hr_exit_interview.hr_offboarding_handover_mail",
                {"person": self.employee_id.name, "counts": counts},
            )
            vals_list.append(
                {
                    "subject": handover.env._("Work was handed over to you"),
                    "body_html": body,
                    "email_to": email,
                    "auto_delete": True,
                }
            )
        self.env["mail.mail"].create(vals_list)
