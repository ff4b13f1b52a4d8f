from odoo import models


class HrOffboardingOpenings(models.Model):
    """The own page tells leavers how often their answers were opened."""

    _inherit = "hr.offboarding"

    def _get_leaver_page_sections(self):
        sections = super()._get_leaver_page_sections()
        talks = self.interview_ids.filtered(lambda talk: talk._has_told_something())
        if not talks:
            return sections
        return [
            *sections,
            {
                "name": "openings",
                "title": self.env._("Who has opened your answers"),
                "text": talks._get_openings_text(),
                "rows": [],
            },
        ]
