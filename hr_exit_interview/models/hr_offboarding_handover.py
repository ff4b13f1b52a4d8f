import logging

from dateutil.relativedelta import relativedelta
from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.handover import (
    DRAGGED,
    MOVABLE,
    OWN_EMPLOYEE,
    OWN_FIELDS,
    is_ignored_model,
)

_logger = logging.getLogger(__name__)

HOLDERS = ("res.users", "hr.employee", "res.partner")
QUIET = {
    "tracking_disable": True,
    "mail_notrack": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_activity_quick_update": True,
    # Core would create or reassign activities; those of the leaver move by themselves.
    "mail_activity_automation_skip": True,
    "dont_notify": True,
    "no_mail_to_attendees": True,
    "hr_handover_quiet": True,  # See `message_notify`.
    "active_test": False,
}


class HrOffboardingHandover(models.Model):
    """What points at one leaver, and its move to successors.

    A scan lists every installed model with records that point at the leaver: as user,
    as employee or as contact. Open records of the models of `_get_handover_models` move
    by default; all else is listed and stays unless HR chooses it. Each moved record is
    logged in the transaction in which it moves, so a run that was killed goes on where
    it stopped; within 30 days it can be undone, record by record, where nobody has
    changed the record since.
    """

    _name = "hr.offboarding.handover"
    _description = "Hand-over"
    _inherit = ["hr.state.mixin"]
    _order = "id desc"

    _TRANSITIONS = {  # target: where one may come from
        "scanned": {"draft", "scanned", "approved", "done", "undone"},
        "approved": {"scanned"},
        "running": {"approved"},
        "done": {"running"},
        "undone": {"done"},
    }
    _COUNTS = ("total_count", "archived_count", "untouched_count", "open_count")
    _BATCH = 500
    _UNDO_DAYS = 30

    name = fields.Char(related="offboarding_id.name")
    offboarding_id = fields.Many2one(
        "hr.offboarding", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="offboarding_id.company_id", store=True, index=True
    )
    employee_id = fields.Many2one(related="offboarding_id.employee_id")
    state = fields.Selection(
        [
            ("draft", "To Scan"),
            ("scanned", "To Decide"),
            ("approved", "Approved"),
            ("running", "Running"),
            ("done", "Handed Over"),
            ("undone", "Undone"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    note = fields.Text(help="What is where, and who knows it.")
    line_ids = fields.One2many("hr.offboarding.handover.line", "handover_id")
    log_ids = fields.One2many(
        "hr.offboarding.handover.log", "handover_id", groups="hr.group_hr_user"
    )
    scan_date = fields.Datetime(string="Scanned on", readonly=True, copy=False)
    approved_user_id = fields.Many2one(
        "res.users",
        string="Approved by",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
    )
    done_date = fields.Datetime(string="Handed over on", readonly=True, copy=False)
    run = fields.Integer(readonly=True, copy=False)
    open_count = fields.Integer(string="To Move", compute="_compute_counts")
    moved_count = fields.Integer(string="Moved", compute="_compute_counts")
    parked_count = fields.Integer(string="Refused", compute="_compute_counts")
    progress = fields.Float(compute="_compute_counts")

    _offboarding_uniq = models.UniqueIndex(
        "(offboarding_id)", "This departure already has a hand-over. Open that one."
    )

    @api.depends("line_ids.to_move_count", "line_ids.is_chosen", "run")
    def _compute_counts(self):
        # Sudo: only HR may read the log, its totals are for all who see the hand-over.
        counts = {
            (handover.id, run, state): count
            for handover, run, state, count in self.env["hr.offboarding.handover.log"]
            .sudo()
            ._read_group(
                [("handover_id", "in", self.ids)],
                ["handover_id", "run", "state"],
                ["__count"],
            )
        }
        for handover in self:
            chosen = handover.line_ids.filtered("is_chosen")
            handover.open_count = sum(chosen.mapped("to_move_count"))
            key = (handover.id, handover.run)
            handover.moved_count = counts.get((*key, "moved"), 0)
            handover.parked_count = counts.get((*key, "parked"), 0)
            done = handover.moved_count + handover.parked_count
            handover.progress = min(100, 100 * done / (handover.open_count or 1))

    # Buttons

    def action_scan(self):
        """List what points at the leavers, with counts of now."""
        self._move_to("scanned")
        self._do_scan()
        return True

    def action_approve(self):
        """HR agrees that the chosen lines move to their successors."""
        for handover in self:
            handover._check_successors()
        self._move_to("approved")
        return True

    def action_run(self):
        """Move what was approved: at once when it is little, else in the background.

        :raise UserError: somebody else carries it out at this moment
        """
        self._lock_for("running")
        self._move_to("running")
        for handover in self:
            if handover.open_count <= self._BATCH:
                handover._run_to_end()
            else:
                # Sudo: scheduled jobs are for system administrators.
                self.env.ref(
                    "hr_exit_interview.ir_cron_run_handovers"
                ).sudo()._trigger()
        return True

    def action_undo(self):
        """Give back what was moved, where nobody has changed it since.

        :raise UserError: the hand-over is longer ago than 30 days, or somebody else
            works on it at this moment
        """
        self._lock_for("undone")
        for handover in self:
            if handover.done_date < fields.Datetime.now() - relativedelta(
                days=self._UNDO_DAYS
            ):
                raise UserError(
                    self.env._(
                        "This hand-over is more than %(days)s days old and can no "
                        "longer be undone. Move single records on their own screens.",
                        days=self._UNDO_DAYS,
                    )
                )
        self._move_to("undone")
        for handover in self:
            # Sudo after the check above: the log is written by these steps only.
            handover.sudo().log_ids.filtered(
                lambda log: log.state == "moved"
            )._give_back()
        return True

    def action_view_log(self):
        """Open the log of what was moved."""
        self.ensure_one()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_exit_interview.hr_offboarding_handover_log_action"
        )
        action["domain"] = [("handover_id", "=", self.id)]
        return action

    def _lock_for(self, state):
        """Make sure that two clicks at once do not carry out the same twice."""
        self.check_access("write")
        self._check_can_move(state)
        # Where another transaction has changed the state since ours began, the database
        # refuses the lock, and the request is tried again with the state of now.
        if self.try_lock_for_update(allow_referencing=True) != self:
            raise UserError(
                self.env._(
                    "This hand-over is being carried out at this moment. Reload the "
                    "page in a minute to see the result."
                )
            )

    # Scan

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

    # Run

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

    # Decisions

    def _get_handover_models(self):
        """Hook: what moves by default.

        :return: dict of (model, field): domain of the open records. Another addon calls
            `super()` and adds its models; the value "leaver" in a condition stands for
            the leaver.
        """
        return {
            (model, name): domain
            for (model, name), domain in MOVABLE.items()
            if model in self.env
            and name in self.env[model]._fields
            and self.env[model]._fields[name].store
        }

    def _get_open_domain(self, key, conditions):
        """The open records of this model that point at the leaver."""
        model, name = key
        Model = self.env[model]

        def fill(condition):
            field_name, operator, value = condition
            if value == "leaver":
                comodel = Model._fields[field_name].comodel_name
                return (field_name, operator, [self._get_holder_id(comodel) or 0])
            return condition

        holder = self._get_holder_id(Model._fields[name].comodel_name)
        return (
            Domain(name, "in", [holder or 0])
            & Domain([fill(condition) for condition in conditions])
            & self._get_company_domain(Model)
        )

    def _get_company_domain(self, Model):
        """Another job elsewhere keeps its work: then only this company's moves."""
        user = self.employee_id.user_id
        elsewhere = user.employee_ids.filtered("active") - self.employee_id
        field = Model._fields.get("company_id")
        if not elsewhere or not field or not field.store:
            return Domain.TRUE
        return Domain("company_id", "in", (self.company_id.id, False))

    def _get_holder_id(self, comodel, employee=None):
        """The id by which records point at a person, or False."""
        # Sudo: user and contact of an employee are needed whoever asks.
        employee = (employee or self.employee_id).sudo()
        return {
            "res.users": employee.user_id.id,
            "hr.employee": employee.id,
            "res.partner": employee.work_contact_id.id
            or employee.user_id.partner_id.id,
        }[comodel]

    def _get_default_successor(self):
        """Hook: who takes over where nothing else is said, possibly nobody."""
        self.ensure_one()
        # Sudo: the successor on the case is for HR only.
        case = self.offboarding_id.sudo()
        officer = case.user_id.employee_ids.filtered(
            lambda employee: employee.company_id == case.company_id
        )[:1]
        above = case.employee_id._get_line_managers()
        for employee in case.successor_id + above + officer:
            if not self._get_successor_problem(employee):
                return employee
        return self.env["hr.employee"]

    def _get_successor_problem(self, successor):
        """Why somebody cannot take over, as a sentence, or False.

        :param successor: one `hr.employee`
        """
        # Sudo: departures and users of others are not for everybody who asks.
        successor = successor.sudo()
        name = successor.name
        if successor == self.employee_id:
            return self.env._("%(name)s is the one who leaves.", name=name)
        if not successor.active:
            return self.env._("%(name)s has left the company.", name=name)
        if not successor.user_id.active:
            return self.env._("%(name)s has no user to work with.", name=name)
        if self.company_id not in successor.user_id.company_ids:
            return self.env._(
                "%(name)s has no access to %(company)s.",
                name=name,
                company=self.company_id.name,
            )
        if successor._get_open_offboardings():
            return self.env._("%(name)s is leaving too.", name=name)
        return False

    def _check_successors(self):
        lines = self.line_ids.filtered(
            lambda line: line.is_chosen and line.to_move_count
        )
        problems = []
        for successor, own in lines.grouped("successor_id").items():
            problem = (
                self._get_successor_problem(successor)
                if successor
                else self.env._("No successor is chosen.")
            )
            if problem:
                problems += [f"{line.display_name}: {problem}" for line in own]
        if problems:
            raise UserError(
                self.env._(
                    "Choose another successor for these lines:\n%(problems)s",
                    problems="\n".join(problems),
                )
            )

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

    def _prepare_move_values(self, state):
        values = super()._prepare_move_values(state)
        now = fields.Datetime.now()
        if state == "scanned":
            values["scan_date"] = now
        elif state == "approved":
            values["approved_user_id"] = self.env.uid
        elif state == "running":
            values["run"] = max(self.mapped("run"), default=0) + 1
        elif state == "done":
            values["done_date"] = now
        return values
