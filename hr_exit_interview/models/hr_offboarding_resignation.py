from odoo import api, models
from odoo.exceptions import AccessError, UserError


class HrOffboardingResignation(models.Model):
    """What employees see of the own resignation, and how they take it back."""

    _inherit = "hr.offboarding"

    def action_withdraw_resignation(self):
        """Take back the own resignation, as long as HR has not confirmed it.

        :raise AccessError: the departure is somebody else's
        :raise UserError: there is nothing to withdraw any more
        """
        self.ensure_one()
        # Sudo: employees may not write departures; who asks is checked here.
        case = self.sudo()
        if case.employee_id.user_id != self.env.user:
            raise AccessError(
                self.env._("Everybody withdraws the own resignation and no other.")
            )
        if case.state != "draft" or not case.resignation_date:
            raise UserError(
                self.env._(
                    "HR has confirmed your departure already, or it has ended. Talk to "
                    "HR if you wish to stay."
                )
            )
        case._do_withdraw_resignation()
        return True

    def _do_withdraw_resignation(self):
        """The notice is withdrawn; a case that others have opened stays with HR."""
        self.ensure_one()
        self.resignation_date = False
        said = self.env._("The employee has withdrawn the resignation.")
        self.opening_note = self._add_line(self.opening_note, said)
        if self.origin == "employee":
            self.action_retain()
        self._notify_officer()

    @api.model
    def _get_own_employee(self):
        """The employee whom the user is, in sudo; the one of the current company first.

        Portal users have no access to employees, and companies do not matter here.
        """
        employees = (
            self.env["hr.employee"]
            # Sudo: as said above; the domain is about the user alone.
            .sudo()
            .search([("user_id", "=", self.env.uid)], order="id")
        )
        own = employees.filtered(
            lambda employee: employee.company_id == self.env.company
        )
        return (own or employees)[:1]

    @api.model
    def _get_own_resignation(self, employee):
        """The case that the employee knows of: told by the person, or confirmed."""
        # Sudo: asked for the person whom it is about.
        cases = employee.sudo().offboarding_ids.filtered(
            lambda case: (
                case.state in ("in_progress", "departed")
                or (case.state == "draft" and case.resignation_date)
            )
        )
        return cases.sorted("id")[-1:]

    @api.model
    def _get_proposed_last_day(self, employee):
        """The last working day that the notice period gives, from a notice today."""
        # Sudo: asked for the person whom it is about.
        return (
            self.sudo()
            .new(
                {
                    "employee_id": employee.id,
                    "notice_date": employee._get_today(),
                    "company_id": employee.company_id.id,
                }
            )
            .last_working_date
        )

    def _get_resignation_values(self):
        """Hook: what the person is shown of the own resignation, as plain values."""
        self.ensure_one()
        case = self.sudo()  # Asked for the person whom it is about.
        return {
            "id": case.id,
            "reference": case.name,
            "is_confirmed": case.state != "draft",
            "resignation_date": case.resignation_date,
            "last_working_date": case.last_working_date,
            "officer_name": case.user_id.name,
            "officer_email": case.user_id.email or "",
        }
