from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class HrExitInterviewCardPromise(models.Model):
    """What was promised in the talk, by whom and until when.

    It is read by those who read the card. Making a task of it, or an improvement
    action, tells it to others, and is decided for each promise.
    """

    _name = "hr.exit.interview.card.promise"
    _description = "Promise on a Record Card"
    _inherit = ["hr.exit.interview.card.part"]
    _order = "card_id, date_deadline, id"

    _LOGGED_FIELDS = frozenset({"name"})

    name = fields.Char(string="Promised", required=True, prefetch="content")
    user_id = fields.Many2one(
        "res.users",
        string="By",
        default=lambda self: self.env.user,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        help="Who has promised it, and gets the task.",
    )
    date_deadline = fields.Date(string="Until")
    is_kept = fields.Boolean(string="Kept")
    task_id = fields.Many2one(
        "hr.offboarding.task",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    def write(self, vals):
        if "task_id" in vals and not self.env.su:
            raise AccessError(self.env._("Use the button to make a task of a promise."))
        return super().write(vals)

    def action_make_task(self):
        """Give the promise to whoever has made it, as a task of the departure.

        HR, and nobody else, sees the task as well; it holds the promise and its day.
        """
        self.check_access("write")
        open_ones = self.filtered(lambda promise: not promise.task_id)
        if not all(promise.user_id and promise.date_deadline for promise in open_ones):
            raise UserError(
                self.env._("Enter first who has made the promise, and until when.")
            )
        for promise in open_ones:
            # Sudo: whoever holds the talk may not read the departure, and gives it
            # just this one task; the card is locked for nobody by that.
            card = promise.sudo().card_id
            promise.sudo().task_id = (
                self.env["hr.offboarding.task"]
                .sudo()
                .create(
                    {
                        "offboarding_id": card.interview_id.offboarding_id.id,
                        "name": promise.name,
                        "user_id": promise.user_id.id,
                        "date_deadline": promise.date_deadline,
                    }
                )
            )
        return True

    def action_make_action(self):
        """Begin an improvement action, in words that name nobody: exit officers."""
        self.ensure_one()
        self.check_access("write")
        self.env["hr.exit.action"].check_access("create")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Improvement Action"),
            "res_model": "hr.exit.action",
            "views": [(False, "form")],
            "target": "current",
            "context": {
                "default_name": self.name,
                "default_user_id": self.user_id.id,
                "default_date_deadline": self.date_deadline
                and fields.Date.to_string(self.date_deadline),
                "default_company_id": self.company_id.id,
            },
        }
