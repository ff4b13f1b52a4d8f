from odoo import api, fields, models
from odoo.fields import Domain

from .hr_exit_interview_sending import HR

PROBLEMS = [
    ("no_address", "No private e-mail"),
    ("no_manager", "No manager"),
    ("own_manager", "Manager is the leaver"),
    ("manager_left", "Manager has left"),
    ("no_work_address", "No work e-mail"),
    ("no_form", "No questionnaire"),
    ("failed", "Mail failed"),
    ("bounced", "Mail came back"),
    ("late", "Too late"),
    ("error", "Failed"),
]


class HrExitInterviewNotSent(models.Model):
    """What could not be sent, why, and what to do about it."""

    _inherit = "hr.exit.interview"

    questionnaire_refused = fields.Selection(
        PROBLEMS, readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    questionnaire_refused_text = fields.Char(
        string="Reason", readonly=True, copy=False, groups=HR
    )
    questionnaire_bounced_date = fields.Date(
        string="Came Back on", readonly=True, copy=False, groups=HR
    )
    questionnaire_problem = fields.Selection(
        PROBLEMS,
        string="Why Not Sent",
        compute="_compute_questionnaire_problem",
        search="_search_questionnaire_problem",
        # Sudo: that a mail has failed is for HR, the mail itself is for nobody.
        compute_sudo=True,
        groups=HR,
    )
    questionnaire_advice = fields.Char(
        string="What to Do",
        compute="_compute_questionnaire_problem",
        compute_sudo=True,
        groups=HR,
    )

    @api.depends(
        "state",
        "questionnaire_state",
        "questionnaire_refused",
        "questionnaire_bounced_date",
        "questionnaire_mail_id.state",
    )
    @api.depends_context("lang")
    def _compute_questionnaire_problem(self):
        texts = self._get_problem_texts()
        for talk in self:
            problem = False
            if talk.questionnaire_state == "none" and talk.state != "cancelled":
                problem = talk.questionnaire_refused
            elif talk.questionnaire_state == "sent":
                if talk.questionnaire_mail_id.state == "exception":
                    problem = "failed"
                elif talk.questionnaire_bounced_date:
                    problem = "bounced"
            talk.questionnaire_problem = problem
            talk.questionnaire_advice = texts.get(problem, False)

    @api.model
    def _search_questionnaire_problem(self, operator, value):
        if operator not in ("in", "not in"):
            return NotImplemented
        # What is computed by a search is not checked by the platform.
        self._check_field_access(self._fields["questionnaire_problem"], "read")
        wanted = {problem for problem in value if problem}
        if False in value:
            # Whatever is not one of the others.
            wanted = dict(PROBLEMS).keys() - wanted
            operator = "not in" if operator == "in" else "in"
        # Sudo: nobody reads mails and markers; rules of talks apply all the same.
        talks = self.sudo()
        domain = Domain.OR(talks._get_problem_domain(problem) for problem in wanted)
        return Domain("id", operator, talks.search(domain).ids)

    def _get_problem_domain(self, problem):
        sent = Domain("questionnaire_state", "=", "sent")
        failed = Domain("questionnaire_mail_id.state", "=", "exception")
        if problem == "failed":
            return sent & failed
        if problem == "bounced":
            bounced = Domain("questionnaire_bounced_date", "!=", False)
            return (
                sent & bounced & (Domain("questionnaire_mail_id", "=", False) | ~failed)
            )
        return (
            Domain("questionnaire_state", "=", "none")
            & Domain("state", "!=", "cancelled")
            & Domain("questionnaire_refused", "=", problem)
        )

    def _prepare_park_values(self, error_field, error):
        return {
            **super()._prepare_park_values(error_field, error),
            "questionnaire_refused": "error",
            "questionnaire_tried_date": fields.Date.today(),
        }

    @api.model
    def _note_bounce(self, email):
        """A mail to this address came back: note it on what waits for an answer."""
        # Sudo: the mail gateway has no rights on talks.
        talks = self.sudo().search(
            [
                ("questionnaire_state", "=", "sent"),
                ("user_input_ids.email", "=", email),
            ]
        )
        talks.questionnaire_bounced_date = fields.Date.today()
