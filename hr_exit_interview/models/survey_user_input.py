import uuid

from odoo import SUPERUSER_ID, api, fields, models

from ..tools.answers import clean_text, get_token_digest


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
            answered = answered.with_context(lang=sheet.lang_id.code or self.env.lang)
            kept = answered.filtered(lambda line: not line.skipped).sorted(
                lambda line: (line.question_sequence, line.id)
            )
            vals_list += [
                {
                    "interview_id": interview.id,
                    "company_id": interview.company_id.id,
                    "sequence": number,
                    **line._prepare_exit_answer_values(),
                }
                for number, line in enumerate(kept, start=1)
            ]
        return vals_list

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

    # Mail

    def _send_exit_invitations(self):
        """Mail each person the own link: to the private address, in the own language.

        The mail belongs to no record and to no sender who could read it: the link in
        it opens the answers, and core lets author and creator read a message.
        """
        interviews = self.exit_interview_id
        template = interviews._get_questionnaire_template()
        self._mail_exit_sheets(template)

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
