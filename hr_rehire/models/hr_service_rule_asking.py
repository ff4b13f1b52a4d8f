from odoo import models
from odoo.fields import Command

from ..tools.service import decide


class HrServiceRuleAsking(models.Model):
    """Asking the rules about a return, and writing down what they say."""

    _inherit = "hr.service.rule"

    def _decide(self, purpose, periods, back, paid=None):
        """Ask these rules, in their order, about one purpose of a return.

        :param purpose: `hr.service.purpose`
        :param periods: `hr.employment.period` of before
        :param back: first day after the return
        :param paid: those of the periods that were already paid for
        :return: `Decision`; the name of a rule in it is the id of its record
        """
        stints = periods._get_service_stints(purpose, paid)
        return decide(
            [rule._get_rule(purpose) for rule in self], stints, back, purpose.code
        )

    def _prepare_credit_values(self, purpose, periods, back, chosen=None, paid=None):
        """Values of the line that says what these rules give, or None.

        :param chosen: a rule that HR wants instead of the first that applies; it is
            used when it applies to this return
        """
        decision = self._decide(purpose, periods, back, paid)
        applying = [verdict for verdict in decision.verdicts if verdict.applies]
        if not applying:
            return None
        wanted = [one for one in applying if chosen and one.rule.name == str(chosen.id)]
        verdict = (wanted or applying)[0]
        later = applying[applying.index(verdict) + 1 :][:1]
        rule = self.browse(int(verdict.rule.name))
        values = {
            "purpose_id": purpose.id,
            "rule_id": rule.id,
            "rule_name": rule.name,
            "is_choice": bool(wanted) and verdict is not applying[0],
            "return_date": back,
            "inputs": periods._get_service_inputs(back),
            "paid_period_ids": [Command.set(paid.ids if paid else [])],
            "gap_days": verdict.gap_days,
            "earlier_days": verdict.prior_days,
            "credited_days": verdict.credited_days,
            "counted_gap_days": verdict.counted_gap_days,
            "recognised_date": verdict.recognised,
            "effective_date": verdict.effective,
            "explanation": rule._explain(verdict, back),
        }
        for following in later:
            other = self.browse(int(following.rule.name))
            values.update(
                next_rule_name=other.name,
                next_recognised_date=following.recognised,
                next_explanation=other._explain(following, back),
            )
        return values
