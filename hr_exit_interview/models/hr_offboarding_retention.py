from odoo import api, fields, models
from odoo.tools import SQL


class HrOffboardingRetention(models.Model):
    """How long a departure is kept: so many months after the end of the contract.

    What is left is its number, the dates and the department: tasks, papers, things,
    dues, the hand-over and the urgent track are deleted with it, and the stint in the
    ledger no longer says to which departure it belongs.
    """

    _name = "hr.offboarding"
    _inherit = ["hr.offboarding", "hr.retention.mixin"]

    _RETENTION_SEQUENCE = 30
    _RETENTION_KEEP = frozenset(
        {
            "name",
            "company_id",
            "department_id",
            "notice_date",
            "last_working_date",
            "departure_date",
            "state",
        }
    )

    # Not there any more once it is erased; the check below wants it before.
    employee_id = fields.Many2one(required=False)

    _employee_until_erased = models.Constraint(
        "CHECK (employee_id IS NOT NULL OR erased_date IS NOT NULL)",
        "A departure needs an employee.",
    )

    def _get_retention_date(self):
        if self.state in ("draft", "in_progress"):
            return False
        months = self.company_id.retention_case_months
        return self._get_retention_end(self.departure_date, months)

    @api.model
    def _get_retention_depends(self):
        return [
            *super()._get_retention_depends(),
            "state",
            "departure_date",
            "company_id.retention_case_months",
        ]

    def _get_privacy_obstacle(self):
        obstacle = super()._get_privacy_obstacle()
        if obstacle:
            return obstacle
        if self.is_open:
            return self.env._(
                "%(case)s is still open. Close it first, or cancel it.", case=self.name
            )
        if "open" in self.due_ids.mapped("state"):
            return self.env._(
                "%(case)s has dues that are not settled. Clear or waive them first.",
                case=self.name,
            )
        return False

    def _do_hold(self, reason):
        result = super()._do_hold(reason)
        # A claim about the person needs what was agreed as well.
        self.employee_id.agreement_ids._do_hold(reason)
        return result

    def _do_release_hold(self):
        result = super()._do_release_hold()
        self.employee_id.agreement_ids._do_release_hold()
        return result

    def _retention_strip(self, touched):
        employees = self.employee_id
        mails = self.own_page_mail_id + self.interview_ids.questionnaire_mail_id
        addresses = {*self.mapped("verified_email"), *employees.mapped("private_email")}
        result = super()._retention_strip(touched)
        self._erase_mails(mails, filter(None, addresses))
        self._erase_employee_notes(employees)
        return result

    @api.model
    def _erase_employee_notes(self, employees):
        """What HR has noted for the case that somebody is lost, once they have left."""
        gone = employees.filtered(lambda employee: not employee.active)
        if gone:
            self.env.execute_query(
                SQL(
                    """
                    UPDATE hr_employee
                       SET key_person_note = NULL, is_key_person = FALSE,
                           deputy_id = NULL
                     WHERE id IN %s RETURNING id
                    """,
                    gone._ids,
                )
            )

    def _prepare_erased_values(self):
        return {
            **super()._prepare_erased_values(),
            # Nothing is left to be done, and no link opens anything.
            "state": SQL("CASE WHEN state = 'departed' THEN 'done' ELSE state END"),
            "own_page_state": "revoked",
            "own_page_round": SQL("COALESCE(own_page_round, 0) + 1"),
        }
