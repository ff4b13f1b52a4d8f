from odoo import api, models
from odoo.exceptions import UserError


class HrOffboardingWavePeople(models.Model):
    """Who is in a wave, and who cannot be."""

    _inherit = "hr.offboarding.wave"

    def action_add_people(self):
        """Ask for the people to add."""
        self.ensure_one()
        self.check_access("write")
        self._check_is_running()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Add People"),
            "res_model": "hr.offboarding.wave.add",
            "view_mode": "form",
            "target": "new",
            "context": {"default_wave_id": self.id},
        }

    def action_view_people(self):
        """Open the departures of these waves."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_exit_interview.hr_offboarding_action"
        )
        action["domain"] = [("wave_id", "in", self.ids)]
        action["context"] = {}
        return action

    def _add_people(self, employees):
        """Open a departure for each of these employees, for all of them or for nobody.

        :return: the new `hr.offboarding` cases, drafts until the wave is confirmed
        :raise UserError: somebody cannot be in this wave; the text says who and why
        """
        self.ensure_one()
        self.check_access("write")
        self._check_is_running()
        refusals = self._get_refusals(
            employees, self.company_id, self.departure_date or self.last_working_date
        )
        if refusals:
            raise UserError("\n".join(refusals.values()))
        return (
            self.env["hr.offboarding"]
            .with_company(self.company_id)
            .create([self._prepare_case_values(employee) for employee in employees])
        )

    def _prepare_case_values(self, employee):
        """Hook: values of the departure of this employee in this wave."""
        self.ensure_one()
        facts = self._get_facts()
        return {
            "employee_id": employee.id,
            "wave_id": self.id,
            **{name: value for name, value in facts.items() if value},
        }

    @api.model
    def _get_refusals(self, employees, company, last_day=False):
        """Why some of these employees cannot be in a wave of this company.

        :param last_day: the day on which the contracts are to end, if it is known
        :return: dict, `hr.employee`: a sentence that says why; nobody else is in it
        """
        employees.check_access("read")
        # Sudo after the check above: a case may be open in a company that is not chosen
        # now, and contract dates are for HR administrators only.
        people = employees.sudo()
        cases = people._get_open_offboardings().grouped("employee_id")
        refusals = {}
        for employee in people:
            start = employee.contract_date_start
            values = {"employee": employee.name}
            if employee.company_id != company:
                reason = self.env._(
                    "%(employee)s works for %(company)s, which needs a wave of its "
                    "own.",
                    company=employee.company_id.name,
                    **values,
                )
            elif not employee.active:
                reason = self.env._("%(employee)s has already left.", **values)
            elif employee in cases:
                reason = self.env._(
                    "%(employee)s is leaving already: %(reference)s.",
                    reference=cases[employee][0].name,
                    **values,
                )
            elif start and last_day and start > last_day:
                reason = self.env._(
                    "%(employee)s only starts on %(date)s.", date=start, **values
                )
            else:
                continue
            refusals[employees.browse(employee.id)] = reason
        return refusals
