from odoo import models
from odoo.exceptions import UserError

from ..tools.locking import wait_for_lock


class HrRehireReturnMixin(models.AbstractModel):
    """The return itself, carried out from a case by an HR officer."""

    _name = "hr.rehire.return.mixin"
    _description = "Return by a Case"

    def action_open_return_wizard(self):
        """Open the dialogue that carries out the return.

        :return: action of the form of `hr.rehire.wizard`
        :raise UserError: for those who may not change employees
        """
        self.ensure_one()
        self.check_access("write")
        self._check_is_hr_officer()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Return to Work"),
            "res_model": "hr.rehire.wizard",
            "view_mode": "form",
            "target": "new",
            "context": {"default_rehire_id": self.id},
        }

    def _do_return(self, date_start, values, reactivate_user=False):
        """Carry out the return: all of it, or nothing.

        :param date_start: first day of work
        :param values: values of the employee from that day on
        :param reactivate_user: whether the old login works again
        """
        self.ensure_one()
        self.check_access("write")
        self._check_is_hr_officer()
        wait_for_lock(self)
        self._check_can_return()
        employee = self.employee_id
        period = employee._return_to_work(date_start, values)
        if reactivate_user:
            employee._reactivate_user()
        self._mark_returned(employee, date_start, period)
        # Sudo: HR officers need have no rights on applications.
        self.sudo().applicant_id._mark_hired(employee)

    def _mark_returned(self, employee, date_start, period=None):
        """Note that the person works here again, on the case and the alumni record."""
        # Sudo: the end of a case is written by this step only, and HR officers need
        # have no rights on applications and alumni.
        rehire = self.sudo()
        rehire.write(
            {
                "state": "returned",
                "employee_id": employee.id,
                "start_date": date_start,
                "period_id": period.id if period else False,
            }
        )
        rehire.alumni_id._do_return()

    def _check_is_hr_officer(self):
        if not self.env["hr.rehire.wizard"].has_access("create"):
            raise UserError(
                self.env._(
                    "Only HR officers carry out a return, because it changes the "
                    "employee record. Ask one of them to open case %(case)s.",
                    case=", ".join(self.mapped("name")),
                )
            )

    def _check_can_return(self):
        """Hook: refuse a return that the case itself does not allow."""
        self.ensure_one()
        self._check_can_move("returned")
        if self.state == "returned":
            raise UserError(
                self.env._(
                    "%(person)s has already returned by case %(case)s.",
                    person=self.person_name,
                    case=self.name,
                )
            )
        # Sudo: a record that was moved to another company could not be read.
        employee = self.employee_id.sudo()
        if not employee:
            raise UserError(
                self.env._(
                    "There is no employee record of %(person)s to take into use again. "
                    "Use “Create Employee” on the application: it makes a new one and "
                    "closes this case.",
                    person=self.person_name,
                )
            )
        if employee.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "The employee record of %(person)s is no longer in %(company)s. A "
                    "return is possible only in the company in which the person "
                    "worked.",
                    person=self.person_name,
                    company=self.company_id.name,
                )
            )
        self.employee_id.check_access("write")
