"""The leaver's own page, over real HTTP."""

import re
from datetime import timedelta

from freezegun import freeze_time

from odoo import fields, http
from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..controllers import departure
from .common import TODAY
from .own_page_common import MARKUP, OwnPageCase


@tagged("post_install", "-at_install", "security")
class TestOwnPage(OwnPageCase):
    def test_opening_shows_and_changes_nothing(self):
        document = self._new_document()
        self._new_document("Internal.pdf", is_shared=False)
        before = self._snapshot()
        response = self.url_open(self.link)
        self.assertPage(
            response,
            200,
            "Hello Lea Ver",
            "Northwind",
            "Hand in the badge",
            "Certificate.pdf",
            self.user_officer.name,
        )
        self.assertHeaders(response)
        for hidden in ("Talk to the team", "Internal.pdf", "Resigned"):
            self.assertNotIn(hidden, response.text)
        self.assertNotRegex(response.text, r'(src|href)="(https?:)?//(?!127|localhost)')
        for path in ("/task", "/contact", "/email"):
            self.assertIn(self.url_open(self.link + path).status_code, (404, 405))
        self.assertEqual(
            self.url_open(f"{self.link}/document/{document.id}").status_code, 200
        )
        self.assertEqual(self._snapshot(), before)

    def test_page_is_the_same_whoever_is_signed_in(self):
        for user in (self.user_colleague, self.user_leaver, self.user_officer):
            self._sign_in(user)
            self.assertPage(self.url_open(self.link), 200, "Hello Lea Ver")

    def test_links_that_open_nothing_all_look_alike(self):
        other = self._new_offboarding(
            self.employee_manager, last_working_date="2099-03-16"
        )
        other.action_confirm()
        self.employee_manager.private_email = "milo.line@example.com"
        other.action_send_own_page()
        start, _slash, token = self.link.rpartition("/")
        base = start.rpartition("/")[0]
        links = {
            "cut": f"{start}/{token[:-4]}",
            "altered signature": f"{start}/{token[:30]}"
            + ("A" if token[30] != "A" else "B")
            + token[31:],
            "altered end": f"{start}/{token[:4]}"
            + ("A" if token[4] != "A" else "B")
            + token[5:],
            "one letter": f"{start}/x",
            "not a token": f"{start}/%00%ff%ED%A0%80",
            "long": f"{start}/{'A' * 4000}",
            "foreign token": f"{start}/{self._token(other._get_own_page_url())}",
            "own token, other case": f"{base}/{other.id}/{token}",
            "no such case": f"{base}/999999999/{token}",
            "number too big": f"{base}/{10**30}/{token}",
            "token for another purpose": f"{start}/"
            + self._token(self.case._get_signed_link("email", "a@example.com")),
        }
        bodies = set()
        before = self._snapshot()
        for case, link in links.items():
            for response in (
                self.url_open(link),
                self._post(f"{link}/task", {"task": self.task.id}),
                self._post(f"{link}/contact", {"private_phone": "+44 20 7946 0000"}),
                self._post(f"{link}/email", {"email": "evil@example.com"}),
                self.url_open(f"{link}/document/{self.task.id}"),
            ):
                with self.subTest(case, url=response.url[-12:]):
                    self.assertPage(response, 404, "This link opens nothing")
                    self.assertHeaders(response)
                    found = re.search(r"<main.*?</main>", response.text, re.S)
                    bodies.add(found.group(0))
        self.assertEqual(len(bodies), 1, "the page tells nothing about why")
        self.assertEqual(self._snapshot(), before)

    def test_revoked_and_renewed(self):
        self.case.action_revoke_own_page()
        self.assertPage(self.url_open(self.link), 404)
        self.assertPage(self.url_open(self.case._get_own_page_url()), 404)
        self.case.action_resend_own_page()
        self.assertPage(self.url_open(self.link), 404)
        self.assertPage(self.url_open(self.case._get_own_page_url()), 200)

    def test_closed_when_the_person_stays(self):
        self.case.action_retain()
        self.assertPage(self.url_open(self.link), 404)

    def test_link_ends(self):
        self.company.offboarding_own_page_days = 10
        case = self.case
        with freeze_time(TODAY):
            case.write({"last_working_date": TODAY, "departure_date": TODAY})
            token = self._token(case._get_own_page_url())
        for days, is_open in ((9, True), (11, False)):
            with self.subTest(days), freeze_time(TODAY + timedelta(days=days)):
                found, _extra = case._find_by_own_page_link(case.id, token)
                self.assertEqual(bool(found), is_open)

    def test_last_day_far_ahead_makes_a_link(self):
        self.case.write(
            {"last_working_date": "2199-12-31", "departure_date": "2199-12-31"}
        )
        self.assertPage(self.url_open(self.case._get_own_page_url()), 200)

    def test_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.env["ir.module.module"]._load_module_terms(["base"], ["fr_FR"])
        self.employee_leaver.lang = "fr_FR"
        response = self.url_open(self.link)
        self.assertPage(response, 200)
        self.assertRegex(response.text, r'<html[^>]*lang="fr')

    # Contact

    def test_contact_details(self):
        response = self._post(
            f"{self.link}/contact",
            {
                "private_phone": "+44 20 7946 0000",
                "private_street": MARKUP,
                "private_street2": "Flat 2",
                "private_zip": "N1 9GU",
                "private_city": "London",
                "private_country_id": "GB",
            },
        )
        self.assertEqual(response.status_code, 303)
        self.env.invalidate_all()
        employee = self.employee_leaver
        self.assertEqual(employee.private_phone, "+44 20 7946 0000")
        self.assertEqual(employee.private_city, "London")
        self.assertEqual(employee.private_country_id.code, "GB")
        self.assertEqual(employee.private_street, MARKUP)
        response = self.url_open(self.link)
        self.assertNotIn("<script>alert", response.text)
        self.assertNotIn("<img src=x", response.text)
        self.assertIn("&lt;script&gt;", response.text)

    def test_no_other_field_can_be_changed(self):
        models = ("hr.offboarding", "hr.offboarding.task", "hr.employee", "hr.version")
        names = set().union(*(self.env[model]._fields for model in models))
        allowed = set(departure.CONTACT_FORM)
        data = dict.fromkeys(names - allowed, "1") | {
            "id": str(self.case.id),
            "state": "cancelled",
            "private_email": "evil@example.com",
            "work_email": "evil@example.com",
            "user_id": str(self.user_colleague.id),
            "note": "",
            "task": str(self.task_manager.id),
            "email": "nobody",
        }
        before = self._snapshot()
        for path in ("task", "email"):
            response = self._post(f"{self.link}/{path}", data)
            self.assertEqual(response.status_code, 400, path)
            self.assertEqual(self._snapshot(), before)
        response = self._post(
            f"{self.link}/contact", {**data, "private_phone": "+44 20 7946 0000"}
        )
        self.assertEqual(response.status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(self.employee_leaver.private_phone, "+44 20 7946 0000")
        after = self._snapshot()
        changed = {
            name for name in before[2][0] if before[2][0][name] != after[2][0].get(name)
        }
        # Nothing but the form, what follows from it, and who wrote when.
        self.assertLessEqual(
            changed,
            allowed
            | {name for name in names if name.startswith("message_")}
            | {"write_date", "write_uid", "last_modified_uid", "last_modified_date"}
            | {"private_state_id", "allowed_country_state_ids"},
        )
        self.assertEqual(
            (after[0], after[1], after[3:]), (before[0], before[1], before[3:])
        )

    def test_bad_input_is_answered_with_a_sentence(self):
        before = self._snapshot()
        contact = [
            ("private_phone", "call me"),
            ("private_phone", "\x00"),
            ("private_street", "a\x00b"),
            ("private_street", "a\r\nBcc: b"),
            ("private_street", "a\u202eb"),
            ("private_street", "x" * 1_000_000),
            ("private_country_id", "ZZ"),
            ("private_country_id", "1"),
            ("private_country_id", "' OR 1=1"),
        ]
        for name, value in contact:
            with self.subTest(name=name, value=value[:12]):
                response = self._post(f"{self.link}/contact", {name: value})
                self.assertPage(response, 400, "cannot be used yet")
        for value in (
            "",
            "nobody",
            "a@b\r\nBcc: c@d.ee",
            "a@example.com, b@x.yz",
            "\x00",
        ):
            with self.subTest(email=value):
                response = self._post(f"{self.link}/email", {"email": value})
                self.assertPage(response, 400, "cannot be used yet")
        for value in ("\x00", "x" * 1_000_000, "a\u202eb"):
            with self.subTest(note=value[:9]):
                response = self._post(
                    f"{self.link}/task", {"task": self.task.id, "note": value}
                )
                self.assertPage(response, 400, "cannot be used yet")
        surrogate = self.url_open(
            f"{self.link}/contact",
            data=f"csrf_token={http.Request.csrf_token(self)}&private_street=%ED%A0%80",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            allow_redirects=False,
        )
        self.assertLess(surrogate.status_code, 500)
        self.env.invalidate_all()
        self.assertEqual(self._snapshot()[:2], before[:2])

    def test_without_the_key_of_the_form_nothing_happens(self):
        before = self._snapshot()
        with mute_logger("odoo.http"):
            for path, data in (
                ("task", {"task": self.task.id}),
                ("contact", {"private_city": "X"}),
                ("email", {"email": "evil@example.com"}),
            ):
                response = self.url_open(
                    f"{self.link}/{path}", data=data, allow_redirects=False
                )
                self.assertEqual(response.status_code, 400)
        self.assertEqual(self._snapshot(), before)

    def test_flood_is_refused(self):
        for _time in range(departure.CHANGES.limit):
            departure.CHANGES.is_over(self.case.id)
        for path, data in (
            ("task", {"task": self.task.id}),
            ("contact", {"private_city": "X"}),
            ("email", {"email": "a@example.com"}),
        ):
            response = self._post(f"{self.link}/{path}", data)
            self.assertPage(response, 429, "Wait an hour")
        self.env.invalidate_all()
        self.assertEqual(self.task.state, "todo")

    # Papers

    def test_papers(self):
        document = self._new_document('<b>"Zeugnis".pdf')
        hidden = self._new_document("Hidden.pdf", is_shared=False)
        other = self._new_offboarding(
            self.employee_manager, last_working_date="2099-03-16"
        )
        foreign = self._new_document("Foreign.pdf", case=other)
        stray = self.env["ir.attachment"].create({"name": "stray", "raw": b"x"})
        response = self.url_open(f"{self.link}/document/{document.id}")
        self.assertEqual(response.content, b"%PDF-1.4 the paper")
        self.assertIn("attachment", response.headers["Content-Disposition"])
        self.assertHeaders(response)
        for refused in (hidden.id, foreign.id, stray.id, 0, 10**30):
            with self.subTest(refused):
                response = self.url_open(f"{self.link}/document/{refused}")
                self.assertPage(response, 404, "This link opens nothing")
        for _time in range(departure.DOWNLOADS.limit):
            departure.DOWNLOADS.is_over(self.case.id)
        response = self.url_open(f"{self.link}/document/{document.id}")
        self.assertEqual(response.status_code, 429)

    def test_papers_of_a_departure_are_for_hr(self):
        document = self._new_document()
        self.env.flush_all()
        for user in (self.user_manager, self.user_leaver, self.user_colleague):
            self.env.invalidate_all()
            own = document.with_user(user)
            self.assertFalse(own.search([("id", "=", document.id)]))
            with (
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models.ir_rule"),
            ):
                own.read(["raw"])
            with (
                self.assertRaises(AccessError),
                mute_logger("odoo.addons.base.models.ir_rule"),
            ):
                own.read(["is_shared_with_leaver"])
        self.assertTrue(document.with_user(self.user_officer).read(["raw"]))

    def test_page_hands_out_plain_values(self):
        def check(value):
            if isinstance(value, dict):
                for inner in value.values():
                    check(inner)
            elif isinstance(value, (list, tuple)):
                for inner in value:
                    check(inner)
            else:
                self.assertIsInstance(
                    value, (str, int, float, bool, type(fields.Date.today()))
                )

        self._new_document()
        values = self.case.sudo()._get_leaver_page_values()
        check(values)
        for secret in ("reason_id", "kind", "stated_reason", "is_regretted"):
            self.assertNotIn(secret, values)
