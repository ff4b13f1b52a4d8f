from markupsafe import escape

from odoo import api, fields, models
from odoo.fields import Domain


class HrAlumniMailed(models.Model):
    """What came of the mailings to a former colleague, and whether mail arrives."""

    _inherit = "hr.alumni"

    mailed_count = fields.Integer(
        string="Mailings",
        compute="_compute_mailed",
        groups="hr_alumni.group_manager",
    )
    mail_opened_count = fields.Integer(
        string="Opened", compute="_compute_mailed", groups="hr_alumni.group_manager"
    )
    mail_clicked_count = fields.Integer(
        string="Clicked", compute="_compute_mailed", groups="hr_alumni.group_manager"
    )
    is_address_dead = fields.Boolean(
        string="Address Does Not Work",
        compute="_compute_is_address_dead",
        search="_search_is_address_dead",
        groups="hr.group_hr_user,hr_alumni.group_manager",
        help="A mail came back. Nothing is mailed there until a new address is known.",
    )

    def _compute_mailed(self):
        # Without sudo: only traces that the reader may see.
        rows = self.env["mailing.trace"]._read_group(
            [
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
                ("mass_mailing_id", "!=", False),
                ("sent_datetime", "!=", False),
                ("is_test_trace", "=", False),
            ],
            ["res_id"],
            ["__count", "open_datetime:count", "links_click_datetime:count"],
        )
        found = {res_id: counts for res_id, *counts in rows}
        for alumni in self:
            counts = found.get(alumni._origin.id, (0, 0, 0))
            alumni.mailed_count = counts[0]
            alumni.mail_opened_count = counts[1]
            alumni.mail_clicked_count = counts[2]

    @api.depends("message_bounce")
    def _compute_is_address_dead(self):
        for alumni in self:
            alumni.is_address_dead = alumni.message_bounce > 0

    def _search_is_address_dead(self, operator, value):
        if operator != "in":
            return NotImplemented
        domain = Domain.FALSE
        if True in value:
            domain |= Domain("message_bounce", ">", 0)
        if False in value:
            domain |= Domain("message_bounce", "<=", 0)
        return domain

    def write(self, vals):
        if "private_email" in vals and "message_bounce" not in vals:
            # What bounced was the old address.
            other = self.filtered(
                lambda alumni: alumni.private_email != vals["private_email"]
            )
            if other:
                super(HrAlumniMailed, other).write({"message_bounce": 0})
        return super().write(vals)

    def action_view_mailings(self):
        """Open what was mailed to these people, and what came of it."""
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Mailings"),
            "res_model": "mailing.trace",
            "view_mode": "list,form",
            "domain": [
                ("model", "=", self._name),
                ("res_id", "in", self.ids),
                ("mass_mailing_id", "!=", False),
            ],
            "context": {"create": False},
        }

    def _drop_with(self, purposes):
        result = super()._drop_with(purposes)
        if purposes is None or "story" in purposes.mapped("code"):
            # Sudo: the person or the system decides here, whatever they may read.
            people = self.sudo()
            for parts in (people.career_ids, people.milestone_ids):
                parts.exists().filtered("is_for_newsletter").is_for_newsletter = False
        return result

    def _erase_elsewhere(self, traces, touched):
        """Issues stay as they were sent, without saying whom they told of."""
        result = super()._erase_elsewhere(traces, touched)
        mailings = self.env["mailing.mailing"].with_context(active_test=False)
        for mailing in mailings.search([("alumni_told_ids", "in", self.ids)]):
            for name in ("body_html", "body_arch"):
                text = str(mailing[name] or "")
                for mark in traces.full_names:
                    # As it stands in HTML.
                    text = text.replace(escape(mark), self.env._("a former colleague"))
                if text != str(mailing[name] or ""):
                    mailing[name] = text
        return result
