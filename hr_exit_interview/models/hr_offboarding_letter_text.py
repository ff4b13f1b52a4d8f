from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.letters import find_unknown

KINDS = [
    ("acknowledgement", "Notice Acknowledgement"),
    ("certificate", "Certificate of Service"),
    ("relieving", "Relieving and Experience Letter"),
    ("statement", "Final Statement"),
    ("no_dues", "No-Dues Letter"),
    ("reference", "Reference Letter"),
]


class HrOffboardingLetterText(models.Model):
    """The text that letters of one kind begin with, in each language.

    Words in braces are replaced by facts when a letter is prepared, by plain
    replacement from the list of `_PLACEHOLDERS`: nothing in the text is evaluated.
    Words in square brackets are for the writer, and no letter goes out with them.
    """

    _name = "hr.offboarding.letter.text"
    _description = "Letter Text"
    _order = "kind, sequence, id"

    # None of them tells a reason or the kind of departure, and none may.
    _PLACEHOLDERS = (
        "employee_name",
        "employee_number",
        "company_name",
        "job",
        "department",
        "manager_name",
        "officer_name",
        "first_day",
        "notice_date",
        "last_working_date",
        "departure_date",
        "today",
        "reference",
        "stints",
    )

    name = fields.Char(
        string="Title", required=True, translate=True, help="Printed above the letter."
    )
    kind = fields.Selection(KINDS, required=True, index=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10, help="The first text of the company is used, else the first of all."
    )
    company_id = fields.Many2one(
        "res.company", index=True, help="Leave empty to use it in every company."
    )
    body = fields.Html(string="Text", required=True, translate=True)
    placeholder_help = fields.Char(
        string="Placeholders", compute="_compute_placeholder_help"
    )

    @api.depends("kind")
    def _compute_placeholder_help(self):
        names = " ".join(f"{{{name}}}" for name in self._PLACEHOLDERS)
        for text in self:
            text.placeholder_help = names

    @api.constrains("body")
    def _check_placeholders(self):
        for text in self:
            if unknown := find_unknown(text.body, self._PLACEHOLDERS):
                raise ValidationError(
                    self.env._(
                        "Nothing is known that could be put in for %(unknown)s. Use "
                        "these: %(known)s.",
                        unknown=", ".join(f"{{{name}}}" for name in unknown),
                        known=text.placeholder_help,
                    )
                )

    @api.model
    def _get_for(self, kind, companies):
        """The text to begin with, the company's own before the one of all.

        :return: dict of `res.company` to `hr.offboarding.letter.text`
        :raise UserError: there is none for one of the companies
        """
        # Sudo: the writer may use a text of the case's company.
        texts = self.sudo().search(
            [("kind", "=", kind), ("company_id", "in", [*companies.ids, False])]
        )
        chosen = {}
        for company in companies:
            own = texts.filtered(
                lambda text, company=company: text.company_id == company
            )
            chosen[company] = (own or texts.filtered(lambda t: not t.company_id))[:1]
        if not all(chosen.values()):
            labels = dict(self._fields["kind"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "There is no text for the letter “%(kind)s”. An HR administrator "
                    "writes one under Employees, Configuration, Letter Texts.",
                    kind=labels[kind],
                )
            )
        return chosen
