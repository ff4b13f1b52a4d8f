from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command, Domain
from odoo.tools import format_date


class HrServiceCredit(models.Model):
    """What was decided about earlier service, for one purpose of one return.

    A line holds the rule, what it was asked about, what came out and what the next rule
    would have given. It never changes: lines are written by steps only, and a
    correction is a new line that takes the place of the old one.

    Planned lines are what was promised before the return; they have no effect. Of the
    granted lines about one return and purpose the latest one counts.
    """

    _name = "hr.service.credit"
    _description = "Service Credit"
    _order = "id desc"
    _rec_name = "rule_name"
    _check_company_auto = True

    state = fields.Selection(
        [
            ("planned", "Planned"),
            ("granted", "Granted"),
            ("proposed", "Correction to Approve"),
            ("refused", "Correction Refused"),
        ],
        required=True,
        readonly=True,
        index=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True
    )
    employee_id = fields.Many2one(
        "hr.employee", readonly=True, index="btree_not_null", ondelete="cascade"
    )
    rehire_id = fields.Many2one(
        "hr.rehire",
        string="Return Case",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    purpose_id = fields.Many2one(
        "hr.service.purpose", required=True, readonly=True, ondelete="restrict"
    )
    rule_id = fields.Many2one("hr.service.rule", readonly=True, ondelete="set null")
    rule_name = fields.Char(string="Rule", readonly=True)
    is_choice = fields.Boolean(
        string="Chosen by HR",
        readonly=True,
        help="HR chose this rule instead of the first one that applies.",
    )
    return_date = fields.Date(string="Return", required=True, readonly=True)
    inputs = fields.Text(string="Earlier Stints", readonly=True)
    paid_period_ids = fields.Many2many(
        "hr.employment.period", string="Already Paid For", readonly=True
    )
    gap_days = fields.Integer(string="Days Away", readonly=True)
    earlier_days = fields.Integer(string="Days Before", readonly=True)
    credited_days = fields.Integer(readonly=True)
    counted_gap_days = fields.Integer(string="Days Away That Count", readonly=True)
    recognised_date = fields.Date(string="Service Runs From", readonly=True)
    effective_date = fields.Date(
        string="Counts From",
        readonly=True,
        help="Until then service runs from the return.",
    )
    explanation = fields.Text(readonly=True)
    next_rule_name = fields.Char(string="Next Rule", readonly=True)
    next_recognised_date = fields.Date(string="Next Rule Would Give", readonly=True)
    next_explanation = fields.Text(string="How It Would", readonly=True)
    note = fields.Char(string="Reason", readonly=True)
    replaces_id = fields.Many2one(
        "hr.service.credit",
        string="Takes the Place of",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    proposal_id = fields.Many2one(
        "hr.service.credit",
        string="Decides About",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
    decision_ids = fields.One2many("hr.service.credit", "proposal_id")
    is_undecided = fields.Boolean(compute="_compute_is_undecided")
    is_in_force = fields.Boolean(
        string="In Force", compute="_compute_is_in_force", search="_search_is_in_force"
    )

    # A proposal is decided once, however often two people click.
    _decision_uniq = models.UniqueIndex(
        "(proposal_id) WHERE proposal_id IS NOT NULL",
        "This correction was already decided.",
    )
    _recognised_before_return = models.Constraint(
        "CHECK (recognised_date <= return_date)",
        "Service cannot run from a day after the return.",
    )

    @api.depends("decision_ids")
    def _compute_is_undecided(self):
        for credit in self:
            credit.is_undecided = credit.state == "proposed" and not credit.decision_ids

    @api.depends("state", "employee_id", "purpose_id", "return_date")
    def _compute_is_in_force(self):
        in_force = self._get_in_force(self.employee_id)
        for credit in self:
            credit.is_in_force = credit in in_force

    def _search_is_in_force(self, operator, value):
        if operator != "in":
            return NotImplemented
        rows = self._read_group(
            [("state", "=", "granted")],
            ["employee_id", "purpose_id", "return_date:day"],
            ["id:max"],
        )
        return Domain("id", "in", [row[-1] for row in rows])

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise AccessError(self._get_refusal())
        return super().create(vals_list)

    def write(self, vals):
        # Holds are put on any record that is kept for so long.
        if vals.keys() - set(self._RETENTION_FIELDS):
            raise UserError(self._get_refusal())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._get_refusal())

    def action_correct(self):
        """Ask for another date and for the reason."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Propose Another Date"),
            "res_model": "hr.service.correction",
            "view_mode": "form",
            "target": "new",
            "context": {"default_credit_id": self.id},
        }

    def action_approve(self):
        """Grant a correction that somebody else has proposed."""
        self._do_decide("granted")
        return True

    def action_refuse(self):
        """Leave things as they are."""
        self._do_decide("refused")
        return True

    def _do_propose(self, day, reason):
        """Propose another date; it counts once a second person has approved.

        :param day: from which service shall run
        :param reason: why, in a sentence
        """
        self.ensure_one()
        self._check_is_officer()
        self.check_access("read")
        if not self.is_in_force:
            raise UserError(
                self.env._("Correct the line that is in force: this one is not.")
            )
        if day > self.return_date:
            raise UserError(
                self.env._("Service cannot run from a day after the return.")
            )
        return self._write_correction("proposed", day, reason, replaces_id=self.id)

    def _do_decide(self, state):
        for credit in self:
            credit.check_access("read")
            if not credit.is_undecided:
                raise UserError(self.env._("There is nothing to decide about here."))
            if not self.env.user.has_group("hr.group_hr_manager"):
                raise AccessError(
                    self.env._("Only HR administrators decide about corrections.")
                )
            if credit.create_uid == self.env.user:
                raise UserError(
                    self.env._(
                        "You have proposed this yourself. Ask another HR administrator "
                        "to decide."
                    )
                )
            credit._write_correction(
                state,
                credit.recognised_date,
                credit.note,
                replaces_id=credit.replaces_id.id,
                proposal_id=credit.id,
            )

    def _write_correction(self, state, day, reason, **links):
        days = (self.return_date - day).days
        # Sudo: lines are written by steps only, which have checked who asks.
        return self.sudo().create(
            {
                **self._prepare_repeated_values(),
                "state": state,
                "rule_name": self.env._("Decided by hand"),
                "credited_days": min(days, self.earlier_days),
                "counted_gap_days": days - min(days, self.earlier_days),
                "recognised_date": day,
                "effective_date": self.return_date,
                "explanation": self.env._(
                    "Decided by hand: service runs from %(day)s.",
                    day=format_date(self.env, day),
                ),
                "note": reason,
                **links,
            }
        )

    def _prepare_repeated_values(self):
        """Values that a correction takes over."""
        names = ("company_id", "employee_id", "rehire_id", "purpose_id")
        # What it would have been without the correction.
        other = self.replaces_id if self.state == "proposed" else self
        return {
            **{name: self[name].id for name in names},
            "return_date": self.return_date,
            "inputs": self.inputs,
            "gap_days": self.gap_days,
            "earlier_days": self.earlier_days,
            "paid_period_ids": [Command.set(self.paid_period_ids.ids)],
            "next_rule_name": other.rule_name,
            "next_recognised_date": other.recognised_date,
            "next_explanation": other.explanation,
        }

    @api.model
    def _get_in_force(self, employees, purpose=None):
        """The granted lines that count, of all returns of these people."""
        domain = Domain("employee_id", "in", employees.ids) & Domain(
            "state", "=", "granted"
        )
        if purpose:
            domain &= Domain("purpose_id", "=", purpose.id)
        found = {}
        if employees.ids:
            for credit in self.search(domain, order="id"):
                key = credit.employee_id, credit.purpose_id, credit.return_date
                found[key] = credit
        return self.browse(credit.id for credit in found.values())

    @api.model
    def _check_is_officer(self):
        if not self.env.su and not self.env.user.has_group("hr.group_hr_user"):
            raise AccessError(self.env._("Earlier service is decided by HR."))

    @api.model
    def _get_refusal(self):
        return self.env._(
            "What was decided about earlier service is kept as it is. Propose another "
            "date instead: it makes a line of its own."
        )
