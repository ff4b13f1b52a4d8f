from odoo import api, fields, models

from ..tools.answers import MAX_LENGTH


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    survey_type = fields.Selection(related="survey_id.survey_type")
    exit_key = fields.Char(
        string="Key",
        help="Stable name of the question in an exit questionnaire. Keep it when you "
        "change the wording, so that answers stay comparable.",
    )
    exit_factor = fields.Selection(
        [
            ("work", "The work"),
            ("manager", "Manager"),
            ("growth", "Growth"),
            ("reward", "Pay and benefits"),
            ("team", "Team and culture"),
            ("firm", "The company"),
            ("life", "Time and place"),
            ("exit", "How the exit was handled"),
        ],
        string="Factor",
        help="What the question is about. The exit statistics tell how favourable the "
        "answers are by factor.",
    )
    exit_max_choices = fields.Integer(
        string="Choices at Most",
        help="How many choices may be ticked in an exit questionnaire. 0 means any.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "survey_id" in vals:
            # Rules look at the record before a write only: look again where it is now.
            self.check_access("write")
        return result

    def validate_question(self, answer, comment=None):
        """Refuse, in an exit questionnaire, what the page would never send."""
        # Sudo: the answer comes from a visitor who holds the link and has no rights.
        if self.sudo().survey_id.survey_type != "exit":
            return super().validate_question(answer, comment)
        problem = self._get_exit_answer_problem(answer, comment)
        if problem:
            return {self.id: problem}
        return super().validate_question(answer, comment)

    def _get_exit_answer_problem(self, answer, comment):
        """Sentence that says why an answer cannot be taken, or False if it can."""
        self.ensure_one()
        texts = [text for text in (answer, comment) if isinstance(text, str)]
        if any(len(text) > MAX_LENGTH for text in texts):
            return self.env._(
                "This answer is too long. Shorten it to %(length)s characters.",
                length=MAX_LENGTH,
            )
        if not answer:
            return False
        if self.question_type in ("simple_choice", "multiple_choice"):
            return self._get_exit_choice_problem(answer)
        if self.question_type == "scale":
            allowed = {
                str(value) for value in range(self.scale_min, self.scale_max + 1)
            }
            return str(answer) not in allowed and self._get_exit_invalid_message()
        if self.question_type == "matrix":
            return (
                not self._is_exit_matrix_valid(answer)
                and self._get_exit_invalid_message()
            )
        return not isinstance(answer, str) and self._get_exit_invalid_message()

    def _get_exit_choice_problem(self, answer):
        chosen = answer if isinstance(answer, list) else [answer]
        if not self._are_labels_of(chosen, self.suggested_answer_ids):
            return self._get_exit_invalid_message()
        if 0 < self.exit_max_choices < len(chosen):
            return self.env._(
                "Choose at most %(count)s of these.", count=self.exit_max_choices
            )
        return False

    def _is_exit_matrix_valid(self, answer):
        return (
            isinstance(answer, dict)
            and self._are_labels_of(list(answer), self.matrix_row_ids)
            and all(
                isinstance(chosen, list)
                and self._are_labels_of(chosen, self.suggested_answer_ids)
                for chosen in answer.values()
            )
        )

    def _get_exit_invalid_message(self):
        return self.env._(
            "This is not a possible answer. Reload the page to try again."
        )

    @api.model
    def _are_labels_of(self, chosen, labels):
        """Whether everything chosen is the id of one of these labels."""
        known = {str(label_id) for label_id in labels.ids}
        return all(str(label_id) in known for label_id in chosen)
