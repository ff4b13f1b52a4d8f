from odoo import fields, models


class HrAlumniNewsletterSection(models.Model):
    """One part of a newsletter: what it tells, under which heading, and how much."""

    _name = "hr.alumni.newsletter.section"
    _description = "Section of a Newsletter"
    _order = "newsletter_id, sequence, id"
    _rec_name = "kind"

    newsletter_id = fields.Many2one(
        "hr.alumni.newsletter", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="newsletter_id.company_id", store=True, index=True, precompute=True
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("news", "News"),
            ("story", "A story"),
            ("comeback", "Who came back, and why"),
            ("jobs", "Jobs"),
            ("events", "Events"),
            ("moves", "People on the move"),
            ("milestones", "Milestones"),
            ("joined", "Who joined the network"),
            ("ask", "What we ask of you"),
            ("numbers", "What you made possible"),
        ],
        required=True,
        default="news",
    )
    title = fields.Char(
        string="Heading", translate=True, help="Empty: the words of the kind."
    )
    limit = fields.Integer(
        string="At Most", required=True, default=3, help="Items, the newest first."
    )

    _limit_check = models.Constraint(
        'CHECK ("limit" > 0)', "A section tells one item at least. Or take it out."
    )

    def _get_title(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        return self.title or labels[self.kind]
