from odoo import api, fields, models
from odoo.fields import Domain


class HrOffboarding(models.Model):
    """What the screens of departures show and group by, beside the facts."""

    _inherit = "hr.offboarding"

    state = fields.Selection(group_expand="_expand_states")
    is_overdue = fields.Boolean(
        string="Overdue",
        compute="_compute_is_overdue",
        search="_search_is_overdue",
        groups="hr.group_hr_user",
        help="The last day has passed and the person is still employed.",
    )
    is_marked = fields.Boolean(
        compute="_compute_is_marked",
        groups="hr.group_hr_user",
        help="Something went wrong that somebody must look at now.",
    )
    blocking_progress = fields.Float(
        string="Clearance",
        compute="_compute_task_counts",
        groups="hr.group_hr_user",
        help="Share of the blocking tasks that are closed.",
    )

    @api.depends("state", "departure_date")
    @api.depends_context("tz")
    def _compute_is_overdue(self):
        overdue = self.filtered_domain(self._get_overdue_domain())
        overdue.is_overdue = True
        (self - overdue).is_overdue = False

    def _search_is_overdue(self, operator, value):
        if operator != "in":
            return NotImplemented
        overdue = Domain(self._get_overdue_domain())
        return Domain.OR(overdue if wanted else ~overdue for wanted in value)

    @api.depends("is_overdue", "departure_error")
    def _compute_is_marked(self):
        for case in self:
            case.is_marked = case.is_overdue or case.departure_error

    def _get_overdue_domain(self):
        today = fields.Date.context_today(self)
        return [("state", "=", "in_progress"), ("departure_date", "<", today)]

    @api.model
    def _expand_states(self, states, domain):
        """Columns of the board: the open states always, the others when in use."""
        labels = dict(self._fields["state"]._description_selection(self.env))
        return [key for key in labels if key in self._OPEN_STATES or key in states]
