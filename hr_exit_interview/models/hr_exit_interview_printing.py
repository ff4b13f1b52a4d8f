import base64
import logging

from psycopg2.errors import ReadOnlySqlTransaction
from reportlab.graphics.barcode import createBarcodeDrawing

from odoo import api, fields, models
from odoo.exceptions import UserError

from .hr_exit_interview_sending import HR

_logger = logging.getLogger(__name__)


class HrExitInterviewPrinting(models.Model):
    """The personal link on paper, for people without e-mail.

    The page is made anew each time that it is shown, and kept nowhere: it is no
    attachment, and the code on it is drawn in the page instead of being asked for by
    an address, which would leave the link in the log of the server. Whoever may send
    may print, and each page that was made is noted with who made it.
    """

    _inherit = "hr.exit.interview"

    # What does not hinder anybody from being asked on paper.
    _SOLVED_BY_PAPER = ("no_address", "no_work_address")
    _QR_SIZE = 320

    questionnaire_printed_date = fields.Datetime(
        string="Link Printed on", readonly=True, copy=False, groups=HR
    )
    questionnaire_printed_user_id = fields.Many2one(
        "res.users",
        string="Link Printed by",
        readonly=True,
        copy=False,
        ondelete="set null",
        groups=HR,
    )
    questionnaire_printed_count = fields.Integer(
        string="Times Printed", readonly=True, copy=False, groups=HR
    )

    # Buttons

    def action_print_questionnaire(self):
        """Print a page with the personal link and its code for each of these people.

        :return: action that opens the pages, after a message about whoever gets none
        :raise UserError: it can be printed for nobody
        """
        self._check_can_manage()
        # What is read of one is read of all, wherever these records come from.
        self = self.with_prefetch()
        # Sudo: exit officers may not read the departure, which decides about asking.
        problems = self.sudo()._get_sending_problems(on_paper=True)
        reasons = [problem[1] for problem in problems.values() if problem]
        ready = self.filtered(lambda talk: not problems[talk.sudo()])
        if not ready:
            raise UserError(
                "\n".join(reasons)
                or self.env._("There is no exit interview to print a link for.")
            )
        # Sudo: nobody has rights on the answer sheets.
        ready.sudo()._do_prepare_paper()
        report = self.env.ref("hr_exit_interview.hr_exit_interview_report_link")
        action = report.report_action(ready, config=False)
        if not reasons:
            return action
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "message": "\n".join(reasons),
                "sticky": True,
                "next": action,
            },
        }

    # Steps

    def _do_prepare_paper(self):
        """Make the sheets behind the links; from now on these people are asked."""
        self._make_answer_sheets()
        asked = self.filtered(lambda talk: talk.questionnaire_state == "none")
        asked.write(
            {
                "questionnaire_state": "sent",
                "questionnaire_sent_date": fields.Datetime.now(),
                **self._prepare_sent_values(),
            }
        )
        asked._bring_forward_manager_views()

    def _do_withdraw_questionnaire(self):
        result = super()._do_withdraw_questionnaire()
        # Sudo: whoever cancels a talk need not see what was printed.
        self.sudo().filtered(lambda t: t.questionnaire_state == "none").write(
            {
                "questionnaire_printed_date": False,
                "questionnaire_printed_user_id": False,
                "questionnaire_printed_count": 0,
            }
        )
        return result

    def _note_link_printing(self):
        """Called by the page that is printed: note who has made it, or refuse it.

        A request that came in as one that only reads fails here, and the server runs
        it again with a cursor that can write.
        """
        self._check_can_manage()
        if self.env.cr.readonly:
            raise ReadOnlySqlTransaction("The printing of a link has to be noted")
        # Sudo: nobody has rights on the answer sheets, nor writes who has printed.
        talks = self.sudo()
        closed = talks.filtered(
            lambda talk: talk.questionnaire_state != "sent" or not talk.user_input_ids
        )
        if closed:
            raise UserError(
                self.env._(
                    "There is no open questionnaire to print a link for: %(talks)s. "
                    "Use the button “Print Link” of the interview.",
                    talks=", ".join(closed.mapped("name")),
                )
            )
        for talk in talks:
            talk.write(
                {
                    "questionnaire_printed_date": fields.Datetime.now(),
                    "questionnaire_printed_user_id": self.env.uid,
                    "questionnaire_printed_count": talk.questionnaire_printed_count + 1,
                }
            )
        # Never the link itself, which opens the answers.
        _logger.info(
            "Links of %s printed by user %s.",
            ", ".join(talks.mapped("name")),
            self.env.uid,
        )

    # What the page shows

    def _get_printed_page(self):
        """All that the page of one person shows, as plain values.

        Called by the report alone, after `_note_link_printing` has let it through.
        """
        self.ensure_one()
        # Sudo: nobody has rights on the answer sheets.
        talk = self.sudo()
        sheet = talk.user_input_ids
        url = talk._get_questionnaire_url()
        return {
            "person_name": talk._get_respondent().name,
            "subject": talk._get_questionnaire_subject(),
            "company_name": talk.company_id.name,
            "url": url,
            "qr": self._get_qr_code(url),
            "last_day": talk._get_questionnaire_last_day(),
            "contact": sheet._get_exit_contact(),
            "kind": talk.kind,
            **sheet._get_exit_figures(),
        }

    @api.model
    def _get_qr_code(self, text):
        """A code that holds the text, as the source of an image.

        Drawn as lines where the server cannot make a picture: the platform needs one
        more library for that, which is not everywhere.
        """
        size = {"width": self._QR_SIZE, "height": self._QR_SIZE}
        try:
            kind = "png"
            picture = self.env["ir.actions.report"].barcode(
                "QR", text, barLevel="M", **size
            )
        except Exception:  # Of the library, by a name that differs from one to another.
            kind = "svg+xml"
            drawing = createBarcodeDrawing("QR", value=text, barLevel="M", **size)
            picture = drawing.asString("svg").encode()
        return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"

    # Decisions

    def _get_printing_problem(self):
        """Key and sentence that say why no link can be printed, or False."""
        self.ensure_one()
        problem = self._get_sending_problem()
        if not problem or problem[0] not in self._SOLVED_BY_PAPER:
            return problem
        return not self._may_ask_on_paper() and self._get_unwanted_problem()

    def _may_ask_on_paper(self):
        """Hook: whether somebody who cannot be written to may be asked on paper."""
        self.ensure_one()
        if self.kind == "manager":
            return self._may_ask()
        return self.offboarding_id._may_be_asked(self._PURPOSES[self.kind])

    def _get_next_mail_day(self):
        # Paper cannot be sent once more.
        if self.questionnaire_state == "sent" and not self._get_respondent_email():
            return False
        return super()._get_next_mail_day()

    def _may_remind(self):
        # The address may have been taken away since, or the person not be asked.
        return (
            bool(self._get_respondent_email())
            and self._may_ask()
            and super()._may_remind()
        )
