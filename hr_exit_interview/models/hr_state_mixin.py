from odoo import api, models
from odoo.exceptions import UserError


class HrStateMixin(models.AbstractModel):
    """A record whose state changes by allowed moves only.

    The model has a selection `state` with a default, and says in `_TRANSITIONS` from
    where each state can be reached. Each move is a button or a job that calls
    `_move_to`; nobody writes the state directly, so no move is taken past its checks.
    """

    _name = "hr.state.mixin"
    _description = "State That Changes by Moves Only"

    _TRANSITIONS = {}  # target: where one may come from

    @api.model
    def default_get(self, fields):
        """A record begins in its first state, whichever column of a board it is in."""
        values = super().default_get(fields)
        return (
            {**values, "state": self._get_first_state()}
            if "state" in values
            else values
        )

    @api.model_create_multi
    def create(self, vals_list):
        first = self._get_first_state()
        if not self.env.su and any(
            vals.get("state", first) != first for vals in vals_list
        ):
            raise UserError(self._get_use_buttons_message())
        # Given here, because a context may hold another default.
        return super().create([{"state": first, **vals} for vals in vals_list])

    def write(self, vals):
        if "state" in vals and not self.env.su:
            raise UserError(self._get_use_buttons_message())
        return super().write(vals)

    def _move_to(self, state):
        """Change state, or tell the user why that is not possible from here.

        :param state: the value to move to, a key of `_TRANSITIONS`
        :raise UserError: one of the records is in a state from where it is not allowed
        """
        self.check_access("write")
        self._check_can_move(state)
        # Sudo: `write` refuses the state to everybody, so that it changes by moves.
        self.sudo().write({"state": state, **self._prepare_move_values(state)})

    def _check_can_move(self, state):
        sources = self._TRANSITIONS[state]
        blocked = self.filtered(lambda record: record.state not in sources)
        if blocked:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(records)s cannot become “%(target)s” from “%(state)s”.",
                    records=", ".join(blocked.mapped("display_name")),
                    target=labels[state],
                    state=labels[blocked[0].state],
                )
            )

    def _prepare_move_values(self, state):
        """Hook: more values to write along with the new state."""
        return {}

    @api.model
    def _get_first_state(self):
        """Hook: the state in which a record begins."""
        return self._fields["state"].default(self)

    @api.model
    def _get_use_buttons_message(self):
        return self.env._("Use the buttons to change the state of this record.")
