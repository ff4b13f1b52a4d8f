from collections import defaultdict

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import format_amount


class HrOffboardingThings(models.Model):
    """Things and money of a departure: what comes back, and who owes what."""

    _inherit = "hr.offboarding"

    asset_ids = fields.One2many(
        "hr.offboarding.asset",
        "offboarding_id",
        string="Equipment",
        groups="hr.group_hr_user",
    )
    due_ids = fields.One2many(
        "hr.offboarding.due", "offboarding_id", string="Dues", groups="hr.group_hr_user"
    )
    balance_text = fields.Text(
        string="Open Balance",
        compute="_compute_balance_text",
        groups="hr.group_hr_user",
        help="What is still open, for each currency.",
    )

    @api.depends("due_ids.state", "due_ids.amount", "due_ids.direction")
    def _compute_balance_text(self):
        for case in self:
            case.balance_text = "\n".join(
                case._get_balance_line(currency, *totals)
                for currency, totals in case._get_due_totals().items()
            )

    def write(self, vals):
        result = super().write(vals)
        if "departure_date" in vals:
            self._follow_departure_date()
        return result

    def action_refresh_assets(self):
        """Add what the leaver has or owes by now; nothing is listed twice."""
        self.check_access("write")
        self._fill_assets()
        self._fill_dues()
        return True

    def _do_confirm(self):
        result = super()._do_confirm()
        self._fill_assets()
        self._fill_dues()
        return result

    def _do_move_dates(self):
        result = super()._do_move_dates()
        self._follow_departure_date()
        return result

    def _follow_departure_date(self):
        """What is left to pay back follows the end of the contract."""
        self.filtered(lambda case: case.is_open and case.state != "draft")._fill_dues()

    def _do_drop(self):
        """Nobody leaves: what was not settled is taken off the lists again."""
        result = super()._do_drop()
        # Sudo: whoever may drop a departure drops its lists, like its tasks.
        cases = self.sudo()
        cases.due_ids.filtered(lambda due: due.state == "open").unlink()
        cases.asset_ids.filtered(
            lambda asset: asset.state in asset._OPEN_STATES
        ).unlink()
        return result

    def _fill_assets(self):
        # Sudo: employees and managers may open departures, and have no rights here.
        known = {
            (asset.offboarding_id.id, asset.source_model, asset.source_res)
            for asset in self.sudo().asset_ids
        }
        self.env["hr.offboarding.asset"].sudo().create(
            [
                vals
                for vals in self._get_asset_sources()
                if (vals["offboarding_id"], vals["source_model"], vals["source_res"])
                not in known
            ]
        )

    def _fill_dues(self):
        """List pay-backs as dues; those that are open get what is left by now."""
        # Sudo: employees and managers may open departures, and have no rights here.
        dues = self.sudo().due_ids
        known = {
            (due.offboarding_id.id, due.agreement_id.id): due
            for due in dues
            if due.agreement_id
        }
        new = []
        for vals in self.sudo()._get_due_sources():
            due = known.get((vals["offboarding_id"], vals["agreement_id"]))
            if not due:
                new.append(vals)
            elif due.state == "open" and due.amount != vals["amount"]:
                due.amount = vals["amount"]
        dues.create(new)

    def _get_due_sources(self):
        """Hook: what these leavers owe by what they have signed.

        Nothing is asked back of the family of somebody who has died.

        :return: list of values of `hr.offboarding.due`, each with `offboarding_id`,
            `agreement_id` and `amount`
        """
        values = []
        for case in self.filtered(lambda case: case.kind != "death"):
            for agreement in case.employee_id.agreement_ids:
                left = agreement._get_left_on(case.departure_date)
                if left and agreement.company_id == case.company_id:
                    values.append(case._prepare_payback_values(agreement, left))
        return values

    def _prepare_payback_values(self, agreement, amount):
        """Hook: values of the due that comes from an agreement."""
        self.ensure_one()
        return {
            "name": agreement.display_name,
            "offboarding_id": self.id,
            "agreement_id": agreement.id,
            "direction": "leaver",
            "category": agreement.kind,
            "amount": amount,
            "currency_id": agreement.currency_id.id,
        }

    def _get_asset_sources(self):
        """Hook: what the platform knows that these leavers have from the company.

        :return: list of values of `hr.offboarding.asset`, each with `offboarding_id`,
            `source_model` and `source_res`
        """
        return [*self._get_equipment_values(), *self._get_vehicle_values()]

    def _get_equipment_values(self):
        model = "maintenance.equipment"
        if model not in self.env or "employee_id" not in self.env[model]._fields:
            return []
        # Sudo: HR officers need no rights on maintenance; names and serials suffice.
        found = (
            self.env[model].sudo().search([("employee_id", "in", self.employee_id.ids)])
        )
        return [
            {
                "offboarding_id": case.id,
                "source_model": model,
                "source_res": equipment.id,
                "kind": "equipment",
                "name": equipment.name,
                "identifier": equipment.serial_no,
                "cost": max(equipment.cost, 0),
            }
            for case in self
            for equipment in found
            if equipment.employee_id == case.employee_id
            and equipment.company_id in (case.company_id, equipment.company_id.browse())
        ]

    def _get_vehicle_values(self):
        model = "fleet.vehicle"
        if model not in self.env:
            return []
        # Sudo: HR officers need no rights on the fleet; name and plate suffice.
        employees = self.employee_id.sudo()
        drivers = employees.user_id.partner_id | employees.work_contact_id
        found = self.env[model].sudo().search(Domain("driver_id", "in", drivers.ids))
        values = []
        for case in self:
            employee = case.employee_id.sudo()
            own = employee.user_id.partner_id | employee.work_contact_id
            values += [
                {
                    "offboarding_id": case.id,
                    "source_model": model,
                    "source_res": vehicle.id,
                    "kind": "vehicle",
                    "name": vehicle.model_id.display_name or vehicle.display_name,
                    "identifier": vehicle.license_plate,
                }
                for vehicle in found
                if vehicle.driver_id in own
                and vehicle.company_id in (case.company_id, vehicle.company_id.browse())
            ]
        return values

    def _get_clearance_blockers(self):
        assets = self.asset_ids.filtered(
            lambda asset: asset.is_blocking and asset.state in asset._OPEN_STATES
        )
        dues = self.due_ids.filtered(
            lambda due: due.is_blocking and due.state == "open"
        )
        return [
            *super()._get_clearance_blockers(),
            *assets.mapped("name"),
            *dues.mapped("name"),
        ]

    def _get_due_totals(self):
        """What is still open: currency to (the leaver owes, the company owes)."""
        self.ensure_one()
        totals = defaultdict(lambda: [0.0, 0.0])
        for due in self.due_ids.filtered(lambda due: due.state == "open"):
            totals[due.currency_id][due.direction == "company"] += due.amount
        return {
            currency: tuple(map(currency.round, amounts))
            for currency, amounts in totals.items()
        }

    def _get_balance_line(self, currency, by_leaver, by_company):
        balance = currency.round(by_leaver - by_company)
        values = {
            "currency": currency.name,
            "by_leaver": format_amount(self.env, by_leaver, currency),
            "by_company": format_amount(self.env, by_company, currency),
            "balance": format_amount(self.env, abs(balance), currency),
        }
        if balance > 0:
            return self.env._(
                "%(currency)s: the leaver owes %(by_leaver)s, the company "
                "%(by_company)s; %(balance)s remain to be paid by the leaver.",
                **values,
            )
        if balance < 0:
            return self.env._(
                "%(currency)s: the leaver owes %(by_leaver)s, the company "
                "%(by_company)s; %(balance)s remain to be paid to the leaver.",
                **values,
            )
        return self.env._(
            "%(currency)s: the leaver and the company owe each other %(by_leaver)s;"
            " nothing remains to be paid.",
            **values,
        )
