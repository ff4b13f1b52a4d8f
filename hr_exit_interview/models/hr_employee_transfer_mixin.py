from odoo import fields, models


class HrEmployeeTransferMixin(models.AbstractModel):
    """An employee record that changes company, or is made anew in another one.

    Core advises against changing the company of a record, because everything on it that
    belongs to a company stays behind. What is needed for it is done here: from the day
    of the transfer a version of its own holds the facts of the new company, and those
    before keep the company in which they were true.
    """

    _name = "hr.employee.transfer.mixin"
    _description = "Employee Who Moves Inside the Group"

    # Never taken over by the company: said anew, or belonging to the record itself.
    _TRANSFER_OWN_FIELDS = {
        "active",
        "company_id",
        "contract_date_end",
        "contract_date_start",
        "contract_template_id",
        "current_version_id",
        "date_version",
        "employee_id",  # Of the version: the employee itself.
        "last_modified_date",
        "last_modified_uid",
        "resource_calendar_id",
        "resource_id",
        "salary_distribution",
        "structure_type_id",
        "trial_date_end",
        "user_id",
        "version_id",
        "work_contact_id",
    }

    stints_before = fields.Integer(
        string="Stints on Other Records",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
        help="How often the person had worked in the group before this record was made "
        "or taken up again by a transfer.",
    )

    def _get_records_of_person(self):
        """All employee records of this person in the group, archived ones as well.

        Those of the same login, and those that transfers have led from or to.

        :return: `hr.employee` records in sudo, this one among them
        """
        self.ensure_one()
        # Sudo: the records are in companies that the acting user need not see.
        employees = self.env["hr.employee"].sudo().with_context(active_test=False)
        records = employees.browse(self.ids)
        if records.user_id:
            records |= employees.search([("user_id", "=", records.user_id.id)])
        while True:
            cases = (
                self.env["hr.offboarding"]
                .sudo()
                .search(
                    [
                        ("transfer_employee_id", "!=", False),
                        "|",
                        ("employee_id", "in", records.ids),
                        ("transfer_employee_id", "in", records.ids),
                    ]
                )
            )
            found = records | cases.employee_id | cases.transfer_employee_id
            if found == records:
                return records
            records = found

    def _move_to_company(self, company, date_start, values, is_new_contract):
        """Let this record belong to another company from this day on.

        :param date_start: first day in the new company
        :param values: values of the employee there, beside those of the company
        :param is_new_contract: whether the contract ends and another begins
        """
        self.ensure_one()
        employee = self.with_context(active_test=False)
        left = employee._get_company_bound_fields(company)
        version = employee._begin_version_on(date_start, is_new_contract)
        earlier = employee.version_ids.filtered(
            lambda one: one.date_version < date_start
        )
        employee = employee.with_context(version_id=version.id)
        # What was true in the old company stays there, for its officers only.
        with self.env.protecting([version._fields["company_id"]], earlier):
            employee.write(
                {
                    **dict.fromkeys(left, False),
                    **employee._prepare_company_values(company),
                    **values,
                    "company_id": company.id,
                }
            )
            self.env.flush_all()
        employee.resource_id.calendar_id = company.resource_calendar_id
        employee._take_contact_to(company)

    def _take_contact_to(self, company):
        """The contact used at work goes along; that of a login follows the login."""
        contacts = self.work_contact_id.filtered(
            lambda contact: contact.company_id and not contact.user_ids
        )
        contacts.company_id = company

    def _begin_version_on(self, date_start, is_new_contract):
        """The version that holds from this day on, with a contract if there was one."""
        version = self.version_ids.filtered(
            lambda one: one.date_version == date_start
        ) or self.create_version({"date_version": date_start})
        before = self.version_ids.filtered(lambda one: one.date_version < date_start)
        if is_new_contract and before.filtered("contract_date_start"):
            later = self.version_ids.filtered(
                lambda one: (
                    one.date_version >= date_start
                    and (one.contract_date_start or date_start) <= date_start
                )
            )
            # Sudo was given by the caller, but core returns versions without it.
            later.sudo().with_context(sync_contract_dates=True).write(
                {
                    "contract_date_start": date_start,
                    "contract_date_end": False,
                    "trial_date_end": False,
                }
            )
        return version.sudo()

    def _end_contract_on(self, date_end):
        """End the contract that runs on this day, as core's departure wizard does."""
        for employee in self:
            versions = employee.version_ids.filtered(
                lambda one: (
                    one.contract_date_start
                    and one.contract_date_start <= date_end
                    and (not one.contract_date_end or one.contract_date_end > date_end)
                )
            )
            versions.with_context(sync_contract_dates=True).write(
                {"contract_date_end": date_end}
            )

    def _leave_team(self, company):
        """Take these people out of the links of those who stay in this company.

        The same links that core empties when somebody is archived.
        """
        links = [
            (name, self)
            for name in self._get_employee_m2o_to_empty_on_archived_employees()
        ] + [
            (name, self.user_id)
            for name in self._get_user_m2o_to_empty_on_archived_employees()
        ]
        for name, people in links:
            if people:
                self.search(
                    [(name, "in", people.ids), ("company_id", "=", company.id)]
                ).write({name: False})

    def _prepare_record_in(self, company):
        """Hook: values that a new record of this person in another company takes over.

        What the person has told, and whatever else may be copied and does not belong to
        the old company.
        """
        self.ensure_one()
        bound = self._get_company_bound_fields(company)
        return {
            name: field.convert_to_write(self[name], self)
            for name, field in self._fields.items()
            if field.copy
            and name not in self._TRANSFER_OWN_FIELDS
            and name not in bound
            and field.type not in ("one2many", "properties")
        } | {
            "name": self.name,
            "legal_name": self.legal_name,
            "tz": self.tz,
            "contract_type_id": self.contract_type_id.id,
            "employee_number": self.employee_number,
            "user_id": self.user_id.id,
            "work_contact_id": self.work_contact_id.id,
            "barcode": self.barcode,
            "pin": self.pin,
        }

    def _prepare_company_values(self, company):
        """Hook: what the new company gives to whoever is transferred to it."""
        values = {
            "address_id": company.partner_id.address_get(["default"])["default"],
            "resource_calendar_id": company.resource_calendar_id.id,
        }
        if not self._fits_company(self.hr_responsible_id, company):
            officer = self.env["hr.offboarding"]._get_default_officer(company)
            values["hr_responsible_id"] = officer.id
        if self.company_id.currency_id != company.currency_id:
            values["wage"] = 0  # An amount of another currency says nothing.
        return values

    def _get_company_bound_fields(self, company):
        """Names of fields that hold what cannot be used in this company, as a set."""
        return {
            name
            for name, field in self._fields.items()
            if field.type in ("many2one", "many2many")
            and (field.copy or field.check_company)
            and name not in self._TRANSFER_OWN_FIELDS
            and self[name]
            and not self._fits_company(self[name], company)
        }

    @staticmethod
    def _fits_company(records, company):
        if "company_id" not in records._fields:
            return True
        domain = records._check_company_domain(company)
        records = records.with_context(active_test=False)
        return records == records.filtered_domain(domain)
