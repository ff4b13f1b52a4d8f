from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.hr_exit_interview.controllers.form_errors import get_error_texts
from odoo.addons.hr_exit_interview.tools.form_input import (
    MISSING,
    FormField,
    read_form,
)
from odoo.addons.hr_exit_interview.tools.rate_limit import RateLimit

from ..tools import uploads
from .portal import AlumniPortal
from .private_page import PRIVATE_HEADERS, render_private

# Everything that the form takes, and nothing else; a file beside it where the type has
# one. What a type needs is required.
REQUEST_FORM = {
    "period": FormField(max_length=12),
    "text": FormField(max_length=4000, is_multiline=True),
}
SHOWN = 100
DOWNLOADS = RateLimit(120, seconds=3600)


class AlumniRequests(AlumniPortal):
    """The pages on which a former colleague asks for something and reads the answer.

    What is not the person's own gets the same answer as what does not exist.
    """

    @http.route(
        "/my/alumni/requests", type="http", auth="user", methods=["GET"], website=True
    )
    def my_requests(self, message=None, **_query):
        """What the person has asked for, and what can be asked for."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        return self._render_requests(alumni, message)

    @http.route(
        "/my/alumni/requests/new/<int:type_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_request_new(self, type_id, **_query):
        """The form of one type."""
        alumni = self._get_own_alumni()
        request_type = self._find_type(type_id)
        if not alumni or not request_type:
            return request.not_found()
        return self._render_form(alumni, request_type, {}, {})

    @http.route(
        "/my/alumni/requests/new/<int:type_id>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def my_request_send(self, type_id, **posted):
        """Ask for it."""
        alumni = self._get_own_alumni()
        request_type = self._find_type(type_id)
        if not alumni or not request_type:
            return request.not_found()
        form = self._get_form(request_type)
        values, errors = read_form(form, posted)
        stints = self._get_stints(alumni)
        if request_type.needs_stint and values["period"] not in stints:
            errors["period"] = MISSING
        upload, problem = (None, False)
        if request_type.takes_file:
            upload, problem = uploads.read_upload(posted.get("file"))
        if problem:
            errors["file"] = problem
        if errors:
            return self._render_form(alumni, request_type, values, errors)
        # Locked: of two clicks at the same moment one asks.
        if not alumni.try_lock_for_update():
            return self._render_requests(alumni, "twice", status=409)
        vals = {"text": values["text"]}
        if request_type.needs_stint:
            vals["period_id"] = stints[values["period"]]["id"]
        try:
            with request.env.cr.savepoint():
                one = request.env["hr.alumni.request"]._submit(
                    alumni, request_type, vals, upload
                )
        except UserError:
            return self._render_requests(alumni, "limit", status=429)
        return request.redirect(f"/my/alumni/requests/{one.id}?message=sent")

    @http.route(
        "/my/alumni/requests/<int:request_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_request(self, request_id, message=None, **_query):
        """What was asked for, how it stands, the answer and its files."""
        alumni = self._get_own_alumni()
        own = self._find_request(alumni, request_id)
        if not own:
            return request.not_found()
        return self._render_request(alumni, own, message)

    @http.route(
        "/my/alumni/requests/<int:request_id>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def my_request_withdraw(self, request_id, **posted):
        """Take a request back."""
        alumni = self._get_own_alumni()
        own = self._find_request(alumni, request_id)
        if not own:
            return request.not_found()
        if posted.get("do") != "withdraw":
            return self._render_request(alumni, own, "unknown", status=400)
        if not own._do_withdraw():
            return self._render_request(alumni, own, "closed", status=400)
        return request.redirect(f"/my/alumni/requests/{own.id}?message=withdrawn")

    @http.route(
        "/my/alumni/requests/<int:request_id>/file/<int:file_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_request_file(self, request_id, file_id, **_query):
        """One of the files of an own request, never shown inside the browser."""
        own = self._find_request(self._get_own_alumni(), request_id)
        file = own and self._find_file(own, file_id)
        if not file or DOWNLOADS.is_over(own.id):
            return request.not_found()
        return self._send_file(file)

    def _prepare_overview_values(self, alumni):
        # First: what was sent in reads the names of the types, too.
        offered = request.env["hr.alumni.request.type"]._get_offered()
        papers = offered.filtered(lambda one: one.kind == "certificate")[:1]
        can_ask = papers and alumni.employment_period_ids
        return {
            **super()._prepare_overview_values(alumni),
            "certificate_url": f"/my/alumni/requests/new/{papers.id}"
            if can_ask
            else False,
        }

    def _find_type(self, type_id):
        offered = request.env["hr.alumni.request.type"]._get_offered()
        return offered.filtered(lambda one: one.id == type_id)

    def _find_request(self, alumni, request_id):
        """The request of this number if it is the person's own, in sudo."""
        return alumni.request_ids.filtered(lambda one: one.id == request_id)

    def _find_file(self, own, file_id):
        return own._get_page_files().filtered(lambda file: file.id == file_id)

    def _send_file(self, file):
        stream = request.env["ir.binary"]._get_stream_from(file, "raw")
        response = stream.get_response(as_attachment=True, max_age=0)
        response.headers.update(PRIVATE_HEADERS)
        response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response

    def _get_form(self, request_type):
        """The form of a type: the constant, with what the type needs required."""
        needed = {"text": request_type.needs_text, "period": request_type.needs_stint}
        return {
            name: field._replace(required=needed[name])
            for name, field in REQUEST_FORM.items()
        }

    def _get_stints(self, alumni):
        """The stints that can be chosen, by the text that the form sends."""
        periods = alumni.employment_period_ids.sorted("date_start")
        facts = periods._get_public_facts()
        return {
            str(period.id): {**fact, "id": period.id}
            for period, fact in zip(periods, facts, strict=True)
        }

    def _render_requests(self, alumni, message=None, status=200):
        newest = alumni.request_ids.sorted("id", reverse=True)[:SHOWN]
        types = request.env["hr.alumni.request.type"]._get_offered()
        return self._render(
            "hr_alumni.portal_my_alumni_requests",
            alumni,
            {
                "page_name": "alumni_requests",
                "requests": [one._get_page_values() for one in newest],
                "types": [one._get_page_values() for one in types],
                "message": self._get_request_messages().get(message),
            },
            status,
        )

    def _render_form(self, alumni, request_type, values, errors):
        texts = {**get_error_texts(), **self._get_upload_texts()}
        return self._render(
            "hr_alumni.portal_my_alumni_request_new",
            alumni,
            {
                "page_name": "alumni_requests",
                "type": request_type._get_page_values(),
                "stints": self._get_stints(alumni),
                "form": self._get_form(request_type),
                "values": values,
                "errors": {name: texts[code] for name, code in errors.items()},
            },
            status=400 if errors else 200,
        )

    def _render_request(self, alumni, own, message=None, status=200):
        return self._render(
            "hr_alumni.portal_my_alumni_request",
            alumni,
            {
                "page_name": "alumni_requests",
                "one": own._get_page_values(),
                "message": self._get_request_messages().get(message),
            },
            status,
        )

    def _get_upload_texts(self):
        """A sentence for each code of `uploads`."""
        env = request.env
        return {
            uploads.EMPTY: env._("This file is empty. Choose another one."),
            uploads.TOO_LARGE: env._(
                "This file is too large. Choose one of at most 5 MB."
            ),
            uploads.BAD_TYPE: env._(
                "This is no PDF file and no picture (PNG or JPEG). Choose another one."
            ),
        }

    def _get_request_messages(self):
        """What may be said at the top of the page: a kind and a sentence by key."""
        env = request.env
        return {
            "sent": (
                "success",
                env._("Thank you. We have it; you see here how it goes on."),
            ),
            "withdrawn": ("success", env._("You have withdrawn it.")),
            "closed": (
                "warning",
                env._("It is closed already. Nothing has been changed."),
            ),
            "unknown": (
                "warning",
                env._("Use the buttons on this page. Nothing has been changed."),
            ),
            "twice": (
                "warning",
                env._(
                    "You sent the form twice at once. Look at the list below before "
                    "you send it again."
                ),
            ),
            "limit": (
                "warning",
                env._(
                    "You have asked for a lot today. Send the rest tomorrow; nothing "
                    "of it has been sent."
                ),
            ),
        }


class AlumniRequestByLink(AlumniRequests):
    """The answer for whoever has no account: by a link that works once.

    Programs that look at links before a person does change nothing: only the button of
    the page uses the link. The files behind it can be fetched for an hour.
    """

    @http.route(
        "/alumni/request/<int:request_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def request_by_link(self, request_id, token, **_query):
        """Say what the button does."""
        found = self._find_by_link(request_id, token)
        if not found:
            return render_private("hr_alumni.alumni_request_void", {}, 410)
        return render_private(
            "hr_alumni.alumni_request_open",
            {
                "reference": found.name,
                "company_name": found.company_id.name,
                "res_company": found.company_id,
                "base_path": f"/alumni/request/{found.id}/{token}",
            },
        )

    @http.route(
        "/alumni/request/<int:request_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def request_by_link_open(self, request_id, token, **_posted):
        """Show the answer, once."""
        found = self._find_by_link(request_id, token).try_lock_for_update()
        if not found:
            return render_private("hr_alumni.alumni_request_void", {}, 410)
        found._use_link()
        lang = request.env["res.lang"]._get_code(
            found.alumni_id.partner_id.lang or request.env.lang
        )
        request.update_context(lang=lang)
        values = found.with_context(lang=lang)._get_page_values()
        for file in values["files"]:
            file["url"] = found._get_file_path(file["id"])
        return render_private(
            "hr_alumni.alumni_request_answer",
            {
                "one": values,
                "company_name": found.company_id.name,
                "res_company": found.company_id,
            },
        )

    @http.route(
        "/alumni/request/<int:request_id>/<string:token>/file/<int:file_id>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def request_by_link_file(self, request_id, token, file_id, **_query):
        """One of the files of the answer."""
        found, extra = request.env["hr.alumni.request"]._read_signed_link(
            "request_file", request_id, token
        )
        file = found and extra == [file_id] and self._find_file(found, file_id)
        if not file or DOWNLOADS.is_over(found.id):
            return render_private("hr_alumni.alumni_request_void", {}, 410)
        return self._send_file(file)

    def _find_by_link(self, request_id, token):
        return request.env["hr.alumni.request"]._find_by_signed_link(
            "request", request_id, token
        )
