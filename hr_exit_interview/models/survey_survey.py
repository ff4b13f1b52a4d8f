from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command


class SurveySurvey(models.Model):
    """Questionnaires of the type `exit` are closed to survey users.

    Core lets its lowest survey group change the type of a survey, start a live session
    on a survey it may not read, or print it. For exit questionnaires each of these
    doors is shut here; reading is shut by global record rules.
    """

    _inherit = "survey.survey"

    survey_type = fields.Selection(
        selection_add=[("exit", "Exit questionnaire")],
        # Never another type: that would open the answers to all survey users.
        ondelete={"exit": "cascade"},
    )
    exit_form = fields.Selection(
        [
            ("full", "Full"),
            ("short", "Short"),
            ("redundancy", "Redundancy"),
            ("term_end", "Retirement or end of term"),
            ("after_90", "90 days later"),
            ("after_365", "A year later"),
            ("manager", "Manager's view"),
        ],
        string="Form",
        # A copy is sent to nobody before somebody says what it is for.
        copy=False,
        help="When the questionnaire is sent. Of several active ones of a form the "
        "first that was made is sent; without a form none is sent by itself.",
    )

    _exit_form_of_exit = models.Constraint(
        "CHECK (exit_form IS NULL OR survey_type = 'exit')",
        "Only exit questionnaires have a form.",
    )

    @api.depends("survey_type")
    @api.depends_context("uid")
    def _compute_allowed_survey_types(self):
        result = super()._compute_allowed_survey_types()
        if self.env.user.has_group("hr_exit_interview.group_manager"):
            for survey in self:
                allowed = survey.allowed_survey_types or []
                survey.allowed_survey_types = [*allowed, "exit"]
        return result

    @api.constrains(
        "survey_type",
        "access_mode",
        "certification",
        "is_time_limited",
        "scoring_type",
        "session_state",
        "users_login_required",
    )
    def _check_exit_settings(self):
        """Leave only settings under which a personal link is the one way in."""
        for survey in self:
            if survey.survey_type == "exit" and (
                survey.access_mode != "token"
                or survey.certification
                or survey.is_time_limited
                or survey.scoring_type != "no_scoring"
                or survey.session_state
                or survey.users_login_required
            ):
                raise ValidationError(
                    self.env._(
                        "An exit questionnaire is answered by a personal link, without "
                        "login, time limit, score or live session. Set the access to "
                        "“Invited people only” and switch the others off."
                    )
                )

    def write(self, vals):
        if "survey_type" in vals:
            self._check_can_retype(vals["survey_type"])
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_answered_exit(self):
        exit_surveys = self.filtered(lambda survey: survey.survey_type == "exit")
        # Sudo: nobody has rights on the open answers of an exit questionnaire.
        if exit_surveys.sudo().user_input_ids.exit_interview_id:
            raise UserError(
                self.env._(
                    "This exit questionnaire has been sent to leavers. Archive it "
                    "instead, so that links that are still open keep working."
                )
            )

    def get_formview_id(self, access_uid=None):
        """Open exit questionnaires in their own form."""
        if self.survey_type == "exit":
            return self.env.ref("hr_exit_interview.survey_survey_view_form").id
        return super().get_formview_id(access_uid=access_uid)

    # Doors of core that lead past the record rules

    def action_send_survey(self):
        """Refuse exit questionnaires: they are sent from the exit interview."""
        self._refuse_exit(
            self.env._("Send an exit questionnaire from the exit interview instead.")
        )
        return super().action_send_survey()

    def action_start_session(self):
        """Refuse exit questionnaires: a session would hand out their token."""
        self._refuse_exit_session()
        return super().action_start_session()

    def action_open_session_manager(self):
        """Refuse exit questionnaires, like the start of a session."""
        self._refuse_exit_session()
        return super().action_open_session_manager()

    def action_end_session(self):
        """Refuse exit questionnaires: ending a session marks all answers as sent."""
        self._refuse_exit_session()
        return super().action_end_session()

    def action_result_survey(self):
        """Refuse exit questionnaires: their answers are in the exit interviews."""
        self._refuse_exit(
            self.env._(
                "The answers are in the exit interviews, for exit officers only."
            )
        )
        return super().action_result_survey()

    def action_print_survey(self, answer=None):
        """Refuse exit questionnaires to whoever may not read them."""
        self.check_access("read")
        return super().action_print_survey(answer=answer)

    def action_test_survey(self):
        """Refuse exit questionnaires to whoever may not read them."""
        self.check_access("read")
        return super().action_test_survey()

    # Answers

    def _create_answer(
        self,
        user=False,
        partner=False,
        email=False,
        test_entry=False,
        check_attempts=True,
        **additional_vals,
    ):
        if not test_entry and not additional_vals.get("exit_interview_id"):
            # Such an answer would belong to nobody, and be lost when it is sent.
            self._refuse_exit(
                self.env._("An exit questionnaire is opened by a personal link only.")
            )
        return super()._create_answer(
            user=user,
            partner=partner,
            email=email,
            test_entry=test_entry,
            check_attempts=check_attempts,
            **additional_vals,
        )

    def _get_exit_user_inputs(self, interviews):
        """Personal answer sheets of these interviews; those that lack one get one.

        :return: `survey.user_input`, one per interview, with address and deadline as
            they are now
        """
        self.ensure_one()
        for interview in interviews:
            if interview.user_input_ids:
                interview.user_input_ids.write(interview._prepare_user_input_values())
        lacking = interviews.filtered(lambda talk: not talk.user_input_ids)
        self._create_exit_user_inputs(lacking)
        return interviews.user_input_ids

    def _create_exit_user_inputs(self, interviews):
        """Make the answer sheets of many interviews at once.

        As core's `_create_answer`, which takes six queries for each of them: the same
        checks and the same values.
        """
        self.check_access("read")
        if not interviews:
            return
        self._check_answer_creation(
            self.env["res.users"], False, False, check_attempts=False
        )
        # Nobody follows an answer sheet, and its chatter says nothing.
        sheets = self.env["survey.user_input"].with_context(
            mail_create_nosubscribe=True, mail_create_nolog=True, tracking_disable=True
        )
        # A choice of questions at random is another one for each person.
        is_random = self.questions_selection == "random"
        questions = self._prepare_user_input_predefined_questions()
        vals_list = []
        for interview in interviews:
            if is_random:
                questions = self._prepare_user_input_predefined_questions()
            vals_list.append(
                {
                    "survey_id": self.id,
                    "exit_interview_id": interview.id,
                    "predefined_question_ids": [Command.set(questions.ids)],
                    # Nobody scores these: given, they are not computed.
                    **dict.fromkeys(sheets._SCORE_FIELDS, 0),
                    **interview._prepare_user_input_values(),
                }
            )
        if self.is_attempts_limited:
            for values in vals_list:
                values["invite_token"] = sheets._generate_invite_token()
        sheets.create(vals_list)

    # Questions

    def _get_pages_or_questions(self, user_input):
        """Without pages that have nothing to ask of this person any more."""
        pages = super()._get_pages_or_questions(user_input)
        if self.survey_type != "exit" or self.questions_layout != "page_per_section":
            return pages
        asked = user_input.predefined_question_ids.page_id
        return pages.filtered(lambda page: page in asked or not page.question_ids)

    def _get_next_page_or_question(
        self, user_input, page_or_question_id, go_back=False
    ):
        """Go on from a page that was deleted, or emptied, while it was answered."""
        if self.survey_type == "exit" and page_or_question_id:
            pages = self._get_pages_or_questions(user_input)
            if page_or_question_id not in pages.ids:
                gone = self.env["survey.question"].browse(page_or_question_id).exists()
                place = (gone.sequence, gone.id)
                after = pages.filtered(lambda page: (page.sequence, page.id) > place)
                if go_back:
                    return (pages - after)[-1:]
                return after[:1] if gone else pages[:1]
        return super()._get_next_page_or_question(
            user_input, page_or_question_id, go_back=go_back
        )

    def _is_last_page_or_question(self, user_input, page_or_question):
        if self.survey_type == "exit":
            pages = self._get_pages_or_questions(user_input)
            if page_or_question not in pages:
                return True
        return super()._is_last_page_or_question(user_input, page_or_question)

    def _check_can_retype(self, survey_type):
        """Once an exit questionnaire, always one; and only exit officers make one."""
        changed = self.filtered(
            # Sudo: whoever may not read the type may not change it either.
            lambda survey: survey.sudo().survey_type != survey_type
        )
        leaving = changed.filtered(lambda survey: survey.sudo().survey_type == "exit")
        if leaving:
            raise UserError(
                self.env._(
                    "An exit questionnaire cannot become another kind of survey, since "
                    "its answers are confidential. Create a new survey instead."
                )
            )
        if changed and survey_type == "exit":
            # Sudo: answers of other surveys may be hidden from this user as well.
            if changed.sudo().user_input_ids:
                raise UserError(
                    self.env._(
                        "This survey already has answers and cannot become an exit "
                        "questionnaire. Duplicate it first."
                    )
                )
            if not self.env.su and not self.env.user.has_group(
                "hr_exit_interview.group_manager"
            ):
                raise AccessError(
                    self.env._("Only exit officers can make exit questionnaires.")
                )

    def _refuse_exit(self, message):
        # Sudo: survey users may not read the type of what they are refused.
        if any(survey.sudo().survey_type == "exit" for survey in self):
            raise UserError(message)

    def _refuse_exit_session(self):
        self._refuse_exit(
            self.env._("There are no live sessions for exit questionnaires.")
        )
