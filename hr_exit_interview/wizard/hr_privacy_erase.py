from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class HrPrivacyErase(models.TransientModel):
    """Erases what these addons know about one person, when the person asks for it.

    It shows beforehand what there is and what stands in the way. Nothing is erased as
    long as something does. The employee, the contact and the stints in the ledger stay:
    they are the record of employment, which has times of its own.
    """

    _name = "hr.privacy.erase"
    _description = "Erase Exit Data"

    employee_id = fields.Many2one(
        "hr.employee",
        required=True,
        readonly=True,
        context={"active_test": False},
    )
    ground = fields.Selection(
        selection=lambda self: self.env["hr.retention.log"]._get_grounds(),
        string="Because",
        required=True,
        default="unneeded",
        help="It stands in the register of erasures, without the name.",
    )
    preview = fields.Text(string="Will Be Erased", compute="_compute_preview")
    obstacles = fields.Text(string="In the Way", compute="_compute_preview")

    @api.depends("employee_id")
    def _compute_preview(self):
        for wizard in self:
            counts = wizard._get_counts()
            wizard.preview = "\n".join(
                f"{label}: {count}" for label, count in counts.items()
            )
            wizard.obstacles = "\n".join(wizard._get_obstacles())

    def action_erase(self):
        """Erase all of it, or say what stands in the way and erase nothing."""
        self.ensure_one()
        self._check_can_erase()
        if obstacles := self._get_obstacles():
            raise UserError("\n".join(obstacles))
        for records in self._get_records():
            records._privacy_erase("request", self.ground)
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success",
                "message": self.env._(
                    "The exit data were erased. The register of erasures says when and "
                    "how many, and not whose."
                ),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    def _check_can_erase(self):
        if not self.env.user.has_group("hr.group_hr_manager"):
            raise AccessError(self.env._("Only HR administrators erase exit data."))
        self.employee_id.check_access("write")

    def _get_records(self):
        """What there is about the person, in the order in which it goes."""
        # Sudo after the check in the button: interviews of all kinds are erased, and
        # HR administrators need not be able to read answers.
        models_kept = self.env["hr.retention.mixin"].sudo()._get_retention_models()
        found = [
            Model.search(Model._get_privacy_domain(self.employee_id))
            for Model in models_kept
        ]
        return [records for records in found if records]

    def _get_obstacles(self):
        return [
            obstacle
            for records in self._get_records()
            for record in records
            if (obstacle := record._get_privacy_obstacle())
        ]

    def _get_counts(self):
        """How many records of what will be erased, by the name of the model."""
        counts = {}
        for records in self._get_records():
            counts[records._name] = counts.get(records._name, 0) + len(records)
            records._count_parts(counts)
        # Sudo: names of models are for administrators.
        names = self.env["ir.model"].sudo()
        return {names._get(model).name: number for model, number in counts.items()}
