from odoo import api, models
from odoo.tools import email_normalize


class HrExitInterviewForm(models.Model):
    """Which form goes with a talk, in which language, and to whom."""

    _inherit = "hr.exit.interview"

    # Kind of talk: the purpose for which the leaver is written to.
    _PURPOSES = {"exit": "exit_survey", "follow_up": "follow_up"}

    def _get_exit_form(self):
        """Hook: key of the form that goes with this talk, or False for none."""
        self.ensure_one()
        if self.kind == "follow_up":
            return "after_90" if self.round == 1 else "after_365"
        if self.kind == "manager":
            return "manager"
        # Whether there is one at all is said by `_may_contact`.
        reason = self.offboarding_id.reason_id
        form = reason.questionnaire if reason.sends_questionnaire else "short"
        return self.kind == "exit" and form

    def _get_respondent(self):
        """Hook: who answers, as `hr.employee`; possibly empty."""
        self.ensure_one()
        return self.employee_id

    def _get_respondent_email(self):
        """Hook: where the personal link goes, normalised, or False.

        A leaver is written to at the private address and nowhere else.
        """
        self.ensure_one()
        return email_normalize(self.offboarding_id._get_private_email() or "")

    def _get_questionnaire_template(self):
        """Hook: id of the `mail.template` with which this person is asked."""
        name = "follow_up" if self.kind == "follow_up" else "questionnaire"
        return f"hr_exit_interview.mail_template_exit_{name}"

    def _get_reminder_template(self):
        """Hook: id of the `mail.template` with which this person is asked once more."""
        return "hr_exit_interview.mail_template_exit_reminder"

    def _find_questionnaires(self):
        """The survey that each of these talks gets, for those that get one.

        The first that was made of the form, among those in the language of the person;
        one without languages is in all of them.

        :return: dict of `hr.exit.interview` to `survey.survey`
        """
        forms = {talk: talk._get_exit_form() for talk in self}
        surveys = self.env["survey.survey"].search(
            [("exit_form", "in", list(set(forms.values()) - {False}))], order="id"
        )
        by_form = surveys.filtered("question_ids").grouped("exit_form")
        found = {}
        for talk, form in forms.items():
            lang = talk._get_lang()
            for survey in by_form.get(form, ()):
                codes = survey.lang_ids.mapped("code")
                if not codes or lang in codes:
                    found[talk] = survey
                    break
        return found

    def _get_no_form_text(self):
        self.ensure_one()
        Survey = self.env["survey.survey"]
        forms = dict(Survey._fields["exit_form"]._description_selection(self.env))
        lang = self.env["res.lang"]._lang_get(self._get_lang())
        return self.env._(
            "%(interview)s: there is no active exit questionnaire with questions of "
            "the form “%(form)s” in %(lang)s. Restore or complete one under "
            "Offboarding, Exit Questionnaires, or add the language to it.",
            interview=self.name,
            form=forms.get(self._get_exit_form(), ""),
            lang=lang.name or self._get_lang(),
        )

    @api.model
    def _get_problem_texts(self):
        """What hinders sending, and what to do about it, by its key."""
        return {
            "no_address": self.env._(
                "There is no valid private e-mail address. Ask the person for one and "
                "enter it on the employee form, or print the link."
            ),
            "no_form": self.env._(
                "There is no questionnaire of this form in the language of the person. "
                "Complete one under Exit Questionnaires, or add the language to it."
            ),
            "failed": self.env._(
                "The mail could not be delivered to the mail server. Correct the "
                "address or the server, and send it again."
            ),
            "bounced": self.env._(
                "The mail came back. Ask the person for an address that works, correct "
                "it on the employee form and send it again."
            ),
            "late": self.env._(
                "The time in which people are asked had passed before it was sent. "
                "Send it by hand if it is still wanted."
            ),
            "error": self.env._(
                "Something unexpected went wrong. It is tried again every day; send it "
                "by hand to see the reason."
            ),
        }
