from odoo import fields, models

from .hr_exit_interview_card import RATINGS


class HrExitInterviewCardTopic(models.Model):
    """What was said about one topic, and how good or bad it is in the person's eyes."""

    _name = "hr.exit.interview.card.topic"
    _description = "Topic of a Record Card"
    _inherit = ["hr.exit.interview.card.part"]
    _order = "card_id, sequence, id"

    _LOGGED_FIELDS = frozenset({"rating", "note"})

    topic_id = fields.Many2one(
        "hr.exit.topic", required=True, index=True, ondelete="restrict"
    )
    # Kept, so that a card does not change when topics are put into another order.
    sequence = fields.Integer(default=10)
    rating = fields.Selection(
        RATINGS,
        default="0",
        required=True,
        prefetch="content",
        help="How the person sees it, from very bad to very good. Without a star it "
        "was not talked about. Type 1 to 5, or 0 to take it back.",
    )
    note = fields.Char(prefetch="content", help="What was said, in a few words.")

    _card_topic_uniq = models.UniqueIndex(
        "(card_id, topic_id)", "This topic is on the card already. Rate it there."
    )
