from odoo import http
from odoo.http import request

from ..tools.directory import AUDIENCES, read_choices
from .portal import AlumniPortal
from .private_page import render_private

PURPOSE = "opening"


class AlumniOpening(AlumniPortal):
    """The page on which a former colleague decides who sees what in the directory.

    It is reached by a signed link from the page of choices, or signed in. Only
    audiences that the person has agreed to are asked about.
    """

    @http.route(
        "/alumni/opening/<int:alumni_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def opening_show(self, alumni_id, token, **_query):
        """Show who sees what, by a link."""
        alumni = self._find_by_opening_link(alumni_id, token)
        if not alumni:
            return self._render_void_opening()
        return self._render_opening_page(alumni)

    @http.route(
        "/alumni/opening/<int:alumni_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def opening_send(self, alumni_id, token, **posted):
        """Carry out the choice. After that the link is void, when it has changed."""
        # Locked: of two clicks at the same moment one decides.
        alumni = self._find_by_opening_link(alumni_id, token).try_lock_for_update()
        if not alumni:
            return self._render_void_opening()
        self._open_what_was_ticked(alumni, posted)
        return self._render_opening_page(alumni, is_saved=True)

    @http.route(
        "/my/alumni/opening", type="http", auth="user", methods=["GET"], website=True
    )
    def my_alumni_opening(self, saved=None, **_query):
        """Show who sees what, signed in."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        return self._render(
            "hr_alumni.portal_my_alumni_opening",
            alumni,
            {**self._prepare_opening_values(alumni), "is_saved": bool(saved)},
        )

    @http.route(
        "/my/alumni/opening", type="http", auth="user", methods=["POST"], website=True
    )
    def my_alumni_opening_send(self, **posted):
        """Carry out the choice of whoever is signed in."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        if alumni.try_lock_for_update():
            self._open_what_was_ticked(alumni, posted)
        return request.redirect("/my/alumni/opening?saved=1")

    def _open_what_was_ticked(self, alumni, posted):
        audiences = self._get_audiences(alumni)
        # Sudo: whoever has the link or the account decides, and has no rights here.
        alumni.sudo()._do_open(read_choices(posted, audiences))

    def _find_by_opening_link(self, alumni_id, token):
        return request.env["hr.alumni"]._find_by_signed_link(PURPOSE, alumni_id, token)

    def _get_audiences(self, alumni):
        """The audiences that the person has agreed to, in the order of the page."""
        agreed = {audience for _one, audience in alumni._get_directory_consents()}
        return [audience for audience in AUDIENCES if audience in agreed]

    def _prepare_opening_values(self, alumni):
        """Hook: what the page shows of a record that was read in sudo."""
        fields = alumni.env["hr.alumni.opening"]._fields
        labels, items = (
            dict(fields[name]._description_selection(request.env))
            for name in ("audience", "item")
        )
        opened = {(one.audience, one.item) for one in alumni.opening_ids}
        texts = alumni._describe_items()
        audiences = self._get_audiences(alumni)
        return {
            "audiences": [
                {
                    "code": audience,
                    "name": labels[audience],
                    "needs_item": AUDIENCES[audience].needs_item,
                    "items": [
                        {
                            "code": item,
                            "name": items[item],
                            "text": texts[item],
                            "is_open": (audience, item) in opened,
                        }
                        for item in AUDIENCES[audience].items
                    ],
                }
                for audience in audiences
            ],
            "others": [
                labels[audience] for audience in AUDIENCES if audience not in audiences
            ],
        }

    def _render_opening_page(self, alumni, is_saved=False):
        # Sudo: whoever holds the link has no rights of their own.
        alumni = alumni.sudo()
        company = alumni.company_id
        values = {
            **self._prepare_opening_values(alumni),
            "res_company": company,
            "person_name": alumni.display_name,
            "company_name": company.name,
            "is_saved": is_saved,
            # Made anew: the choice may have made the one that was used void.
            "action_url": alumni._get_signed_link(PURPOSE),
            "choices_url": alumni._get_signed_link("consent"),
        }
        return render_private("hr_alumni.alumni_opening", values)

    def _render_void_opening(self):
        return render_private("hr_alumni.alumni_consent_void", {}, 410)
