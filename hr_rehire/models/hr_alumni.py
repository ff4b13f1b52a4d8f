from odoo import fields, models
from odoo.tools import format_date


class HrAlumni(models.Model):
    _inherit = "hr.alumni"

    rehire_ids = fields.One2many(
        "hr.rehire", "alumni_id", string="Return Cases", groups="hr.group_hr_user"
    )
    rehire_count = fields.Integer(
        string="Returns", compute="_compute_rehire_count", groups="hr.group_hr_user"
    )

    def _compute_rehire_count(self):
        counts = dict(
            self.env["hr.rehire"]._read_group(
                [("alumni_id", "in", self.ids)], ["alumni_id"], ["__count"]
            )
        )
        for alumni in self:
            alumni.rehire_count = counts.get(alumni, 0)

    def action_start_rehire(self):
        """Open the return case of this person, started now if there is none.

        :return: action of the form of `hr.rehire`
        """
        self.ensure_one()
        rehire = self._get_open_rehire() or self.env["hr.rehire"].create(
            {"alumni_id": self.id, "source": "approached"}
        )
        return rehire._get_case_action()

    def action_view_rehires(self):
        """Open the return cases of these people."""
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_rehire.hr_rehire_action"
        )
        action["domain"] = [("alumni_id", "in", self.ids)]
        action["context"] = {}
        return action

    def action_simulate_service(self):
        """Show what the person would get back, by every rule."""
        self.ensure_one()
        return self.env["hr.service.simulation"]._open_for(alumni=self)

    def _get_open_rehire(self):
        """The open return case of this person, if there is one, with own rights."""
        self.ensure_one()
        return self.env["hr.rehire"].search(
            [
                ("alumni_id", "=", self.id),
                ("state", "in", self.env["hr.rehire"]._OPEN_STATES),
            ],
            limit=1,
        )

    def _get_former_employee(self):
        """Hook: the employee record that the person would take into use again.

        :return: `hr.employee` of the same company, archived or not, possibly empty;
            the one with the latest stint when there are several
        """
        employees = self.with_context(active_test=False).employee_ids.filtered(
            lambda employee: employee.company_id == self.company_id
        )
        return employees.sorted(
            lambda employee: (
                employee.active,
                max(employee.employment_period_ids.mapped("date_start"), default=None)
                or fields.Date.to_date("1900-01-01"),
                employee.id,
            )
        )[-1:]

    def _get_former_facts(self):
        """What others than HR may know about the stints of this person, as text.

        :return: one line for each stint, oldest first; False when there is none
        """
        # Sudo: the ledger is for HR; of each stint only the public facts go out.
        facts = self.sudo().employment_period_ids._get_public_facts()
        return "\n".join(self._format_stint(**fact) for fact in facts) or False

    def _format_stint(self, date_start, date_end, job_title, department):
        end = format_date(self.env, date_end) if date_end else self.env._("today")
        place = ", ".join(text for text in (job_title, department) if text)
        dates = f"{format_date(self.env, date_start)} – {end}"
        return f"{dates}: {place}" if place else dates
