from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL


class HrOffboardingSweep(models.Model):
    """The hand-over of a departure, and that nothing is forgotten on the last day."""

    _inherit = "hr.offboarding"

    # Who leads the team next is decided on the case, see `_move_teams`.
    _TEAM_MODELS = ("hr.employee", "hr.department")

    # Read by the leaver and the managers above, who take part in the hand-over.
    handover_ids = fields.One2many("hr.offboarding.handover", "offboarding_id")

    def action_view_handover(self):
        """Open the hand-over of this departure; HR begins it with a scan."""
        self.ensure_one()
        handover = self.handover_ids
        if not handover and self.env.user.has_group("hr.group_hr_user"):
            handover = handover.create({"offboarding_id": self.id})
            handover.action_scan()
        if not handover:
            raise UserError(
                self.env._("The hand-over has not begun yet. Ask HR to start it.")
            )
        return handover._get_records_action()

    def _do_before_departure(self):
        result = super()._do_before_departure()
        # Sudo after the access check of the departure: work is moved as decided.
        self.sudo()._do_hand_over()
        return result

    def _do_hand_over(self):
        """Move what is open before anybody is archived, as decided or as is the rule.

        :raise UserError: something is open, and nobody is there to take it over
        """
        handovers = {
            handover.offboarding_id: handover for handover in self.handover_ids
        }
        for handover in handovers.values():
            if handover.state == "approved":
                handover.action_run()
            if handover.state == "running":
                handover._run_to_end()
        undecided = self.filtered(
            lambda case: (
                case._needs_handover()
                and case.company_id.offboarding_handover_default != "leave"
                and (
                    case not in handovers
                    or handovers[case].state in ("draft", "scanned")
                )
            )
        )
        for case in undecided._filter_with_open_work():
            case._hand_over_undecided()

    def _needs_handover(self):
        """Hook: whether the work of this leaver is to be handed over at all."""
        self.ensure_one()
        return self.kind != "transfer"

    def _filter_with_open_work(self):
        """Those of these departures with open records, in one query for all."""
        if not self:
            return self
        Handover = self.env["hr.offboarding.handover"]
        holders = {
            comodel: {
                Handover._get_holder_id(comodel, case.employee_id): case.id
                for case in self
            }
            for comodel in ("res.users", "hr.employee", "res.partner")
        }
        selects = []
        for (model, name), conditions in Handover._get_handover_models().items():
            if model in self._TEAM_MODELS:
                continue
            Model = self.env[model].with_context(active_test=False)
            comodel = Model._fields[name].comodel_name
            ids = [key for key in holders[comodel] if key]
            if not ids:
                continue
            rest = [leaf for leaf in conditions if leaf[2] != "leaver"]
            query = Model._search(Domain(name, "in", ids) & Domain(rest))
            selects.append(self._select_holders(query, Model._fields[name], ids))
        rows = self.env.execute_query(SQL(" UNION ").join(selects)) if selects else []
        found = {holders[comodel].get(holder) for comodel, holder in rows}
        return self.filtered(lambda case: case.id in found)

    @api.model
    def _select_holders(self, query, field, ids):
        """SQL of (comodel, holder) for the records of a query."""
        if field.type == "many2many":
            return SQL(
                "(SELECT %s, %s FROM %s WHERE %s IN %s AND %s IN %s)",
                field.comodel_name,
                SQL.identifier(field.column2),
                SQL.identifier(field.relation),
                SQL.identifier(field.column1),
                query.subselect(),
                SQL.identifier(field.column2),
                tuple(ids),
            )
        return SQL(
            "(%s)",
            query.select(
                SQL("%s", field.comodel_name),
                SQL.identifier(query.table, field.name, to_flush=field),
            ),
        )

    def _hand_over_undecided(self):
        """Nothing was decided: to the successor, else to the manager, else parked."""
        self.ensure_one()
        handover = self.handover_ids or self.handover_ids.create(
            {"offboarding_id": self.id}
        )
        handover.action_scan()
        handover.line_ids.filtered(
            lambda line: line.model in self._TEAM_MODELS
        ).is_chosen = False
        if not handover.open_count:
            return
        successor = handover._get_default_successor()
        if not successor or self.company_id.offboarding_handover_default == "park":
            raise UserError(
                self.env._(
                    "%(employee)s still holds %(count)s open records. Choose who takes "
                    "them over on the hand-over of the departure, and approve it.",
                    employee=self.employee_id.name,
                    count=handover.open_count,
                )
            )
        for chosen, lines in handover.line_ids.grouped("successor_id").items():
            if not chosen or handover._get_successor_problem(chosen):
                lines.successor_id = successor
        handover.action_approve()
        handover.action_run()
        if handover.state == "running":
            handover._run_to_end()
