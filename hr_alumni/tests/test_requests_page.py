import re

from freezegun import freeze_time

from odoo.tests import tagged

from .common_http import PortalPageCase
from .common_requests import PDF, RequestMixin

LIST = "/my/alumni/requests"
BENEFITS = "/my/alumni/benefits"
STATUS = "/my/alumni/status"
MOST_QUERIES = 20
# What a form may be sent, and what it must survive.
PAYLOADS = (
    "\x00",
    "\u202etxt.exe",
    "A" * 1_000_000,
    "<svg onload=alert(1)>",
    "{{7*7}}${7*7}%s",
    "' OR 1=1 --",
    "=cmd|' /C calc'!A0",
    "\r\nBcc: everybody@example.com",
    "9" * 40,
    "-1",
    "²",
    "../../etc/passwd",
)


@tagged("post_install", "-at_install", "security")
class TestRequestsPage(RequestMixin, PortalPageCase):
    """Ada asks, reads and claims as a browser does; Bo is somebody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["hr.alumni.benefit"].search([]).active = False
        cls.period = cls.employee_leaver.employment_period_ids

    def _form(self, kind):
        return f"{LIST}/new/{self._get_type(kind).id}"

    def _get_requests(self, alumni=None):
        self.env.invalidate_all()
        return (alumni or self.alumni).request_ids

    def _ask(self, kind, files=None, **data):
        return self._post(self._form(kind), data, files=files)

    def _attach(self, request, name="slip.pdf"):
        file = self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": PDF,
                "res_model": request._name,
                "res_id": request.id,
            }
        )
        request.answer_file_ids += file
        return file

    def _get_neutral(self, text, number):
        text = re.sub(r'csrf_token: "[^"]+"', "", text)
        return text.replace(f"requests/{number}", "requests/N")

    # Asking

    def test_ask_read_and_withdraw(self):
        self.assertPage(
            self.url_open(LIST), 200, "Certificate of service", "Nothing yet."
        )
        form = self._form("certificate")
        self.assertPage(
            self.url_open(form),
            200,
            "Which time is it about?",
            "HR and the alumni team read it",
            "within 14 days",
        )
        response = self._ask("certificate", period=str(self.period.id), text="For us.")
        [request] = self._get_requests()
        self.assertEqual(
            response.headers["Location"].rpartition("/")[2],
            f"{request.id}?message=sent",
        )
        self.assertEqual(
            (request.text, request.period_id, request.channel, request.state),
            ("For us.", self.period, "portal", "new"),
        )
        url = f"{LIST}/{request.id}"
        self.assertPage(self.url_open(url), 200, "We have it", "For us.", request.name)
        self._post(url, {"do": "withdraw"})
        self.env.invalidate_all()
        self.assertEqual(request.state, "withdrawn")
        self.assertPage(self.url_open(url), 200, "You have withdrawn it.")
        response = self._post(url, {"do": "withdraw"})
        self.assertPage(response, 400, "closed already")

    def test_nothing_but_the_fields_of_the_form_is_kept(self):
        self._ask(
            "advice",
            text="Which one?",
            state="answered",
            answer="Mine",
            owner_side="hr",
            alumni_id=str(self.other.id),
            user_id="1",
            period=str(self.period.id),
            deadline="2099-01-01",
        )
        [request] = self._get_requests()
        self.assertEqual(request.alumni_id, self.alumni)
        self.assertEqual(
            (request.state, request.answer, request.owner_side, request.period_id.id),
            ("new", False, "alumni", False),
        )
        self.assertFalse(self._get_requests(self.other))

    def test_what_is_missing_is_named_and_kept(self):
        response = self._ask("advice", text=" ")
        self.assertPage(response, 400, "Nothing has been sent yet.", "Fill this in")
        self.assertIn('href="#text"', response.text)
        for period in ("", "x", "0", "9" * 30, "-1"):
            with self.subTest(period):
                response = self._ask("certificate", period=period, text="For us.")
                self.assertPage(response, 400, "Fill this in")
                self.assertIn("For us.", response.text)
        self.assertFalse(self._get_requests())

    def test_payloads(self):
        for payload in PAYLOADS:
            for name in ("text", "period"):
                data = {"text": "x", "period": str(self.period.id), name: payload}
                with self.subTest(payload[:20], field=name):
                    response = self._ask("certificate", **data)
                    self.assertIn(response.status_code, (303, 400, 429))
                    self.assertNotIn("<svg onload", response.text)
        for request in self._get_requests():
            self.assertNotIn("\x00", request.text)
            self.assertNotIn("\u202e", request.text)
            self.assertFalse(request.text.startswith("="))
            self.assertLessEqual(len(request.text), 4000)
            page = self.url_open(f"{LIST}/{request.id}")
            self.assertPage(page, 200)
            self.assertNotIn("<svg onload", page.text)

    def test_sent_twice_is_one_and_a_flood_is_refused(self):
        for _time in range(2):
            self._ask("advice", text="Which one?")
        self.assertEqual(len(self._get_requests()), 1)
        for number in range(6):
            response = self._ask("advice", text=f"Number {number}")
        self.assertPage(response, 429, "asked for a lot today")
        self.assertEqual(len(self._get_requests()), 5)

    # Files

    def test_file_is_known_by_its_content(self):
        good = {"file": ("../<b>form</b>.exe", PDF, "text/html")}
        self._ask("pay", text="Sign it", files=good)
        [request] = self._get_requests()
        [file] = request.sent_file_ids
        self.assertRegex(file.name, r"^[\w() .-]+\.pdf$")
        self.assertEqual(file.mimetype, "application/pdf")
        self.assertEqual((file.res_model, file.res_id), (request._name, request.id))
        response = self.url_open(f"{LIST}/{request.id}/file/{file.id}")
        self.assertEqual(response.content, PDF)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertEqual(response.headers["X-Content-Type-Options"], "nosniff")

    def test_other_files_are_refused_by_name(self):
        for name, content, text in (
            ("a.svg", b"<svg onload='alert(1)'/>", "no PDF file and no picture"),
            ("a.pdf", b"<html>", "no PDF file and no picture"),
            ("a.pdf", b"", "is empty"),
            ("a.pdf", b"%PDF-" + b"x" * (5 * 1024 * 1024) + b"%%EOF", "too large"),
        ):
            with self.subTest(name=name, text=text):
                response = self._ask("pay", text="x", files={"file": (name, content)})
                self.assertPage(response, 400, text)
        self.assertFalse(self._get_requests())
        # A type without a file takes none.
        self._ask("advice", text="x", files={"file": ("a.pdf", PDF)})
        self.assertFalse(self._get_requests().sent_file_ids)

    def test_answer_and_its_files(self):
        request = self._new_request("pay", self.alumni)
        request.answer = "Here is the slip.\n<b>Bold</b>"
        file = self._attach(request)
        url = f"{LIST}/{request.id}"
        # Nothing of a draft is shown.
        page = self.url_open(url)
        self.assertNotIn("Here is the slip", page.text)
        self.assertEqual(self.url_open(f"{url}/file/{file.id}").status_code, 404)
        request.sudo().write({"state": "answered", "answer_date": "2026-01-01"})
        page = self.url_open(url)
        self.assertPage(page, 200, "Our answer", "Here is the slip.", "slip.pdf")
        self.assertIn("&lt;b&gt;Bold", page.text)
        self.assertEqual(self.url_open(f"{url}/file/{file.id}").content, PDF)

    # Others

    def test_foreign_and_absent_get_the_same_answer(self):
        foreign = self._new_request("pay", self.other, text="Secret of Bo")
        foreign.write({"answer": "Secret answer", "state": "answered"})
        file = self._attach(foreign)
        own = self._new_request("pay", self.alumni)
        answers = set()
        for number in (foreign.id, 0, 99999999, 10**30):
            url = f"{LIST}/{number}"
            for path in (url, f"{url}/file/{file.id}"):
                with self.subTest(path):
                    response = self.url_open(path)
                    self.assertEqual(response.status_code, 404)
                    self.assertNotIn("Secret", response.text)
            answers.add(self._get_neutral(self.url_open(url).text, number))
            with self.subTest(f"POST {url}"):
                response = self._post(url, {"do": "withdraw"})
                self.assertEqual(response.status_code, 404)
            with self.subTest(f"new {number}"):
                # A number of a request is none of a type.
                if not self.env["hr.alumni.request.type"].browse(number).exists():
                    response = self.url_open(f"{LIST}/new/{number}")
                    self.assertEqual(response.status_code, 404)
        self.assertEqual(len(answers), 1)
        # A file of somebody else under an own number.
        response = self.url_open(f"{LIST}/{own.id}/file/{file.id}")
        self.assertEqual(response.status_code, 404)
        self.env.invalidate_all()
        self.assertEqual(foreign.state, "answered")

    def test_archived_type_is_gone(self):
        self._get_type("advice").active = False
        self.assertEqual(self.url_open(self._form("advice")).status_code, 404)
        self.assertEqual(self._ask("advice", text="x").status_code, 404)

    def test_without_key_or_login(self):
        response = self.url_open(
            self._form("advice"), data={"text": "x"}, allow_redirects=False
        )
        self.assertEqual(response.status_code, 400)
        self.authenticate(None, None)
        for path in (LIST, self._form("advice"), BENEFITS, STATUS):
            with self.subTest(path):
                response = self.url_open(path, allow_redirects=False)
                self.assertEqual(response.status_code, 303)
                self.assertIn("/web/login", response.headers["Location"])
        self.authenticate(self.user_colleague.login, self.user_colleague.login)
        for path in (LIST, BENEFITS, STATUS):
            with self.subTest(f"colleague {path}"):
                self.assertIn(self.url_open(path).status_code, (404, 200))
        self.assertFalse(self._get_requests())

    # The link that works once

    def test_link_works_once_and_looking_does_not_use_it(self):
        request = self._new_request("pay", self.alumni, text="Slip of March")
        request.write({"answer": "Secret answer", "state": "answered"})
        file = self._attach(request)
        foreign = self._attach(self._new_request("pay", self.other))
        self.authenticate(None, None)
        link = request._get_signed_link("request")
        for _time in range(2):  # A program has a look, and another one.
            page = self.url_open(link)
            self.assertPage(page, 200, "It is shown once")
            for secret in ("Secret answer", "Slip of March", "Pay paper"):
                self.assertNotIn(secret, page.text)
        response = self.url_open(link, data={"x": "1"}, allow_redirects=False)
        self.assertEqual(response.status_code, 400)  # Without the key of the form.
        page = self._post(link)
        self.assertPage(page, 200, "Secret answer", "Slip of March", "slip.pdf")
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        path = re.search(r'href="(/alumni/request/[^"]+)"', page.text)[1]
        response = self.url_open(path)
        self.assertEqual(response.content, PDF)
        self.assertIn("attachment", response.headers["Content-Disposition"])
        # Another file under the same link, and the link as one for a page.
        other = path.rpartition("/")[0] + f"/{foreign.id}"
        self.assertEqual(self.url_open(other).status_code, 410)
        token = path.split("/")[-3]
        self.assertEqual(
            self.url_open(f"/alumni/request/{request.id}/{token}").status_code, 410
        )
        for again in (self.url_open(link), self._post(link)):
            self.assertPage(again, 410, "does not work any more")
            self.assertNotIn("Secret answer", again.text)
        with freeze_time("2099-01-01"):
            self.assertEqual(self.url_open(path).status_code, 410)
        self.assertTrue(file.exists())

    def test_wrong_links(self):
        request = self._new_request("pay", self.alumni)
        other = self._new_request("pay", self.other)
        link = request._get_signed_link("request")
        token = link.rpartition("/")[2]
        self.authenticate(None, None)
        for path in (
            f"/alumni/request/{other.id}/{token}",
            f"/alumni/request/{request.id}/x",
            f"/alumni/request/0/{token}",
            f"/alumni/request/{10**30}/{token}",
            f"/alumni/request/{request.id}/{token}/file/1",
        ):
            with self.subTest(path):
                self.assertEqual(self.url_open(path).status_code, 410)
        self.alumni.private_email = "new.address@example.com"
        self.env.flush_all()
        self.assertEqual(self.url_open(link).status_code, 410)

    # Benefits

    def test_claim_a_code(self):
        benefit = self._new_benefit(description="15 % off.")
        page = self.url_open(BENEFITS)
        self.assertPage(page, 200, "Staff price", "15 % off.", "Show my code")
        self.assertNotIn("KILN-7", page.text)
        self._post(f"{BENEFITS}/{benefit.id}", {"do": "claim"})
        page = self.url_open(BENEFITS)
        self.assertPage(page, 200, "It is yours.", "KILN-7")
        self.assertNotIn("Show my code", page.text)
        response = self._post(f"{BENEFITS}/{benefit.id}", {"do": "claim"})
        self.assertPage(response, 400, "as often as one person can")
        response = self._post(f"{BENEFITS}/{benefit.id}", {"do": "cancel"})
        self.assertPage(response, 400, "Use the buttons")

    def test_ask_the_team_and_withdraw(self):
        benefit = self._new_benefit("Course", claim_way="team", code=False)
        url = f"{BENEFITS}/{benefit.id}"
        self._post(url, {"do": "claim", "state": "given", "code": "MINE"})
        self.env.invalidate_all()
        [claim] = self.alumni.claim_ids
        self.assertEqual((claim.state, claim.code), ("asked", False))
        self.assertPage(self.url_open(BENEFITS), 200, "The alumni team looks at it.")
        self._post(url, {"do": "cancel"})
        self.env.invalidate_all()
        self.assertEqual(claim.state, "cancelled")

    def test_benefits_of_others_are_absent(self):
        circle = self.env["hr.alumni.circle"].create(
            {"name": "Stars", "admission": "request", "moderator_id": False}
        )
        hidden = self._new_benefit("Dinner", circle_ids=[(6, 0, circle.ids)])
        far = self._new_benefit("Far", company_id=self.company_other.id)
        page = self.url_open(BENEFITS)
        for name in ("Dinner", "Far"):
            self.assertNotIn(name, page.text)
        for number in (hidden.id, far.id, 0, 99999999, 10**30):
            for step in ("claim", "cancel", "x", ""):
                with self.subTest(number=number, step=step):
                    response = self._post(f"{BENEFITS}/{number}", {"do": step})
                    self.assertEqual(response.status_code, 404)
        self.env.invalidate_all()
        self.assertFalse(self.alumni.claim_ids)

    # Everything that was sent in

    def _send_in(self, number):
        """One more of each thing that the page of the status lists."""
        request = self._new_request("advice", self.alumni, text=f"Request {number}")
        request.sudo().state = "answered"
        self.alumni._do_refer(
            {
                "partner_name": f"Prospect {number}",
                "contact_name": "Aiko Brandt",
                "email_from": f"aiko{number}@example.com",
                "phone": False,
                "description": "A plant",
            }
        )
        benefit = self._new_benefit(f"Benefit {number}", claim_way="team", code=False)
        self.env["hr.alumni.benefit.claim"]._claim(self.alumni, benefit)
        circle = self.env["hr.alumni.circle"].create(
            {
                "name": f"Circle {number}",
                "admission": "request",
                "moderator_id": False,
            }
        )
        asked = circle.copy({"name": f"Asked {number}"})
        members = self.env["hr.alumni.circle.member"]
        place = members.create(
            {
                "circle_id": circle.id,
                "alumni_id": self.alumni.id,
                "state": "member",
            }
        )
        members.create(
            {
                "circle_id": asked.id,
                "alumni_id": self.alumni.id,
                "state": "requested",
            }
        )
        self.env["hr.alumni.post"].create(
            {
                "circle_id": circle.id,
                "member_id": place.id,
                "title": f"Post {number}",
                "body": "Words",
                "state": "waiting",
            }
        )

    def test_status_of_everything(self):
        self.assertPage(self.url_open(STATUS), 200, "Nothing yet.")
        self.alumni._do_give(self.purposes["circles"], channel="link")
        self._send_in(1)
        self._new_request("pay", self.other, text="Secret of Bo")
        self.assertPage(
            self.url_open(STATUS),
            200,
            "Career advice",
            "There is an answer.",
            "Prospect 1",
            "Received",
            "Benefit 1",
            "The alumni team looks at it.",
            "Post 1",
            "The moderator reads it.",
            "Asked 1",
            "The moderator decides.",
        )
        self.assertNotIn("Pay paper", self.url_open(STATUS).text)

    def test_queries_do_not_grow(self):
        self.alumni._do_give(self.purposes["circles"], channel="link")

        def count(path):
            self.url_open(path)  # Warm.
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.assertEqual(self.url_open(path).status_code, 200)
            return self.env.cr.sql_log_count - before

        self._send_in(0)
        request = self._get_requests()[:1]
        paths = (
            LIST,
            f"{LIST}/{request.id}",
            self._form("certificate"),
            BENEFITS,
            STATUS,
        )
        few = {path: count(path) for path in paths}
        for number in range(1, 9):
            self._send_in(number)
        for path in paths:
            with self.subTest(path):
                many = count(path)
                self.assertLessEqual(many, few[path] + 1)
                self.assertLessEqual(many, MOST_QUERIES)
