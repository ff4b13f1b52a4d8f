from odoo import api, fields, models
from odoo.exceptions import UserError


class HrRehireProcessMixin(models.AbstractModel):
    """The states of a return case, and the moves between them.

    A case moves freely between the open states. It ends by the return itself, or is
    declined or cancelled, and may then be taken up again.
    """

    _name = "hr.rehire.process.mixin"
    _description = "Process of a Return"

    _OPEN_STATES = ("interest", "review", "interviews", "offer")
    _TRANSITIONS = {  # target: where one may come from
        "interest": {"review", "declined", "cancelled"},
        "review": {"interest", "interviews", "offer"},
        "interviews": {"interest", "review", "offer"},
        "offer": {"interest", "review", "interviews"},
        "returned": {"offer"},
        "declined": set(_OPEN_STATES),
        "cancelled": set(_OPEN_STATES),
    }

    _WRITE_ONCE_FIELDS = frozenset(("alumni_id", "applicant_id"))

    state = fields.Selection(
        [
            ("interest", "Interest"),
            ("review", "Review"),
            ("interviews", "Interviews"),
            ("offer", "Offer"),
            ("returned", "Returned"),
            ("declined", "Declined"),
            ("cancelled", "Cancelled"),
        ],
        default="interest",
        required=True,
        copy=False,
        index=True,
        group_expand="_group_expand_state",
    )

    def write(self, vals):
        self._check_can_write(vals)
        return super().write(vals)

    def action_review(self):
        """HR looks at whether and how the person can come back."""
        self._move_to("review")
        return True

    def action_interviews(self):
        """Talks with the person are under way."""
        self._move_to("interviews")
        return True

    def action_offer(self):
        """An offer is being made."""
        self._move_to("offer")
        return True

    def action_decline(self):
        """The person or the company decided against it."""
        self._move_to("declined")
        return True

    def action_cancel(self):
        """The case was started by mistake."""
        self._move_to("cancelled")
        return True

    def action_reopen(self):
        """Take up a declined or cancelled case again."""
        self._move_to("interest")
        return True

    def _move_to(self, state):
        """Change state, or tell the user why that is not possible from here."""
        self.write({"state": state})

    def _check_can_write(self, vals):
        if "state" in vals:
            self._check_can_move(vals["state"])
        if self.env.su:
            return
        if vals.get("state") == "returned":
            raise UserError(
                self.env._(
                    "Use “Return to Work” to carry out a return: it asks for the "
                    "first day and takes the employee record into use again."
                )
            )
        if vals.keys() & self._WRITE_ONCE_FIELDS:
            raise UserError(
                self.env._(
                    "The person and the application of a return case cannot be "
                    "changed. Cancel this case and start another."
                )
            )

    def _check_can_move(self, state):
        sources = self._TRANSITIONS.get(state, set())
        blocked = self.filtered(lambda rehire: rehire.state not in sources | {state})
        if blocked:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(cases)s cannot become “%(target)s” from “%(state)s”.",
                    cases=", ".join(blocked.mapped("name")),
                    target=labels.get(state, state),
                    state=labels[blocked[0].state],
                )
            )

    @api.model
    def _group_expand_state(self, states, domain):
        """Columns that are shown even when nobody is in them."""
        shown = {*self._OPEN_STATES, *states}
        return [
            key for key in self._fields["state"].get_values(self.env) if key in shown
        ]
