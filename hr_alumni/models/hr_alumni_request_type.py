from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

SIDES = [("hr", "HR"), ("alumni", "Alumni Team")]
# The group whose people answer for a side.
SIDE_GROUPS = {"hr": "hr.group_hr_user", "alumni": "hr_alumni.group_manager"}


class HrAlumniRequestType(models.Model):
    """What a former colleague can ask for, who answers it, and by when.

    A request takes side, confidentiality and deadline over when it is sent: what the
    person was told then holds, whatever is changed here later.
    """

    _name = "hr.alumni.request.type"
    _description = "Type of Request"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    kind = fields.Selection(
        [
            ("certificate", "Certificate of service"),
            ("reference", "Reference"),
            ("pay", "Pay paper"),
            ("advice", "Career advice"),
            ("mentoring", "Mentoring"),
            ("data", "Copy of own data"),
            ("erasure", "Erasure"),
            ("other", "Something else"),
        ],
        required=True,
        default="other",
        help="What answering it takes: certificates and references begin as letters of "
        "the departure, an erasure opens the form for it.",
    )
    description = fields.Text(
        string="Text Shown",
        translate=True,
        help="What the person reads before asking: what one gets, and what we need.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    owner_side = fields.Selection(
        SIDES, string="Answered By", required=True, default="alumni"
    )
    is_confidential = fields.Boolean(
        string="Confidential to HR",
        help="Read by HR only. Otherwise the alumni team reads it as well.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="First Owner",
        ondelete="set null",
        domain="[('share', '=', False)]",
        help="Gets new requests of this type. Empty: for requests to the alumni team "
        "the relationship owner, else nobody until somebody takes them.",
    )
    deadline_days = fields.Integer(
        string="Answer Within (Days)", required=True, default=14
    )
    is_legal = fields.Boolean(
        string="One Month by Law",
        help="Rights of the person under Article 12(3) of the GDPR: an answer within a "
        "month, which can be extended once by two months when the reason is told.",
    )
    needs_stint = fields.Boolean(
        string="About a Stint",
        help="The person chooses which time of work it is about.",
    )
    needs_text = fields.Boolean(
        string="Text Needed", help="The person has to write what it is about."
    )
    takes_file = fields.Boolean(
        string="Takes a File", help="The person may send a PDF or a picture along."
    )

    _deadline_check = models.Constraint(
        "CHECK (deadline_days BETWEEN 1 AND 365)",
        "Requests are answered within 1 to 365 days.",
    )
    _confidential_check = models.Constraint(
        "CHECK (owner_side = 'hr' OR NOT COALESCE(is_confidential, FALSE))",
        "What the alumni team answers cannot be confidential to HR.",
    )

    @api.constrains("user_id", "owner_side")
    def _check_first_owner(self):
        # Sudo: groups of users are for administrators.
        for request_type in self.sudo().filtered("user_id"):
            group = SIDE_GROUPS[request_type.owner_side]
            if not request_type.user_id.has_group(group):
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot read requests to this side. Choose somebody "
                        "who answers them.",
                        name=request_type.user_id.name,
                    )
                )

    @api.model
    def _get_offered(self):
        """The types that former colleagues can choose from, in sudo."""
        # Sudo: whoever chooses on the own page has no rights on the model.
        return self.sudo().search(Domain.TRUE)

    def _get_first_owner(self, alumni):
        """Hook: who answers a new request of this person, possibly nobody."""
        self.ensure_one()
        user = self.user_id
        if not user and self.owner_side == "alumni":
            user = alumni.owner_id
        return user if self._can_own(user, alumni.company_id) else user.browse()

    def _can_own(self, user, company):
        self.ensure_one()
        return self._is_of_side(user, self.owner_side, company)

    @api.model
    def _is_of_side(self, user, side, company):
        """Whether this user, in sudo, answers for a side in a company."""
        return (
            bool(user)
            and user.active
            and company in user.company_ids
            and user.has_group(SIDE_GROUPS[side])
        )

    def _get_page_values(self):
        """Hook: all that the person sees of a type, as plain values, in sudo."""
        self.ensure_one()
        return {
            "id": self.id,
            "name": self.name,
            "description": self.description or "",
            "deadline_days": self.deadline_days,
            "is_legal": self.is_legal,
            "needs_stint": self.needs_stint,
            "needs_text": self.needs_text,
            "takes_file": self.takes_file,
            "reader": self._describe_reader(self.owner_side, self.is_confidential),
        }

    @api.model
    def _describe_reader(self, side, is_confidential):
        """Who reads requests of a side, in words for the person."""
        if side == "alumni":
            return self.env._("The alumni team reads it, and nobody else.")
        if is_confidential:
            return self.env._("HR reads it, and nobody else.")
        return self.env._("HR and the alumni team read it, and nobody else.")
