import logging

from odoo import SUPERUSER_ID, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, is_html_empty

from ..tools.letters import find_gaps, get_file_name
from .hr_offboarding_letter_text import KINDS

_logger = logging.getLogger(__name__)


class HrOffboardingLetter(models.Model):
    """A letter to somebody who leaves: written as a draft, issued as a paper.

    It begins with the text of its kind and the facts of the departure, in the language
    of the leaver, and is edited freely until it is issued. Issuing makes a PDF, or a
    page of its own where there is no PDF engine, and attaches it to the departure; from
    then on the letter does not change. A letter never tells the reason.
    """

    _name = "hr.offboarding.letter"
    _description = "Letter of a Departure"
    _inherit = ["hr.state.mixin"]
    _order = "offboarding_id, kind, id"

    _TRANSITIONS = {"issued": {"draft"}}  # target: where one may come from
    _FROZEN = (
        "offboarding_id",
        "kind",
        "name",
        "date",
        "lang",
        "signatory",
        "body",
        "issued_annex",
    )
    _USABLE_ENGINES = ("ok", "upgrade")

    name = fields.Char(string="Title", required=True)
    kind = fields.Selection(KINDS, required=True, readonly=True)
    offboarding_id = fields.Many2one(
        "hr.offboarding",
        string="Departure",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="offboarding_id.company_id", store=True, index=True
    )
    employee_id = fields.Many2one(related="offboarding_id.employee_id")
    date = fields.Date(required=True, default=fields.Date.context_today)
    lang = fields.Selection(
        selection=lambda self: self.env["res.lang"].get_installed(),
        string="Language",
        readonly=True,
        help="The language of the leaver, in which dates and headings are written.",
    )
    signatory = fields.Char(
        string="Signed by", help="The name below the line for the signature."
    )
    body = fields.Html(string="Text")
    state = fields.Selection(
        [("draft", "Draft"), ("issued", "Issued")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
    )
    issued_date = fields.Datetime(string="Issued on", readonly=True, copy=False)
    issued_user_id = fields.Many2one(
        "res.users", string="Issued by", readonly=True, copy=False
    )
    attachment_id = fields.Many2one(
        "ir.attachment",
        string="Paper",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    is_shared_with_leaver = fields.Boolean(
        related="attachment_id.is_shared_with_leaver", readonly=False
    )

    _draft_uniq = models.UniqueIndex(
        "(offboarding_id, kind) WHERE state = 'draft'",
        "There is a draft of this letter already. Open that one instead.",
    )

    @api.depends("offboarding_id.name", "name")
    def _compute_display_name(self):
        for letter in self:
            letter.display_name = f"{letter.offboarding_id.name}: {letter.name}"

    def write(self, vals):
        if vals.keys() & set(self._FROZEN) and any(
            letter.state == "issued" for letter in self
        ):
            raise UserError(
                self.env._(
                    "A letter that was issued does not change. Prepare another one of "
                    "the same kind instead."
                )
            )
        result = super().write(vals)
        if "state" in vals:
            # Another draft may be begun next: the index of drafts must know.
            self.flush_recordset(["state"])
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_issued(self):
        if any(letter.state == "issued" for letter in self):
            raise UserError(
                self.env._("A letter that was issued is kept, with the departure.")
            )

    # Buttons

    def action_open(self):
        """Open these letters, a single one as a form."""
        self.check_access("read")
        return self._get_records_action(name=self.env._("Letters"))

    def action_issue(self):
        """Make papers of these letters and attach them to their departures.

        :return: True, or a notification that pages were attached instead of PDF
        :raise UserError: a letter has gaps, or something is owed; none is issued then
        """
        self.check_access("write")
        self._check_can_move("issued")
        self._check_can_issue()
        failures = [reason for letter in self if (reason := letter._do_issue())]
        return self._notify_pages(failures[0]) if failures else True

    def action_print(self):
        """Print these letters as they are, drafts too."""
        self.check_access("read")
        return self.env.ref(
            "hr_exit_interview.hr_offboarding_letter_report"
        ).report_action(self, config=False)

    def action_download(self):
        """Download the paper of an issued letter."""
        self.ensure_one()
        self.check_access("read")
        if not self.attachment_id:
            raise UserError(
                self.env._(
                    "The paper of this letter was deleted from the departure. Print "
                    "the letter instead."
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{self.attachment_id.id}?download=true",
            "target": "download",
        }

    # Steps

    def _do_issue(self):
        """Make the paper of one letter.

        :return: why it is a page and no PDF, or False
        """
        self.ensure_one()
        content, mimetype, failure = self._render_paper()
        extension = "pdf" if mimetype == "application/pdf" else "html"
        # As the system after the check in the button: core keeps the page of somebody
        # who may not edit views as plain text, which a browser shows as its source.
        # The text was sanitised, and papers are served as downloads.
        paper = (
            self.env["ir.attachment"]
            .with_user(SUPERUSER_ID)
            .create(
                {
                    "name": get_file_name(
                        self.offboarding_id.name, self.name, extension
                    ),
                    "raw": content,
                    "mimetype": mimetype,
                    "res_model": "hr.offboarding",
                    "res_id": self.offboarding_id.id,
                }
            )
        )
        self._move_to("issued")
        # Sudo: the paper belongs to the letter from now on, written by this step only.
        self.sudo().attachment_id = paper.id
        return failure

    def _prepare_move_values(self, state):
        return {
            **super()._prepare_move_values(state),
            "issued_date": fields.Datetime.now(),
            "issued_user_id": self.env.uid,
        }

    def _render_paper(self):
        """The paper of one letter: a PDF where that works, else a page of its own.

        :return: tuple of bytes, type, and why it is no PDF or False
        """
        self.ensure_one()
        failure = self._get_engine_failure()
        if not failure:
            try:
                # What the engine breaks in the database stays with the engine.
                with self.env.cr.savepoint():
                    content, kind = self.env["ir.actions.report"]._render_qweb_pdf(
                        "hr_exit_interview.hr_offboarding_letter_report", self.ids
                    )
            except Exception:
                _logger.exception("No PDF of letter %s: attached as a page.", self.id)
                failure = self.env._("The PDF engine of this server has failed.")
            else:
                if kind == "pdf":
                    return content, "application/pdf", False
                failure = self.env._("The PDF engine of this server is not running.")
        page = self.env["ir.qweb"]._render(
            "hr_exit_interview.report_offboarding_letter_page",
            {
                "letter": self.with_context(lang=self.lang),
                # Sudo: name, logo and address of the company stand on every letter.
                "company": self.company_id.sudo(),
                "is_html_empty": is_html_empty,
            },
            lang=self.lang,
        )
        return str(page).encode(), "text/html", failure

    @api.model
    def _get_engine_failure(self):
        """Sentence that says why there will be no PDF, or False."""
        state = self.env["ir.actions.report"].get_wkhtmltopdf_state()
        # While addons are installed the server does not answer the engine.
        if state in self._USABLE_ENGINES and self.pool.ready:
            return False
        return self.env._("The PDF engine of this server cannot be used.")

    def _notify_pages(self, failure):
        """Tell that the letters are issued, and in which form."""
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "title": self.env._("Issued as a page"),
                "type": "warning",
                "message": self.env._(
                    "%(failure)s The letter is attached as a page that every browser "
                    "opens and prints. An administrator can install wkhtmltopdf; then "
                    "letters are PDF files.",
                    failure=failure,
                ),
                "sticky": True,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    # Questions

    def _check_can_issue(self):
        """Refuse letters that are not finished, or that would not be true."""
        for letter in self:
            letter.offboarding_id._check_may_write_letter(letter.kind)
            if gaps := find_gaps(letter.body):
                raise UserError(
                    self.env._(
                        "%(letter)s still has words in square brackets. Replace them "
                        "before you issue it: %(gaps)s.",
                        letter=letter.display_name,
                        gaps=", ".join(f"[{gap}]" for gap in gaps),
                    )
                )

    def _get_date_line(self):
        """Place and date, as they stand above a letter."""
        day = format_date(self.env, self.date, self.lang, date_format="long")
        # Sudo: the address of the company stands on every letter.
        place = self.company_id.sudo().city
        return f"{place}, {day}" if place else day

    def _get_company_address(self):
        """Name and address of the company, in lines."""
        # Sudo: the address of the company stands on every letter.
        partner = self.company_id.sudo().partner_id
        address = partner._display_address(without_company=True)
        lines = [partner.name, *map(str.strip, address.splitlines())]
        return "\n".join(filter(None, lines))

    def _get_recipient_lines(self):
        """Name and private address of the leaver, for the address field of letters.

        A certificate and a reference are shown to others: they carry no address.
        """
        self.ensure_one()
        if self.kind in ("certificate", "reference"):
            return []
        employee = self.employee_id
        place = f"{employee.private_zip or ''} {employee.private_city or ''}".strip()
        lines = [
            employee.name,
            employee.private_street,
            employee.private_street2,
            place,
            employee.private_country_id.name,
        ]
        return list(filter(None, lines))
