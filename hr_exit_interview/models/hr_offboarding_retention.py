from odoo import api, fields, models
from odoo.tools import SQL


class HrOffboardingRetention(models.Model):
    """How long a departure is kept: so many months after the end of the contract.

    What is left is its number, the dates and the department: tasks, papers, things,
    dues, the hand-over and the urgent track are deleted with it, and the stint in the
    ledger no longer says to which departure it belongs. Where there is no stint, the
    reason and what is counted about it are left as well, of nobody: so the figures of
    the past stay as they were.
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
            "is_counted_alone",
        }
    )

    # What is counted about a departure and the ledger does not say.
    _COUNTED_FIELDS = ("reason_id", "kind", "is_regretted", "job_id")

    # Not there any more once it is erased; the check below wants it before.
    employee_id = fields.Many2one(required=False)

    is_counted_alone = fields.Boolean(
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
        help="Erased, and no employment period tells of this departure: it goes on "
        "being counted as it was, without the person.",
    )

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
        texts = {*self._get_mail_marks(employees), *filter(None, addresses)}
        self._mark_counted_alone()
        result = super()._retention_strip(touched)
        self._erase_mails(mails, filter(None, addresses), texts)
        self._erase_employee_notes(employees)
        return result

    def _mark_counted_alone(self):
        """Note which of these the ledger does not know, before the link goes."""
        self.env.execute_query(
            SQL(
                """
                UPDATE hr_offboarding c
                   SET is_counted_alone = NOT EXISTS (
                       SELECT 1 FROM hr_employment_period p
                        WHERE p.offboarding_id = c.id)
                 WHERE id IN %s RETURNING id
                """,
                self._ids,
            )
        )

    @api.model
    def _get_mail_marks(self, employees):
        """Hook: texts by which a waiting mail is known to be about these people.

        A name of one word may be that of anybody, or a word like any other.
        """
        return [name for name in employees.mapped("name") if len(name.split()) > 1]

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
        counted = {
            name: SQL("CASE WHEN is_counted_alone THEN %s END", SQL.identifier(name))
            for name in self._COUNTED_FIELDS
        }
        return {
            **super()._prepare_erased_values(),
            **counted,
            # Nothing is left to be done, and no link opens anything.
            "state": SQL("CASE WHEN state = 'departed' THEN 'done' ELSE state END"),
            "own_page_state": "revoked",
            "own_page_round": SQL("COALESCE(own_page_round, 0) + 1"),
        }
