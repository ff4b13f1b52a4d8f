from odoo import http
from odoo.http import request

from ..models.hr_alumni_profile import EMAIL
from .private_page import render_private


class AlumniEmailConfirmation(http.Controller):
    """A new address is confirmed by a link that works once; looking changes nothing."""

    @http.route(
        "/alumni/email/<int:alumni_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def show_email(self, alumni_id, token, **_query):
        """Say what the button does."""
        alumni = self._find(alumni_id, token)
        if not alumni:
            return self._render_void()
        return self._render_email(alumni, f"/alumni/email/{alumni.id}/{token}")

    @http.route(
        "/alumni/email/<int:alumni_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def confirm_email(self, alumni_id, token, **_posted):
        """Use the new address from now on."""
        alumni = self._find(alumni_id, token).try_lock_for_update()
        if not alumni:
            return self._render_void()
        signs_in = alumni._do_confirm_email()
        return self._render_email(alumni, is_confirmed=True, signs_in=signs_in)

    def _find(self, alumni_id, token):
        found = request.env["hr.alumni"]._find_by_signed_link(EMAIL, alumni_id, token)
        return found.filtered("asked_email")

    def _render_void(self):
        return render_private("hr_alumni.alumni_consent_void", {}, 410)

    def _render_email(self, alumni, action_url="", is_confirmed=False, signs_in=False):
        return render_private(
            "hr_alumni.alumni_email",
            {
                "res_company": alumni.company_id,
                "company_name": alumni.company_id.name,
                "email": alumni.asked_email or alumni.private_email,
                "action_url": action_url,
                "is_confirmed": is_confirmed,
                "signs_in": signs_in,
            },
        )
