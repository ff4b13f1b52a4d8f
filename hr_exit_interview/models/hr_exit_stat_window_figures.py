from datetime import timedelta

from odoo import models

from ..tools.stat_publish import Question


class HrExitStatWindowFigures(models.Model):
    """Figures that need more than answers: reasons as HR sees them, and rates."""

    _inherit = "hr.exit.stat.window"

    _REASON_KEY = "main_reason"
    _ENPS_KEYS = ("recommend",)
    # With more choices than these a question is about themes.
    _FEW_CHOICES = 3
    # What leavers do not tell apart as HR does.
    _REASON_ALIASES = {"fir": "org"}

    def _get_reason_entries(self, due, entry):
        """Reasons as HR sees them, of those who have given theirs, and the gap."""
        question, answers = entry["question"], entry["answers"]
        seen = {
            talk.employee_id.id: reason
            for talk in due.interviews
            if talk.employee_id.id in answers
            and (reason := self._get_hr_reason(talk.offboarding_id)) in question.choices
        }
        yield {
            "question": Question(
                "hr_reason", "choice", choices=question.choices, is_theme=True
            ),
            "title": self.env._("Main reason, as HR sees it"),
            "choices": entry["choices"],
            "answers": {person: {reason} for person, reason in seen.items()},
        }
        yield {
            "question": Question("reason_gap", "rate", is_theme=True),
            "title": self.env._("The leaver and HR see another main reason"),
            "answers": {
                person: reason not in answers[person] for person, reason in seen.items()
            },
        }

    def _get_hr_reason(self, case):
        """Key of the group of the reason, as the questionnaire calls it."""
        reason = case.reason_id
        code = ((reason.parent_id or reason).code or "").lower()
        return self._REASON_ALIASES.get(code, code)

    def _get_rate_entries(self, due):
        """How many of those who were asked have answered, and were talked to."""
        invited = self._get_settled_interviews(due)
        yield {
            "question": Question("response", "rate"),
            "title": self.env._("Questionnaires answered"),
            "cases": invited.offboarding_id,
            "answers": {
                talk.employee_id.id: talk.questionnaire_state == "done"
                for talk in invited
            },
        }
        regretted = self._get_regretted_cases(due)
        held = regretted.interview_ids.filtered(
            lambda talk: talk.kind == "exit" and talk.state == "held"
        )
        yield {
            "question": Question("coverage", "rate"),
            "title": self.env._("Exit interviews held with regretted leavers"),
            "cases": regretted,
            "answers": {
                case.employee_id.id: case in held.offboarding_id for case in regretted
            },
        }

    def _get_settled_interviews(self, due):
        """Interviews whose questionnaire was sent, and closed in this window."""
        days = timedelta(days=self.env["hr.exit.interview"]._ANSWER_DAYS)
        return self.env["hr.exit.interview"].search(
            [
                ("company_id", "=", due.company.id),
                ("kind", "=", "exit"),
                ("questionnaire_state", "in", ("sent", "done")),
                ("offboarding_id.last_working_date", ">=", due.first - days),
                ("offboarding_id.last_working_date", "<=", due.last - days),
            ],
            order="id",
        )

    def _get_regretted_cases(self, due):
        """Departures of the window of people whom the company would have kept."""
        return self.env["hr.offboarding"].search(
            [
                ("company_id", "=", due.company.id),
                ("state", "in", ("departed", "done")),
                ("is_regretted", "=", True),
                ("departure_date", ">=", due.first),
                ("departure_date", "<=", due.last),
            ],
            order="id",
        )
