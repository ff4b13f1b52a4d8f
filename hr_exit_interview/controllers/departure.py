from odoo import http
from odoo.http import request

from ..models.hr_offboarding_own_page import EMAIL
from ..tools.form_input import FormField, read_field, read_form
from ..tools.rate_limit import RateLimit
from .form_errors import get_error_texts
from .private_page import PRIVATE_HEADERS, render_private

# Everything that the forms take, and nothing else.
CONTACT_FORM = {
    "private_phone": FormField("phone", max_length=40),
    "private_street": FormField(),
    "private_street2": FormField(),
    "private_zip": FormField(max_length=20),
    "private_city": FormField(),
    "private_country_id": FormField(max_length=2),
}
EMAIL_FIELD = FormField("email", max_length=254, required=True)
FOLLOW_UP_CHOICES = ("yes", "no")
NOTE_FIELD = FormField(max_length=2000, is_multiline=True)
CHANGES = RateLimit(60, seconds=3600)
DOWNLOADS = RateLimit(120, seconds=3600)


class Departure(http.Controller):
    """The leaver's own page, by a signed link: opening it changes nothing.

    What is shown are the plain values that the case hands out, no record.
    """

    @http.route(
        "/departure/<int:case_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def show(self, case_id, token, message=None, **_query):
        """What is left to do, papers and contact details."""
        case = self._find(case_id, token)
        if not case:
            return self._render_absent()
        return self._render_page(case, token, message=message)

    @http.route(
        "/departure/<int:case_id>/<string:token>/task",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def complete_task(self, case_id, token, task=None, note=None, **_posted):
        """One task of the leaver is done."""
        case = self._find(case_id, token)
        if not case:
            return self._render_absent()
        if CHANGES.is_over(case.id):
            return self._render_page(case, token, message="limit", status=429)
        own = case._get_page_tasks().filtered(lambda own: str(own.id) == task)
        note, error = read_field(NOTE_FIELD, note)
        if error:
            return self._render_page(
                case, token, errors={f"note_{own.id}": error}, status=400
            )
        if not own:
            return self._render_page(case, token, message="unknown", status=400)
        own._do_done_by_leaver(note)
        return self._redirect(case_id, token, "done")

    @http.route(
        "/departure/<int:case_id>/<string:token>/contact",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def change_contact(self, case_id, token, **posted):
        """New phone number and postal address."""
        case = self._find(case_id, token)
        if not case:
            return self._render_absent()
        if CHANGES.is_over(case.id):
            return self._render_page(case, token, message="limit", status=429)
        values, errors = read_form(CONTACT_FORM, posted)
        code = values["private_country_id"]
        country = request.env["res.country"].sudo()  # Visitors need not read countries.
        country = country.search([("code", "=", code)], limit=1) if code else country
        if code and not country:
            errors.setdefault("private_country_id", "unknown_country")
        if errors:
            return self._render_page(
                case, token, details=values, errors=errors, status=400
            )
        case._do_update_contact({**values, "private_country_id": country.id})
        return self._redirect(case_id, token, "saved")

    @http.route(
        "/departure/<int:case_id>/<string:token>/email",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def ask_email(self, case_id, token, email=None, **_posted):
        """Mail a link to the address that is to be confirmed."""
        case = self._find(case_id, token)
        if not case:
            return self._render_absent()
        email, error = read_field(EMAIL_FIELD, email)
        if error:
            return self._render_page(
                case, token, email=email, errors={"email": error}, status=400
            )
        if CHANGES.is_over(case.id) or not case._do_ask_email(email):
            return self._render_page(case, token, message="limit", status=429)
        return self._redirect(case_id, token, "mailed")

    @http.route(
        "/departure/<int:case_id>/<string:token>/follow_up",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def choose_follow_up(self, case_id, token, follow_up=None, **_posted):
        """Whether the person may be asked again later; said anew at any time."""
        case = self._find(case_id, token)
        if not case:
            return self._render_absent()
        if CHANGES.is_over(case.id):
            return self._render_page(case, token, message="limit", status=429)
        if follow_up not in FOLLOW_UP_CHOICES or not case._is_follow_up_offered():
            return self._render_page(case, token, message="unknown", status=400)
        case._do_choose_follow_up(follow_up)
        return self._redirect(case_id, token, "chosen")

    @http.route(
        "/departure/<int:case_id>/<string:token>/document/<int:document_id>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def download(self, case_id, token, document_id, **_query):
        """One of the papers that HR has shared, never shown inside the browser."""
        case = self._find(case_id, token)
        document = case and case._get_page_documents().filtered(
            lambda paper: paper.id == document_id
        )
        if not document:
            return self._render_absent()
        if DOWNLOADS.is_over(case.id):
            return self._render_page(case, token, message="limit", status=429)
        stream = request.env["ir.binary"]._get_stream_from(document, "raw")
        response = stream.get_response(as_attachment=True, max_age=0)
        response.headers.update(PRIVATE_HEADERS)
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        return response

    @http.route(
        "/departure/email/<int:case_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def show_email(self, case_id, token, **_query):
        """Ask to confirm the address that the link was sent to."""
        case, extra = self._read(case_id, token, EMAIL)
        if not case:
            return self._render_absent()
        return self._render_email(case, extra[0])

    @http.route(
        "/departure/email/<int:case_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def confirm_email(self, case_id, token, **_posted):
        """The address is the private one from now on."""
        case, extra = self._read(case_id, token, EMAIL)
        if not case:
            return self._render_absent()
        case._do_confirm_email(extra[0])
        return self._render_email(case, extra[0], is_confirmed=True)

    def _find(self, case_id, token):
        return self._read(case_id, token)[0]

    def _read(self, case_id, token, *purpose):
        case, extra = request.env["hr.offboarding"]._find_by_own_page_link(
            case_id, token, *purpose
        )
        if case:
            lang = request.env["res.lang"]._get_code(case._get_leaver_lang())
            request.update_context(lang=lang)
            case = case.with_context(lang=lang)
        return case, extra

    def _redirect(self, case_id, token, message):
        path = f"/departure/{case_id}/{token}?message={message}"
        response = request.redirect(path, code=303)
        response.headers.update(PRIVATE_HEADERS)
        return response

    def _render_page(self, case, token, message=None, errors=None, status=200, **typed):
        texts = self._get_error_texts()
        values = case._get_leaver_page_values()
        countries = request.env["res.country"].sudo()  # As above.
        return render_private(
            "hr_exit_interview.departure_own_page",
            {
                **values,
                **typed,
                "base_path": f"/departure/{case.id}/{token}",
                "countries": countries.search([]).mapped(lambda c: (c.code, c.name)),
                "errors": {
                    name: texts[error] for name, error in (errors or {}).items()
                },
                "form": CONTACT_FORM,
                "message": self._get_messages().get(message),
                "res_company": case.company_id,
            },
            status,
        )

    def _render_email(self, case, email, is_confirmed=False):
        return render_private(
            "hr_exit_interview.departure_email",
            {
                "email": email,
                "company_name": case.company_id.name,
                "is_confirmed": is_confirmed,
                "res_company": case.company_id,
            },
        )

    def _render_absent(self):
        """One answer for every link that opens nothing, so that it tells nothing."""
        return render_private("hr_exit_interview.departure_absent", {}, status=404)

    def _get_messages(self):
        """What may be said at the top of the page: a kind and a sentence by key."""
        env = request.env
        return {
            "done": ("success", env._("Thank you, this task is done.")),
            "saved": ("success", env._("Your contact details are saved.")),
            "chosen": ("success", env._("Thank you, we have noted your choice.")),
            "mailed": (
                "success",
                env._(
                    "A mail is on its way. Follow the link in it to confirm the "
                    "address; until then nothing changes."
                ),
            ),
            "unknown": (
                "warning",
                env._("Use the buttons on this page. Nothing has been changed."),
            ),
            "limit": (
                "warning",
                env._(
                    "That was a lot in a short time. Wait an hour, or a day for mails, "
                    "and try again. Nothing has been changed."
                ),
            ),
        }

    def _get_error_texts(self):
        """A sentence for each mistake that the forms of this page can find."""
        return {
            **get_error_texts(),
            "unknown_country": request.env._("Choose a country from the list."),
        }
