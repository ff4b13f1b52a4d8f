from odoo import http
from odoo.http import request

from .private_page import render_private

PURPOSE = "stop"


class AlumniStop(http.Controller):
    """The link at the end of our own mails that stops such mails.

    Opening it changes nothing, since mail programs follow links by themselves; the one
    button does, and so does the button that mail programs show for it. The link works
    however old the mail is, and as often as it is used.
    """

    @http.route(
        "/alumni/stop/<int:alumni_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def show(self, alumni_id, token, **_query):
        """Say what the button will stop."""
        alumni, code = self._find(alumni_id, token)
        if not alumni:
            return render_private("hr_alumni.alumni_consent_void", {}, status=410)
        return render_private("hr_alumni.alumni_stop", self._prepare(alumni, code))

    # No key of a form: the button of a mail program sends none. The signed link is
    # what allows it, and it does nothing but stop mails.
    @http.route(
        "/alumni/stop/<int:alumni_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
        csrf=False,
    )
    def stop(self, alumni_id, token, **_posted):
        """Stop the mails that the link is about."""
        alumni, code = self._find(alumni_id, token)
        if not alumni:
            return render_private("hr_alumni.alumni_consent_void", {}, status=410)
        alumni._do_stop(code)
        return render_private(
            "hr_alumni.alumni_stop", {**self._prepare(alumni, code), "is_done": True}
        )

    def _find(self, alumni_id, token):
        alumni, extra = request.env["hr.alumni"]._read_signed_link(
            PURPOSE, alumni_id, token
        )
        return alumni, extra[0] if extra else False

    def _prepare(self, alumni, code):
        purpose = alumni._get_purpose(code)
        return {
            "res_company": alumni.company_id,
            "company_name": alumni.company_id.name,
            "person_name": alumni.display_name,
            "purpose_code": code,
            "purpose_name": code not in ("any", "invitation") and purpose.name,
            "is_done": False,
        }
