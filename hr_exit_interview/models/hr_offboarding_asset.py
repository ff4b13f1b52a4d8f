from odoo import api, fields, models
from odoo.exceptions import UserError


class HrOffboardingAsset(models.Model):
    """One thing that the leaver has from the company: to return, or to pay for.

    The line is a copy of what was known when the departure was confirmed: core takes
    equipment and cars from the leaver on the last day, and the line stays.
    """

    _name = "hr.offboarding.asset"
    _description = "Equipment to Return"
    _inherit = ["hr.settled.mixin"]
    _order = "date_due, id"
    _check_company_auto = True

    _OPEN_STATES = ("to_return", "lost")
    _TRANSITIONS = {  # target: where one may come from
        "to_return": {"returned", "recovered", "waived", "lost"},
        "returned": {"to_return", "lost"},
        "lost": {"to_return"},
        "recovered": {"to_return", "lost"},
        "waived": {"to_return", "lost"},
    }

    name = fields.Char(string="Item", required=True)
    kind = fields.Selection(
        [("equipment", "Equipment"), ("vehicle", "Vehicle"), ("item", "Other Item")],
        default="item",
        required=True,
    )
    identifier = fields.Char(help="Serial number, number plate or another mark.")
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
    date_due = fields.Date(
        string="Due on",
        compute="_compute_date_due",
        store=True,
        readonly=False,
        precompute=True,
        help="By default the last working day.",
    )
    is_blocking = fields.Boolean(
        string="Blocks Clearance",
        default=True,
        help="The departure cannot be closed while this is open.",
    )
    state = fields.Selection(
        [
            ("to_return", "To Return"),
            ("lost", "Lost"),
            ("returned", "Returned"),
            ("recovered", "Cost Recovered"),
            ("waived", "Waived"),
        ],
        default="to_return",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    condition = fields.Selection(
        [("good", "Good"), ("worn", "Worn"), ("damaged", "Damaged")],
        groups="hr.group_hr_user",
    )
    cost = fields.Monetary(
        string="Value",
        groups="hr.group_hr_user",
        help="What the leaver pays when the item does not come back.",
    )
    # Stored, so that values can be added up in lists and in the analysis.
    currency_id = fields.Many2one(related="company_id.currency_id", store=True)
    photo = fields.Image(
        string="Photo or Receipt",
        max_width=1920,
        max_height=1920,
        groups="hr.group_hr_user",
        help="How it came back, or the receipt that was signed for it.",
    )
    source_model = fields.Char(readonly=True, groups="hr.group_hr_user")
    source_res = fields.Integer(readonly=True, groups="hr.group_hr_user")
    due_ids = fields.One2many(
        "hr.offboarding.due", "asset_id", groups="hr.group_hr_user"
    )

    _source_uniq = models.UniqueIndex(
        "(offboarding_id, source_model, source_res) WHERE source_model IS NOT NULL",
        "This equipment is already on the list of the departure.",
    )
    _cost_positive = models.Constraint(
        "CHECK (cost >= 0)", "The value of an item cannot be negative."
    )

    @api.depends("offboarding_id.last_working_date")
    def _compute_date_due(self):
        for asset in self:
            # What is settled keeps its day when the departure moves.
            if asset.state in (False, *self._OPEN_STATES):
                asset.date_due = asset.offboarding_id.last_working_date

    def action_return(self):
        """The item is back; by whom it was received and when is kept."""
        self._move_to("returned")
        return True

    def action_lose(self):
        """The item is lost: it stays open until its cost is recovered or waived."""
        self._move_to("lost")
        return True

    def action_recover(self):
        """The leaver pays for the item: its value becomes a due."""
        self.check_access("write")
        if worthless := self.filtered(lambda asset: not asset.cost):
            raise UserError(
                self.env._(
                    "Enter the value of these items first: %(items)s.",
                    items=", ".join(worthless.mapped("name")),
                )
            )
        self._move_to("recovered")
        self.env["hr.offboarding.due"].create(
            [asset._prepare_due_values() for asset in self]
        )
        return True

    def action_reopen(self):
        """Take the item up again; the due made from it goes, unless it is cleared."""
        self.check_access("write")
        if self.due_ids.filtered(lambda due: due.state == "cleared"):
            raise UserError(
                self.env._(
                    "The cost of this item is already paid. Reopen the due first."
                )
            )
        result = super().action_reopen()
        # One that was waived says why, and stays.
        self.due_ids.filtered(lambda due: due.state == "open").unlink()
        return result

    def _prepare_due_values(self):
        """Hook: values of the due that this item becomes when its cost is recovered."""
        self.ensure_one()
        return {
            "name": self.env._("Value of %(item)s", item=self.name),
            "offboarding_id": self.offboarding_id.id,
            "asset_id": self.id,
            "direction": "leaver",
            "category": "asset",
            "amount": self.cost,
            "currency_id": self.currency_id.id,
            "is_blocking": self.is_blocking,
        }

    @api.model
    def _get_stays_message(self):
        return self.env._(
            "An item stays with its departure. Enter it anew in the other one."
        )

    @api.model
    def _get_proof_message(self):
        return self.env._(
            "An item that is settled is kept as a proof. Reopen it first if it was "
            "entered by mistake."
        )

    @api.model
    def _get_unexplained_message(self, names):
        return self.env._(
            "Enter why these items are waived first: %(items)s.", items=names
        )
