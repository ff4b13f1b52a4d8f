from odoo import fields, models


class HrDepartureReason(models.Model):
    _inherit = "hr.departure.reason"

    active = fields.Boolean(default=True)
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
    sends_questionnaire = fields.Boolean(
        string="Exit Questionnaire",
        default=True,
        help="Whether people who leave for this reason may be asked to answer the "
        "exit questionnaire.",
    )

    def _get_core_reason(self):
        """Hook: the reason to hand to the core departure wizard.

        Core tracks its reason in the chatter of the employee, so whatever this
        returns is no secret.

        :return: one `hr.departure.reason`, or an empty recordset for none
        """
        return self
