from odoo import api, fields, models
from odoo.tools import SQL


class HrEmploymentPeriod(models.Model):
    _inherit = "hr.employment.period"

    alumni_id = fields.Many2one(
        "hr.alumni",
        string="Former Colleague",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        groups="hr.group_hr_user,hr_alumni.group_manager",
        help="Whose stint this is, when there is no employee record: it was imported.",
    )
    office_name = fields.Char(string="Office at the End", readonly=True)
    has_led = fields.Boolean(
        string="Led People",
        readonly=True,
        help="Was the manager of a department or of colleagues when the stint ended.",
    )

    _alumni_start_uniq = models.UniqueIndex(
        "(alumni_id, date_start) WHERE alumni_id IS NOT NULL",
        "This former colleague already has an employment period with this first day.",
    )
    # Whose people have left: asked whenever a stint ends.
    _manager_idx = models.Index("(manager_id) WHERE manager_id IS NOT NULL")

    @api.model
    def _complete_ledger(self, companies=None):
        count = super()._complete_ledger(companies)
        if count:
            self._note_leading(SQL("TRUE"))
        return count

    @api.model
    def _note_segment_facts(self):
        """Note on stints written before this addon what segments ask.

        It is taken from what is on record today. Offices of stints before the last one
        are not known any more, and stay empty.
        """
        self._note_leading(SQL("TRUE"))
        self.env.flush_all()
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE hr_employment_period AS period
                   SET office_name = location.name
                  FROM hr_employee AS employee
                  JOIN hr_version AS version
                    ON version.id = employee.current_version_id
                  JOIN hr_work_location AS location
                    ON location.id = version.work_location_id
                 WHERE employee.id = period.employee_id
                   AND period.office_name IS NULL
                   AND NOT EXISTS (SELECT 1 FROM hr_employment_period AS later
                                    WHERE later.employee_id = period.employee_id
                                      AND later.date_start > period.date_start)
             RETURNING period.id
                """
            )
        )
        found = self.browse(row[0] for row in rows)
        found.invalidate_recordset(["office_name"])
        found.modified(["office_name"])

    @api.model
    def _note_leading(self, condition):
        """Note in the ledger who led people, as the organisation chart shows it now.

        Called before anybody is archived: core takes the managers who leave off the
        records of their people. Who left earlier is known by the ended stints of those
        who had this manager, and by the department that still names them.

        :param condition: SQL over `period`: which of the ended stints are looked at
        :return: the stints in which somebody led people and this was not noted yet
        """
        for model, names in (
            (
                "hr.employment.period",
                ["employee_id", "manager_id", "date_start", "date_end", "has_led"],
            ),
            ("hr.employee", ["parent_id", "active"]),
            ("hr.department", ["manager_id"]),
        ):
            self.env[model].flush_model(names)
        rows = self.env.execute_query(
            SQL(
                """
                UPDATE hr_employment_period AS period
                   SET has_led = TRUE
                 WHERE period.date_end IS NOT NULL
                   AND period.employee_id IS NOT NULL
                   AND period.has_led IS NOT TRUE
                   AND (%s)
                   AND (EXISTS (SELECT 1 FROM hr_department
                                 WHERE manager_id = period.employee_id)
                        OR EXISTS (SELECT 1 FROM hr_employee
                                    WHERE parent_id = period.employee_id AND active)
                        OR EXISTS (SELECT 1 FROM hr_employment_period AS other
                                    WHERE other.manager_id = period.employee_id
                                      AND other.date_end BETWEEN period.date_start
                                                             AND period.date_end))
             RETURNING period.id
                """,
                condition,
            )
        )
        found = self.browse(row[0] for row in rows)
        found.invalidate_recordset(["has_led"])
        found.modified(["has_led"])
        return found
