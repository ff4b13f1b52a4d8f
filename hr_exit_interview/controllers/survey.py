from odoo import http
from odoo.http import request

from odoo.addons.survey.controllers.main import Survey

from ..tools.answers import is_plain_token

# Looked up like any other token, and never found.
NO_TOKEN = "-"
# Parameters that name a page: core takes for granted that they do.
PAGE_NAMES = ("page_id", "previous_page_id")


class ExitSurvey(Survey):
    """The pages of exit questionnaires: a personal link is the one way in.

    Whoever comes with a link that does not work any more, or in vain, reads a sentence
    about it instead of core's general page. What no page of ours sends is left out or
    refused, whoever sends it: nothing of it ends as an error of the server.
    """

    # Who may

    def _fetch_from_access_token(self, survey_token, answer_token):
        # PostgreSQL takes no NUL, and core looks for whatever stands in the address.
        if survey_token and not is_plain_token(survey_token):
            survey_token = NO_TOKEN
        if answer_token and not is_plain_token(answer_token):
            answer_token = NO_TOKEN
        return super()._fetch_from_access_token(survey_token, answer_token)

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
        if survey_sudo.survey_type == "exit" and answer_sudo.exit_interview_id:
            # The sheet names no contact, so core would refuse everybody who is logged
            # in, and the leaver often still is.
            respondent = answer_sudo.exit_interview_id._get_respondent().user_id
            check_partner = check_partner and respondent != request.env.user
        return super()._check_validity(
            survey_sudo,
            answer_sudo,
            answer_token,
            ensure_token=ensure_token,
            check_partner=check_partner,
        )

    def _is_exit(self, survey_token):
        survey_sudo, _answer_sudo = self._fetch_from_access_token(survey_token, None)
        return survey_sudo.survey_type == "exit"

    # Closed

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
        if error_key in ("answer_deadline", "survey_closed", "survey_void"):
            return "expired"
        if error_key == "answer_wrong_user":
            return "other_user"
        return "unknown"

    def _render_exit_closed(self, reason):
        return request.render(
            "hr_exit_interview.exit_questionnaire_closed", {"reason": reason}
        )

    def _prepare_survey_data(self, survey_sudo, answer_sudo, **post):
        """Offer the language in which the page is read: the questions come in it."""
        data = super()._prepare_survey_data(survey_sudo, answer_sudo, **post)
        lang = request.env.lang
        if (
            survey_sudo.survey_type == "exit"
            and answer_sudo.state == "new"
            and lang in survey_sudo._get_supported_lang_codes()
        ):
            # Core offers that of the sheet, to whoever has chosen another one as well.
            data["lang_code"] = lang
        return data

    # What is sent

    def _clean_exit_post(self, survey_sudo, post):
        """Without what core would stumble over: pages and languages there are not."""
        pages = {str(page_id): page_id for page_id in survey_sudo.page_ids.ids}
        cleaned = {key: post[key] for key in post if key not in PAGE_NAMES}
        for name in PAGE_NAMES:
            page_id = pages.get(str(post.get(name)))
            if page_id:
                cleaned[name] = page_id
        if cleaned.get("lang_code") not in survey_sudo._get_supported_lang_codes():
            cleaned.pop("lang_code", None)
        return cleaned

    def _extract_comment_from_answers(self, question, answers):
        if question.survey_type == "exit":
            if question.question_type == "matrix":
                if answers and not isinstance(answers, dict):
                    return answers, None
                parts = [answers or {}]
            else:
                parts = answers if isinstance(answers, list) else [answers]
            if any(
                isinstance(part, dict) and not isinstance(part.get("comment", ""), str)
                for part in parts
            ):
                # Refused by the check of the question, which knows no such answer.
                return {"comment": None}, None
        return super()._extract_comment_from_answers(question, answers)

    # Routes

    @http.route()
    def survey_start(self, survey_token, answer_token=None, email=False, **post):
        """Open an exit questionnaire by its link, never by what a browser keeps."""
        if not answer_token and self._is_exit(survey_token):
            return self._render_exit_closed("unknown")
        return super().survey_start(
            survey_token, answer_token=answer_token, email=email, **post
        )

    @http.route()
    def survey_display_page(self, survey_token, answer_token, **post):
        """Show a page that there is."""
        survey_sudo, _answer_sudo = self._fetch_from_access_token(survey_token, None)
        if survey_sudo.survey_type == "exit":
            post = self._clean_exit_post(survey_sudo, post)
            post.pop("previous_page_id", None)
        return super().survey_display_page(survey_token, answer_token, **post)

    @http.route()
    def survey_begin(self, survey_token, answer_token, **post):
        """Begin in a language that there is."""
        survey_sudo, _answer_sudo = self._fetch_from_access_token(survey_token, None)
        if survey_sudo.survey_type == "exit":
            post = self._clean_exit_post(survey_sudo, post)
            post.pop("previous_page_id", None)
        return super().survey_begin(survey_token, answer_token, **post)

    @http.route()
    def survey_next_question(self, survey_token, answer_token, **post):
        """Refuse what only live sessions need."""
        if self._is_exit(survey_token):
            return {}, {"error": "unauthorized"}
        return super().survey_next_question(survey_token, answer_token, **post)

    @http.route()
    def survey_submit(self, survey_token, answer_token, **post):
        """Take the answers of a page that there is; show where one is otherwise."""
        access_data = self._get_access_data(survey_token, answer_token)
        survey_sudo = access_data["survey_sudo"]
        if survey_sudo.survey_type == "exit" and access_data["validity_code"] is True:
            answer_sudo = access_data["answer_sudo"]
            post = self._clean_exit_post(survey_sudo, post)
            if answer_sudo.state == "new":
                return {}, {"error": "unauthorized"}
            if "page_id" not in post and answer_sudo.state == "in_progress":
                # The page was deleted while it was being answered.
                return {}, self._prepare_question_html(survey_sudo, answer_sudo)
        return super().survey_submit(survey_token, answer_token, **post)

    @http.route()
    def survey_section_get_background(self, survey_token, section_id):
        """Show nothing to what cannot be a token: core fails to refuse it."""
        if not is_plain_token(survey_token):
            return self._render_exit_closed("unknown")
        return super().survey_section_get_background(survey_token, section_id)

    @http.route()
    def survey_get_question_image(
        self, survey_token, answer_token, question_id, suggested_answer_id
    ):
        """Show nothing to what cannot be a token, like the pictures of pages."""
        if not (is_plain_token(survey_token) and is_plain_token(answer_token)):
            return self._render_exit_closed("unknown")
        return super().survey_get_question_image(
            survey_token, answer_token, question_id, suggested_answer_id
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
