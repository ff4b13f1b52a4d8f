from collections import Counter

from odoo import api, fields, models
from odoo.exceptions import UserError


class HrRetentionLog(models.Model):
    """The register of erasures: how many records of what, when, and by which rule.

    It holds no personal data, so it is kept. Nobody writes it, and nothing changes it.
    """

    _name = "hr.retention.log"
    _description = "Register of Erasures"
    _order = "id desc"
    _rec_name = "model_label"

    company_id = fields.Many2one("res.company", readonly=True, index=True)
    model = fields.Char(string="Model Name", required=True, readonly=True)
    model_label = fields.Char(string="What", compute="_compute_model_label")
    count = fields.Integer(string="Records", readonly=True)
    date = fields.Date(required=True, readonly=True, default=fields.Date.today)
    rule = fields.Selection(
        [("retention", "Time is over"), ("request", "On request")],
        required=True,
        readonly=True,
    )
    ground = fields.Selection(
        selection=lambda self: self._get_grounds(), string="Because", readonly=True
    )
    user_id = fields.Many2one(
        "res.users",
        string="Decided by",
        readonly=True,
        ondelete="set null",
        help="Empty where nobody had to decide: the time was over.",
    )

    @api.depends("model")
    @api.depends_context("lang")
    def _compute_model_label(self):
        for line in self:
            # Sudo: names of models are for administrators.
            model = self.env["ir.model"].sudo()._get(line.model)
            line.model_label = model.name or line.model

    def write(self, vals):  # pylint: disable=method-required-super
        raise UserError(self._get_append_only_message())

    @api.ondelete(at_uninstall=False)
    def _unlink_never(self):
        raise UserError(self._get_append_only_message())

    @api.model
    def _add(self, records, rule, ground=False):
        """Note that these records are erased, before they are.

        :param rule: `retention` or `request`
        """
        counts = Counter(record.company_id.id for record in records)
        # Sudo: nobody has the right to write the register.
        self.sudo().create(
            [
                {
                    "company_id": company,
                    "model": records._name,
                    "count": count,
                    "rule": rule,
                    "ground": ground,
                    "user_id": rule == "request" and self.env.uid,
                }
                for company, count in counts.items()
            ]
        )

    @api.model
    def _get_append_only_message(self):
        return self.env._("The register of erasures is kept as it is.")

    @api.model
    def _get_grounds(self):
        """The grounds of Art. 17 (1) GDPR on which somebody may ask for it."""
        return [
            ("unneeded", "No longer needed"),
            ("withdrawn", "Consent was withdrawn"),
            ("objection", "The person objects"),
            ("unlawful", "Was processed unlawfully"),
            ("duty", "The law demands it"),
        ]
