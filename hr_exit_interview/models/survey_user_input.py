import uuid

from markupsafe import Markup

from odoo import SUPERUSER_ID, api, fields, models

from ..tools.answers import (
    MODE_KEY,
    MODES,
    clean_text,
    fill_figures,
    get_token_digest,
)


class SurveyUserInput(models.Model):
    """The answer sheet of an exit questionnaire lives until it is sent.

    Then its answers are sealed as `hr.exit.answer` and the sheet is emptied: no line,
    no address, another token, a deadline that has passed. What is left recognises the
    old link, so that whoever opens it again reads that the answers were sent.
    """

    _inherit = "survey.user_input"

    _SCORE_FIELDS = ("scoring_percentage", "scoring_total", "scoring_success")

    exit_interview_id = fields.Many2one(
        "hr.exit.interview",
        readonly=True,
        copy=False,
        ondelete="cascade",
        groups=fields.NO_ACCESS,
    )
    exit_token_digest = fields.Char(
        readonly=True, copy=False, index="btree_not_null", groups=fields.NO_ACCESS
    )
    exit_promise_id = fields.Many2one(
        "hr.exit.promise",
        readonly=True,
        copy=False,
        ondelete="restrict",
        groups=fields.NO_ACCESS,
    )

    _exit_unsent_index = models.Index(
        "(deadline) WHERE state = 'in_progress' AND exit_interview_id IS NOT NULL"
    )
    _exit_interview_uniq = models.UniqueIndex(
        "(exit_interview_id) WHERE exit_interview_id IS NOT NULL",
        "The questionnaire of this exit interview has already been sent. Reload the "
        "page to see it.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "survey_id" in vals:
            # Rules look at the record before a write only: look again where it is now.
            self.check_access("write")
        return result

    def _save_lines(self, question, answer, comment=None, overwrite_existing=True):
        if self.survey_id.survey_type == "exit":
            answer = clean_text(answer) if isinstance(answer, str) else answer
            comment = comment and clean_text(comment)
        return super()._save_lines(
            question, answer, comment=comment, overwrite_existing=overwrite_existing
        )

    def _mark_in_progress(self):
        result = super()._mark_in_progress()
        # Sudo: runs for whoever holds the link, mostly a visitor without any right.
        for sheet in self.sudo():
            if sheet.survey_id.survey_type == "exit":
                sheet._begin_exit()
        return result

    def _begin_exit(self):
        """Keep what was read before the first question, and ask what is asked now."""
        self.ensure_one()
        if self.exit_interview_id:
            self.exit_promise_id = self._get_exit_promise()
        # Questions may have come and gone since the link was sent.
        self.predefined_question_ids = (
            self.survey_id._prepare_user_input_predefined_questions()
        )

    def _mark_done(self):
        result = super()._mark_done()
        # Sudo: runs for whoever holds the link, mostly a visitor without any right.
        self.sudo().filtered(
            lambda sheet: sheet.survey_id.survey_type == "exit"
        )._seal()
        return result

    def _notify_new_participation_subscribers(self):
        """Tell no follower of the survey that somebody has answered."""
        others = self.filtered(lambda sheet: sheet.survey_id.survey_type != "exit")
        return super(SurveyUserInput, others)._notify_new_participation_subscribers()

    def _seal(self):
        """Move the answers to `hr.exit.answer` and empty the sheets."""
        # What is for the confidential officer alone is sealed nowhere.
        self.env["hr.exit.alarm"]._take_from(self)
        lines = self.user_input_line_ids
        self.env["hr.exit.answer"].create(self._prepare_exit_answers(lines))
        for sheet in self:
            interview = sheet.exit_interview_id
            if interview and not interview.promise_id:
                interview.promise_id = (
                    sheet.exit_promise_id or sheet._get_exit_promise()
                )
            sheet.write(sheet._prepare_sealed_values())
        self.exit_interview_id._do_receive_answers()
        # Nobody scores these: without the lines there is nothing to compute again.
        scores = [self._fields[name] for name in self._SCORE_FIELDS]
        with self.env.protecting(scores, self):
            lines.unlink()

    def _prepare_exit_answers(self, lines):
        """Values of the sealed answers; tests and skipped questions leave none."""
        vals_list = []
        for sheet, answered in lines.grouped("user_input_id").items():
            interview = sheet.exit_interview_id
            if not interview:
                continue
            # The questions as the leaver read them.
            answered = answered.with_context(lang=sheet._get_exit_lang())
            vals_list += [
                {
                    "interview_id": interview.id,
                    "company_id": interview.company_id.id,
                    "sequence": number,
                    **values,
                }
                for number, values in enumerate(
                    sheet._prepare_exit_values(answered), start=1
                )
            ]
        return vals_list

    def _prepare_exit_values(self, lines):
        """What is sealed of the lines of this sheet, each as the leaver has chosen."""
        self.ensure_one()
        modes = self._get_exit_modes(lines)
        general = modes.get(False) or self.exit_interview_id._get_default_answer_mode()
        vals_list = []
        for line in lines.sorted(lambda line: (line.question_sequence, line.id)):
            if line.skipped or line.question_id._is_exit_mode():
                continue
            values = line._prepare_exit_answer_values()
            mode = modes.get(line.question_id.page_id.id) or general
            # What was chosen may have been deleted since, by whoever edits the form.
            if values["value"] and self._is_exit_answer_kept(values, mode):
                vals_list.append({**values, **self._prepare_exit_mode_values(mode)})
        return vals_list

    def _get_exit_modes(self, lines):
        """How the leaver wants answers to be used.

        :return: mode by id of the page, that for the whole form under False
        """
        modes = {}
        for line in lines:
            question = line.question_id
            if line.skipped or not question._is_exit_mode():
                continue
            page_id = question.exit_key != MODE_KEY and question.page_id.id
            chosen = line.suggested_answer_id.exit_key
            # A choice that is not known any more is taken for the most careful one,
            # and of several for a page the most careful holds.
            modes[page_id] = min(
                chosen if chosen in MODES else MODES[0],
                modes.get(page_id, MODES[-1]),
                key=MODES.index,
            )
        return modes

    @api.model
    def _is_exit_answer_kept(self, values, mode):
        """Hook: whether an answer is sealed at all.

        What counts only in totals is kept as far as it can be counted: words are read
        by nobody then, so there is no reason to keep them.
        """
        return mode != "totals" or values["answer_type"] in ("choice", "scale")

    def _prepare_exit_mode_values(self, mode):
        if mode != "later":
            return {"mode": mode}
        days = self.exit_promise_id.days or self._get_exit_figures()["days"]
        return {
            "mode": mode,
            "release_date": self.exit_interview_id._get_release_date(days),
        }

    def _prepare_sealed_values(self):
        """Hook: what an emptied sheet still says."""
        self.ensure_one()
        return {
            "exit_token_digest": get_token_digest(self.access_token),
            "access_token": str(uuid.uuid4()),
            "deadline": fields.Datetime.now(),
            "email": False,
            "nickname": False,
            "partner_id": False,
        }

    @api.model
    def _is_exit_token_used(self, token):
        """Whether the questionnaire behind this token has been answered already."""
        return bool(
            self.search_count(
                [("exit_token_digest", "=", get_token_digest(token))], limit=1
            )
        )

    # Promise

    def _get_exit_figures(self):
        """Hook: the figures in what is promised: smallest group, months and days."""
        self.ensure_one()
        company = self.exit_interview_id.company_id or self.env.company
        kept = self.env["hr.exit.answer"]._get_retention()
        return {
            "minimum": company.exit_stat_minimum,
            "months": kept.years * 12 + kept.months,
            "days": company.exit_release_days,
        }

    def _get_exit_lang(self):
        """Code of the language in which the questionnaire is read."""
        self.ensure_one()
        # Languages are cached: reading the record would cost a query.
        lang = self.env["res.lang"]._get_data(id=self.lang_id.id)
        return lang.code or self.env.lang or "en_US"

    def _fill_exit_text(self, text):
        """A text of the questionnaire with the figures of the promise put in."""
        # Once begun it is what was read, whatever is set afterwards.
        promise = self.exit_promise_id
        figures = (
            {name: promise[name] for name in ("minimum", "months", "days")}
            if promise
            else self._get_exit_figures()
        )
        return fill_figures(text or "", figures)

    def _get_exit_promise(self):
        """The `hr.exit.promise` that stands for what is read now, in the own language.

        It holds the introduction and the choices of who may read the answers.
        """
        self.ensure_one()
        lang = self._get_exit_lang()
        sheet = self.with_context(lang=lang)
        survey = sheet.survey_id
        choices = survey.question_ids.filtered(
            lambda question: question.exit_key == MODE_KEY
        ).suggested_answer_ids
        figures = sheet._get_exit_figures()
        text = Markup("{}<ul>{}</ul>").format(
            fill_figures(survey.description or Markup(), figures),
            Markup().join(
                Markup("<li>{}</li>").format(fill_figures(choice.value, figures))
                for choice in choices
            ),
        )
        return self.env["hr.exit.promise"]._get_for(survey, lang, text, figures)

    def _get_exit_subject(self):
        """Whom it is about, where that is not whoever answers; False otherwise."""
        self.ensure_one()
        interview = self.exit_interview_id
        return interview and interview._get_questionnaire_subject()

    def _get_exit_contact(self):
        """Name and address of the person whom whoever answers may ask instead."""
        self.ensure_one()
        interview = self.exit_interview_id
        contact = interview and interview._get_contact()
        return contact and {"name": contact.name, "email": contact.email}

    @api.model
    def _cron_delete_unsent(self, limit=100):
        """Delete what was begun and not sent before the questionnaire has closed.

        The sheet stays, so that the link says that the time is over; if it is sent
        once more the person begins anew.
        """
        now = fields.Datetime.now()
        begun = self.search(
            [
                ("state", "=", "in_progress"),
                ("exit_interview_id", "!=", False),
                ("deadline", "<", now),
            ],
            limit=limit + 1,
        )
        batch = begun[:limit].try_lock_for_update()
        batch.user_input_line_ids.unlink()
        batch.write(
            {
                "state": "new",
                "start_datetime": False,
                "last_displayed_page_id": False,
                "survey_first_submitted": False,
                "exit_promise_id": False,
            }
        )
        self.env["ir.cron"]._commit_progress(
            len(batch), remaining=max(len(begun) - len(batch), 0)
        )

    # Mail

    def _send_exit_invitations(self):
        """Mail each person the own link: to the private address, in the own language.

        The mail belongs to no record and to no sender who could read it: the link in
        it opens the answers, and core lets author and creator read a message.
        """
        for template, sheets in self.grouped(
            lambda sheet: sheet.exit_interview_id._get_questionnaire_template()
        ).items():
            sheets._mail_exit_sheets(self.env.ref(template))

    def _mail_exit_sheets(self, template):
        """Mail this text to each person, with the own link in it."""
        texts = self.exit_interview_id._render_questionnaire_mails(template)
        mails = (
            self.env["mail.mail"]
            .with_user(SUPERUSER_ID)
            .create(
                [
                    {
                        **sheet._prepare_exit_mail_values(),
                        **texts[sheet.exit_interview_id],
                    }
                    for sheet in self
                ]
            )
        )
        for sheet, mail in zip(self, mails, strict=True):
            sheet.exit_interview_id.questionnaire_mail_id = mail.id
        mails.send_after_commit()

    def _prepare_exit_mail_values(self):
        """Hook: values of the mail apart from its text."""
        self.ensure_one()
        interview = self.exit_interview_id
        contact = interview._get_contact()
        return {
            "auto_delete": True,
            "email_from": interview.company_id.email_formatted
            or contact.email_formatted,
            "email_to": self.email,
            "reply_to": contact.email_formatted,
            "model": False,
            "res_id": False,
        }
