from odoo import api, fields, models


class HrOffboardingLetter(models.Model):
    """The final statement: a letter to which the lists of things and money are added.

    A draft shows them as they are now. Issuing keeps them as they were, so that the
    letter goes on saying what its paper says when something is settled later.
    """

    _inherit = "hr.offboarding.letter"

    annex = fields.Html(
        string="Equipment and Dues",
        compute="_compute_annex",
        sanitize=False,
        help="As of now; kept as it is when the statement is issued.",
    )
    issued_annex = fields.Html(readonly=True, copy=False)

    @api.depends("kind", "state", "lang", "issued_annex", "offboarding_id")
    def _compute_annex(self):
        for letter in self:
            if letter.kind != "statement":
                letter.annex = False
            elif letter.state == "issued":
                letter.annex = letter.issued_annex
            else:
                letter.annex = letter._render_annex()

    def _do_issue(self):
        # Kept before the paper is made from it: both say the same for good.
        self.issued_annex = self.annex
        return super()._do_issue()

    def _render_annex(self):
        """The lists of the final statement in the language of the letter."""
        self.ensure_one()
        case = self.offboarding_id.with_context(lang=self.lang)
        return self.env["ir.qweb"]._render(
            "hr_exit_interview.report_offboarding_statement",
            {"statement": case._get_statement()},
            lang=self.lang,
        )

    def _is_countersigned(self):
        """Hook: whether the leaver signs below the company."""
        return self.kind == "statement"
