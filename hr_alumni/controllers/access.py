from datetime import timedelta

from odoo import fields, http
from odoo.http import request

from ..models.hr_alumni_access import ACCESS
from .portal import AlumniPortal
from .private_page import render_private

# As many days before its end the own page says that the account ends.
SHOWN_DAYS = 30


class AlumniAccess(AlumniPortal):
    """An account that ends is put off by a signed link, without signing in."""

    @http.route(
        "/alumni/access/<int:alumni_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def access_show(self, alumni_id, token, **_query):
        """Say when it ends, and what the button does."""
        alumni = self._find_access(alumni_id, token)
        if not alumni:
            return render_private("hr_alumni.alumni_consent_void", {}, 410)
        return self._render_access(alumni)

    @http.route(
        "/alumni/access/<int:alumni_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def access_extend(self, alumni_id, token, **_posted):
        """Put the end off. After that the link is void."""
        # Locked: of two clicks at the same moment one counts.
        alumni = self._find_access(alumni_id, token).try_lock_for_update()
        if not alumni:
            return render_private("hr_alumni.alumni_consent_void", {}, 410)
        without = alumni._do_extend_access()
        alumni._note_sign_of_life()
        return self._render_access(alumni, is_done=True, is_without=bool(without))

    def _find_access(self, alumni_id, token):
        alumni = request.env["hr.alumni"]._find_by_signed_link(ACCESS, alumni_id, token)
        return alumni.filtered(lambda one: one._may_extend_access())

    def _render_access(self, alumni, is_done=False, is_without=False):
        company = alumni.company_id
        return render_private(
            "hr_alumni.alumni_access",
            {
                "res_company": company,
                "company_name": company.name,
                "company_email": company.email or False,
                "end": alumni.access_end_date,
                "is_over": alumni._is_access_over(),
                "is_done": is_done,
                "is_without": is_without,
            },
        )

    def _prepare_alumni_page_values(self, alumni):
        values = super()._prepare_alumni_page_values(alumni)
        end = alumni.access_end_date
        is_soon = end and end <= fields.Date.today() + timedelta(days=SHOWN_DAYS)
        may_extend = is_soon and alumni._may_extend_access()
        return {
            **values,
            "access_end": is_soon and end,
            "access_url": may_extend and alumni._get_signed_link(ACCESS),
        }
