from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ..tools.directory import AUDIENCES


class HrAlumniOpening(models.Model):
    """One thing about oneself that a former colleague has opened to one audience.

    Only the person decides: nobody has rights to write here, `hr.alumni._do_open` is
    the one way in. It ends with the consent that the audience rests on.
    """

    _name = "hr.alumni.opening"
    _description = "Opened in the Directory"
    _inherit = ["hr.alumni.part.mixin"]
    _order = "audience, id"
    _rec_name = "item"
    _check_company_auto = True

    audience = fields.Selection(
        [
            ("alumni", "Former colleagues"),
            ("staff", "Our staff"),
            ("sales", "Our sales"),
            ("recruiters", "Our recruiters"),
        ],
        string="To",
        required=True,
        readonly=True,
    )
    item = fields.Selection(
        [
            ("employer", "Where I work"),
            ("job", "What I do"),
            ("industry", "My industry"),
            ("place", "City and country"),
            ("skills", "What I am good at"),
            ("past", "What I did here"),
            ("left", "The year in which I left"),
            ("open", "Projects, mentoring and speaking that I am open to"),
            ("return", "That I am open to coming back"),
            ("messages", "They may write to me, without seeing my address"),
        ],
        string="Opened",
        required=True,
        readonly=True,
    )

    _once_idx = models.UniqueIndex(
        "(alumni_id, audience, item)", "This is open to them already."
    )

    @api.constrains("audience", "item")
    def _check_item_is_for_audience(self):
        for opening in self:
            if opening.item not in AUDIENCES[opening.audience].items:
                labels = opening._get_labels()
                raise ValidationError(
                    self.env._(
                        "“%(item)s” is not shown to: %(audience)s. Choose something "
                        "else.",
                        item=labels["item"],
                        audience=labels["audience"],
                    )
                )

    def _get_labels(self):
        """How audience and item of this opening are called, as a dict."""
        self.ensure_one()
        return {
            name: dict(self._fields[name]._description_selection(self.env))[self[name]]
            for name in ("audience", "item")
        }
