from odoo import api, fields, models
from odoo.exceptions import UserError


class HrSettledMixin(models.AbstractModel):
    """Something of one departure that is open until it is settled, or waived.

    Who settled it and when is kept; what is waived says why. It stays with its
    departure, and once it is settled it is a proof and cannot be deleted.

    The model has `offboarding_id`, a `state` and `_OPEN_STATES`, of which the first is
    where it is taken up again.
    """

    _name = "hr.settled.mixin"
    _description = "Settled for a Departure"
    _inherit = ["hr.closing.history.mixin", "hr.state.mixin"]

    closed_date = fields.Datetime(string="Settled on", readonly=True, copy=False)
    closed_user_id = fields.Many2one(
        "res.users", string="Settled by", readonly=True, copy=False
    )
    waive_reason = fields.Char(
        string="Why Waived",
        copy=False,
        groups="hr.group_hr_user",
        help="Needed before it can be waived.",
    )
    note = fields.Text(groups="hr.group_hr_user")

    def write(self, vals):
        if "offboarding_id" in vals and any(
            record.offboarding_id.id != vals["offboarding_id"] for record in self
        ):
            raise UserError(self._get_stays_message())
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_settled(self):
        if any(record.state not in record._OPEN_STATES for record in self):
            raise UserError(self._get_proof_message())

    def action_waive(self):
        """It need not be settled; why is kept."""
        self.check_access("write")
        if unexplained := self.filtered(lambda record: not record.waive_reason):
            raise UserError(
                self._get_unexplained_message(", ".join(unexplained.mapped("name")))
            )
        self._move_to("waived")
        return True

    def action_reopen(self):
        """Take it up again; how it was settled before is kept."""
        self.check_access("write")
        self._keep_history()
        self._move_to(self._OPEN_STATES[0])
        return True

    def _prepare_move_values(self, state):
        is_open = state in self._OPEN_STATES
        return {
            **super()._prepare_move_values(state),
            "closed_date": not is_open and fields.Datetime.now(),
            "closed_user_id": not is_open and self.env.uid,
        }
