"""All pages of a former colleague at once, found by their routes.

A page that is added later is asked the same questions without a word here.
"""

import re

from lxml import html

from odoo.tests import tagged

from odoo.addons.hr_exit_interview.tests.common import TODAY

from .common_http import PortalPageCase

PREFIX = "/my/alumni"
MOST_QUERIES = 20
# Pages that ask more, and how much; not more for more people.
MORE_QUERIES = {PREFIX: 21, "/my/alumni/keepers": 22, "/my/alumni/circles": 26}
# Reached from another page than the first.
BELOW = {
    "/my/alumni/career": "/my/alumni/profile",
    "/my/alumni/milestone": "/my/alumni/profile",
    "/my/alumni/leave": "/my/alumni/consents",
}


@tagged("post_install", "-at_install", "security")
class TestPortalPages(PortalPageCase):
    """Ada Active has agreed to everything, and so have all the others."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.everything = cls.env["hr.privacy.purpose"].search([])
        cls.alumni._do_answer(cls.everything, channel="link")
        cls.circle = cls.env["hr.alumni.circle"].create(
            {
                "name": "All",
                "company_id": cls.company.id,
                "kind": "everyone",
                "admission": "rule",
                "moderator_id": cls.user_alumni.id,
            }
        )

    def _get_pages(self):
        """The pages without a number in the address."""
        routing = self.env["ir.http"]
        routes = routing._generate_routing_rules(
            sorted(self.env.registry._init_modules),
            converters=routing._get_converters(),
        )
        return sorted(
            {
                url
                for url, endpoint in routes
                if url.startswith(PREFIX)
                and "<" not in url
                and "GET" in (endpoint.routing.get("methods") or ["GET"])
            }
        )

    def _add_people(self, number, mark):
        """People in the directory and the circle, with what they post and ask for."""
        people = self.env["hr.alumni"]
        for one in range(number):
            people |= self._new_alumni(f"Person {mark}{one}", city="Porto")
        people._do_answer(self.everything, channel="link")
        people._do_open({"alumni": {"place", "messages"}})
        everybody = people + self.alumni
        known = self.circle.member_ids.alumni_id
        self.env["hr.alumni.circle.member"].create(
            [
                {
                    "circle_id": self.circle.id,
                    "alumni_id": one.id,
                    "state": "member",
                }
                for one in everybody - known
            ]
        )
        for place in self.circle.member_ids.filtered(
            lambda one: one.alumni_id in people
        ):
            self.env["hr.alumni.post"].create(
                {
                    "circle_id": self.circle.id,
                    "member_id": place.id,
                    "title": "Kilns",
                    "body": "Hot",
                    "state": "published",
                }
            )
        self.env["hr.alumni.request"].create(
            [
                {
                    "alumni_id": one.id,
                    "type_id": self.env.ref("hr_alumni.hr_alumni_request_type_pay").id,
                }
                for one in [*people, *[self.alumni] * number]
            ]
        )
        self.env["hr.alumni.career"].create(
            [{"alumni_id": self.alumni.id, "employer_name": "Kilns"}] * number
        )
        self.env["hr.alumni.benefit"].create(
            [
                {
                    "name": f"Benefit {mark}{one}",
                    "company_id": self.company.id,
                    "claim_way": "team",
                }
                for one in range(number)
            ]
        )
        self.env["hr.alumni.news"].create(
            [
                {
                    "name": f"News {mark}{one}",
                    "body": "Hot",
                    "company_id": self.company.id,
                    "state": "published",
                    "publish_date": TODAY,
                }
                for one in range(number)
            ]
        )

    def _count(self, url):
        self.env.flush_all()
        self.url_open(url)  # Warm.
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.assertEqual(self.url_open(url).status_code, 200, url)
        return self.env.cr.sql_log_count - before

    def test_queries(self):
        """Few, and as many for 43 people, posts, requests and news as for 3."""
        pages = [*self._get_pages(), f"{PREFIX}/circles/{self.circle.id}"]
        self.assertGreater(len(pages), 15)
        self._add_people(3, "a")
        few = {url: self._count(url) for url in pages}
        self._add_people(40, "b")
        many = {url: self._count(url) for url in pages}
        for url in pages:
            with self.subTest(url):
                self.assertLessEqual(many[url], few[url] + 1)
                page = url.removesuffix(f"/{self.circle.id}")
                most = MORE_QUERIES.get(page, MOST_QUERIES)
                self.assertLessEqual(many[url], most)

    def test_every_page_can_be_reached(self):
        for url in self._get_pages():
            if url == PREFIX:
                continue
            with self.subTest(url):
                page = self.url_open(BELOW.get(url, PREFIX)).text
                self.assertRegex(page, rf'href="{re.escape(url)}["?]')

    def test_no_way_leads_nowhere(self):
        """Whatever the state is, the first page has no link to an absent page."""
        for state in ("invited", "active", "dormant", "returned"):
            self.env.flush_all()
            self.env.cr.execute(
                "UPDATE hr_alumni SET state = %s WHERE id = %s", [state, self.alumni.id]
            )
            self.env.invalidate_all()
            tree = html.fromstring(self.url_open(PREFIX).content)
            links = {
                link
                for link in tree.xpath("//main//a/@href")
                if link.startswith(PREFIX)
            }
            self.assertGreater(len(links), 8)
            for url in sorted(links):
                with self.subTest(state=state, url=url):
                    self.assertEqual(self.url_open(url).status_code, 200)

    def test_pages_can_be_heard(self):
        """One heading that is the first, names for all fields, buttons and links."""
        for url in self._get_pages():
            tree = html.fromstring(self.url_open(url).content)
            [main] = tree.xpath("//main")
            with self.subTest(url):
                headings = main.xpath(".//*[self::h1 or self::h2 or self::h3]")
                self.assertEqual([one.tag for one in headings].count("h1"), 1)
                self.assertEqual(headings[0].tag, "h1")
                ids = tree.xpath("//@id")
                named = set(main.xpath(".//label/@for"))
                for field in main.xpath(
                    ".//input[@type != 'hidden'] | .//select | .//textarea"
                ):
                    self.assertTrue(
                        field.get("id") in named or field.get("aria-label"),
                        html.tostring(field),
                    )
                    self.assertEqual(ids.count(field.get("id")), 1)
                for one in main.xpath(".//a[@href] | .//button"):
                    self.assertTrue(
                        one.text_content().strip() or one.get("aria-label"),
                        html.tostring(one),
                    )
                for one in main.xpath(".//*[@aria-labelledby]"):
                    self.assertIn(one.get("aria-labelledby"), ids)

    def test_nothing_stands_twice_on_the_first_page(self):
        tree = html.fromstring(self.url_open(PREFIX).content)
        [nav] = tree.xpath("//main//nav[@name='pages']")
        links = nav.xpath(".//a/@href")
        self.assertEqual(sorted(links), sorted(set(links)))

    def test_only_former_colleagues_get_in(self):
        stranger = self._new_user("stranger", "base.group_portal")
        stranger.password = "stranger-Pass1"
        self.user_colleague.password = "colleague-Pass1"
        for user in (stranger, self.user_colleague):
            self._sign_in(user)
            for url in self._get_pages():
                with self.subTest(user=user.login, url=url):
                    self.assertEqual(self.url_open(url).status_code, 404)
        self.authenticate(None, None)
        for url in self._get_pages():
            with self.subTest(public=url):
                response = self.url_open(url, allow_redirects=False)
                self.assertIn("/web/login", response.headers["Location"])
