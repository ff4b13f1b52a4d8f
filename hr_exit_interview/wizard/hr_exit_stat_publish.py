from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from ..tools.stat_publish import TOTAL
from ..tools.stat_windows import ANSWERS_FACTOR, QUARTER, get_quarter_start


class HrExitStatPublish(models.TransientModel):
    """Closes the windows that are due now, after showing what would be told.

    It shows which groups would be told about, and no figure. What is not due is not
    published by anybody: how many answers are waiting is not shown either.
    """

    _name = "hr.exit.stat.publish"
    _description = "Publish Exit Statistics"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        default=lambda self: self.env.company,
    )
    is_due = fields.Boolean(compute="_compute_preview")
    preview = fields.Html(compute="_compute_preview", sanitize=False)

    @api.depends("company_id")
    def _compute_preview(self):
        for wizard in self:
            windows = wizard._get_due_windows()
            wizard.is_due = bool(windows)
            wizard.preview = (
                Markup().join(wizard._get_window_preview(due) for due in windows)
                or wizard._get_reason_why_not()
            )

    def action_publish(self):
        """Publish what is due, once and for ever, and show it."""
        self._check_can_publish()
        self.ensure_one()
        # Sudo: nobody has the right to write statistics.
        windows = self._get_publisher()._publish(self.company_id.sudo())
        if not windows:
            raise UserError(
                self.env._(
                    "There is nothing to publish now. It may just have been published: "
                    "open the exit statistics to see."
                )
            )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "hr_exit_interview.hr_exit_stat_action"
        )

    def _get_publisher(self):
        # Sudo: what is counted may be read by nobody.
        return self.env["hr.exit.stat.window"].sudo()

    def _check_can_publish(self):
        self.check_access("write")
        if not self.env.user.has_group("hr_exit_interview.group_manager"):
            raise AccessError(self.env._("Only exit officers publish exit statistics."))
        if self.company_id - self.env.user.company_ids:
            raise AccessError(
                self.env._("Exit statistics are published in your own companies only.")
            )

    def _get_due_windows(self):
        self._check_can_publish()
        # Sudo: what is counted may be read by nobody.
        return self._get_publisher()._get_due_windows(self.company_id.sudo())

    def _get_window_preview(self, due):
        """Which groups would be told about: names, and no figure."""
        Stat = self.env["hr.exit.stat"]
        names = dict(Stat._fields["dimension"]._description_selection(self.env))
        groups = {}
        for line in self._get_publisher()._prepare_stat_values(due):
            if line["dimension"] != TOTAL:
                groups.setdefault(line["dimension"], set()).add(line["bucket"])
        rows = Markup().join(
            Markup("<tr><th>%s</th><td>%s</td></tr>")
            % (names[dimension], ", ".join(sorted(buckets)))
            for dimension, buckets in groups.items()
        ) or Markup("<tr><td>%s</td></tr>") % self.env._(
            "Everybody together only, since the groups are too small."
        )
        return Markup(
            "<h3>%s</h3><p>%s</p><table class='table table-sm'>%s</table>"
        ) % (
            due.name,
            self.env._(
                "From %(first)s to %(last)s, in groups of at least %(minimum)s people:",
                first=format_date(self.env, due.first),
                last=format_date(self.env, due.last),
                minimum=due.minimum,
            ),
            rows,
        )

    def _get_reason_why_not(self):
        day = get_quarter_start(fields.Date.context_today(self)) + QUARTER
        return Markup("<p>%s</p>") % self.env._(
            "There is nothing to publish now. A period is published when a quarter has "
            "ended and at least %(answers)s people have answered since the last one. "
            "The next day on which that may be so is %(day)s.",
            answers=ANSWERS_FACTOR * self.company_id.exit_stat_minimum,
            day=format_date(self.env, day),
        )
