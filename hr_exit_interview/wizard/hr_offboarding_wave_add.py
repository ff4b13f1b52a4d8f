from odoo import api, fields, models
from odoo.exceptions import UserError


class HrOffboardingWaveAdd(models.TransientModel):
    """Starts a wave with some people, or adds them to one that there is.

    It says beforehand who cannot be in the wave, and why, and who cannot be reached
    after the last day.
    """

    _name = "hr.offboarding.wave.add"
    _description = "Add People to a Wave"

    wave_id = fields.Many2one(
        "hr.offboarding.wave",
        string="Add to",
        domain="[('state', 'in', ('draft', 'in_progress'))]",
        help="Leave it empty to start a new wave.",
    )
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    title = fields.Char()
    reason_id = fields.Many2one(
        "hr.departure.reason", domain="[('child_ids', '=', False)]"
    )
    notice_date = fields.Date(default=fields.Date.context_today)
    last_working_date = fields.Date(
        string="Last Working Day",
        help="Leave it empty to let the notice rules propose one for each person.",
    )
    employee_ids = fields.Many2many(
        "hr.employee",
        string="People",
        context={"active_test": False},
        domain="[('company_id', '=', company_id), ('active', '=', True)]",
    )
    accepted_count = fields.Integer(compute="_compute_people")
    refused_text = fields.Text(string="Left Out", compute="_compute_people")
    without_email_text = fields.Text(
        string="Without a Private E-mail", compute="_compute_people"
    )

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        context = self.env.context
        if "employee_ids" in fields and context.get("active_model") == "hr.employee":
            values["employee_ids"] = [(6, 0, context.get("active_ids", []))]
        return values

    @api.depends("wave_id")
    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.wave_id.company_id or self.env.company

    @api.depends("wave_id", "employee_ids", "last_working_date")
    def _compute_people(self):
        for wizard in self:
            refusals = wizard._get_refusals()
            accepted = wizard._get_accepted(refusals)
            wizard.accepted_count = len(accepted)
            wizard.refused_text = "\n".join(refusals.values())
            wizard.without_email_text = ", ".join(
                accepted.filtered(lambda e: not e.private_email).mapped("name")
            )

    def action_add(self):
        """Open the departures of all who can be in the wave, then show the wave."""
        self.ensure_one()
        refusals = self._get_refusals()
        accepted = self._get_accepted(refusals)
        if not accepted:
            raise UserError(
                "\n".join(refusals.values())
                or self.env._("Choose the people of the wave first.")
            )
        wave = self.wave_id or self._new_wave()
        wave._add_people(accepted)
        return wave._get_records_action()

    def _new_wave(self):
        if not self.reason_id:
            raise UserError(self.env["hr.offboarding"]._get_choose_reason_message())
        return self.env["hr.offboarding.wave"].create(self._prepare_wave_values())

    def _prepare_wave_values(self):
        """Hook: values of the wave that is started."""
        self.ensure_one()
        values = {
            "title": self.title,
            "company_id": self.company_id.id,
            "reason_id": self.reason_id.id,
            "last_working_date": self.last_working_date,
        }
        if self.notice_date:
            values["notice_date"] = self.notice_date
        return values

    def _get_refusals(self):
        wave = self.wave_id
        last_day = wave.departure_date or wave.last_working_date
        return self.env["hr.offboarding.wave"]._get_refusals(
            self._get_people(),
            self.company_id,
            last_day if wave else self.last_working_date,
        )

    def _get_accepted(self, refusals):
        return self._get_people() - self.env["hr.employee"].union(*refusals)

    def _get_people(self):
        # Those who are archived are shown as well, as people who have left.
        return self.with_context(active_test=False).employee_ids._origin
