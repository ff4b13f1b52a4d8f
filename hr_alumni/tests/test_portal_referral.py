from odoo.tests import tagged

from .common_http import REFERRAL, PortalPageCase


@tagged("post_install", "-at_install", "security")
class TestPortalReferral(PortalPageCase):
    def test_refer_business(self):
        self.assertPage(self.url_open("/my/alumni/refer"), 200, "Refer business")
        response = self._post("/my/alumni/refer", REFERRAL)
        self.assertEqual(response.status_code, 303)
        self.assertTrue(response.headers["Location"].endswith("?message=sent"))
        lead = self._get_leads()
        self.assertEqual(lead.alumni_id, self.alumni)
        self.assertEqual((lead.team_id, lead.user_id), (self.team, self.user_sales))
        self.assertEqual(lead.contact_name, "Aiko Brandt")
        page = self.url_open("/my/alumni?message=sent")
        self.assertPage(page, 200, "Sales has it now", "Northwind Ceramics", "Received")

    def test_sent_twice_is_one_lead(self):
        for _time in range(2):
            self._post("/my/alumni/refer", REFERRAL)
        self.assertEqual(len(self._get_leads()), 1)

    def test_extra_fields_are_not_taken(self):
        extra = {
            name: "1"
            for name, field in self.env["crm.lead"]._fields.items()
            if field.store and name not in REFERRAL
        }
        extra |= {"alumni_id": self.other.id, "company_id": self.company_other.id}
        self._post("/my/alumni/refer", {**extra, **REFERRAL})
        lead = self._get_leads()
        self.assertEqual(lead.alumni_id, self.alumni)
        self.assertEqual(lead.company_id, self.company)
        self.assertEqual((lead.team_id, lead.user_id), (self.team, self.user_sales))
        self.assertFalse(lead.partner_id)
        self.assertFalse(lead.expected_revenue)
        self.assertNotEqual(lead.priority, "1")

    def test_entries_that_cannot_be_used(self):
        for change, sentence in (
            ({"partner_name": ""}, "it is needed"),
            ({"partner_name": "x" * 121}, "it is too long"),
            ({"partner_name": "a\x00b"}, "cannot be stored"),
            ({"partner_name": "a\u202eb"}, "cannot be stored"),
            ({"contact_name": "a\r\nBcc: b@example.com"}, "cannot be stored"),
            ({"contact_name": "=+-@"}, "it is needed"),
            ({"email_from": "nobody"}, "one e-mail address"),
            ({"email_from": "a@example.com\r\nBcc: b@example.com"}, "cannot be stored"),
            ({"email_from": "a@example.com, b@example.com"}, "one e-mail address"),
            ({"phone": "=cmd|' /C calc'!A0"}, "phone number in digits"),
            ({"description": "x" * 4001}, "it is too long"),
            ({"description": "x" * 5_000_000}, "it is too long"),
            ({"is_agreed": ""}, "Ask them first"),
            ({"is_agreed": "yes"}, "Ask them first"),
        ):
            with self.subTest(str(change)[:60]):
                response = self._post("/my/alumni/refer", {**REFERRAL, **change})
                self.assertPage(response, 400, sentence)
        self.assertEqual(self._post("/my/alumni/refer").status_code, 400)
        self.assertFalse(self._get_leads())

    def test_file_instead_of_text(self):
        response = self._post(
            "/my/alumni/refer",
            {key: value for key, value in REFERRAL.items() if key != "description"},
            files={"description": ("<img src=x>.svg", b"<svg onload=alert(1)>")},
        )
        self.assertPage(response, 400, "cannot be stored")
        self.assertFalse(self._get_leads())

    def test_markup_stays_text(self):
        evil = "<img src=x onerror=alert(1)> {{7*7}} ${7*7}"
        response = self._post("/my/alumni/refer", {**REFERRAL, "email_from": evil})
        self.assertNotIn("<img src=x", response.text)
        self._post(
            "/my/alumni/refer",
            {**REFERRAL, "partner_name": evil, "description": evil},
        )
        lead = self._get_leads()
        self.assertEqual(lead.partner_name, evil)
        self.assertNotIn("<img", lead.description)
        page = self.url_open("/my/alumni").text
        self.assertNotIn("<img src=x", page)
        self.assertIn("&lt;img src=x", page)

    def test_no_formula_reaches_an_export(self):
        for number, start in enumerate(("=", "+", "-", "@", "\t=")):
            self._post(
                "/my/alumni/refer",
                {
                    **REFERRAL,
                    "partner_name": f"{start}HYPERLINK({number})",
                    "contact_name": f"{start}cmd",
                    "description": f"{start}cmd",
                },
            )
        leads = self._get_leads()
        self.assertEqual(len(leads), 5)
        for lead in leads:
            for value in (lead.name, lead.partner_name, lead.contact_name):
                self.assertRegex(value, r"^[A-Za-z]")

    def test_limit_of_a_day(self):
        for number in range(self.alumni._REFERRALS_PER_DAY):
            self.alumni._do_refer({**REFERRAL, "partner_name": f"Prospect {number}"})
        response = self._post("/my/alumni/refer", REFERRAL)
        self.assertPage(response, 429, "Send the rest tomorrow")
        self.assertEqual(len(self._get_leads()), self.alumni._REFERRALS_PER_DAY)

    def test_only_members_refer(self):
        self.alumni._do_return()
        self.assertEqual(self.url_open("/my/alumni/refer").status_code, 404)
        self.assertEqual(self._post("/my/alumni/refer", REFERRAL).status_code, 404)
        page = self.url_open("/my/alumni")
        self.assertPage(page, 200, "Ada Active")
        self.assertNotIn("/my/alumni/refer", page.text)
        self.assertFalse(self._get_leads())
