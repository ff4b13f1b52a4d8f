from odoo import fields, models
from odoo.tools import format_amount, format_date


class HrOffboardingConcerned(models.Model):
    """What the leaver and the managers above see of things, money and hand-over.

    The rules of each model say who reads which rows: equipment both, dues the leaver
    alone. The own page of the leaver shows the same as plain texts.
    """

    _inherit = "hr.offboarding"

    # The same rows as HR works on, without what is for HR.
    shown_asset_ids = fields.One2many(
        "hr.offboarding.asset", "offboarding_id", string="Things to Give Back"
    )
    shown_due_ids = fields.One2many(
        "hr.offboarding.due", "offboarding_id", string="Money"
    )

    def _hand_over_undecided(self):
        # What managers have proposed counts where nobody has decided.
        self.handover_ids.line_ids._take_proposals()
        return super()._hand_over_undecided()

    def _get_leaver_page_sections(self):
        sections = [
            self._get_page_assets(),
            self._get_page_dues(),
            self._get_page_handover(),
        ]
        own = [section for section in sections if section["rows"]]
        return own + super()._get_leaver_page_sections()

    def _get_page_assets(self):
        labels = {
            "to_return": self.env._("To give back"),
            "lost": self.env._("Lost"),
            "returned": self.env._("Given back"),
            "recovered": self.env._("Paid for, see below"),
            "waived": self.env._("Yours to keep or not needed"),
        }
        rows = []
        for asset in self.asset_ids:
            is_open = asset.state in asset._OPEN_STATES
            until = is_open and asset.date_due
            details = [
                asset.identifier,
                until
                and self.env._("until %(date)s", date=format_date(self.env, until)),
            ]
            rows.append(
                {
                    "name": asset.name,
                    "detail": ", ".join(filter(None, details)),
                    "state": labels[asset.state],
                }
            )
        return {
            "name": "equipment",
            "title": self.env._("What you give back"),
            "text": self.env._("Tell HR if something is missing here or not with you."),
            "rows": rows,
        }

    def _get_page_dues(self):
        labels = dict(
            self.env["hr.offboarding.due"]
            ._fields["state"]
            ._description_selection(self.env)
        )
        directions = {
            "leaver": self.env._("you pay"),
            "company": self.env._("you get"),
        }
        rows = []
        for due in self.due_ids:
            amount = format_amount(self.env, due.amount, due.currency_id)
            rows.append(
                {
                    "name": due.name,
                    "detail": f"{directions[due.direction]} {amount}",
                    "state": labels[due.state],
                }
            )
        return {
            "name": "dues",
            "title": self.env._("Money"),
            "text": False,
            "rows": rows,
        }

    def _get_page_handover(self):
        """Who takes over what, once HR has decided: kinds of work and counts only."""
        decided = self.handover_ids.filtered(
            lambda handover: handover.state in ("approved", "running", "done")
        )
        counts = {}
        for line in decided._get_lines_to_move():
            if line.successor_id:
                # One record may point at the person twice: it is one thing to do.
                key = (line.model_label, line.successor_id.name)
                counts[key] = max(counts.get(key, 0), line.to_move_count)
        return {
            "name": "handover",
            "title": self.env._("Who takes over your work"),
            "text": False,
            "rows": [
                {"name": label, "detail": name, "state": str(count)}
                for (label, name), count in counts.items()
            ],
        }
