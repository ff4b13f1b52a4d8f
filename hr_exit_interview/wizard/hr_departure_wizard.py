from odoo import api, fields, models
from odoo.fields import Domain


class HrDepartureWizard(models.TransientModel):
    """Core's own wizard: it asks for the reason, and officers can use it.

    Whatever it is told lands in the ledger and on the departure. It is never replaced,
    because other addons settle leaves, vehicles and equipment in it.
    """

    _inherit = "hr.departure.wizard"

    departure_reason_id = fields.Many2one(domain=[("child_ids", "=", False)])
    employee_ids = fields.Many2many(domain=lambda self: self._get_employees_domain())

    def onchange(self, values, field_names, fields_spec):
        """Open the form with an empty reason: a default is confirmed without thinking.

        The default of the field stays for those who create the wizard by code. A reason
        that the open departures of these people agree on is proposed.
        """
        result = super().onchange(values, field_names, fields_spec)
        is_opened = not field_names and "departure_reason_id" in fields_spec
        if is_opened and not self.env.context.get("default_departure_reason_id"):
            reason = self._get_proposed_reason()
            wanted = fields_spec["departure_reason_id"].get("fields")
            # An empty recordset would reach the client as a list, shown as "Unnamed".
            result["value"]["departure_reason_id"] = (
                reason.web_read(wanted)[0] if reason and wanted else reason.id
            )
        return result

    def action_register_departure(self):
        """Write the stints that end into the ledger before core archives anybody.

        :return: the action that core returns
        """
        wizard = self._prepare_to_register()
        employees = wizard.employee_ids
        facts = (wizard.departure_date, wizard.departure_reason_id)
        wizard.departure_reason_id._check_can_be_chosen()
        # Ledger and departure keep the reason that was chosen. Core shows its own to
        # many, so it is told the one that stands for it.
        wizard.departure_reason_id = wizard.departure_reason_id._get_core_reason()
        if self.env.context.get("employee_termination"):
            employees.filtered("active")._close_employment_periods(*facts)
        action = super(HrDepartureWizard, wizard).action_register_departure()
        gone = employees.filtered(lambda employee: not employee.active)
        gone._complete_employment_periods(*facts)
        gone._complete_offboardings(*facts)
        self.env["hr.offboarding"]._follow_closed_logins(gone)
        return action

    def _prepare_to_register(self):
        """Return this wizard with the rights that core's steps need.

        Core reads and writes contract dates, which are for HR administrators, and
        archives users, which is for administrators of access: without this it fails for
        HR officers, who may archive employees all the same.
        """
        self.check_access("write")
        self.employee_ids.check_access("write")
        if self.remove_related_user:
            # Sudo: HR need not be able to read users.
            self.sudo().employee_ids.user_id.sudo(False)._check_may_close_access()
        # Sudo after the checks above: HR may let these people leave.
        return self.sudo()

    @api.model
    def _get_employees_domain(self):
        """Whom the wizard keeps: with core's domain, nobody whom it is asked about.

        Core opens it after archiving somebody, and a many2many that is read applies its
        domain, which leaves archived people out.
        """
        asked = Domain("id", "in", self.env.context.get("active_ids", []))
        own = Domain("company_id", "in", self.env.companies.ids)
        return list((Domain("active", "=", True) | asked) & own)

    def _get_proposed_reason(self):
        """The reason of the open departures of the people chosen, if there is one."""
        employees = self._get_default_employee_ids()
        employees = employees._filtered_access("write")
        # Sudo: officers see it on the departure; core's reason is no secret.
        reasons = (
            employees.sudo()
            ._get_open_offboardings()
            .mapped(lambda case: case.reason_id._get_core_reason())
        )
        return reasons if len(reasons) == 1 else reasons.browse()
