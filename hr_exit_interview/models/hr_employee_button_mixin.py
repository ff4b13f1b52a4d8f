from odoo import models
from odoo.fields import Domain
from odoo.tools import SQL

WIZARD = "hr.departure.wizard"


class HrEmployeeButtonMixin(models.AbstractModel):
    """What the buttons of the employee form count and open."""

    _name = "hr.employee.button.mixin"
    _description = "Employee with Buttons That Count"

    def _get_button_sources(self):
        """Hook: which records the buttons of the form count.

        :return: dict of the name of a count, a field of `hr.employee` that this
            computes, to an `SQL` that yields one row (`employee_id`, `record_id`) for
            each record that the user may read
        """
        # One that has departed and waits for its last tasks is past: a person who is
        # back may leave again before it is closed.
        is_open = Domain("state", "in", ("draft", "in_progress"))
        in_force = Domain("state", "=", "in_force")
        return {
            "offboarding_count": self._get_button_source("hr.offboarding"),
            "open_offboarding_count": self._get_button_source(
                "hr.offboarding", is_open
            ),
            "agreement_count": self._get_button_source(
                "hr.offboarding.agreement", in_force
            ),
        }

    def _get_button_source(self, model, domain=Domain.TRUE):
        """Rows about these employees in a model that points at them by `employee_id`.

        :return: an `SQL` as `_get_button_sources` wants it
        """
        query = self.env[model]._search(Domain("employee_id", "in", self.ids) & domain)
        return query.select(
            SQL("%s AS employee_id", SQL.identifier(query.table, "employee_id")),
            SQL("%s AS record_id", SQL.identifier(query.table, "id")),
        )

    def _read_button_sources(self, sources):
        """Read how many rows there are for each employee, and the newest of them."""
        rows = self.env.execute_query(
            SQL(" UNION ALL ").join(
                SQL(
                    "SELECT %s, employee_id, COUNT(*), MAX(record_id)"
                    " FROM (%s) AS source GROUP BY employee_id",
                    name,
                    source,
                )
                for name, source in sources.items()
            )
        )
        counts = {(name, employee): count for name, employee, count, _id in rows}
        return counts, {(name, employee): newest for name, employee, _n, newest in rows}

    def action_start_offboarding(self):
        """Open the departure of this employee, or the form of a new one.

        :return: action of the form view of `hr.offboarding`
        """
        self.ensure_one()
        self.check_access("write")
        return {
            "type": "ir.actions.act_window",
            "res_model": "hr.offboarding",
            "view_mode": "form",
            "res_id": self.offboarding_id.id,
            "context": {"default_employee_id": self.id},
        }

    def action_view_offboardings(self):
        """Open the departures of this employee: the only one, or the list of all."""
        self.ensure_one()
        self.check_access("read")
        if len(self.offboarding_ids) == 1:
            return self.offboarding_ids._get_records_action()
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_exit_interview.hr_offboarding_action"
        )
        action["domain"] = [("employee_id", "=", self.id)]
        action["context"] = {"default_employee_id": self.id}
        return action

    def action_view_agreements(self):
        """Open the agreements of this employee, those that are over too."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "hr_exit_interview.hr_offboarding_agreement_action"
        )
        action["domain"] = [("employee_id", "=", self.id)]
        action["context"] = {"default_employee_id": self.id}
        return action
