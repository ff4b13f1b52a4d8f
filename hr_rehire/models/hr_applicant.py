from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.locking import wait_for_lock


class HrApplicant(models.Model):
    """Applications of former colleagues lead back, and never to a copy."""

    _name = "hr.applicant"
    _inherit = ["hr.applicant", "hr.applicant.former.mixin"]

    @api.depends("partner_id")
    def _compute_partner_phone_email(self):
        """Keep what was applied with: the alumnus's own contact may have no address."""
        guarded = self._filter_alumnus_contacts()
        result = super(HrApplicant, self - guarded)._compute_partner_phone_email()
        for applicant in guarded:
            contact = applicant.partner_id
            applicant.email_from = applicant.email_from or contact.email
            applicant.partner_phone = applicant.partner_phone or contact.phone
        return result

    def _inverse_partner_email(self):
        """Leave the contact of an alumnus as it is; core would rewrite it."""
        self._link_alumnus_contacts()
        others = self - self._filter_alumnus_contacts()
        recognition = [self._fields["former_alumni_id"], self._fields["former_match"]]
        # The contact that core chooses here is no alumnus's: nobody is asked again.
        with self.env.protecting(recognition, others):
            return super(HrApplicant, others)._inverse_partner_email()

    # Buttons

    def action_start_rehire(self):
        """Open the return case of this application, started now if there is none.

        :return: action of the form of `hr.rehire`
        """
        return self._start_rehire()._get_case_action()

    def action_view_rehire(self):
        """Open the return case of this application."""
        self.ensure_one()
        return self.rehire_id._get_case_action()

    def create_employee_from_applicant(self):
        """Lead a former colleague to the return, and everybody to one employee only.

        :return: action of the return dialogue for a former colleague, else core's
        :raise UserError: nobody has decided yet about a possible match
        """
        self.ensure_one()
        self._check_interviewer_access()
        self.check_access("write")
        wait_for_lock(self)
        if self.employee_id:
            return self.action_open_employee()
        self._refresh_former_match()
        self._check_is_decided()
        if self._get_former_employee():
            rehire = self._start_rehire()
            if not self.env["hr.rehire.wizard"].has_access("create"):
                return rehire._get_case_action()
            if rehire.state != "offer":
                rehire.action_offer()
            return rehire.action_open_return_wizard()
        action = super().create_employee_from_applicant()
        self._return_without_record()
        return action

    # Steps

    def _start_rehire(self):
        """Return the open case of the recognised person, started now if need be."""
        self.ensure_one()
        self._check_interviewer_access()
        self.check_access("write")
        wait_for_lock(self)
        self._refresh_former_match()
        self._check_is_decided()
        # Sudo: recruiters may not see which alumni record it is. They get the case.
        applicant = self.sudo()
        alumni = applicant.former_alumni_id
        if not alumni:
            raise UserError(
                self.env._("No former colleague was recognised in this application.")
            )
        rehire = alumni._get_open_rehire()
        if rehire:
            applicant.rehire_id = rehire
            return rehire.sudo(False)
        return self.env["hr.rehire"].create({"applicant_id": self.id})

    def _mark_hired(self, employee):
        """Note on these applications that the person works here again."""
        for applicant in self:
            stage = self.env["hr.recruitment.stage"].search(
                [
                    ("hired_stage", "=", True),
                    "|",
                    ("job_ids", "=", False),
                    ("job_ids", "=", applicant.job_id.id),
                ],
                limit=1,
            )
            applicant.write(
                {
                    "employee_id": employee.id,
                    "stage_id": stage.id or applicant.stage_id.id,
                }
            )
            applicant._copy_documents_to(employee)
            applicant._message_log_with_view(
                "hr_recruitment.applicant_hired_template",
                render_values={"applicant": applicant},
            )

    def _copy_documents_to(self, employee):
        """Keep CV and letters with the employee, as core does for new people."""
        known = self.env["ir.attachment"].search(
            [("res_model", "=", employee._name), ("res_id", "=", employee.id)]
        )
        new = self.attachment_ids.filtered(
            lambda document: document.checksum not in known.mapped("checksum")
        )
        new.copy({"res_model": employee._name, "res_id": employee.id})

    def _return_without_record(self):
        """A former colleague without employee record was given a new one."""
        # Sudo: recruiters may not see which alumni record it is.
        applicant = self.sudo()
        alumni, employee = applicant.former_alumni_id, applicant.employee_id
        if not alumni or not employee:
            return
        alumni.employee_ids += employee
        rehire = alumni._get_open_rehire()
        if not rehire:
            alumni._do_return()
            return
        if rehire.state != "offer":
            rehire.action_offer()
        rehire._mark_returned(employee, fields.Date.context_today(self))

    # Questions and decisions

    def _get_former_employee(self):
        # Sudo: recruiters may see neither the alumni record nor the employee.
        return self.sudo().former_alumni_id._get_former_employee()

    def _get_employee_create_vals(self):
        """The alumnus's own contact stays private and never becomes a work contact."""
        vals = super()._get_employee_create_vals()
        if self._filter_alumnus_contacts():
            vals.update(
                work_contact_id=False,
                private_email=self.email_from,
                private_phone=self.partner_phone,
            )
        return vals
