from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import format_datetime

from ..tools.clock import get_end_of_day


class HrOffboardingAccess(models.Model):
    """The first of the two clocks: the hour at which the login is closed.

    It may lie before the end of the contract (garden leave, dismissal): the employee
    stays active and can no longer log in. A login that somebody also needs for a job
    in another company stays open and loses this company only.
    """

    _inherit = "hr.offboarding"

    _ACCESS_STATES = ("in_progress", "departed", "done")
    _ACCESS_BATCH = 100

    close_access = fields.Boolean(
        string="Close the Login",
        compute="_compute_close_access",
        store=True,
        readonly=False,
        precompute=True,
        groups="hr.group_hr_user",
        help="Nobody can log in as this person any more. Untick it for somebody who "
        "moves to another company of the group, or goes on as an adviser.",
    )
    access_cutoff = fields.Datetime(
        string="Login Ends",
        compute="_compute_access_cutoff",
        store=True,
        readonly=False,
        precompute=True,
        groups="hr.group_hr_user",
        help="Proposed as the end of the last working day where the employee works.",
    )
    access_cutoff_there = fields.Char(
        string="Where They Work",
        compute="_compute_access_cutoff_there",
        groups="hr.group_hr_user",
        help="The same hour on the clock of the person; above it is shown on yours.",
    )
    access_closed_date = fields.Datetime(
        string="Login Closed on", readonly=True, copy=False, groups="hr.group_hr_user"
    )
    access_closed_user_id = fields.Many2one(
        "res.users",
        string="Login Closed by",
        ondelete="set null",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
    )
    access_user_id = fields.Many2one(
        "res.users",
        string="Closed Login",
        ondelete="set null",
        index="btree_not_null",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
        help="Empty when there was none, or when it stays open for another company.",
    )
    access_login = fields.Char(
        string="Name of the Login Before",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
    )
    access_error = fields.Char(
        string="Why the Login Is Still Open",
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
    )

    # Almost all departures are past: the hourly job looks at the others only.
    _access_due_idx = models.Index("(access_cutoff) WHERE access_closed_date IS NULL")

    @api.depends("kind")
    def _compute_close_access(self):
        for case in self:
            case.close_access = not case._is_access_kept()

    @api.depends("last_working_date", "employee_id")
    def _compute_access_cutoff(self):
        for case in self:
            if case.access_closed_date:
                continue  # What was planned is compared with what was done.
            case.access_cutoff = (
                get_end_of_day(case.last_working_date, case.employee_id._get_tz())
                if case.last_working_date and case.employee_id
                else False
            )

    @api.depends("access_cutoff", "employee_id")
    @api.depends_context("lang")
    def _compute_access_cutoff_there(self):
        for case in self:
            case.access_cutoff_there = case._get_access_cutoff_there()

    def _get_access_cutoff_there(self):
        """The hour at which the login ends, as it is told to the person, or False."""
        self.ensure_one()
        if not self.access_cutoff or not self.employee_id:
            return False
        zone = self.employee_id._get_tz()
        hour = format_datetime(self.env, self.access_cutoff, tz=zone)
        return self.env._("%(hour)s (%(zone)s)", hour=hour, zone=zone)

    def action_cut_access(self):
        """Close the logins of these leavers at once, whatever hour was planned."""
        self.check_access("write")
        self.employee_id.check_access("write")
        self._check_can_cut_access()
        self._cut_access()
        return True

    def _cut_access(self):
        """Close the logins of these leavers, unless it has been done before."""
        cases = self.filtered(lambda case: not case.access_closed_date)
        if not cases:
            return
        cases._do_before_access_cut()
        staying = cases._get_staying_employees()
        # Sudo: users are for system administrators, departures are for HR.
        for case in cases.sudo():
            user = case.employee_id.user_id
            if user in staying:
                next_company = staying[user].company_id
                user._leave_company(case.company_id, next_company)
            else:
                case.access_user_id = user
                case.access_login = user.login
        cases.sudo().access_user_id._close_access()
        cases.sudo().write(
            {
                "access_closed_date": fields.Datetime.now(),
                "access_closed_user_id": self.env.uid,
                "access_error": False,
            }
        )

    def _do_before_access_cut(self):
        """Hook: called before the logins of these leavers are closed.

        The last moment to move what a user owns: core deletes the activities of a user
        who is archived, and followers are removed.

        :raise UserError: something must be settled first; a login that the scheduled
            job closes stays open, with this text in `access_error`
        """

    def _check_can_cut_access(self):
        """Refuse to close logins of people who are not leaving, or closed before."""
        for case in self:
            facts = {"employee": case.employee_id.name, "case": case.name}
            if case.access_closed_date:
                raise UserError(
                    self.env._(
                        "The login of %(employee)s has been closed already.", **facts
                    )
                )
            if case.state not in self._ACCESS_STATES:
                raise UserError(
                    self.env._(
                        "Confirm the departure %(case)s before you close the login.",
                        **facts,
                    )
                )
            if case.state != "in_progress" and case.employee_id.active:
                raise UserError(
                    self.env._(
                        "%(employee)s works here again. Register another departure to "
                        "close the login.",
                        **facts,
                    )
                )

    def _is_access_kept(self):
        """Hook: whether the login goes on after this departure.

        Whoever archived somebody without registering a departure has decided about the
        login as well: it is left as it was.
        """
        self.ensure_one()
        is_gone = self.employee_id and not self.employee_id.active
        return is_gone or self.kind == "transfer"

    def _hasten_access_cut(self):
        """The leavers are gone: the scheduled job need not wait for the hour."""
        now = fields.Datetime.now()
        self.filtered(
            lambda case: (
                case.close_access
                and not case.access_closed_date
                and (not case.access_cutoff or case.access_cutoff > now)
            )
        ).write({"access_cutoff": now})

    @api.model
    def _follow_closed_logins(self, employees):
        """Core has archived the users of these employees: their keys go as well.

        It is left to the scheduled job, so that core's step never fails because of it.
        """
        # Sudo: whoever may archive need not be able to read departures and users.
        gone = employees.sudo().filtered(
            lambda employee: employee.user_id and not employee.user_id.active
        )
        if gone:
            self.sudo().search(
                [
                    ("employee_id", "in", gone.ids),
                    ("state", "=", "departed"),
                    ("access_closed_date", "=", False),
                ]
            ).write({"close_access": True, "access_cutoff": fields.Datetime.now()})

    def _get_staying_employees(self):
        """Who needs a login of these leavers for a job in a company that stays.

        :return: dict of `res.users` to another employee of that user, in sudo
        """
        # Sudo: the job may be in a company that the acting user does not see.
        employees = self.sudo().employee_id
        others = (
            self.env["hr.employee"]
            .sudo()
            .search(
                [
                    ("user_id", "in", employees.user_id.ids),
                    ("id", "not in", employees.ids),
                    (
                        "offboarding_ids",
                        "not any",
                        [
                            ("state", "in", self._ACCESS_STATES),
                            ("access_closed_date", "!=", False),
                        ],
                    ),
                ]
            )
        )
        return {other.user_id: other for other in others}

    @api.model
    def _get_access_due_domain(self):
        """Hook: departures of which the scheduled job closes the login now."""
        # Whoever is back keeps the login, although the departure is past its hour.
        leaving = Domain("state", "=", "in_progress") | Domain(
            [("state", "in", ("departed", "done")), ("employee_id.active", "=", False)]
        )
        return leaving & Domain(
            [
                ("access_closed_date", "=", False),
                ("access_cutoff", "<=", fields.Datetime.now()),
                ("close_access", "=", True),
            ]
        )

    @api.model
    def _cron_cut_access(self):
        """Close the logins whose hour has come.

        One that cannot be closed keeps its reason in `access_error`, is tried again an
        hour later and stops nobody else.
        """
        due = self.search(self._get_access_due_domain(), order="access_cutoff, id")
        parked = due.filtered("access_error")
        due._run_by_batches(
            [*(due - parked)._split_every(self._ACCESS_BATCH), *parked],
            "_cut_access",
            "access_error",
        )
