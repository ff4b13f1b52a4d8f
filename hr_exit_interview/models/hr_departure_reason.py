from odoo import api, fields, models
from odoo.exceptions import ValidationError


class HrDepartureReason(models.Model):
    """Why people leave, in two levels: groups, and the reasons in them.

    A departure has a reason, never a group. What core is told is only the one of its
    own three reasons that this one stands for, because core shows it to many.
    """

    _inherit = "hr.departure.reason"

    active = fields.Boolean(default=True)
    code = fields.Char(help="Short and stable, for imports and figures.")
    parent_id = fields.Many2one(
        "hr.departure.reason",
        string="Group",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('parent_id', '=', False), ('id', '!=', id)]",
        help="Leave it empty for a group, or for a reason that belongs to none.",
    )
    child_ids = fields.One2many("hr.departure.reason", "parent_id", string="Reasons")
    type = fields.Selection(
        [
            ("voluntary", "Voluntary"),
            ("involuntary", "Involuntary"),
            ("neutral", "Neutral"),
        ],
        default="neutral",
        required=True,
        help="Voluntary: decided by the employee. Involuntary: decided by the company. "
        "Neutral: neither, for example a retirement.",
    )
    kind = fields.Selection(
        [
            ("resignation", "Resignation"),
            ("dismissal", "Dismissal"),
            ("redundancy", "Redundancy"),
            ("term_end", "End of Term"),
            ("retirement", "Retirement"),
            ("transfer", "Transfer Inside the Group"),
            ("death", "Death in Service"),
            ("other", "Other"),
        ],
        default="other",
        required=True,
        help="What the departure is in law and in practice. It decides on the package "
        "of tasks, on the letters and on who is written to.",
    )
    preventable = fields.Selection(
        [("yes", "Yes"), ("partly", "Partly"), ("no", "No")],
        default="no",
        required=True,
        help="Whether the company could have done something that keeps the person.",
    )
    questionnaire = fields.Selection(
        [
            ("full", "Full"),
            ("short", "Short"),
            ("redundancy", "Redundancy"),
            ("term_end", "Retirement or end of term"),
            ("none", "None"),
        ],
        default="full",
        required=True,
        help="Which exit questionnaire people get who leave for this reason.",
    )
    is_about_line = fields.Boolean(
        string="Points at the Line",
        help="The managers of the leaver are part of it: nobody from the line holds "
        "the exit interview, but somebody neutral in HR.",
    )
    sends_questionnaire = fields.Boolean(compute="_compute_sends_questionnaire")
    alumni_policy = fields.Selection(
        [
            ("yes", "Invite"),
            ("ask", "HR decides"),
            ("no", "Do not invite"),
        ],
        string="Alumni Invitation",
        default="ask",
        required=True,
        help="Whether people who leave for this reason are proposed for the "
        "network of former colleagues.",
    )
    core_reason_id = fields.Many2one(
        "hr.departure.reason",
        string="Shown on the Employee as",
        compute="_compute_core_reason_id",
        store=True,
        readonly=False,
        recursive=True,
        domain="[('parent_id', '=', False), ('child_ids', '=', False)]",
        help="The reason that is written on the employee, where more people see it.",
    )

    _code_uniq = models.UniqueIndex(
        "(code) WHERE code IS NOT NULL", "There is already a reason with this code."
    )

    @api.depends("name", "parent_id.name")
    def _compute_display_name(self):
        for reason in self:
            names = (reason.parent_id.name, reason.name)
            reason.display_name = ": ".join(name for name in names if name)

    @api.depends("questionnaire")
    def _compute_sends_questionnaire(self):
        for reason in self:
            reason.sends_questionnaire = reason.questionnaire != "none"

    @api.depends("type", "kind", "parent_id")
    def _compute_core_reason_id(self):
        # A reason that belongs to no group stands for itself, as in core.
        for reason in self:
            reason.core_reason_id = (
                self.env.ref(reason._get_core_xmlid()) if reason.parent_id else reason
            )

    @api.constrains("parent_id")
    def _check_two_levels(self):
        for reason in self.filtered("parent_id"):
            if reason.parent_id.parent_id or reason.child_ids:
                raise ValidationError(
                    self.env._(
                        "Reasons have two levels: “%(reason)s” cannot be in “%(group)s”"
                        ", because a group is in no other group.",
                        reason=reason.name,
                        group=reason.parent_id.name,
                    )
                )

    def _get_group(self):
        """The group of this reason; a reason that belongs to none is its own group."""
        return self.parent_id or self

    def _get_core_reason(self):
        """Hook: the reason to hand to the core departure wizard.

        Core tracks its reason in the chatter of the employee, so whatever this
        returns is no secret.

        :return: one `hr.departure.reason`, or an empty recordset for none
        """
        return self.core_reason_id

    def _get_core_xmlid(self):
        """Hook: which of core's three reasons stands for this one."""
        if self.kind in ("retirement", "death"):
            return "hr.departure_retired"
        is_fired = self.type == "involuntary" or self.kind in (
            "dismissal",
            "redundancy",
        )
        return "hr.departure_fired" if is_fired else "hr.departure_resigned"

    def _check_can_be_chosen(self):
        """Refuse groups and retired reasons for a departure.

        :raise ValidationError: with the name of the reason that cannot be chosen
        """
        for reason in self:
            if reason.child_ids:
                raise ValidationError(
                    self.env._(
                        "“%(reason)s” is a group of reasons. Choose one of the reasons "
                        "in it.",
                        reason=reason.name,
                    )
                )
            if not reason.active:
                raise ValidationError(
                    self.env._(
                        "The reason “%(reason)s” is no longer in use. Choose another.",
                        reason=reason.name,
                    )
                )
