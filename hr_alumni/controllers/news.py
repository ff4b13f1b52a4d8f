from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import pager as portal_pager

from .portal import AlumniPortal

NEWS_PER_PAGE = 10


class AlumniNews(AlumniPortal):
    """What the company tells former colleagues, on their page.

    News that is not for the person gets the same answer as one that does not exist.
    """

    @http.route(
        ["/my/alumni/news", "/my/alumni/news/page/<int:page>"],
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_alumni_news(self, page=1, **_query):
        """News for the person, newest first."""
        alumni = self._get_own_alumni()
        if not alumni:
            return request.not_found()
        # Sudo: people have no rights on news; the domain is what they may read.
        News = request.env["hr.alumni.news"].sudo()
        domain = News._get_shown_domain(alumni)
        pager = portal_pager(
            url="/my/alumni/news",
            total=News.search_count(domain),
            page=page,
            step=NEWS_PER_PAGE,
        )
        shown = News.search(domain, limit=NEWS_PER_PAGE, offset=pager["offset"])
        return self._render(
            "hr_alumni.portal_my_alumni_news",
            alumni,
            {
                "page_name": "alumni_news",
                "news": [self._prepare_news(one) for one in shown],
                "pager": pager,
            },
        )

    @http.route(
        "/my/alumni/news/<int:news_id>",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def my_alumni_news_one(self, news_id, **_query):
        """One of them, whole."""
        alumni = self._get_own_alumni()
        shown = request.env["hr.alumni.news"]._get_shown(alumni)
        one = shown.filtered(lambda news: news.id == news_id)
        if not one:
            return request.not_found()
        return self._render(
            "hr_alumni.portal_my_alumni_news_one",
            alumni,
            {
                "page_name": "alumni_news",
                "one": {**self._prepare_news(one), "body": one.body},
            },
        )

    def _prepare_news(self, news):
        """Hook: what members see of news in a list."""
        kinds = dict(news._fields["kind"]._description_selection(request.env))
        return {
            "id": news.id,
            "name": news.name,
            "kind": kinds[news.kind],
            "date": news.publish_date,
            "is_pinned": news.is_pinned,
        }
