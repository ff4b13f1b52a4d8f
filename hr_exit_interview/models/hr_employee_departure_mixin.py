from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

WIZARD = "hr.departure.wizard"


class HrEmployeeDepartureMixin(models.AbstractModel):
    """How a departure comes to be, and how it follows when somebody is archived."""

    _name = "hr.employee.departure.mixin"
    _description = "Employee Who Leaves"

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
