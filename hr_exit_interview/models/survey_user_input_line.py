from odoo import api, fields, models
from odoo.tools import format_date, format_datetime


class SurveyUserInputLine(models.Model):
    _inherit = "survey.user_input.line"

    @api.depends("survey_id")
    def _compute_display_name(self):
        """Keep answers out of names: core's name of a line is the answer itself."""
        # Sudo: the type decides what may be shown, it is not shown itself.
        secret = self.filtered(lambda line: line.sudo().survey_id.survey_type == "exit")
        secret.display_name = self.env._("Answer")
        return super(SurveyUserInputLine, self - secret)._compute_display_name()

    def write(self, vals):
        result = super().write(vals)
        if vals.keys() & {"user_input_id", "survey_id", "question_id"}:
            # Rules look at the record before a write only: look again where it is now.
            self.check_access("write")
        return result

    def _prepare_exit_answer_values(self):
        """Hook: what is sealed of this line, apart from interview and sequence."""
        self.ensure_one()
        title = self.question_id.title
        if self.matrix_row_id:
            title = f"{title} – {self.matrix_row_id.value}"
        return {
            "question_key": self.question_id.exit_key,
            "question_title": title,
            **self._prepare_exit_value_values(),
        }

    def _prepare_exit_value_values(self):
        if self.answer_type == "suggestion":
            label = self.suggested_answer_id
            return {
                "answer_type": "choice",
                "value": label.value_label,
                "value_key": label.exit_key,
            }
        if self.answer_type in ("scale", "numerical_box"):
            return self._prepare_exit_number_values()
        if self.answer_type in ("date", "datetime"):
            return self._prepare_exit_date_values()
        return {
            "answer_type": "text",
            "value": self.value_text_box or self.value_char_box,
        }

    def _prepare_exit_number_values(self):
        if self.answer_type == "numerical_box":
            return {
                "answer_type": "number",
                "value": str(self.value_numerical_box),
                "value_number": self.value_numerical_box,
            }
        return {
            "answer_type": "scale",
            "value": self.env._(
                "%(value)s of %(highest)s",
                value=self.value_scale,
                highest=self.question_id.scale_max,
            ),
            "value_number": self.value_scale,
        }

    def _prepare_exit_date_values(self):
        """A day as it is, a time as the person reads the clock."""
        if self.answer_type == "date":
            return {
                "answer_type": "date",
                "value": format_date(self.env, self.value_date),
                "value_date": fields.Datetime.to_datetime(self.value_date),
            }
        zone = self.user_input_id.exit_interview_id.employee_id._get_tz()
        return {
            "answer_type": "date",
            "value": format_datetime(self.env, self.value_datetime, tz=zone),
            "value_date": self.value_datetime,
        }
