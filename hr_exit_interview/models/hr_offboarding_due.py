from odoo import api, fields, models
from odoo.exceptions import UserError


class HrOffboardingDue(models.Model):
    """An amount that the leaver owes the company, or the company the leaver."""

    _name = "hr.offboarding.due"
    _description = "Due of a Departure"
    _inherit = ["hr.settled.mixin"]
    _order = "direction, id"

    _OPEN_STATES = ("open",)
    _TRANSITIONS = {  # target: where one may come from
        "open": {"cleared", "waived"},
        "cleared": {"open"},
        "waived": {"open"},
    }

    name = fields.Char(string="For", required=True)
    offboarding_id = fields.Many2one(
        "hr.offboarding",
        string="Departure",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="offboarding_id.company_id", store=True, index=True
    )
    employee_id = fields.Many2one(
        related="offboarding_id.employee_id", store=True, index=True
    )
    direction = fields.Selection(
        [("leaver", "The Leaver Owes"), ("company", "The Company Owes")],
        string="Who Owes",
        default="leaver",
        required=True,
    )
    category = fields.Selection(
        [
            ("advance", "Advance"),
            ("loan", "Loan"),
            ("card", "Company Card"),
            ("expense", "Expenses"),
            ("leave", "Leave Pay-out"),
            ("bonus", "Bonus"),
            ("training", "Training Pay-back"),
            ("asset", "Equipment"),
            ("other", "Other"),
        ],
        default="other",
        required=True,
    )
    amount = fields.Monetary(required=True)
    balance = fields.Monetary(
        compute="_compute_balance",
        store=True,
        help="The amount, below 0 where the company owes it: what a sum of dues leaves "
        "for the leaver to pay.",
    )
    currency_id = fields.Many2one(
        "res.currency",
        compute="_compute_currency_id",
        store=True,
        readonly=False,
        required=True,
        precompute=True,
    )
    date_due = fields.Date(
        string="Due on",
        compute="_compute_date_due",
        store=True,
        readonly=False,
        precompute=True,
        help="By default the end of the contract.",
    )
    is_blocking = fields.Boolean(
        string="Blocks Clearance",
        default=True,
        help="The departure cannot be closed while this is open.",
    )
    state = fields.Selection(
        [("open", "Open"), ("cleared", "Cleared"), ("waived", "Waived")],
        default="open",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    closed_date = fields.Datetime(string="Cleared on")
    closed_user_id = fields.Many2one(string="Cleared by")
    receipt = fields.Binary(attachment=True, groups="hr.group_hr_user")
    receipt_name = fields.Char(string="Name of the Receipt", groups="hr.group_hr_user")
    asset_id = fields.Many2one(
        "hr.offboarding.asset",
        string="Item",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="hr.group_hr_user",
    )

    agreement_id = fields.Many2one(
        "hr.offboarding.agreement",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="hr.group_hr_user",
    )

    _agreement_uniq = models.UniqueIndex(
        "(offboarding_id, agreement_id) WHERE agreement_id IS NOT NULL",
        "This agreement is already among the dues of the departure.",
    )
    _amount_positive = models.Constraint(
        "CHECK (amount > 0)",
        "The amount of a due is more than 0; its direction says who owes it.",
    )

    @api.depends("offboarding_id")
    def _compute_currency_id(self):
        for due in self:
            company = due.offboarding_id.company_id or self.env.company
            due.currency_id = due.currency_id or company.currency_id

    @api.depends("amount", "direction")
    def _compute_balance(self):
        for due in self:
            due.balance = due.amount if due.direction == "leaver" else -due.amount

    @api.depends("offboarding_id.departure_date")
    def _compute_date_due(self):
        for due in self:
            # What is settled keeps its day when the departure moves.
            if due.state in (False, "open"):
                due.date_due = due.offboarding_id.departure_date

    def write(self, vals):
        if vals.keys() & {"amount", "currency_id", "direction"} and any(
            due.state != "open" for due in self
        ):
            raise UserError(
                self.env._("A due that is closed keeps its amount. Reopen it first.")
            )
        return super().write(vals)

    def action_clear(self):
        """The amount is paid or settled; by whom and when is kept."""
        self._move_to("cleared")
        return True

    @api.model
    def _get_stays_message(self):
        return self.env._(
            "A due stays with its departure. Enter it anew in the other one."
        )

    @api.model
    def _get_proof_message(self):
        return self.env._(
            "A due that is settled is kept as a proof. Reopen it first if it was "
            "entered by mistake."
        )

    @api.model
    def _get_unexplained_message(self, names):
        return self.env._(
            "Enter why these dues are waived first: %(dues)s.", dues=names
        )
