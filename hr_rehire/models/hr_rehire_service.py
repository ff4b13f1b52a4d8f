from odoo import fields, models


class HrRehireService(models.Model):
    """What a return gives back of earlier service."""

    _inherit = "hr.rehire"

    service_credit_ids = fields.One2many(
        "hr.service.credit",
        "rehire_id",
        readonly=True,
        groups="hr.group_hr_user",
    )

    def action_simulate_service(self):
        """Show what the person would get back, by every rule."""
        self.ensure_one()
        return self.env["hr.service.simulation"]._open_for(rehire=self)

    def action_view_service_credits(self):
        """Open the lines about earlier service of these returns."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_rehire.hr_service_credit_action"
        )
        action["domain"] = [("rehire_id", "in", self.ids)]
        action["context"] = {}
        return action

    def _mark_returned(self, employee, date_start, period=None):
        result = super()._mark_returned(employee, date_start, period)
        self._write_service_credits(employee, date_start)
        return result

    def _write_service_credits(self, employee, back):
        """Write what is granted at the return, by the rules that the company has."""
        self.ensure_one()
        # Sudo: rules, ledger and lines are for HR; recruiters hire as well.
        rehire, employee = self.sudo(), employee.sudo()
        rules = self.env["hr.service.rule"].sudo()._get_rules(rehire.company_id)
        if not rules:
            return self.env["hr.service.credit"]
        planned = {}
        for credit in rehire.service_credit_ids.sorted("id"):
            if credit.state == "planned":
                planned[credit.purpose_id] = credit
        plans = self.env["hr.service.credit"].sudo().union(*planned.values())
        periods = rehire._get_service_periods(employee, back)
        vals_list = []
        for purpose in self.env["hr.service.purpose"].sudo()._get_purposes():
            plan = planned.get(purpose, plans.browse())
            values = rules._prepare_credit_values(
                purpose,
                periods,
                back,
                chosen=plan.rule_id if plan.is_choice else None,
                paid=plans.paid_period_ids,
            )
            if values:
                vals_list.append(
                    {
                        **values,
                        "state": "granted",
                        "company_id": rehire.company_id.id,
                        "employee_id": employee.id,
                        "rehire_id": rehire.id,
                        "replaces_id": plan.id,
                    }
                )
        return self.env["hr.service.credit"].sudo().create(vals_list)

    def _get_service_periods(self, employee, back):
        """Stints before the return, with an employee record or imported."""
        periods = self.alumni_id.employment_period_ids | employee.employment_period_ids
        return periods.filtered(lambda period: period.date_start < back)
