import uuid
from datetime import datetime, time, timedelta

import pytz

from odoo import api, fields, models
from odoo.exceptions import UserError


class HrExitInterviewQuestionnaire(models.Model):
    """The questionnaire of an interview: who gets it, when, and how far it is.

    The link goes to the private address and to nobody else. There is one answer sheet
    per interview; asking again mails the same link as long as it is unanswered.
    """

    _inherit = "hr.exit.interview"

    # Days after the last working day, and at least from now, in which to answer.
    _ANSWER_DAYS = 7

    questionnaire_state = fields.Selection(
        [("none", "Not sent"), ("sent", "Sent"), ("done", "Answered")],
        string="Questionnaire",
        default="none",
        required=True,
        readonly=True,
        copy=False,
    )
    questionnaire_sent_date = fields.Datetime(
        string="Sent on", readonly=True, copy=False
    )
    questionnaire_done_date = fields.Datetime(
        string="Answered on", readonly=True, copy=False, index="btree_not_null"
    )

    questionnaire_mail_id = fields.Many2one(
        "mail.mail",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        groups=fields.NO_ACCESS,
    )
    questionnaire_error = fields.Char(
        string="Questionnaire Not Sent",
        compute="_compute_questionnaire_error",
        # Sudo: that the mail has failed is for whoever plans the talk, the mail itself,
        # which holds the link to the answers, is for nobody.
        compute_sudo=True,
        groups="hr.group_hr_user,hr_exit_interview.group_manager",
    )

    answer_ids = fields.One2many(
        "hr.exit.answer",
        "interview_id",
        string="Answers",
        readonly=True,
        copy=False,
        groups="hr_exit_interview.group_manager",
    )
    user_input_ids = fields.One2many(
        "survey.user_input", "exit_interview_id", copy=False, groups=fields.NO_ACCESS
    )

    @api.depends("questionnaire_mail_id.state")
    def _compute_questionnaire_error(self):
        for talk in self:
            mail = talk.questionnaire_mail_id
            has_failed = mail.state == "exception"
            talk.questionnaire_error = has_failed and mail._get_failure_text()

    def action_send_questionnaire(self):
        """Mail the personal link to each leaver; again, as long as it is unanswered.

        :return: notification that says to how many it went, and why not to others
        :raise UserError: it can be sent to nobody
        """
        self._check_can_manage()
        # What is read of one is read of all, wherever these records come from.
        self = self.with_prefetch()
        # Sudo: exit officers may not read the departure, which decides about sending.
        problems = self.sudo()._get_sending_problems()
        reasons = [problem[1] for problem in problems.values() if problem]
        ready = self.filtered(lambda talk: not problems[talk.sudo()])
        if not ready:
            raise UserError(
                "\n".join(reasons)
                or self.env._("There is no exit interview to send a questionnaire for.")
            )
        # Sudo: nobody has rights on the answer sheets and on the mail with the link.
        ready.sudo()._do_send_questionnaire()
        return self._get_sent_notification(len(ready), reasons)

    def _do_send_questionnaire(self):
        self._make_answer_sheets()._send_exit_invitations()
        self.write(
            {
                "questionnaire_state": "sent",
                "questionnaire_sent_date": fields.Datetime.now(),
            }
        )

    def _make_answer_sheets(self):
        """The answer sheets of these talks; what has one keeps it, with its survey."""
        found = self._find_questionnaires()
        for talk in self.filtered("user_input_ids"):
            found[talk] = talk.user_input_ids.survey_id
        sheets = self.env["survey.user_input"]
        for survey, talks in self.grouped(found.get).items():
            survey.check_validity()
            sheets += survey._get_exit_user_inputs(talks)
        return sheets

    def _do_withdraw_questionnaire(self):
        """Delete answer sheets that were not sent in: their links are dead then."""
        # Sudo: nobody has rights on the answer sheets.
        sent = self.sudo().filtered(lambda talk: talk.questionnaire_state == "sent")
        sent.user_input_ids.unlink()
        sent.write({"questionnaire_state": "none", "questionnaire_sent_date": False})

    def _do_receive_answers(self):
        """Note that the leaver has answered; called when the answers are sealed."""
        self.write(
            {
                "questionnaire_state": "done",
                "questionnaire_done_date": fields.Datetime.now(),
            }
        )

    # Decisions

    def _get_sending_problems(self, on_paper=False):
        """Why questionnaires cannot be sent.

        :param on_paper: why their links cannot be printed instead
        :return: dict of each of these interviews to a pair of key and sentence, or to
            False when it can be sent
        """
        found = self._find_questionnaires()
        problems = {}
        for talk in self:
            problems[talk] = (
                talk._get_printing_problem()
                if on_paper
                else talk._get_sending_problem()
            )
            if not problems[talk] and not (talk.user_input_ids or talk in found):
                problems[talk] = ("no_form", talk._get_no_form_text())
        return problems

    def _get_sending_problem(self):
        """Key and sentence that say why it cannot be mailed, or False."""
        self.ensure_one()
        if refusal := self._get_sending_refusal():
            return ("refused", refusal)
        if not self._get_respondent_email():
            return ("no_address", self._get_no_address_text())
        if not self._may_ask():
            return self._get_unwanted_problem()
        return False

    def _get_unwanted_problem(self):
        return (
            "unwanted",
            self.env._(
                "%(interview)s: people who leave for this reason, or who do not "
                "wish to be asked, get no questionnaire.",
                interview=self.name,
            ),
        )

    def _get_sending_refusal(self):
        """Hook: sentence that says why nobody is asked as things are, or False."""
        self.ensure_one()
        if not self._get_exit_form():
            return self.env._(
                "%(interview)s: there is no questionnaire for this kind of talk.",
                interview=self.name,
            )
        if self.questionnaire_state == "done":
            return self.env._(
                "%(interview)s: the questionnaire has already been answered.",
                interview=self.name,
            )
        if self.state == "cancelled" or self.offboarding_id.state in (
            "draft",
            "cancelled",
            "retained",
        ):
            return self.env._(
                "%(interview)s: the departure or the interview does not take place. "
                "Take it up again first.",
                interview=self.name,
            )
        return False

    def _may_ask(self):
        """Hook: whether the person may be written to about this talk."""
        self.ensure_one()
        return self.offboarding_id._may_contact(self._PURPOSES[self.kind])

    def _get_no_address_text(self):
        """Hook: what is missing where the link should go."""
        self.ensure_one()
        return self.env._(
            "%(interview)s: there is no valid private e-mail address. Ask the person "
            "for one and enter it on the employee form, since the work address ends "
            "with the last day; or print the link.",
            interview=self.name,
        )

    def _prepare_user_input_values(self):
        """Hook: values of the answer sheet, apart from survey and interview."""
        self.ensure_one()
        lang = self.env["res.lang"]._lang_get(self._get_lang())
        return {
            "email": self._get_respondent_email(),
            "deadline": self._get_questionnaire_deadline(),
            "lang_id": lang.id,
        }

    def _get_questionnaire_deadline(self):
        """Hook: until when the link works, the end of a day where the person works."""
        self.ensure_one()
        zone = pytz.timezone(self._get_answering_tz())
        today = datetime.now(zone).date()
        last_day = max(self.offboarding_id.last_working_date, today)
        end = datetime.combine(
            last_day + timedelta(days=self._get_answer_days()), time(23, 59, 59)
        )
        return zone.localize(end).astimezone(pytz.utc).replace(tzinfo=None)

    def _get_answering_tz(self):
        """Name of the time zone of whoever answers.

        There is nobody where the leaver has no manager, or was erased; and texts of
        mails are tried out on any talk, whenever somebody or an update writes one.
        """
        employee = self._get_respondent() or self.employee_id
        return employee._get_tz() if employee else "UTC"

    def _get_answer_days(self):
        """Hook: how many days somebody has for the answer."""
        return self._ANSWER_DAYS

    def _get_lang(self):
        """Hook: code of the language in which the person is written to."""
        self.ensure_one()
        employee = self._get_respondent()
        lang = employee.lang or employee.user_id.lang or employee.work_contact_id.lang
        return lang or self.company_id.partner_id.lang or self.env.lang

    def _render_questionnaire_mails(self, template):
        """Subject and text of a mail to each person, in the own language.

        The platform compiles the text anew for each record, which costs more than all
        the rest of sending. Here it is compiled once for each language.

        :return: dict of `hr.exit.interview` to dict with `subject` and `body_html`
        """
        texts = {}
        for lang, talks in self.grouped(lambda talk: talk._get_lang()).items():
            local = template.with_context(lang=lang)
            talks = talks.with_context(lang=lang)
            mark = f"o_exit_{uuid.uuid4().hex}"
            rendered = local._render_template_qweb(
                f'<t t-foreach="talks" t-as="object">{local.body_html or ""}'
                f'<hr class="{mark}"/></t>',
                self._name,
                talks[:1].ids,
                add_context={"talks": talks},
            )
            # Rendered text, so its parts are escaped as it is.
            parts = rendered[talks[0].id].split(f'<hr class="{mark}"/>')[:-1]
            bodies = local._render_template_postprocess(
                self._name, dict(zip(talks.ids, parts, strict=True))
            )
            subjects = local._render_field("subject", talks.ids)
            for talk in talks.with_env(self.env):
                texts[talk] = {
                    "subject": subjects[talk.id],
                    "body_html": bodies[talk.id],
                }
        return texts

    def _get_contact(self):
        """Hook: the person whom the leaver may ask, as `res.users`."""
        self.ensure_one()
        return self.offboarding_id.user_id

    def _get_questionnaire_url(self):
        """Personal link, for whoever is asked and for nothing else."""
        self.ensure_one()
        sheet = self.user_input_ids
        # Without a sheet while the text of the mail is tried out, by whoever writes it.
        return self.get_base_url() + (sheet.get_start_url() if sheet else "")

    def _get_questionnaire_last_day(self):
        """Last day on which the link works, for the mail to whoever is asked."""
        self.ensure_one()
        zone = pytz.timezone(self._get_answering_tz())
        deadline = self.user_input_ids.deadline or self._get_questionnaire_deadline()
        return pytz.utc.localize(deadline).astimezone(zone).date()

    def _get_sent_text(self):
        """Hook: sentence that tells where the one questionnaire went."""
        return self.env._("The questionnaire was sent to the private address.")

    def _get_sent_notification(self, count, reasons):
        sent = (
            self.env._("The questionnaire was sent to %(count)s people.", count=count)
            if count > 1
            else self._get_sent_text()
        )
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if reasons else "success",
                "message": "\n".join([sent, *reasons]),
                "sticky": bool(reasons),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }
