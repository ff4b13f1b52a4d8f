from odoo import models


class HrOffboardingTold(models.Model):
    """What leavers read about what earlier leavers have said."""

    _inherit = "hr.offboarding"

    def _get_leaver_page_sections(self):
        sections = super()._get_leaver_page_sections()
        told = self.env["hr.exit.action"]._get_told(self.company_id, "leavers")
        if told:
            sections.append(
                {
                    "name": "told",
                    "title": self.env._("You said, we did"),
                    "text": self.env._(
                        "What has changed here because of what colleagues told us when "
                        "they left."
                    ),
                    "rows": [
                        {
                            "name": action["topic"],
                            "detail": action["text"],
                            "state": "",
                        }
                        for action in told
                    ],
                }
            )
        return sections
