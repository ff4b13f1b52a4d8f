from datetime import timedelta

from odoo import api, fields, models
from odoo.tools import email_normalize

from .hr_exit_interview_sending import HR


class HrExitInterviewManagerView(models.Model):
    """The mirror form: how the direct manager sees that somebody leaves.

    It goes to the work address of the manager, never to one of the leaver. The mail and
    the page name the person and nothing else of the departure: no reason, and nothing
    of what the leaver has answered. It is no talk, so nobody holds it.
    """

    _inherit = "hr.exit.interview"

    # After the last working day, when the dust has settled.
    _MANAGER_VIEW_DAYS = 2

    respondent_name = fields.Char(
        string="Asked",
        compute="_compute_respondent_name",
        # Sudo: exit officers may not read the departure.
        compute_sudo=True,
        groups=HR,
        help="Who gets the personal link: the leaver, or the manager for the manager's "
        "view.",
    )

    @api.depends("kind", "employee_id", "offboarding_id.manager_id")
    def _compute_respondent_name(self):
        for talk in self:
            talk.respondent_name = bool(talk.kind) and talk._get_respondent().name

    # Steps

    def _do_send_questionnaire(self):
        result = super()._do_send_questionnaire()
        self._bring_forward_manager_views()
        return result

    def _bring_forward_manager_views(self):
        """The leavers are asked now, so their managers are as well, by the next job."""
        asked = self.filtered(lambda talk: talk.kind == "exit").offboarding_id
        if not asked:
            return
        today = fields.Date.today()
        views = self.search(
            [
                ("offboarding_id", "in", asked.ids),
                ("kind", "=", "manager"),
                ("state", "!=", "cancelled"),
                ("questionnaire_state", "=", "none"),
                ("questionnaire_mode", "=", "auto"),
                ("questionnaire_planned_date", ">", today),
                ("company_id.exit_manager_view", "=", "questionnaire"),
            ]
        )
        views.questionnaire_planned_date = today

    def _do_receive_answers(self):
        result = super()._do_receive_answers()
        views = self.filtered(lambda talk: talk.kind == "manager")
        views.offboarding_id._do_close_manager_view_tasks()
        return result

    # Decisions

    def _get_respondent(self):
        if self.kind != "manager":
            return super()._get_respondent()
        # Sudo: managers may belong to a company that the HR officer may not read.
        return self.offboarding_id.sudo().manager_id

    def _get_respondent_email(self):
        if self.kind != "manager":
            return super()._get_respondent_email()
        email = email_normalize(self._get_respondent().work_email or "")
        return email not in self._get_leaver_emails() and email

    def _get_leaver_emails(self):
        """Addresses at which the leaver would read what is meant for the manager."""
        employee = self.employee_id
        emails = (
            self.offboarding_id._get_private_email(),
            employee.work_email,
            employee.user_id.email,
        )
        return {email_normalize(email) for email in emails if email}

    def _get_questionnaire_template(self):
        if self.kind == "manager":
            return "hr_exit_interview.mail_template_exit_manager"
        return super()._get_questionnaire_template()

    def _get_reminder_template(self):
        if self.kind == "manager":
            return "hr_exit_interview.mail_template_exit_manager_reminder"
        return super()._get_reminder_template()

    def _get_sent_text(self):
        if self.filtered(lambda talk: talk.kind == "manager") == self:
            return self.env._(
                "The questionnaire was sent to the work address of the manager."
            )
        return super()._get_sent_text()

    def _may_ask(self):
        if self.kind == "manager":
            return self.offboarding_id._may_ask_manager()
        return super()._may_ask()

    def _get_sending_problem(self):
        # Where nobody is asked at all, nothing is missing.
        if self.kind == "manager" and not self._get_sending_refusal():
            problem = self._may_ask() and self._get_manager_problem()
            if problem:
                texts = self._get_problem_texts()
                return (problem, f"{self.name}: {texts[problem]}")
        return super()._get_sending_problem()

    def _get_manager_problem(self):
        """Hook: key of what stands between the manager and the mail, or False."""
        self.ensure_one()
        manager, leaver = self._get_respondent(), self.employee_id
        if not manager:
            return "no_manager"
        if manager == leaver or (manager.user_id and manager.user_id == leaver.user_id):
            return "own_manager"
        if not manager.active or (manager.user_id and not manager.user_id.active):
            return "manager_left"
        return not self._get_respondent_email() and "no_work_address"

    @api.model
    def _get_problem_texts(self):
        return {
            **super()._get_problem_texts(),
            "no_manager": self.env._(
                "The leaver had no manager when the departure was confirmed, so nobody "
                "is asked for the manager's view. Cancel it."
            ),
            "own_manager": self.env._(
                "The leaver is entered as the own manager, and is never asked for the "
                "manager's view. Cancel it."
            ),
            "manager_left": self.env._(
                "The manager does not work here any more, and nobody answers instead. "
                "Cancel it."
            ),
            "no_work_address": self.env._(
                "The manager has no valid work e-mail address. Enter one on "
                "the employee form of the manager, or print the link."
            ),
        }

    def _get_invitation_day(self):
        if self.kind != "manager":
            return super()._get_invitation_day()
        case = self.offboarding_id
        policy = self.company_id.exit_manager_view
        if not case.last_working_date or not case._may_ask_manager():
            return False
        if policy == "last_day":
            return case.last_working_date + timedelta(days=self._MANAGER_VIEW_DAYS)
        return policy == "questionnaire" and self._get_rule_day()

    def _get_default_answer_mode(self):
        # Managers are offered no choice, and read that exit officers read it.
        if self.kind == "manager":
            return "named"
        return super()._get_default_answer_mode()

    def _get_default_interviewers(self):
        if self.kind == "manager":
            return self.env["res.users"]
        return super()._get_default_interviewers()

    def _get_questionnaire_subject(self):
        """Whom the questionnaire is about, where that is not whoever answers."""
        self.ensure_one()
        return self.kind == "manager" and self.employee_id.name
