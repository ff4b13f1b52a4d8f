from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.signup import FACTS, is_told_all

SELECTION_CERTAINTY = [
    ("certain", "Certain"),
    ("likely", "Likely"),
    ("possible", "Possible"),
]
REVIEW_GROUPS = "hr.group_hr_manager,hr_alumni.group_manager"


class HrAlumniSignupMatch(models.Model):
    """Somebody on record who may be the person who signs up, and what speaks for it.

    A former colleague of the network, else an employee record, else stints in the
    ledger whose employee record is gone. What is shown is read from there; nothing is
    copied.
    """

    _name = "hr.alumni.signup.match"
    _description = "Possible Match of a Sign-Up"
    _order = "rank, id"

    signup_id = fields.Many2one(
        "hr.alumni.signup",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="signup_id.company_id",
        store=True,
        index=True,
        precompute=True,
        groups=REVIEW_GROUPS,
    )
    alumni_id = fields.Many2one(
        "hr.alumni",
        string="Former Colleague",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    employee_id = fields.Many2one(
        "hr.employee",
        string="Employee Record",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
        groups="hr.group_hr_user",
    )
    period_id = fields.Many2one(
        "hr.employment.period",
        string="Stint",
        readonly=True,
        index="btree_not_null",
        ondelete="cascade",
    )
    certainty = fields.Selection(SELECTION_CERTAINTY, required=True, readonly=True)
    rank = fields.Integer(required=True, readonly=True)
    facts = fields.Char(readonly=True, help="What agrees, as codes.")
    name = fields.Char(compute="_compute_person", compute_sudo=True)
    employee_number = fields.Char(compute="_compute_person", compute_sudo=True)
    stints = fields.Text(
        string="Worked Here", compute="_compute_person", compute_sudo=True
    )
    standing = fields.Char(compute="_compute_person", compute_sudo=True)
    email = fields.Char(
        string="Address on Record", compute="_compute_person", compute_sudo=True
    )
    agreeing = fields.Text(string="What Agrees", compute="_compute_agreeing")
    is_present = fields.Boolean(compute="_compute_person", compute_sudo=True)
    signup_state = fields.Selection(
        related="signup_id.state", string="Sign-Up State", groups=REVIEW_GROUPS
    )

    @api.depends("alumni_id", "employee_id", "period_id")
    def _compute_person(self):
        for match in self:
            known = match._get_known()
            match.name = known["name"]
            match.employee_number = known["employee_number"]
            match.email = known["email"]
            match.stints = "\n".join(
                match._describe_stint(period) for period in known["periods"]
            )
            match.is_present = match.employee_id.active
            match.standing = match._describe_standing()

    @api.depends("facts")
    def _compute_agreeing(self):
        labels = self._get_fact_labels()
        for match in self:
            facts = match._get_facts()
            match.agreeing = "\n".join(labels[one] for one in FACTS if one in facts)

    def action_accept(self):
        """This is the person: join, and mail the link to the page of choices."""
        self.ensure_one()
        self.signup_id.check_access("write")
        # Sudo: the employee record is for HR; that somebody works here is no secret.
        if self.sudo().is_present:
            raise UserError(
                self.env._(
                    "This person works here. Somebody who works here is no former "
                    "colleague: refuse the sign-up, or choose another match."
                )
            )
        self.signup_id._do_accept(self)
        return True

    def _get_facts(self):
        return set((self.facts or "").split())

    def _is_certain_enough(self):
        """Hook: whether this needs nobody's decision.

        Only whoever is in the network already joins alone: HR may have had a reason not
        to propose the others. The confirmed address must be the one on record. Where
        the company trusts number, name and years together, they are enough for a
        record without an address and an account.
        """
        self.ensure_one()
        match = self.sudo()  # Sudo: what is known decides, not who asks.
        alumni = match.alumni_id
        if not alumni or alumni.state == "deceased" or match.is_present:
            return False
        if match.certainty == "certain":
            return True
        return (
            match.company_id.alumni_signup == "trusted"
            and is_told_all(match._get_facts())
            and alumni.state in ("candidate", "invited")
            and not alumni.email_normalized
            and not alumni._get_account(with_closed=True)
        )

    def _get_known(self):
        """What is on record about the person, as plain values."""
        self.ensure_one()
        alumni, employee = self.alumni_id, self.employee_id
        if alumni:
            periods = alumni.employment_period_ids
            number = alumni.employee_number
            name, email = alumni.display_name, alumni.private_email
        elif employee:
            periods = employee.employment_period_ids
            number = employee.employee_number
            name, email = employee.name, employee.private_email
        else:
            periods = self._get_periods()
            number = self.period_id.employee_number
            name, email = self.period_id.employee_name, False
        return {
            "name": name,
            "employee_number": number,
            "email": email,
            "periods": periods.sorted("date_start"),
        }

    def _get_periods(self):
        """The stints in the ledger that belong to the one of this match."""
        period = self.period_id
        if not period.employee_number:
            return period
        return period.search(
            [
                ("company_id", "=", period.company_id.id),
                ("employee_number", "=", period.employee_number),
                ("employee_id", "=", False),
                ("alumni_id", "=", False),
            ]
        )

    def _describe_stint(self, period):
        years = [str(day.year) if day else "…" for day in self._get_days(period)]
        facts = [" – ".join(years), period.job_title, period.department_name]
        return ", ".join(fact for fact in facts if fact)

    @api.model
    def _get_days(self, period):
        return period.date_start, period.date_end

    def _describe_standing(self):
        if self.alumni_id:
            states = self.alumni_id._fields["state"]._description_selection(self.env)
            return dict(states)[self.alumni_id.state]
        if self.is_present:
            return self.env._("Works here")
        return self.env._("Not in the network: ask HR before you accept")

    @api.model
    def _get_fact_labels(self):
        env = self.env
        return dict(
            zip(
                FACTS,
                (
                    env._("The confirmed address is on record"),
                    env._("Employee number"),
                    env._("Name"),
                    env._("A part of the name"),
                    env._("Years"),
                    env._("The employee number is another one"),
                ),
                strict=True,
            )
        )
