from odoo import api, fields, models


class SurveyQuestionAnswer(models.Model):
    _inherit = "survey.question.answer"

    exit_key = fields.Char(
        string="Key",
        help="Stable name of the choice in an exit questionnaire. Keep it when you "
        "change the wording, so that answers stay comparable.",
    )

    def write(self, vals):
        if vals.keys() & {"exit_key", "question_id", "value"}:
            self.question_id._check_exit_mode_is_free()
        result = super().write(vals)
        if vals.keys() & {"question_id", "matrix_question_id"}:
            # Rules look at the record before a write only: look again where it is now.
            self.check_access("write")
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_exit_mode_in_use(self):
        self.question_id._check_exit_mode_is_free()
