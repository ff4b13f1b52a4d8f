from odoo.http import request

from odoo.addons.hr_exit_interview.controllers.private_page import (
    PRIVATE_HEADERS,
    get_html_data,
    render_private,
)

__all__ = ["PRIVATE_HEADERS", "get_html_data", "redirect_private", "render_private"]


def redirect_private(path):
    """To a page behind a signed link, after a form was sent."""
    response = request.redirect(path, code=303)
    response.headers.update(PRIVATE_HEADERS)
    return response
