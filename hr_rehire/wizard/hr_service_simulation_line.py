from odoo import api, fields, models


class HrServiceSimulationLine(models.TransientModel):
    """What one rule gives for one purpose."""

    _name = "hr.service.simulation.line"
    _description = "What a Rule Gives"
    _order = "simulation_id, id"

    simulation_id = fields.Many2one(
        "hr.service.simulation", required=True, ondelete="cascade", index=True
    )
    purpose_id = fields.Many2one(
        "hr.service.purpose", required=True, readonly=True, ondelete="cascade"
    )
    rule_id = fields.Many2one(
        "hr.service.rule",
        required=True,
        readonly=True,
        ondelete="cascade",
        context={"active_test": False},
    )
    is_preset = fields.Boolean(readonly=True)
    is_chosen = fields.Boolean(
        string="Choose",
        help="Use this rule for the purpose instead of the first one that applies.",
    )
    outcome = fields.Selection(
        [
            ("counts", "Counts"),
            ("later", "Would apply next"),
            ("no", "Does not apply"),
        ],
        compute="_compute_outcome",
    )
    recognised_date = fields.Date(
        string="Service Runs From", compute="_compute_outcome"
    )
    effective_date = fields.Date(string="Counts From", compute="_compute_outcome")
    credited_days = fields.Integer(string="Days Credited", compute="_compute_outcome")
    explanation = fields.Char(compute="_compute_outcome")

    @api.depends(
        "is_chosen",
        "simulation_id.back_date",
        "simulation_id.paid_period_ids",
        "simulation_id.line_ids.is_chosen",
    )
    @api.depends_context("lang")
    def _compute_outcome(self):
        for (simulation, purpose, is_preset), lines in self.grouped(
            lambda line: (line.simulation_id, line.purpose_id, line.is_preset)
        ).items():
            lines._compute_outcome_of(simulation, purpose, is_preset)

    def _compute_outcome_of(self, simulation, purpose, is_preset):
        """Fill the lines of one purpose; all rules are asked, whichever are shown."""
        back = simulation.back_date
        if not back:
            self.outcome = self.recognised_date = self.effective_date = False
            self.explanation, self.credited_days = False, 0
            return
        everything = simulation.preset_line_ids if is_preset else simulation.line_ids
        peers = (everything | self).filtered(lambda line: line.purpose_id == purpose)
        rules = peers.rule_id.sorted(lambda rule: (rule.sequence, rule.id))
        decision = rules._decide(
            purpose,
            simulation.period_ids,
            back,
            simulation.paid_period_ids,
        )
        verdicts = {int(one.rule.name): one for one in decision.verdicts}
        chosen = peers.filtered("is_chosen").rule_id.ids
        applying = [rule for rule, one in verdicts.items() if one.applies]
        counting = next((rule for rule in applying if rule in chosen), None) or next(
            iter(applying), None
        )
        for line in self:
            verdict = verdicts[line.rule_id.id]
            if not verdict.applies:
                line.outcome = "no"
            elif line.rule_id.id == counting and not is_preset:
                line.outcome = "counts"
            else:
                line.outcome = "later"
            line.recognised_date = verdict.applies and verdict.recognised
            line.effective_date = verdict.applies and verdict.effective
            line.credited_days = verdict.credited_days
            line.explanation = line.rule_id._explain(verdict, back)
