from odoo.http import request

# The address in the browser holds a key: keep it out of caches, searches and referrers.
PRIVATE_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


def render_private(template, values, status=200):
    """The answer to a signed link: a page that nobody keeps or passes on."""
    response = request.render(template, {"no_breadcrumbs": True, **values})
    response.headers.update(PRIVATE_HEADERS)
    response.status_code = status
    return response


def redirect_private(path):
    """To a page behind a signed link, after a form was sent."""
    response = request.redirect(path, code=303)
    response.headers.update(PRIVATE_HEADERS)
    return response
