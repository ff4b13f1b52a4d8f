from odoo import http
from odoo.http import request

from odoo.addons.survey.controllers.main import Survey


class ExitSurvey(Survey):
    """The pages of exit questionnaires: a personal link is the one way in.

    Whoever comes with a link that does not work any more, or in vain, reads a sentence
    about it instead of core's general page.
    """

    def _get_access_data(
        self, survey_token, answer_token, ensure_token=True, check_partner=True
    ):
        access_data = super()._get_access_data(
            survey_token,
            answer_token,
            ensure_token=ensure_token,
            check_partner=check_partner,
        )
        return {**access_data, "answer_token": answer_token}

    def _check_validity(
        self,
        survey_sudo,
        answer_sudo,
        answer_token,
        ensure_token=True,
        check_partner=True,
    ):
        if survey_sudo.survey_type == "exit" and answer_sudo:
            # The sheet names no contact, so core would refuse everybody who is logged
            # in, and the leaver often still is.
            leaver = answer_sudo.exit_interview_id.employee_id.user_id
            check_partner = check_partner and leaver != request.env.user
        return super()._check_validity(
            survey_sudo,
            answer_sudo,
            answer_token,
            ensure_token=ensure_token,
            check_partner=check_partner,
        )

    def _redirect_with_error(self, access_data, error_key):
        if access_data["survey_sudo"].survey_type != "exit":
            return super()._redirect_with_error(access_data, error_key)
        return self._render_exit_closed(
            self._get_exit_closed_reason(access_data, error_key)
        )

    def _get_exit_closed_reason(self, access_data, error_key):
        token = access_data.get("answer_token")
        # Sudo: visitors have no rights on answer sheets.
        Sheet = request.env["survey.user_input"].sudo()
        if token and Sheet._is_exit_token_used(token):
            return "sent"
        if error_key in ("answer_deadline", "survey_closed"):
            return "expired"
        if error_key == "answer_wrong_user":
            return "other_user"
        return "unknown"

    def _render_exit_closed(self, reason):
        return request.render(
            "hr_exit_interview.exit_questionnaire_closed", {"reason": reason}
        )

    @http.route()
    def survey_print(self, survey_token, review=False, answer_token=None, **post):
        """Never print an exit questionnaire that belongs to somebody."""
        survey_sudo, answer_sudo = self._fetch_from_access_token(
            survey_token, answer_token
        )
        if survey_sudo.survey_type == "exit" and answer_token:
            used = answer_sudo._is_exit_token_used(answer_token)
            return self._render_exit_closed("sent" if used else "unknown")
        return super().survey_print(
            survey_token, review=review, answer_token=answer_token, **post
        )

    @http.route()
    def survey_report(self, survey, answer_token=None, **post):
        """Show no results page: answers are read in the exit interviews."""
        # Sudo: survey users may not read the type of what they are refused.
        if survey.sudo().survey_type == "exit":
            return request.not_found()
        return super().survey_report(survey, answer_token=answer_token, **post)
