from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.fields import Domain

PACKAGE = "hr_exit_interview.hr_offboarding_template_task"


class HrOffboardingKeyPerson(models.Model):
    """Sudden loss of a key person: the departure gets an urgent track.

    It opens by itself when a key person leaves at short notice, loses access before the
    last working day, or has died: when the departure is confirmed, when the last day
    moves forward, or when one of these facts becomes known later.
    """

    _inherit = "hr.offboarding"

    is_key_person = fields.Boolean(
        compute="_compute_is_key_person", store=True, readonly=False, precompute=True
    )
    # Read by the managers above and by whoever covers; the leaver gets no record of it.
    urgent_ids = fields.One2many("hr.offboarding.urgent", "offboarding_id")
    is_urgent = fields.Boolean(
        string="Urgent",
        compute="_compute_is_urgent",
        compute_sudo=False,
        search="_search_is_urgent",
        help="A key person is lost at short notice, and the work is not covered yet.",
    )

    @api.depends("employee_id")
    def _compute_is_key_person(self):
        # Depends on the employee alone: HR may judge this departure otherwise.
        # Sudo: managers may report departures, the flag on the employee is for HR.
        for case in self.sudo():
            case.is_key_person = case.employee_id.is_key_person

    @api.depends_context("uid")
    @api.depends("urgent_ids.state")
    def _compute_is_urgent(self):
        # Searched with own rights: it is not told to the leaver.
        urgent = (
            self.env["hr.offboarding.urgent"]
            .search([("offboarding_id", "in", self.ids), ("state", "=", "open")])
            .offboarding_id
        )
        for case in self:
            case.is_urgent = case._origin in urgent

    def _search_is_urgent(self, operator, value):
        if operator != "in":
            return NotImplemented
        open_track = Domain("urgent_ids", "any", [("state", "=", "open")])
        return Domain.OR(open_track if wanted else ~open_track for wanted in value)

    def write(self, vals):
        is_moved = vals.keys() & {"notice_date", "last_working_date"}
        days = {case: case.last_working_date for case in self} if is_moved else {}
        result = super().write(vals)
        concerned = self
        if not vals.keys() & {"is_key_person", "reason_id"}:
            concerned = self.filtered(
                lambda case: case in days and case.last_working_date < days[case]
            )
        concerned._open_urgent()
        if "is_key_person" in vals and not vals["is_key_person"]:
            self._drop_urgent()
        return result

    def action_view_urgent(self):
        """Open the urgent track of this departure."""
        self.ensure_one()
        self.check_access("read")
        return self.urgent_ids[:1]._get_records_action(
            name=self.env._("Urgent"), target="current"
        )

    def _do_confirm(self):
        result = super()._do_confirm()
        self._open_urgent()
        # What was dropped with the departure was taken up again with it.
        # Sudo: the track is opened and dropped by the steps of the departure.
        self.sudo().urgent_ids.filtered(
            lambda track: track.state == "dropped"
        )._drop_tasks()
        return result

    def _do_drop(self):
        result = super()._do_drop()
        self._drop_urgent()
        return result

    def _cut_access(self):
        result = super()._cut_access()
        self.filtered(lambda case: case._is_access_cut_early())._open_urgent()
        return result

    def _open_urgent(self):
        """Open the urgent track of those departures that need one and have none."""
        # Sudo: it is opened by the steps of the departure, whoever takes them.
        causes = {case: case._get_urgent_cause() for case in self.sudo()}
        causes = {case: cause for case, cause in causes.items() if cause}
        if causes:
            self.env["hr.offboarding.urgent"].sudo()._open_for(causes)

    def _drop_urgent(self):
        # Sudo: as above.
        self.sudo().urgent_ids.filtered(lambda track: track.state == "open")._do_drop()

    # Decisions

    def _get_urgent_cause(self):
        """Hook: why the departure is urgent, a value of `hr.offboarding.urgent.cause`.

        :return: a text, or False when it is not urgent
        """
        self.ensure_one()
        if not self.is_key_person or self.state not in ("in_progress", "departed"):
            return False
        if self.kind == "transfer":
            return False  # Works for the group, and can be asked.
        if self._is_death():
            return "death"
        if self._is_access_cut_early():
            return "access"
        return "short" if self._is_notice_short() else False

    def _is_access_cut_early(self):
        self.ensure_one()
        if not self.access_closed_date:
            return False
        closed = fields.Datetime.context_timestamp(
            self.with_context(tz=self.employee_id._get_tz()), self.access_closed_date
        )
        return closed.date() < self.last_working_date

    def _is_notice_short(self):
        """Whether few days are left, or were given, to pass on what the person knows.

        Once the person is gone the notice that was given counts, for as many days
        as the company calls short: later nobody need be told that it is urgent.
        """
        self.ensure_one()
        days = self.company_id.offboarding_urgent_days
        today = self.employee_id._get_today()
        if self.last_working_date < today - relativedelta(days=days):
            return False
        start = self.notice_date
        if self.state == "in_progress":
            start = max(start, today)
        return (self.last_working_date - start).days <= days

    def _get_responsible_users(self):
        return {
            **super()._get_responsible_users(),
            "head": self.company_id.offboarding_head_user_id,
        }

    def _get_default_cover(self):
        """Hook: the `hr.employee` who covers by default, possibly nobody."""
        self.ensure_one()
        handover = self.env["hr.offboarding.handover"].new({"offboarding_id": self.id})
        # Sudo: deputy and successor are for HR.
        case = self.sudo()
        for employee in case.employee_id.deputy_id + case.successor_id:
            if not handover._get_successor_problem(employee):
                return employee
        return self.env["hr.employee"]

    def _get_urgent_tasks(self):
        """Hook: the tasks of the urgent track, with texts that tell no reason.

        :return: dict by key; each value holds `name`, `description`, `responsible` as
            in a package, `days`, when it is due from today, and possibly `item`, the
            XML id of a task of packages that says the same and is made urgent instead
        """
        self.ensure_one()
        who = self.env._("Ask those who worked closest with the person.")
        if not self._is_death():
            who = self.env._(
                "Ask the person as long as that is possible, and those who worked "
                "closest with the person."
            )
        return {
            "cover": {
                "name": self.env._("Say who covers from today"),
                "description": self.env._(
                    "Open the departure under Offboarding, My Team, then its urgent "
                    "track, and name who covers. That person then sees the track too."
                ),
                "responsible": "manager",
                "days": 0,
                "item": f"{PACKAGE}_dismissal_cover",
            },
            "calls": {
                "name": self.env._("Call the customers concerned"),
                "description": self.env._(
                    "The urgent track lists them, the most pressing first. Say who is "
                    "there for them from now on; say nothing about why."
                ),
                "responsible": "manager",
                "days": 0,
                "item": f"{PACKAGE}_key_person_customers",
            },
            "knowledge": {
                "name": self.env._("Write down what only this person knew"),
                "description": self.env._(
                    "Write it on the urgent track: what runs, what is promised, where "
                    "things are. %(who)s Leave passwords out.",
                    who=who,
                ),
                "responsible": "manager",
                "days": 1,
                "item": f"{PACKAGE}_key_person_knowledge",
            },
            "rights": {
                "name": self.env._("Check what only this person could sign or open"),
                "description": self.env._(
                    "Bank, signatures, administrator rights, keys, mailboxes, "
                    "contracts in the person's own name: see to it that somebody else "
                    "can."
                ),
                "responsible": "hr",
                "days": 1,
            },
            "future": {
                "name": self.env._("Decide how the work goes on"),
                "description": self.env._(
                    "Who leads it, what stops, what waits, and who fills the place."
                ),
                "responsible": "head",
                "days": 1,
            },
        }
