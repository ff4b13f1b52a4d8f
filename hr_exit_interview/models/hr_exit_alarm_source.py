from odoo import api, models


class HrExitAlarmSource(models.Model):
    """Where reports come from: answer sheets, before the answers are sealed.

    What belongs to a report is sealed nowhere: exit officers read answers, and may be
    those whom it is about. Answers that are a report by themselves, such as unfair
    treatment as a reason, go the same way, so that they are in no statistics.
    """

    _inherit = "hr.exit.alarm"

    # Keys of the questions that are only for the confidential officer.
    _QUESTIONS = ("alarm", "alarm_text", "alarm_contact")
    # Choices of any question that raise a report by themselves, and its kind.
    _CHOICES = {"env4": "treatment"}

    @api.model
    def _take_from(self, sheets):
        """Raise the reports that these answer sheets hold, and take them out of them.

        :param sheets: `survey.user_input` in sudo; tests raise none
        """
        lines = sheets.user_input_line_ids.filtered(self._is_report)
        for sheet, answered in lines.grouped("user_input_id").items():
            interview = sheet.exit_interview_id
            values = self._prepare_report(
                answered.filtered(lambda line: not line.skipped)
            )
            if interview and values["kind"]:
                self._raise(interview, **values)
        # Nobody scores these: there is nothing to compute again.
        scores = [sheets._fields[name] for name in sheets._SCORE_FIELDS]
        with self.env.protecting(scores, sheets):
            lines.unlink()

    @api.model
    def _is_report(self, line):
        """Hook: whether a line of an answer sheet is for the officer alone."""
        return (
            line.question_id.exit_key in self._QUESTIONS
            or line.suggested_answer_id.exit_key in self._CHOICES
        )

    @api.model
    def _prepare_report(self, lines):
        """Hook: kind, words and wish of the report that these lines make."""
        chosen = {
            line.question_id.exit_key: line.suggested_answer_id.exit_key
            for line in lines
            if line.answer_type == "suggestion"
        }
        kind = chosen.get("alarm")
        wants_contact = chosen.get("alarm_contact") == "yes"
        if kind not in self._fields["kind"].get_values(self.env):
            raised = [
                self._CHOICES[key] for key in chosen.values() if key in self._CHOICES
            ]
            kind = raised[0] if raised else wants_contact and "contact"
        words = [line.value_text_box for line in lines if line.value_text_box]
        return {
            "kind": kind,
            "text": "\n".join(words),
            "wants_contact": wants_contact,
        }
