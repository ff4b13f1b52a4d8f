from odoo import api, fields, models

from ..tools.stat_windows import get_window_name


class HrExitStatWindow(models.Model):
    """A period whose answers have been published, once and for ever.

    Later answers, changes and erasures do not touch it: who compares what is told
    before and after something has happened finds no difference.
    """

    _name = "hr.exit.stat.window"
    _description = "Exit Statistics Window"
    _order = "date_from, id"
    _log_access = False
    _allow_sudo_commands = False

    name = fields.Char(compute="_compute_name", store=True, precompute=True)
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    date_from = fields.Date(string="From", required=True, readonly=True)
    date_to = fields.Date(string="To", required=True, readonly=True)
    minimum = fields.Integer(
        string="Smallest Group",
        required=True,
        readonly=True,
        help="No group of fewer people is told about, or can be worked out.",
    )

    _company_date_uniq = models.UniqueIndex(
        "(company_id, date_from)",
        "This window has just been published. Reload the page to see it.",
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_from <= date_to)", "A window ends after it has begun."
    )
    _minimum_floor = models.Constraint(
        "CHECK (minimum >= 3)",
        "A group of fewer than three people is never told about.",
    )

    @api.depends("date_from", "date_to")
    def _compute_name(self):
        for window in self:
            window.name = get_window_name(window.date_from, window.date_to)
