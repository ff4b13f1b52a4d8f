from odoo import fields, models


class HrAlumniInNews(models.Model):
    """Stories about somebody rest on the consent to them, and end with it."""

    _inherit = "hr.alumni"

    news_ids = fields.One2many("hr.alumni.news", "alumni_id", string="Stories")

    def _drop_with(self, purposes):
        result = super()._drop_with(purposes)
        if purposes is None or "story" in purposes.mapped("code"):
            # Sudo: the person or the system decides here, whatever they may read.
            news = self.sudo().news_ids
            news.filtered(lambda one: one.state == "published").action_withdraw()
        return result
