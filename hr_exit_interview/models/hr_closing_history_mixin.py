from odoo import fields, models
from odoo.tools import format_datetime


class HrClosingHistoryMixin(models.AbstractModel):
    """What is closed with a day and a name, and keeps them when it is taken up again.

    The model has `state`, `closed_date`, `closed_user_id`, `waive_reason` and `note`.
    """

    _name = "hr.closing.history.mixin"
    _description = "History of What Was Closed and Taken Up Again"

    history = fields.Text(
        readonly=True,
        copy=False,
        groups="hr.group_hr_user",
        help="Who closed it before it was taken up again, and who did that.",
    )

    def _keep_history(self):
        """Note how these records were closed: call it before they are taken up."""
        # Sudo: the proof is for HR, and others may take things up as well.
        for record in self.sudo().filtered("closed_date"):
            line = record._get_history_line(self.env.user)
            record.history = f"{record.history}\n{line}" if record.history else line

    def _get_history_line(self, user):
        """Hook: one line that says who takes it up and how it was closed before."""

        def tell(moment):
            return format_datetime(self.env, moment, tz="UTC")

        labels = dict(self._fields["state"]._description_selection(self.env))
        line = self.env._(
            "%(now)s (UTC): taken up again by %(user)s. Before: %(state)s, %(closer)s, "
            "%(closed)s (UTC).",
            now=tell(fields.Datetime.now()),
            user=user.name,
            state=labels[self.state],
            closer=self._get_closer_name(),
            closed=tell(self.closed_date),
        )
        texts = [text for text in (self.waive_reason, self.note) if text]
        return " ".join([line, *texts])

    def _get_closer_name(self):
        """Hook: the name of whoever closed it."""
        return self.closed_user_id.name or ""
