from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import SQL

from ..tools.stat_windows import DEFAULT_MINIMUM, FLOOR


class ResCompany(models.Model):
    _inherit = "res.company"

    # Who answers for what: part of a departure, and the field that names the user.
    _OFFBOARDING_USER_FIELDS = {
        "it": "offboarding_it_user_id",
        "finance": "offboarding_finance_user_id",
        "facilities": "offboarding_facilities_user_id",
        "legal": "offboarding_legal_user_id",
        "head": "offboarding_head_user_id",
    }

    # Who gets confidential reports.
    _CONFIDENTIAL_FIELDS = {"exit_confidential_user_id", "exit_confidential_deputy_id"}

    # Who may be named to hold a stay talk.
    _STAY_HOLDERS = [
        ("manager", "Line manager"),
        ("hr", "HR officer of the departure"),
        ("head", "Head of the company"),
    ]

    offboarding_notice_days = fields.Integer(
        string="Notice Period",
        default=30,
        help="Days between the notice and the last working day that a new departure "
        "proposes where no notice rule fits.",
    )

    offboarding_user_id = fields.Many2one(
        "res.users",
        string="HR Officer for Departures",
        ondelete="set null",
        help="Looks after the departures that employees, managers or archiving have "
        "opened. Without one it is an HR administrator of the company.",
    )
    offboarding_escalation_days = fields.Integer(
        string="Tell HR After",
        default=3,
        help="A task that blocks the clearance and is late by this many days is told "
        "to the HR officer of the departure.",
    )
    offboarding_it_user_id = fields.Many2one(
        "res.users",
        string="IT",
        ondelete="set null",
        help="Answers for accounts, devices and access rights when somebody leaves.",
    )
    offboarding_finance_user_id = fields.Many2one(
        "res.users",
        string="Finance",
        ondelete="set null",
        help="Answers for final pay, advances and cards when somebody leaves.",
    )
    offboarding_facilities_user_id = fields.Many2one(
        "res.users",
        string="Facilities",
        ondelete="set null",
        help="Answers for badges, keys, parking and vehicles when somebody leaves.",
    )
    offboarding_legal_user_id = fields.Many2one(
        "res.users",
        string="Legal",
        ondelete="set null",
        help="Answers for agreements, settlements and registers when somebody leaves.",
    )
    offboarding_head_user_id = fields.Many2one(
        "res.users",
        string="Head of the Company",
        ondelete="set null",
        help="Holds the talks with those whom the company least wants to lose.",
    )

    offboarding_urgent_days = fields.Integer(
        string="Urgent Up To",
        default=14,
        required=True,
        help="A key person who leaves within this many days is an urgent departure.",
    )

    offboarding_stay_key_holder = fields.Selection(
        _STAY_HOLDERS,
        string="Talks with Key People",
        default="head",
        required=True,
        help="Holds the stay talk when a key person wants to leave.",
    )
    offboarding_stay_regretted_holder = fields.Selection(
        _STAY_HOLDERS,
        string="Talks with Regretted People",
        default="manager",
        required=True,
        help="Holds the stay talk with somebody whom the company would rather keep.",
    )
    offboarding_stay_job_holder = fields.Selection(
        _STAY_HOLDERS,
        string="Talks with These Jobs",
        default="hr",
        required=True,
        help="Holds the stay talk with people in the job positions listed here.",
    )
    offboarding_stay_job_ids = fields.Many2many(
        "hr.job",
        "res_company_offboarding_stay_job_rel",
        "company_id",
        "job_id",
        string="Jobs with a Stay Talk",
        help="Whoever has one of these job positions is always asked to stay.",
    )

    exit_questionnaire_is_automatic = fields.Boolean(
        string="Send Questionnaires by Themselves",
        default=True,
        help="Exit questionnaires, reminders and follow-ups go out on their day. "
        "Without it HR sends each one.",
    )
    exit_neutral_user_id = fields.Many2one(
        "res.users",
        string="Neutral HR Partner",
        ondelete="set null",
        help="Holds the exit interview when the reason of HR points at the managers of "
        "the leaver. Without one it is the HR officer of the departure.",
    )
    exit_manager_view = fields.Selection(
        [
            ("none", "Never by itself"),
            ("questionnaire", "With the leaver"),
            ("last_day", "After the last day"),
        ],
        string="Ask the Manager",
        default="questionnaire",
        required=True,
        help="When the direct manager is asked for the own view of a departure, at the "
        "work address. Nobody is asked where the leaver is not.",
    )
    exit_follow_up_policy = fields.Selection(
        [
            ("none", "Nobody"),
            ("agreed", "Those who have agreed"),
            ("all", "Everybody who has not refused"),
        ],
        string="Ask Again Later",
        default="agreed",
        required=True,
        help="Who is asked again 90 days and a year after the last day.",
    )
    exit_stat_minimum = fields.Integer(
        string="Smallest Group",
        default=DEFAULT_MINIMUM,
        required=True,
        help="Exit statistics tell of no group of fewer people, and of none that could "
        "be worked out.",
    )
    exit_release_days = fields.Integer(
        string="Answers Not Before",
        default=90,
        required=True,
        help="Days after the end of the contract before which nobody reads the answers "
        "of whoever has chosen so.",
    )
    exit_stat_minimum_ids = fields.One2many("hr.exit.stat.minimum", "company_id")

    exit_confidential_user_id = fields.Many2one(
        "res.users",
        string="Confidential Officer",
        ondelete="set null",
        help="Gets the reports of harassment, discrimination or danger that leavers "
        "send with the exit questionnaire, and nobody else does.",
    )
    exit_confidential_deputy_id = fields.Many2one(
        "res.users",
        string="Deputy",
        ondelete="set null",
        help="Gets the report when the confidential officer is the leaver, is above "
        "the leaver, or is away for good.",
    )

    offboarding_sends_own_page = fields.Boolean(
        string="Send the Own Page at Once",
        help="The link to the own page is mailed to the private address of a leaver "
        "when the departure is confirmed, without asking.",
    )
    offboarding_own_page_days = fields.Integer(
        string="Own Page Works",
        default=180,
        required=True,
        help="Days after the end of the contract on which the link to the own page of "
        "a leaver still works.",
    )

    offboarding_handover_default = fields.Selection(
        [
            ("move", "Hand it to the successor, else to the manager"),
            ("park", "Stop the departure until somebody decides"),
            ("leave", "Leave it with the person who has left"),
        ],
        string="Undecided Work",
        default="move",
        required=True,
        help="What happens on the last day to open work for which no hand-over was "
        "approved.",
    )

    retention_case_months = fields.Integer(
        string="Keep Departures For",
        default=24,
        required=True,
        help="Months after the end of the contract. Then dates and department are "
        "left.",
    )
    retention_interview_months = fields.Integer(
        string="Keep Interviews For",
        default=12,
        required=True,
        help="Months after the end of the contract or after the talk, whichever is "
        "later. Then notes and answers are deleted; published figures stay.",
    )
    retention_agreement_months = fields.Integer(
        string="Keep Agreements For",
        default=24,
        required=True,
        help="Months after an agreement has ended or the person was released from it.",
    )

    _exit_stat_minimum_floor = models.Constraint(
        "CHECK (exit_stat_minimum >= 3)",
        "The smallest group of the exit statistics has at least three people.",
    )
    _exit_release_days_in_bounds = models.Constraint(
        "CHECK (exit_release_days BETWEEN 1 AND 365)",
        "Answers that wait are released 1 to 365 days after the end of the contract.",
    )
    _offboarding_own_page_days_in_bounds = models.Constraint(
        "CHECK (offboarding_own_page_days BETWEEN 1 AND 1825)",
        "The own page of a leaver works between 1 day and 5 years after the end of the "
        "contract.",
    )
    _offboarding_urgent_days_positive = models.Constraint(
        "CHECK (offboarding_urgent_days >= 0)",
        "The days up to which a departure is urgent cannot be fewer than 0.",
    )
    _retention_months_in_bounds = models.Constraint(
        "CHECK (retention_case_months BETWEEN 1 AND 600"
        " AND retention_interview_months BETWEEN 1 AND 600"
        " AND retention_agreement_months BETWEEN 1 AND 600)",
        "Records about people who have left are kept for 1 to 600 months.",
    )
    _offboarding_notice_days_positive = models.Constraint(
        "CHECK (offboarding_notice_days >= 0)",
        "The notice period cannot be shorter than 0 days.",
    )

    @api.constrains("exit_stat_minimum")
    def _check_exit_stat_minimum(self):
        if any(company.exit_stat_minimum < FLOOR for company in self):
            raise ValidationError(
                self.env._(
                    "The smallest group of the exit statistics has at least "
                    "%(floor)s people. Enter a higher number.",
                    floor=FLOOR,
                )
            )

    def write(self, vals):
        if "exit_stat_minimum" in vals:
            self._note_exit_stat_minimum(vals["exit_stat_minimum"])
        before = self._get_responsible_before(vals)
        result = super().write(vals)
        for case, users in before.items():
            case.task_ids._follow_responsible(users, case._get_responsible_users())
        if "exit_manager_view" in vals:
            self._move_manager_views()
        if vals.keys() & self._CONFIDENTIAL_FIELDS:
            # Sudo: whoever changes settings sees no reports, nor that there are any.
            self.env["hr.exit.alarm"].sudo()._deliver_waiting(self)
        return result

    def _get_responsible_before(self, vals):
        """Who answers for open departures, where that is about to change."""
        if not vals.keys() & set(self._OFFBOARDING_USER_FIELDS.values()):
            return {}
        # Sudo: whoever changes the settings need not be able to read departures.
        cases = (
            self.env["hr.offboarding"]
            .sudo()
            .search(
                [
                    ("company_id", "in", self.ids),
                    ("state", "in", ("in_progress", "departed")),
                ]
            )
        )
        return {case: case._get_responsible_users() for case in cases}

    def _move_manager_views(self):
        """Managers who were not asked yet are asked as the company has it now."""
        # Sudo: whoever changes the settings need not be able to read interviews.
        views = (
            self.env["hr.exit.interview"]
            .sudo()
            .search(
                [
                    ("company_id", "in", self.ids),
                    ("kind", "=", "manager"),
                    ("questionnaire_state", "=", "none"),
                    ("state", "!=", "cancelled"),
                ]
            )
        )
        self.env.add_to_compute(views._fields["questionnaire_planned_date"], views)

    def _note_exit_stat_minimum(self, minimum):
        """Note who changes the smallest group, and refuse whoever may not lower it."""
        changed = self.filtered(lambda company: company.exit_stat_minimum != minimum)
        if any(company.exit_stat_minimum > minimum for company in changed) and not (
            self.env.su or self.env.user.has_group("hr_exit_interview.group_manager")
        ):
            raise AccessError(
                self.env._(
                    "Only exit officers make the smallest group of the exit "
                    "statistics smaller. Ask one of them."
                )
            )
        # Sudo: the list is written by this method alone.
        self.env["hr.exit.stat.minimum"].sudo().create(
            [
                {
                    "company_id": company.id,
                    "user_id": self.env.uid,
                    "before": company.exit_stat_minimum,
                    "after": minimum,
                }
                for company in changed
            ]
        )

    def _next_employee_numbers(self, count):
        """Take the next employee numbers of this company from its sequence.

        A company may have a sequence of its own with the code `hr.employee.number`;
        otherwise the common one serves. Numbers that somebody has, or ever had, are
        passed over.

        :param count: how many numbers
        :return: list of `count` texts
        :raise UserError: there is no sequence with this code
        """
        self.ensure_one()
        # Sudo: sequences are for system administrators.
        sequence = (
            self.env["ir.sequence"]
            .sudo()
            .search_fetch(
                [
                    ("code", "=", "hr.employee.number"),
                    ("company_id", "in", (self.id, False)),
                ],
                ["implementation", "use_date_range", "prefix", "suffix", "padding"],
                order="company_id",
                limit=1,
            )
        )
        if not sequence:
            raise UserError(
                self.env._(
                    "There is no sequence for employee numbers. Create one with the "
                    'code "hr.employee.number" in Settings, Technical, Sequences.'
                )
            )
        numbers = []
        while len(numbers) < count:
            drawn = sequence._next_range(count - len(numbers))
            used = self._get_used_employee_numbers(drawn)
            numbers += [number for number in drawn if number not in used]
        return numbers

    def _get_used_employee_numbers(self, numbers):
        """Return those of `numbers` that an employee or the ledger holds, as a set."""
        self.env["hr.employee"].flush_model(["employee_number", "company_id"])
        self.env["hr.employment.period"].flush_model(["employee_number", "company_id"])
        # One query over both tables: this runs with every new employee.
        rows = self.env.execute_query(
            SQL(
                """
                SELECT employee_number FROM hr_employee
                 WHERE company_id = %(company)s AND employee_number IN %(numbers)s
                 UNION
                SELECT employee_number FROM hr_employment_period
                 WHERE company_id = %(company)s AND employee_number IN %(numbers)s
                """,
                company=self.id,
                numbers=tuple(numbers),
            )
        )
        return {number for [number] in rows}
