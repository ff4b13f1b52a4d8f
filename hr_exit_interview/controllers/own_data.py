from werkzeug.wsgi import wrap_file

from odoo import http
from odoo.http import request

from ..models.hr_own_data_copy import PURPOSE
from .private_page import PRIVATE_HEADERS, render_private


class OwnData(http.Controller):
    """Somebody fetches the copy of what is known about them.

    Opening the page changes nothing, since mail programs follow links by themselves;
    the one button fetches the file, and the link is void then.
    """

    @http.route(
        "/own-data/<int:copy_id>/<string:token>",
        type="http",
        auth="public",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def show(self, copy_id, token, **_query):
        """Say what is in the file, with the button that fetches it."""
        copy = self._find(copy_id, token)
        if not copy:
            return self._render_absent()
        return render_private(
            "hr_exit_interview.own_data",
            {
                "base_path": f"/own-data/{copy_id}/{token}",
                "person_name": copy._get_own_person_name(),
                "company_name": copy.company_id.name,
                "res_company": copy.company_id,
            },
        )

    @http.route(
        "/own-data/<int:copy_id>/<string:token>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def fetch(self, copy_id, token, **_posted):
        """The file; the link opens nothing afterwards."""
        copy = self._find(copy_id, token)
        if not copy:
            return self._render_absent()
        return make_file_response(copy._do_give("link"))

    @http.route(
        "/hr_exit_interview/own-data/<int:copy_id>",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=False,
    )
    def hand_over(self, copy_id, **_query):
        """The file for HR, which hands it over."""
        copy = request.env["hr.own.data.copy"].browse(copy_id).exists()
        if not copy or not copy.has_access("write"):
            return request.not_found()
        copy._check_can_give()
        # Sudo: the field is written by the steps only.
        copy.sudo().user_id = request.env.uid
        return make_file_response(copy._do_give("office"))

    def _find(self, copy_id, token):
        copy = request.env["hr.own.data.copy"]._find_by_signed_link(
            PURPOSE, copy_id, token
        )
        if copy:
            lang = request.env["res.lang"]._get_code(copy._get_own_lang())
            request.update_context(lang=lang)
            copy = copy.with_context(lang=lang)
        return copy

    def _render_absent(self):
        """One answer for every link that opens nothing, so that it tells nothing."""
        return render_private("hr_exit_interview.own_data_absent", {}, status=404)


def make_file_response(stream):
    """The answer with a file of own data, which nobody keeps on the way.

    :param stream: open file; it is closed when it has been sent
    """
    size = stream.seek(0, 2)
    stream.seek(0)
    response = http.Response(
        wrap_file(request.httprequest.environ, stream),
        direct_passthrough=True,
        mimetype="application/zip",
    )
    response.headers.update(PRIVATE_HEADERS)
    response.headers["Content-Length"] = str(size)
    # Without a name: the file may lie on a desk that others see.
    response.headers["Content-Disposition"] = 'attachment; filename="own-data.zip"'
    return response
