from odoo import fields, models


class HrExitInterviewCardQuote(models.Model):
    """The person's own words, and whether they may be told to others."""

    _name = "hr.exit.interview.card.quote"
    _description = "Quote on a Record Card"
    _inherit = ["hr.exit.interview.card.part"]
    _order = "card_id, id"

    _LOGGED_FIELDS = frozenset({"text"})

    text = fields.Text(
        string="In the Person's Own Words", required=True, prefetch="content"
    )
    may_be_quoted = fields.Boolean(
        help="The person has agreed that these words are quoted, without the name.",
    )
