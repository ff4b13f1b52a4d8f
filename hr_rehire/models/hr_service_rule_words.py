from odoo import models
from odoo.tools import format_date


class HrServiceRuleWords(models.Model):
    """What a rule says about a return, in sentences."""

    _inherit = "hr.service.rule"

    def _explain(self, verdict, back):
        """Say why a rule applies or not, and how its date comes about.

        :param verdict: `Verdict` of this rule
        :param back: first day after the return
        :return: one to three sentences
        """
        self.ensure_one()
        if verdict.obstacle:
            return self._get_obstacle_text(verdict, back)
        if verdict.needs_decision:
            return self.env._(
                "HR decides by hand, with a reason and a second approval."
            )
        sentences = [self._get_outcome_text(verdict, back)]
        if verdict.is_capped:
            sentences.append(
                self.env._("At most %(years)s years count.", years=self.cap_years)
            )
        if verdict.effective > back:
            sentences.append(
                self.env._(
                    "This counts from %(day)s on; until then service runs from the "
                    "return.",
                    day=format_date(self.env, verdict.effective),
                )
            )
        return " ".join(sentences)

    def _get_obstacle_text(self, verdict, back):
        gap, day = verdict.gap_days, format_date(self.env, back)
        return {
            "stints": self.env._("No earlier stint is in the ledger."),
            "purpose": self.env._("The rule is not about this purpose."),
            "valid": self.env._("The rule does not hold on %(day)s.", day=day),
            "contract": self.env._("The last contract was of another type."),
            "reason": self.env._("The rule is for other reasons of leaving."),
            "excluded": self.env._("Not for the reason of the last departure."),
            "gap_over": self.env._(
                "%(gap)s days away are too few for this rule.", gap=gap
            ),
            "gap_most": self.env._(
                "%(gap)s days away are too many for this rule.", gap=gap
            ),
            "week": self.env._(
                "A whole week from Sunday to Saturday lies between the stints."
            ),
            "prior": self.env._("The last stint was too short."),
            "parity": self.env._(
                "%(gap)s days away are too many beside the last stint.", gap=gap
            ),
            "paid": self.env._("All earlier service was already paid for."),
        }[verdict.obstacle]

    def _get_outcome_text(self, verdict, back):
        facts = {
            "back": format_date(self.env, back),
            "day": format_date(self.env, verdict.recognised),
            "credited": verdict.credited_days,
            "lived": verdict.prior_days,
            "gap": verdict.counted_gap_days,
            "percent": self.percentage,
        }
        if self.method == "none":
            return self.env._("Service begins with the return on %(back)s.", **facts)
        if self.method == "original":
            return self.env._(
                "%(credited)s days of earlier service and %(gap)s days away count, so "
                "service runs from %(day)s.",
                **facts,
            )
        if self.method == "percent":
            return self.env._(
                "%(percent)s %% of the %(lived)s days before count as %(credited)s: "
                "%(back)s less %(credited)s days is %(day)s.",
                **facts,
            )
        return self.env._(
            "Of the %(lived)s days before %(credited)s count: %(back)s less "
            "%(credited)s days is %(day)s.",
            **facts,
        )
