from collections import Counter, defaultdict

from odoo import api, fields, models


class HrOffboardingWaveFigures(models.Model):
    """How many people of a wave are how far."""

    _inherit = "hr.offboarding.wave"

    people_count = fields.Integer(string="People", compute="_compute_counts")
    draft_count = fields.Integer(string="To Confirm", compute="_compute_counts")
    confirmed_count = fields.Integer(string="Confirmed", compute="_compute_counts")
    departed_count = fields.Integer(string="Departed", compute="_compute_counts")
    cleared_count = fields.Integer(string="Cleared", compute="_compute_counts")
    stays_count = fields.Integer(
        string="Stay After All",
        compute="_compute_counts",
        help="Were in the wave once it was confirmed, and stay.",
    )
    progress = fields.Float(
        string="Clearance",
        compute="_compute_counts",
        help="Share of the people who have left and are cleared.",
    )
    without_email_ids = fields.Many2many(
        "hr.employee",
        string="Without a Private E-mail",
        compute="_compute_without_email_ids",
        context={"active_test": False},
    )

    @api.depends("offboarding_ids.state")
    def _compute_counts(self):
        counts = defaultdict(Counter)
        for wave, state, count in self.env["hr.offboarding"]._read_group(
            [("wave_id", "in", self.ids)], ["wave_id", "state"], ["__count"]
        ):
            counts[wave.id][state] = count
        for wave in self:
            own = counts[wave._origin.id]
            wave.draft_count = own["draft"]
            wave.cleared_count = own["done"]
            wave.departed_count = own["departed"] + own["done"]
            wave.confirmed_count = own["in_progress"] + wave.departed_count
            wave.people_count = wave.draft_count + wave.confirmed_count
            wave.stays_count = own["retained"] + own["cancelled"]
            people = wave.people_count
            wave.progress = 100 * wave.cleared_count / people if people else 0

    @api.depends("offboarding_ids.state", "offboarding_ids.private_email")
    def _compute_without_email_ids(self):
        for wave in self:
            wave.without_email_ids = wave.offboarding_ids.filtered(
                lambda case: case.is_open and not case.private_email
            ).employee_id
