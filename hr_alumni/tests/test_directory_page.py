"""The directory on the portal, and messages that show no address."""

from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from ..models.hr_alumni_relay import PER_DAY
from .common_directory import DirectoryCase
from .common_http import PortalPageCase

PAGE = "/my/alumni/directory"
ITEMS = {"employer", "job", "place", "skills", "past", "left", "open", "messages"}


@tagged("post_install", "-at_install", "security")
class TestDirectoryPage(PortalPageCase, DirectoryCase, MailCase):
    """Bo Other looks for Ada Active."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.alumni._do_open({"alumni": ITEMS})
        cls.row = cls.alumni.directory_ids.filtered(
            lambda row: row.audience == "alumni"
        )

    def setUp(self):
        super().setUp()
        self._sign_in(self.other._get_account())
        self.person = f"{PAGE}/{self.row.id}"

    def _write(self, values=None, url=None):
        with self.mock_mail_gateway(mail_unlink_sent=True):
            response = self._post(
                url or self.person,
                {"text": "A coffee?", "shows_address": "on", **(values or {})},
            )
            mails = list(self._mails)
        self.env.invalidate_all()
        return response, mails

    def test_what_is_open_is_found_and_nothing_else(self):
        facts = (
            "Ada Active",
            "Vintners Nine",
            "Zwettl-7",
            "Yurt weaving",
            self.alumni.last_job_title,
            str(self.alumni.left_date.year),
        )
        for url in (PAGE, self.person):
            response = self.url_open(url)
            self.assertPage(response, 200, *facts)
            for hidden in ("ada.active@example.com", "Viticulture", "Bo Other, "):
                self.assertNotIn(hidden, response.text)
        self.alumni._do_open({"alumni": {"place"}})
        response = self.url_open(PAGE)
        self.assertPage(response, 200, "Ada Active", "Zwettl-7")
        self.assertNotIn("Vintners Nine", response.text)

    def test_search(self):
        for query, is_found in (
            ("search=vintners", True),
            ("search=ada+zwettl", True),
            ("search=viticulture", False),
            ("search=example.com", False),
            (f"country={self.country.id}", True),
            ("country=99999999", True),  # Nobody is there: no filter at all.
            ("country=-1&search=%25", True),
            ("search=%00", True),
            ("search=%27+OR+1%3D1", False),
        ):
            with self.subTest(query):
                response = self.url_open(f"{PAGE}?{query}")
                self.assertEqual(response.status_code, 200)
                self.assertEqual("Ada Active" in response.text, is_found)
        for page in (0, 2, 10**12):
            self.assertEqual(self.url_open(f"{PAGE}/page/{page}").status_code, 200)

    def test_who_cannot_be_found_does_not_exist(self):
        staff = self._get_row("staff")
        own = self._get_row("alumni", self.other)
        for row_id in (staff.id, own.id or 0, 0, 999999999, 10**15):
            url = f"{PAGE}/{row_id}"
            self.assertEqual(self.url_open(url).status_code, 404, url)
            self.assertEqual(self._write(url=url)[0].status_code, 404, url)
        self.alumni._do_withdraw(self.purposes["directory_alumni"], channel="portal")
        self.assertEqual(self.url_open(self.person).status_code, 404)
        self.assertNotIn("Ada Active", self.url_open(PAGE).text)

    def test_nobody_else_gets_in(self):
        self.user_colleague.password = "colleague-Pass1"
        self._sign_in(self.user_colleague)
        for url in (PAGE, self.person):
            self.assertEqual(self.url_open(url).status_code, 404)
        self.assertEqual(self._write()[0].status_code, 404)
        self.authenticate(None, None)
        for url in (PAGE, self.person):
            response = self.url_open(url, allow_redirects=False)
            self.assertIn("/web/login", response.headers["Location"])
        self._sign_in(self.other._get_account())
        response = self.url_open(self.person, data={"text": "x", "shows_address": "on"})
        self.assertEqual(response.status_code, 400)

    def test_message_shows_the_senders_address_only_when_told_so(self):
        response, [mail] = self._write({"text": "A <b>coffee</b>?\nBo"})
        self.assertEqual(response.headers["Location"], f"{PAGE}?message=sent")
        self.assertEqual(mail["email_to"], [self.alumni.private_email])
        self.assertEqual(mail["reply_to"], self.other.private_email)
        self.assertIn("A &lt;b&gt;coffee", mail["body"])
        self.assertIn("Bo Other", mail["subject"])
        self.assertIn("/alumni/stop/", str(mail["headers"]))
        self.assertFalse(
            self.env["mail.mail"].search([("body_html", "ilike", "coffee")])
        )
        # Without showing it there must be a way to answer on the portal.
        self.other.touch_ids.unlink()
        response, mails = self._write({"shows_address": ""})
        self.assertPage(response, 400, "a way to answer")
        self.assertIn("A coffee?", response.text)
        self.assertFalse(mails)
        self._agree(self.other, "directory_alumni")
        self.other._do_open({"alumni": {"messages"}})
        _response, [mail] = self._write({"shows_address": ""})
        self.assertNotIn(self.other.private_email, str(mail))
        own = self._get_row("alumni", self.other)
        self.assertIn(f"{PAGE}/{own.id}", mail["body"])

    def test_nobody_is_written_to_who_has_not_opened_it(self):
        self.alumni._do_open({"alumni": ITEMS - {"messages"}})
        self.assertPage(self.url_open(self.person), 200, "has not opened messages")
        response, mails = self._write()
        self.assertEqual((response.status_code, mails), (404, []))

    def test_limits_are_the_same_whether_it_is_mailed_or_not(self):
        # The ledger lets nothing through.
        self.env["mail.blacklist"]._add(self.alumni.private_email)
        response, mails = self._write()
        self.assertEqual((response.status_code, mails), (303, []))
        response, mails = self._write()
        self.assertPage(response, 400, "Send the rest tomorrow")
        for number in range(PER_DAY - 1):
            self.other._log_touch(
                "portal", ref=f"wrote,{self.other.touch_ids[:1].date},x{number}"
            )
        third = self._new_alumni("Cy Third")
        wanted = self.purposes["member"] + self.purposes["directory_alumni"]
        third._do_answer(wanted, channel="link")
        third._do_open({"alumni": {"messages"}})
        row = self._get_row("alumni", third)
        response, mails = self._write(url=f"{PAGE}/{row.id}")
        self.assertPage(response, 400, "Send the rest tomorrow")
        self.assertFalse(mails)

    def test_who_works_at_a_competitor_reads_little_and_writes_to_nobody(self):
        rival = self.env["res.partner"].create(
            {"name": "Rival", "is_company": True, "is_competitor": True}
        )
        self.env["hr.alumni.career"].create(
            {"alumni_id": self.other.id, "employer_id": rival.id}
        )
        self.assertTrue(self.other.is_at_competitor)
        response = self.url_open(self.person)
        self.assertPage(response, 200, "Zwettl-7", "has not opened messages")
        self.assertNotIn("Vintners Nine", response.text)
        self.assertEqual(self._write()[0].status_code, 404)

    def test_queries_do_not_grow(self):
        def count(url):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.url_open(url)
            return self.env.cr.sql_log_count - before

        def add(number, mark):
            for one in range(number):
                person = self._new_alumni(f"Person {mark}{one}")
                self._tell(person)
                wanted = self.purposes["member"] + self.purposes["directory_alumni"]
                person._do_answer(wanted, channel="link")
                person._do_open({"alumni": ITEMS})

        add(3, "a")
        count(PAGE), count(self.person)  # Both pages are compiled once.
        few = count(PAGE)
        add(40, "b")
        count(PAGE)  # The way to the next page is compiled once.
        self.assertLessEqual(count(PAGE), few + 1)
        self.assertLessEqual(few, 20)
        self.assertLessEqual(count(self.person), 20)
