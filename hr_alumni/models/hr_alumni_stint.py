from odoo import api, fields, models
from odoo.tools import SQL

from .hr_alumni import PRIVATE_GROUPS


class HrAlumniStint(models.Model):
    """Stints of people without an employee record, as an import wrote them.

    The ledger is the same for everybody. What differs is the end: no employee record
    says who it was, so the name goes when the former colleague is forgotten.
    """

    _inherit = "hr.alumni"

    imported_period_ids = fields.One2many(
        "hr.employment.period",
        "alumni_id",
        string="Imported Stints",
        readonly=True,
        groups=PRIVATE_GROUPS,
    )
    import_id = fields.Many2one(
        "hr.alumni.import",
        string="Imported With",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        groups="hr.group_hr_manager,hr_alumni.group_manager",
    )

    # By which an import recognises people.
    _employee_number_idx = models.Index("(company_id, employee_number)")

    @api.depends("imported_period_ids")
    def _compute_employment_period_ids(self):
        result = super()._compute_employment_period_ids()
        for alumni in self:
            alumni.employment_period_ids |= alumni.imported_period_ids
        return result

    @api.depends("imported_period_ids.date_start", "imported_period_ids.date_end")
    def _compute_last_stint(self):
        return super()._compute_last_stint()

    @api.depends("imported_period_ids.date_start")
    def _compute_next_cadence(self):
        return super()._compute_next_cadence()

    def unlink(self):
        self._forget_history()
        return super().unlink()

    def _forget_history(self):
        """Take the name off imported stints, and out of the rows of imports."""
        # Sudo: what is forgotten is forgotten, whoever may read it.
        people = self.sudo()
        people.imported_period_ids.filtered(lambda one: not one.employee_id).write(
            {"employee_name": "-", "manager_name": False}
        )
        people.env["hr.alumni.import.line"]._forget(people)

    def _renumber_stints(self):
        """Number the stints of these people in the order of their first days."""
        for alumni in self:
            before = alumni.employee_ids[:1].stints_before
            stints = alumni.employment_period_ids.sorted("date_start")
            for number, period in enumerate(stints, before + 1):
                if period.stint != number:
                    period.stint = number

    @api.model
    def _get_stint_table(self, people, employees):
        """The days of the stints of these people, in one query.

        :return: list of tuples: id of the former colleague or None, id of the employee
            or None, first day, last day or None
        """
        Period = self.env["hr.employment.period"]
        Period.flush_model(["alumni_id", "employee_id", "date_start", "date_end"])
        return self.env.execute_query(
            SQL(
                "SELECT alumni_id, employee_id, date_start, date_end"
                " FROM hr_employment_period"
                " WHERE alumni_id IN %s OR employee_id IN %s",
                people._ids or (0,),
                employees._ids or (0,),
            )
        )
