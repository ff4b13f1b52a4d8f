from urllib.parse import urlsplit

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from odoo.addons.hr_exit_interview.controllers.departure import Departure

from .keepers import AlumniKeepers
from .private_page import redirect_private, render_private


class AlumniFarewell(Departure):
    """From the leaver's own page to the choices of staying in touch."""

    @http.route(
        "/departure/<int:case_id>/<string:token>/network",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def enter_network(self, case_id, token, wish=None, **_posted):
        """Make the record that the choices hang on, and show them."""
        case = self._find(case_id, token)
        if not case:
            return self._render_absent()
        # Locked: of two clicks at the same moment one makes the record.
        case = case.try_lock_for_update()
        person = case and case._ensure_alumni()
        if not person or wish not in ("choices", "guidance"):
            return self._redirect(case_id, token, "unknown")
        link = person._get_signed_link("consent")
        if wish == "guidance":
            guidance = request.env["hr.alumni.guidance"]._do_request(person)
            link = guidance._get_signed_link("guidance")
        return redirect_private(urlsplit(link).path)


class AlumniKeepersByLink(AlumniKeepers):
    """The choice of keepers for whoever has no account, as before the last day."""

    @http.route(
        "/alumni/keepers/<int:alumni_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def keepers_by_link(self, alumni_id, token, message=None, **_query):
        """Who keeps in touch, and who could."""
        alumni = self._find_keeping(alumni_id, token)
        if not alumni:
            return render_private("hr_alumni.alumni_consent_void", {}, 410)
        return self._show_keepers(
            alumni, token, self._get_keeper_messages().get(message)
        )

    @http.route(
        "/alumni/keepers/<int:alumni_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def keepers_by_link_send(self, alumni_id, token, **posted):
        """Choose a colleague, wish for another one, or end it with somebody."""
        alumni = self._find_keeping(alumni_id, token).try_lock_for_update()
        if not alumni:
            return render_private("hr_alumni.alumni_consent_void", {}, 410)
        try:
            with request.env.cr.savepoint():
                done = self._carry_out(alumni, request.env["hr.alumni.keeper"], posted)
        except (UserError, ValidationError) as error:
            return self._show_keepers(alumni, token, ("warning", str(error)), 400)
        if not done:
            unknown = self._get_keeper_messages()["unknown"]
            return self._show_keepers(alumni, token, unknown, 400)
        return redirect_private(f"/alumni/keepers/{alumni_id}/{token}?message={done}")

    def _find_keeping(self, alumni_id, token):
        alumni = request.env["hr.alumni"]._find_by_signed_link(
            "keepers", alumni_id, token
        )
        return alumni._filter_consenting("keepers")

    def _show_keepers(self, alumni, token, message=None, status=200):
        return render_private(
            "hr_alumni.portal_my_alumni_keepers",
            {
                **self._prepare_keepers_values(alumni, message),
                "company_name": alumni.company_id.name,
                "res_company": alumni.company_id,
                "base_path": f"/alumni/keepers/{alumni.id}/{token}",
            },
            status,
        )
