from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..tools.answers import (
    MAX_LENGTH,
    MODE_KEY,
    is_mode_key,
    read_number,
    read_year,
)


class SurveyQuestion(models.Model):
    _inherit = "survey.question"

    # Reasons about which nobody is asked for words.
    _WORDLESS_KEYS = frozenset({"hlt", "hlt1"})

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

    @api.constrains("triggering_answer_ids", "question_type", "comments_allowed")
    def _check_exit_no_words(self):
        """Nobody is asked for words about the own health."""
        for question in self:
            keys = question.triggering_answer_ids.mapped("exit_key")
            if (
                question.survey_type == "exit"
                and self._WORDLESS_KEYS.intersection(keys)
                and (
                    question.comments_allowed
                    or question.question_type not in ("simple_choice", "scale")
                )
            ):
                raise ValidationError(
                    self.env._(
                        "“%(question)s” is asked of people who leave for their health, "
                        "and may not ask for words. Offer choices without a comment.",
                        question=question.title,
                    )
                )

    @api.constrains("exit_key", "question_type", "survey_id")
    def _check_exit_mode(self):
        """How answers may be used is one choice, and never a matter of words."""
        for question in self:
            if (
                question.survey_type == "exit"
                and question._is_exit_mode()
                and question.question_type != "simple_choice"
            ):
                raise ValidationError(
                    self.env._(
                        "A question whose key begins with “mode” lets people choose "
                        "who reads the answers: make it a choice with one answer."
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        questions = super().create(vals_list)
        questions.filtered("is_page")._check_exit_pages_are_free()
        return questions

    def write(self, vals):
        if vals.keys() & {"exit_key", "survey_id"}:
            self._check_exit_mode_is_free()
        self.filtered(
            lambda question: any(
                name in vals and question[name] != vals[name]
                for name in ("sequence", "is_page")
            )
        )._check_exit_pages_are_free()
        result = super().write(vals)
        if "survey_id" in vals:
            # Rules look at the record before a write only: look again where it is now.
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_exit_mode_in_use(self):
        self._check_exit_mode_is_free()
        self.filtered("is_page")._check_exit_pages_are_free()

    def _is_exit_mode(self):
        """Whether this asks how the answers may be used, and is no answer itself."""
        self.ensure_one()
        return is_mode_key(self.exit_key)

    def _check_exit_mode_is_free(self):
        """Refuse to touch the choice of who reads, while somebody is answering.

        :raise UserError: somebody has begun, and has perhaps chosen
        """
        self.filtered(
            lambda question: question._is_exit_mode()
        )._check_exit_pages_are_free()

    def _check_exit_pages_are_free(self):
        """Refuse to touch what is on which page, while somebody is answering.

        What was chosen holds for a page: a question that moves to another one would be
        read by others than the leaver has said.
        """
        surveys = self.survey_id.filtered(lambda survey: survey.survey_type == "exit")
        if not surveys:
            return
        # Sudo: nobody has rights on the answer sheets.
        if (
            self.env["survey.user_input"]
            .sudo()
            .search_count(
                [
                    ("survey_id", "in", surveys.ids),
                    ("state", "=", "in_progress"),
                    ("exit_interview_id", "!=", False),
                ],
                limit=1,
            )
        ):
            raise UserError(
                self.env._(
                    "Somebody is answering this questionnaire, and what was chosen "
                    "about who reads each page holds. Duplicate the questionnaire, "
                    "change the copy and archive this one when it is closed."
                )
            )

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
        if self.exit_key == MODE_KEY and not answer:
            return self.env._("Choose one of these to go on.")
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
        return not self._is_exit_plain_valid(answer) and (
            self._get_exit_invalid_message()
        )

    def _is_exit_plain_valid(self, answer):
        """Whether a text can be read as what the question asks for."""
        if not isinstance(answer, str):
            return False
        read = {
            "numerical_box": read_number,
            "date": read_year,
            "datetime": read_year,
        }.get(self.question_type)
        return not read or not answer.strip() or read(answer) is not None

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
