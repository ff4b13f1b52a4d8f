from collections import defaultdict

from odoo import fields, models
from odoo.tools import format_amount, format_date


class HrOffboardingStatement(models.Model):
    """What the final statement of a departure says about things and money.

    It is given to the leaver: no note, no reason of a waiver, no reason of the
    departure. Amounts in different currencies are never added up.
    """

    _inherit = "hr.offboarding"

    def _get_owed(self):
        """What blocks nothing is owed all the same."""
        open_assets = self.asset_ids.filtered(
            lambda asset: asset.state in asset._OPEN_STATES
        )
        # Only what the leaver owes forbids to say that nothing is left to pay.
        open_dues = self.due_ids.filtered(
            lambda due: due.state == "open" and due.direction == "leaver"
        )
        owed = [*super()._get_owed(), *open_assets.mapped("name")]
        return list(dict.fromkeys([*owed, *open_dues.mapped("name")]))

    def _get_statement(self):
        """Hook: what the final statement lists, as plain data, in words of the context.

        :return: dict of `assets` (list of dicts of text), `dues` (list of a title and
            such dicts) and `totals` (one dict for each currency)
        """
        self.ensure_one()
        owed_by = [
            ("leaver", self.env._("Owed to %s", self.company_id.name)),
            ("company", self.env._("Owed to %s", self.employee_id.name)),
        ]
        dues = [
            (title, self.due_ids.filtered(lambda due, d=direction: due.direction == d))
            for direction, title in owed_by
        ]
        return {
            "assets": [
                self._get_statement_asset_values(asset) for asset in self.asset_ids
            ],
            "dues": [
                (title, [self._get_statement_due_values(due) for due in lines])
                for title, lines in dues
                if lines
            ],
            "totals": self._get_statement_totals(),
        }

    def _get_statement_asset_values(self, asset):
        """Hook: one line of the equipment, as texts."""
        return {
            "name": asset.name,
            "identifier": asset.identifier or "",
            "state": self._get_statement_asset_state(asset),
        }

    def _get_statement_asset_state(self, asset):
        settled = self._get_statement_settled(asset)
        due_date = self._format_statement_day(asset.date_due)
        if asset.state == "to_return":
            if not due_date:
                return self.env._("Still to return")
            return self.env._("Still to return, by %s", due_date)
        if asset.state == "lost":
            return self.env._("Missing")
        if asset.state == "recovered":
            return self.env._("Not returned; its value is listed below")
        if asset.state == "waived":
            return self.env._("Need not be returned: %s", settled)
        if asset.condition:
            conditions = dict(
                asset._fields["condition"]._description_selection(self.env)
            )
            return self.env._(
                "Returned (%(condition)s): %(settled)s",
                condition=conditions[asset.condition].lower(),
                settled=settled,
            )
        return self.env._("Returned: %s", settled)

    def _get_statement_due_values(self, due):
        """Hook: one line of the dues, as texts."""
        categories = dict(due._fields["category"]._description_selection(self.env))
        return {
            "name": due.name,
            "category": categories[due.category],
            "amount": format_amount(self.env, due.amount, due.currency_id),
            "state": self._get_statement_due_state(due),
        }

    def _get_statement_due_state(self, due):
        if due.state == "cleared":
            return self.env._("Paid or settled: %s", self._get_statement_settled(due))
        if due.state == "waived":
            return self.env._("Waived: %s", self._get_statement_settled(due))
        if due.date_due:
            return self.env._(
                "Open, due on %s", self._format_statement_day(due.date_due)
            )
        return self.env._("Open")

    def _get_statement_settled(self, line):
        """Day and person of the settlement of an item or a due."""
        zone = self.employee_id._get_tz()
        closed = line.closed_date and fields.Datetime.context_timestamp(
            self.with_context(tz=zone), line.closed_date
        )
        return self.env._(
            "%(day)s, %(name)s",
            day=self._format_statement_day(closed and closed.date()),
            # Sudo: whoever settled it may belong to another company by now.
            name=line.sudo().closed_user_id.name or "",
        ).strip(", ")

    def _get_statement_totals(self):
        """For each currency: what each side owed, what is open, and who pays what."""
        amounts = defaultdict(lambda: defaultdict(float))
        for due in self.due_ids:
            if due.state != "waived":
                amounts[due.currency_id][due.direction] += due.amount
            if due.state == "open":
                amounts[due.currency_id][due.direction, "open"] += due.amount
        return [
            self._get_statement_total_values(currency, found)
            for currency, found in amounts.items()
        ]

    def _get_statement_total_values(self, currency, amounts):
        def show(amount):
            return format_amount(self.env, currency.round(amount), currency)

        open_balance = currency.round(
            amounts["leaver", "open"] - amounts["company", "open"]
        )
        payer, payee = self.employee_id.name, self.company_id.name
        if open_balance < 0:
            payer, payee = payee, payer
        return {
            "currency": currency.name,
            "leaver": show(amounts["leaver"]),
            "leaver_open": show(amounts["leaver", "open"]),
            "company": show(amounts["company"]),
            "company_open": show(amounts["company", "open"]),
            "result": self.env._(
                "%(amount)s remain to be paid by %(payer)s to %(payee)s.",
                amount=show(abs(open_balance)),
                payer=payer,
                payee=payee,
            )
            if open_balance
            else self.env._("Nothing remains to be paid in %s.", currency.name),
        }

    def _format_statement_day(self, day):
        return format_date(self.env, day, date_format="long") if day else ""
