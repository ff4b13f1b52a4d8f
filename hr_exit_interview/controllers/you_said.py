from odoo import http
from odoo.http import request


class YouSaid(http.Controller):
    """What the company tells its staff about what leavers have said."""

    @http.route(
        "/offboarding/you-said-we-did",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
        sitemap=False,
    )
    def show(self, **_query):
        """The actions that are told to staff; others than employees find nothing."""
        user = request.env.user
        if not user._is_internal():
            raise request.not_found()
        Action = request.env["hr.exit.action"]
        told = Action._get_told(request.env.company, "staff")
        return request.render("hr_exit_interview.told_page", {"told": told})
