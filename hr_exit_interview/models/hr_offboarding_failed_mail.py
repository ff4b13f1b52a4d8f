from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

FAILED = [("state", "=", "exception")]


class HrOffboardingFailedMail(models.Model):
    """Mails to the leaver that could not be delivered to the mail server.

    A mail that went out is deleted, so what is left in the state of an error has not.
    Nobody but the system reads mails: they hold personal links.
    """

    _inherit = "hr.offboarding"

    own_page_mail_id = fields.Many2one(
        "mail.mail",
        ondelete="set null",
        index="btree_not_null",
        copy=False,
        groups=fields.NO_ACCESS,
    )
    mail_error = fields.Text(
        string="Mail Not Sent",
        compute="_compute_mail_error",
        search="_search_mail_error",
        # Sudo: that a mail has failed is for HR, the mail itself is for nobody.
        compute_sudo=True,
        groups="hr.group_hr_user",
        help="What could not be mailed to the leaver, and why.",
    )

    @api.depends("own_page_mail_id.state", "interview_ids.questionnaire_error")
    def _compute_mail_error(self):
        for case in self:
            errors = []
            if mail := case.own_page_mail_id.filtered_domain(FAILED):
                errors.append(
                    self.env._(
                        "Link to the own page: %(error)s",
                        error=mail._get_failure_text(),
                    )
                )
            errors += [
                self.env._("Questionnaire: %(error)s", error=talk.questionnaire_error)
                for talk in case.interview_ids
                if talk.questionnaire_error
            ]
            case.mail_error = "\n".join(errors) or False

    @api.model
    def _search_mail_error(self, operator, value):
        if operator not in ("in", "not in") or set(value) != {False}:
            return NotImplemented
        # What is computed by a search is not checked by the platform.
        self._check_field_access(self._fields["mail_error"], "read")
        # Sudo: nobody has rights on mails; the rules of departures apply all the same.
        mails = self.env["mail.mail"].sudo().search(FAILED).ids
        failed = Domain("own_page_mail_id", "in", mails) | Domain(
            "interview_ids.questionnaire_mail_id", "in", mails
        )
        ids = self.sudo().search(failed).ids
        return Domain("id", "not in" if operator == "in" else "in", ids)

    def action_send_failed_mails(self):
        """Send anew what could not be delivered: links to own pages, questionnaires.

        :return: the notification of the last thing that was sent
        :raise UserError: nothing has failed, or it can still not be sent
        """
        self.check_access("write")
        # Sudo: nobody has rights on mails.
        pages = self.filtered(
            lambda case: case.sudo().own_page_mail_id.filtered_domain(FAILED)
        )
        talks = self.interview_ids.filtered("questionnaire_error")
        if not pages and not talks:
            raise UserError(self.env._("No mail has failed. There is nothing to send."))
        result = True
        if pages:
            result = pages.action_resend_own_page()
        if talks:
            result = talks.action_send_questionnaire()
        return result
