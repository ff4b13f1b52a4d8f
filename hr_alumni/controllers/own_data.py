from odoo import http
from odoo.http import request

from odoo.addons.hr_exit_interview.controllers.own_data import make_file_response

from .portal import AlumniPortal


class AlumniOwnData(AlumniPortal):
    """A former colleague who is signed in fetches the copy of the own data."""

    @http.route(
        "/my/alumni/data", type="http", auth="user", methods=["GET"], website=True
    )
    def my_alumni_data(self, **_query):
        """Say what is in the file, with the button that fetches it."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        return self._render("hr_alumni.portal_my_alumni_data", alumni, {})

    @http.route(
        "/my/alumni/data", type="http", auth="user", methods=["POST"], website=True
    )
    def my_alumni_data_fetch(self, **_posted):
        """The file, with what only the person and an adviser may read."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        # Locked: it is some work, and clicked twice it is done once.
        if not alumni.try_lock_for_update():
            return self._render_overview(alumni, message="twice", status=409)
        # Sudo: people have no rights on copies; made by the account of the person, who
        # reads nothing of what few may read.
        copy = request.env["hr.own.data.copy"].sudo().create({"alumni_id": alumni.id})
        return make_file_response(copy._do_give("portal"))
