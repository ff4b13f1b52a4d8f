from collections import defaultdict

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.periods import get_stint_start

WIZARD = "hr.departure.wizard"


class HrEmployee(models.Model):
    _name = "hr.employee"
    _inherit = ["hr.employee", "hr.employee.transfer.mixin"]

    employee_number = fields.Char(
        copy=False,
        groups="hr.group_hr_user",
        help="Given once and kept for life: a person who comes back has it again, and "
        "nobody else ever gets it.",
    )
    employment_period_ids = fields.One2many(
        "hr.employment.period", "employee_id", groups="hr.group_hr_user"
    )
    offboarding_ids = fields.One2many(
        "hr.offboarding",
        "employee_id",
        string="Departures",
        groups="hr.group_hr_user",
    )
    offboarding_count = fields.Integer(
        string="Departures",
        compute="_compute_button_facts",
        groups="hr.group_hr_user",
    )
    open_offboarding_count = fields.Integer(
        string="Open Departures",
        compute="_compute_button_facts",
        groups="hr.group_hr_user",
    )
    stint_count = fields.Integer(
        string="Stints", compute="_compute_stints", groups="hr.group_hr_user"
    )
    last_stint_date = fields.Date(
        string="Left on", compute="_compute_stints", groups="hr.group_hr_user"
    )
    agreement_ids = fields.One2many(
        "hr.offboarding.agreement",
        "employee_id",
        string="Agreements",
        groups="hr.group_hr_user",
    )
    agreement_count = fields.Integer(
        string="Agreements in Force",
        compute="_compute_button_facts",
        groups="hr.group_hr_user",
    )
    is_key_person = fields.Boolean(
        string="Key Person",
        copy=False,
        groups="hr.group_hr_user",
        help="Work stops, or customers leave, without this person. Only HR sees it.",
    )
    key_person_note = fields.Text(
        string="What Depends on This Person",
        copy=False,
        groups="hr.group_hr_user",
        help="Only HR reads it. Keep it short and current: it is what you have when "
        "the person is gone from one day to the next.",
    )
    deputy_id = fields.Many2one(
        "hr.employee",
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        domain="[('id', '!=', id)]",
        groups="hr.group_hr_user",
        help="Covers when this person is suddenly gone.",
    )
    offboarding_id = fields.Many2one(
        "hr.offboarding",
        string="Open Departure",
        compute="_compute_button_facts",
        groups="hr.group_hr_user",
    )

    _employee_number_uniq = models.UniqueIndex(
        "(company_id, employee_number) WHERE employee_number IS NOT NULL",
        "This employee number is already used in the company.",
    )

    @api.depends("offboarding_ids.state", "agreement_ids.state")
    def _compute_button_facts(self):
        """Fill what the buttons of the form show, with one query for all of them."""
        sources = self._get_button_sources()
        counts, newest = self._read_button_sources(sources)
        for employee in self:
            number = employee._origin.id
            for name in sources:
                employee[name] = counts.get((name, number), 0)
            employee.offboarding_id = newest.get(("open_offboarding_count", number))

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

    @api.depends("employment_period_ids.date_end")
    def _compute_stints(self):
        stints = {
            employee: (count, last_day)
            for employee, count, last_day in self.env[
                "hr.employment.period"
            ]._read_group(
                [("employee_id", "in", self.ids)],
                ["employee_id"],
                ["__count", "date_end:max"],
            )
        }
        for employee in self:
            count, last_day = stints.get(employee, (0, False))
            employee.stint_count, employee.last_stint_date = count, last_day

    @api.constrains("deputy_id")
    def _check_deputy(self):
        if own := self.filtered(lambda employee: employee.deputy_id == employee):
            raise ValidationError(
                self.env._(
                    "%(employee)s cannot be the own deputy. Choose somebody else.",
                    employee=own[0].name,
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        given = [vals.get("employee_number") for vals in vals_list]
        if any(given):
            self._check_employee_numbers_unused([number for number in given if number])
        if self._has_field_access(self._fields["employee_number"], "write"):
            vals_list = self._add_employee_numbers(vals_list)
        employees = super().create(vals_list)
        # Whoever may create employees need not be able to see their numbers.
        employees.sudo()._assign_employee_numbers()
        return employees

    def write(self, vals):
        if "employee_number" in vals:
            # Whoever may not see the number is told so first, as for any field.
            self._check_field_access(self._fields["employee_number"], "write")
            self._check_employee_number_unchanged(vals["employee_number"])
        if "active" not in vals or vals["active"]:
            reopened = self._get_reopened(vals)
            result = super().write(vals)
            reopened._reopen_employment_periods()
            if vals.get("is_key_person"):
                self._mark_key_person_leaving()
            return result
        leavers = self.filtered("active")
        leavers._prepare_archiving()
        result = super().write(vals)
        leavers._follow_archiving()
        return result

    def unlink(self):
        self.check_access("unlink")
        # Sudo after the check above: what archiving has opened goes with the employee,
        # as it did before there were departures; the ledger keeps the stint.
        cases = self.sudo().offboarding_ids
        cases.filtered(
            lambda case: case._is_automatic() and not case._is_kept()
        ).unlink()
        return super().unlink()

    def action_archive(self):
        """Name the person in the wizard that core opens after archiving one."""
        action = super().action_archive()
        if isinstance(action, dict) and action.get("res_model") == WIZARD:
            action["context"] = {**action["context"], "active_ids": self.ids}
        return action

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

    def action_resign(
        self, last_day=False, stated_reason=False, letter=False, letter_name=False
    ):
        """Register the own resignation: HR gets a departure to confirm.

        For the employee's own record, by the user of that employee, who may be a portal
        user; it does not matter which companies are chosen. Asking again before HR has
        confirmed changes what was said before. All values are plain, so that a page or
        the API can hand them over as they come; a bad one is refused with a sentence
        and nothing is kept.

        :param last_day: the last working day that the person wishes, a date or an ISO
            text; by default what the notice period says
        :param stated_reason: text, what the letter says or the person wants to say
        :param letter: the letter of notice, base64 text of a PDF, an image or a text
            document of at most 10 MB
        :param letter_name: its file name
        :return: the `hr.offboarding` case, over the API its id in a list
        :raise AccessError: the record is somebody else's
        :raise UserError: what is given cannot be taken; the text says what to do
        """
        self.ensure_one()
        # Sudo: who may ask is checked here, by the user and nothing else.
        employee = self.sudo()
        if employee.user_id != self.env.user:
            raise AccessError(
                self.env._(
                    "Everybody registers the own resignation only. A manager reports "
                    "that somebody of the team leaves; HR registers every departure."
                )
            )
        case = employee.env["hr.offboarding"]._do_resign(
            employee, last_day, stated_reason, letter, letter_name
        )
        return case.sudo(False)

    def action_report_departure(self, last_day=False, note=False):
        """Report as a manager that somebody of the team leaves: HR confirms it.

        For every manager above the employee, nearest or not.

        :param last_day: the last working day as far as it is known, a date or an ISO
            text; by default what the notice period says
        :param note: text for HR, read by nobody else
        :return: True; whether HR knew already is not told
        :raise AccessError: the user is no manager of this employee
        :raise UserError: what is given cannot be taken; the text says what to do
        """
        self.ensure_one()
        # Sudo: who may ask is checked here, by the managers and nothing else.
        employee = self.sudo()
        if self.env.user not in employee._get_line_managers().user_id:
            raise AccessError(
                self.env._(
                    "Only a manager above this person can report that the person "
                    "leaves. Tell HR if the organisation chart is not right."
                )
            )
        employee.env["hr.offboarding"]._do_report(employee, last_day, note)
        return True

    # Numbers

    def _check_employee_numbers_unused(self, numbers):
        """Refuse numbers that the ledger knows: they belong to somebody for life."""
        # Under sudo only: the steps of a transfer say so, which have looked at them.
        kept = self.env.context.get("kept_employee_numbers", ()) if self.env.su else ()
        numbers = [number for number in numbers if number not in kept]
        # Sudo: the ledger must be searched as a whole, also for other companies.
        used = (
            self.env["hr.employment.period"]
            .sudo()
            ._read_group([("employee_number", "in", numbers)], ["employee_number"])
        )
        if used:
            raise UserError(
                self.env._(
                    "These employee numbers have already been given and are kept for "
                    "life: %(numbers)s. Leave the number empty to get a new one.",
                    numbers=", ".join(number for [number] in used),
                )
            )

    def _check_employee_number_unchanged(self, number):
        if self.filtered(
            # Sudo: the field is for HR, the rule holds for everybody.
            lambda employee: (employee.sudo().employee_number or number) != number
        ):
            raise UserError(
                self.env._(
                    "An employee number is kept for life and cannot be changed or "
                    "removed."
                )
            )

    @api.model
    def _add_employee_numbers(self, vals_list):
        """Give a number to those who have none, before they are written.

        :return: the values of new employees, with a number in each
        """
        vals_list = [dict(vals) for vals in vals_list]
        default = self.default_get(["company_id"]).get("company_id")
        missing = defaultdict(list)
        for vals in vals_list:
            company_id = vals.get("company_id") or default
            if company_id and not vals.get("employee_number"):
                missing[company_id].append(vals)
        for company_id, news in missing.items():
            company = self.env["res.company"].browse(company_id)
            numbers = company._next_employee_numbers(len(news))
            for vals, number in zip(news, numbers, strict=True):
                vals["employee_number"] = number
        return vals_list

    def _assign_employee_numbers(self):
        """Give a number to those who have none, one range for each company."""
        for company, employees in (
            self.filtered(lambda employee: not employee.employee_number)
            .grouped("company_id")
            .items()
        ):
            numbers = company._next_employee_numbers(len(employees))
            for employee, number in zip(employees, numbers, strict=True):
                employee.employee_number = number

    # Periods

    def _close_employment_periods(self, date_end=None, reason=None, offboarding=None):
        """Write the stint that ends into the ledger, before anything is archived.

        Called in every way in which an employee is archived. Whoever has no running
        stint any more is left out, so a second call changes nothing.

        :param date_end: last day; by default the last day named in the open departure
            case, else today in the employee's time zone
        :param reason: `hr.departure.reason`; by default the one of the open case
        :param offboarding: `hr.offboarding` cases of these employees, by default the
            open ones
        :return: the `hr.employment.period` records written, in sudo
        """
        # Sudo: archiving is open to roles that may not read contracts or the ledger.
        employees = self.sudo()
        Period = self.env["hr.employment.period"].sudo()
        if offboarding is None:
            offboarding = employees._get_open_offboardings()
        cases = {case.employee_id.id: case for case in offboarding.sudo()}
        vals_list, closed, unbegun = [], Period, Period
        for employee in employees:
            case = cases.get(employee.id, self.env["hr.offboarding"])
            last_day = date_end or case._get_last_day() or employee._get_today()
            running = employee.employment_period_ids.filtered("is_running")
            start = running.date_start or employee._get_stint_start(last_day)
            if not start:
                continue
            if running and start > last_day:
                unbegun += running  # It never began: the return was a mistake.
                continue
            vals = employee._prepare_employment_period_values(
                last_day, reason or case.reason_id, case
            )
            if running:
                running.write(vals)
                closed += running
            else:
                vals_list.append({**vals, "date_start": start})
        unbegun.unlink()
        return closed + Period.create(vals_list)

    def _open_employment_periods(self, date_start):
        """Open the next stint of these employees in the ledger.

        :param date_start: first day of the new stint
        :return: the running `hr.employment.period` records, in sudo
        """
        return self._open_employment_periods_on(dict.fromkeys(self, date_start))

    def _open_employment_periods_on(self, starts):
        """Open stints that begin on different days, in one batch.

        :param starts: dict of `hr.employee` to the first day of the new stint
        :return: the running `hr.employment.period` records, in sudo
        """
        # Sudo: the ledger is written by these steps only, nobody has rights on it.
        Period = self.env["hr.employment.period"].sudo()
        # A stint may have been closed a moment ago: the index must know.
        Period.flush_model(["date_end"])
        return Period.create(
            [
                {
                    # Sudo: the facts of the contract are for HR.
                    **employee.sudo()._prepare_employment_period_values(
                        False,
                        self.env["hr.departure.reason"],
                        self.env["hr.offboarding"],
                    ),
                    "date_start": date_start,
                }
                for employee, date_start in starts.items()
            ]
        )

    def _complete_employment_periods(self, date_end, reason):
        """Add facts that were not known yet when the employee was archived.

        Core archives first and asks for date and reason afterwards. Only a stint
        without a reason is completed; once it has one it is not touched again.
        """
        # Sudo: the ledger is written by these steps only, nobody has rights on it.
        lasts = self.env["hr.employment.period"].sudo()
        for employee in self.sudo():
            lasts += employee.employment_period_ids.sorted("date_start")[-1:]
        lasts = lasts.filtered(
            lambda period: not period.is_running and not period.reason_id
        )
        lasts.write({"reason_id": reason.id})
        lasts.filtered(lambda period: date_end >= period.date_start).write(
            {"date_end": date_end}
        )

    def _complete_offboardings(self, departure_date, reason):
        """Tell incomplete departures what core's wizard has asked for."""
        # Sudo: core's wizard is open to roles that may not write departures.
        incomplete = (
            self.env["hr.offboarding"]
            .sudo()
            .search(
                [
                    ("employee_id", "in", self.ids),
                    ("is_incomplete", "=", True),
                    ("state", "in", ("departed", "done")),
                ]
            )
        )
        incomplete._complete_with(reason, departure_date)

    def _prepare_employment_period_values(
        self, date_end, reason, offboarding, version=None
    ):
        """Hook: values of the stint of this employee, apart from its first day.

        :param date_end: last day, or False for a stint that begins
        :param reason: `hr.departure.reason`, possibly empty
        :param offboarding: `hr.offboarding`, possibly empty
        :param version: `hr.version` with the facts, by default the current one
        """
        self.ensure_one()
        version = version or self.current_version_id
        earlier = self.employment_period_ids.filtered("date_end")
        return {
            "employee_id": self.id,
            "company_id": self.company_id.id,
            "employee_number": self.employee_number,
            "employee_name": self.name,
            "stint": len(earlier) + 1 + self.stints_before,
            "date_end": date_end,
            "department_id": version.department_id.id,
            "department_name": version.department_id.name,
            "job_id": version.job_id.id,
            "job_title": version.job_title or version.job_id.name,
            "manager_id": self.parent_id.id,
            "manager_name": self.parent_id.name,
            "contract_type_id": version.contract_type_id.id,
            "reason_id": reason.id,
            "offboarding_id": offboarding.id,
        }

    def _get_stint_start(self, date_end):
        """First day of the stint that runs on `date_end`, or None if none does."""
        self.ensure_one()
        # Sudo: contract dates are for HR administrators only.
        versions = self.sudo().version_ids
        contracts = versions.filtered("contract_date_start")
        intervals = [
            (version.contract_date_start, version.contract_date_end)
            for version in contracts
        ] or [(version.date_version, None) for version in versions]
        earlier = (
            self.sudo().employment_period_ids.filtered("date_end").mapped("date_end")
        )
        return get_stint_start(
            intervals, date_end, not_before=max(earlier) if earlier else None
        )

    def _get_reopened(self, vals):
        """Former employees whom writing these values brings back."""
        if not vals.get("active"):
            return self.browse()
        return self.filtered(lambda employee: not employee.active)

    def _reopen_employment_periods(self):
        """Open a stint for those who are back, unless a return has done so already.

        Core's Unarchive asks for no date: the stint starts today, or on the day after
        the last one when that has not passed yet.
        """
        starts = {}
        # Sudo: unarchiving is open to roles that may not read the ledger.
        for employee in self.sudo():
            ends = employee.employment_period_ids.mapped("date_end")
            if ends and all(ends):
                next_day = max(ends) + relativedelta(days=1)
                starts[employee] = max(next_day, employee._get_today())
        self._open_employment_periods_on(starts)

    def _check_may_leave(self):
        """Refuse a departure of somebody who cannot leave, or is leaving already."""
        hidden = self - self._filtered_access("read")
        if hidden:
            raise AccessError(
                self.env._(
                    "This employee does not belong to the companies that you have "
                    "chosen. Switch to the company of the employee first."
                )
            )
        gone = self.filtered(lambda employee: not employee.active)
        if gone:
            raise UserError(
                self.env._(
                    "%(employees)s has already left. Unarchive the employee first to "
                    "register another departure.",
                    employees=", ".join(gone.mapped("name")),
                )
            )
        # Sudo: a case may be open in a company that is not chosen now.
        case = self.sudo()._get_open_offboardings()[:1]
        if case:
            raise UserError(
                self.env._(
                    "%(employee)s already has an open departure, %(reference)s. Open "
                    "that one instead of registering another.",
                    employee=case.employee_id.name,
                    reference=case.name,
                )
            )

    def _prepare_archiving(self):
        """Called before these employees are archived, in whichever way it happens."""
        # Sudo: archiving is open to roles that may not read departure cases.
        cases = self.sudo()._get_open_offboardings()
        # Written first: from here on nothing may take the facts away.
        self._close_employment_periods(offboarding=cases)
        cases._move_teams()

    def _follow_archiving(self, origin="archive"):
        """Let open departures follow the archiving, and open the missing ones.

        :param origin: how a departure that had to be opened came to be known
        """
        # Sudo: archiving is open to roles that may not read departure cases.
        self.sudo()._get_open_offboardings()._mark_departed()
        self.env["hr.offboarding"]._open_for_archived(self, origin)

    @api.model
    def _find_archived_unnoticed(self):
        """Former employees whose stint or departure is open still, or was not written.

        :return: `hr.employee` records in sudo, found by one query
        """
        self.env["hr.offboarding"].flush_model(["employee_id", "state", "origin"])
        self.env["hr.employment.period"].flush_model(["employee_id", "date_end"])
        self.flush_model(["active"])
        rows = self.env.execute_query(
            SQL(
                """
                SELECT employee.id
                  FROM hr_employee employee
                  LEFT JOIN (
                       SELECT employee_id, bool_or(date_end IS NULL) AS is_running
                         FROM hr_employment_period GROUP BY employee_id
                       ) period ON period.employee_id = employee.id
                  LEFT JOIN (
                       SELECT employee_id,
                              bool_or(state IN ('draft', 'in_progress')) AS is_open,
                              bool_or(state IN ('departed', 'done', 'cancelled')
                                      AND (state != 'cancelled' OR origin IN %s)
                              ) AS is_known
                         FROM hr_offboarding GROUP BY employee_id
                       ) offboarding ON offboarding.employee_id = employee.id
                 WHERE employee.active IS NOT TRUE
                   AND (period.is_running OR offboarding.is_open
                        OR period.employee_id IS NULL
                           AND offboarding.is_known IS NOT TRUE)
                 ORDER BY employee.id
                """,
                self.env["hr.offboarding"]._AUTOMATIC_ORIGINS,
            )
        )
        # Sudo: the job looks at everybody, and reads contracts.
        return self.sudo().browse(number for [number] in rows)

    def _get_departure_facts(self):
        """Last day and reason of a former employee, as far as the record tells them.

        :return: tuple of a date and a `hr.departure.reason`, possibly empty
        """
        self.ensure_one()
        today = self._get_today()
        version = self.current_version_id
        days = (version.departure_date, version.contract_date_end)
        last_day = next((day for day in days if day and day <= today), today)
        return last_day, version.departure_reason_id

    def _mark_key_person_leaving(self):
        """Somebody who turns out to be a key person may be leaving already."""
        # Sudo: whoever may write the flag, HR, need not look after the departure.
        cases = self.sudo()._get_open_offboardings()
        cases.filtered(lambda case: not case.is_key_person).is_key_person = True

    def _get_heir_of_activities(self):
        """The user who gets the open activities of these leavers, possibly nobody."""
        cases = self.offboarding_ids.sorted("id", reverse=True)
        heirs = cases.successor_id.user_id or self.parent_id.user_id
        return heirs.filtered("active")[:1]

    def _get_line_managers(self):
        """The manager, the manager's manager and so on, nearest first.

        A circle in the hierarchy, which core allows, ends where it began.
        """
        managers, manager = self.browse(), self.parent_id
        while manager and manager not in managers | self:
            managers += manager
            manager = manager.parent_id
        return managers

    def _get_open_offboardings(self):
        return self.env["hr.offboarding"].search(
            [("employee_id", "in", self.ids), ("state", "in", ("draft", "in_progress"))]
        )

    def _get_departure_date(self):
        """Let HR officers open core's wizard, which reads a field of administrators."""
        if self.env.user.has_group("hr.group_hr_user"):
            self.check_access("read")
            # Sudo after the check above: it answers with the date of departure only.
            return super(HrEmployee, self.sudo())._get_departure_date()
        return super()._get_departure_date()

    def _get_today(self):
        """Today's date where this employee works."""
        self.ensure_one()
        return fields.Date.context_today(self.with_context(tz=self._get_tz()))
