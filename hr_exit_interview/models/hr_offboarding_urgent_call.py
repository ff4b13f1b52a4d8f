from odoo import api, fields, models
from odoo.exceptions import AccessError


class HrOffboardingUrgentCall(models.Model):
    """One customer to call because a key person is gone."""

    _name = "hr.offboarding.urgent.call"
    _description = "Customer to Call"
    _inherit = ["hr.offboarding.contact.mixin"]
    _order = "sequence, id"
    _rec_name = "why"

    urgent_id = fields.Many2one(
        "hr.offboarding.urgent",
        string="Urgent Track",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="urgent_id.company_id", store=True, index=True)
    sequence = fields.Integer(readonly=True)
    date_meeting = fields.Datetime(string="Next Meeting", readonly=True)
    is_called = fields.Boolean(string="Called", readonly=True, copy=False)
    called_date = fields.Datetime(string="Called on", readonly=True, copy=False)
    called_user_id = fields.Many2one(
        "res.users",
        string="Called by",
        readonly=True,
        copy=False,
        ondelete="set null",
    )
    note = fields.Char(string="What Was Agreed")

    _partner_uniq = models.UniqueIndex(
        "(urgent_id, partner_id) WHERE partner_id IS NOT NULL",
        "This contact is already on the list.",
    )

    def write(self, vals):
        if vals.keys() - {"note"} and not self.env.su:
            raise AccessError(
                self.env._(
                    "The list is found by the hand-over. Add a note, and use the "
                    "button once you have called."
                )
            )
        return super().write(vals)

    def action_called(self):
        """The contact has been called; by whom and when is kept."""
        self.check_access("write")
        # Sudo after the check above: `write` takes notes only.
        self.filtered(lambda call: not call.is_called).sudo().write(
            {
                "is_called": True,
                "called_date": fields.Datetime.now(),
                "called_user_id": self.env.uid,
            }
        )
        return True

    def action_undo_called(self):
        """The contact has not been called after all."""
        self.check_access("write")
        # Sudo after the check above: `write` takes notes only.
        self.sudo().write(
            {"is_called": False, "called_date": False, "called_user_id": False}
        )
        return True

    @api.model
    def _prepare_call_values(self, key, facts):
        """Hook: values of a contact to call, as `_find_contacts` has found it."""
        return {
            **self._prepare_contact_values(key, facts),
            "date_meeting": facts["date"],
        }
