from odoo import fields, models


class SurveyQuestionAnswer(models.Model):
    _inherit = "survey.question.answer"

    exit_key = fields.Char(
        string="Key",
        help="Stable name of the choice in an exit questionnaire. Keep it when you "
        "change the wording, so that answers stay comparable.",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"question_id", "matrix_question_id"}:
            # Rules look at the record before a write only: look again where it is now.
            self.check_access("write")
        return result
