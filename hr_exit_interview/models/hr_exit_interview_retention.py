from odoo import api, fields, models
from odoo.tools import SQL


class HrExitInterviewRetention(models.Model):
    """How long a talk is kept: shorter than its departure, with which it is held.

    Answers, notes and offers are deleted; that there was a talk of this kind, and what
    came of it, stays with the departure until that is erased.
    """

    _name = "hr.exit.interview"
    _inherit = ["hr.exit.interview", "hr.retention.mixin"]

    _RETENTION_SEQUENCE = 10
    _RETENTION_KEEP = frozenset(
        {
            "name",
            "offboarding_id",
            "company_id",
            "kind",
            "round",
            "date",
            "state",
            "closed_date",
            "questionnaire_state",
            "stay_outcome",
        }
    )

    # One hold for the whole departure: a claim needs all of it.
    legal_hold = fields.Boolean(related="offboarding_id.legal_hold", store=True)
    legal_hold_reason = fields.Char(related="offboarding_id.legal_hold_reason")
    legal_hold_user_id = fields.Many2one(related="offboarding_id.legal_hold_user_id")
    legal_hold_date = fields.Date(related="offboarding_id.legal_hold_date")

    def _get_retention_date(self):
        case = self.offboarding_id
        if case.state in ("draft", "in_progress"):
            return False
        days = [
            case.departure_date,
            self.date and self.date.date(),
            self.questionnaire_done_date and self.questionnaire_done_date.date(),
            # Whether the offer has held is looked at on that day.
            self.stay_review_date,
        ]
        months = self.company_id.retention_interview_months
        return self._get_retention_end(max(filter(None, days), default=False), months)

    @api.model
    def _get_retention_depends(self):
        return [
            *super()._get_retention_depends(),
            "offboarding_id.state",
            "offboarding_id.departure_date",
            "date",
            "questionnaire_done_date",
            "stay_review_date",
            "company_id.retention_interview_months",
        ]

    def _do_hold(self, reason):
        self._check_can_hold()
        return self.offboarding_id._do_hold(reason)

    def _do_release_hold(self):
        self._check_can_hold()
        return self.offboarding_id._do_release_hold()

    def _prepare_erased_values(self):
        return {
            **super()._prepare_erased_values(),
            "state": SQL(
                "CASE WHEN state IN ('planned', 'scheduled') THEN 'cancelled'"
                " ELSE state END"
            ),
        }
