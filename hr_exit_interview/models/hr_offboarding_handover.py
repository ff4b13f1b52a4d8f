from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ..tools.handover import (
    MOVABLE,
)

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
