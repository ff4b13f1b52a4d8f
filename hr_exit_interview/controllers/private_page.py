"""Pages behind a signed link: the address in the browser holds a key."""

from odoo.http import request

# Keeps the key out of caches, searches, frames and referrers.
PRIVATE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}


def get_html_data():
    """Values of a page that tell screen readers its language; the layout does not."""
    lang = (request.env.lang or "en_US").partition("@")[0]
    return {"html_data": {"lang": lang.replace("_", "-")}}


def render_private(template, values, status=200):
    """The answer to a signed link: a page that nobody keeps or passes on."""
    response = request.render(
        template,
        {
            "no_breadcrumbs": True,
            # Its links would carry the key of this page, and lead outside.
            "no_footer": True,
            **get_html_data(),
            **values,
        },
    )
    response.headers.update(PRIVATE_HEADERS)
    response.status_code = status
    return response
