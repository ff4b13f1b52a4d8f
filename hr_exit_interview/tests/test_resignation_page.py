"""The own resignation: wizard in My Profile, page in the portal."""

from lxml import etree

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common_http import OffboardingHttpCase

MARKUP = '<script>alert("x")</script>'
PAGE = "/my/resignation"


@tagged("post_install", "-at_install", "security")
class TestResignationWizard(OffboardingHttpCase):
    def _open(self, user=None):
        return Form(
            self.env["hr.offboarding.resign"].with_user(user or self.user_leaver)
        )

    def test_profile_opens_the_wizard(self):
        action = self.user_leaver.with_user(self.user_leaver).action_resign()
        self.assertEqual(action["res_model"], "hr.offboarding.resign")
        view = self.env.ref("hr.res_users_view_form_preferences")
        arch = self.user_leaver.with_user(self.user_leaver).get_view(view.id, "form")
        self.assertIn('"action_resign"', arch["arch"])

    def test_resign_and_withdraw(self):
        form = self._open()
        self.assertEqual(form.status, "none")
        self.assertTrue(form.last_working_date, "proposed from the notice period")
        form.stated_reason = "A new town"
        form.last_working_date = "2099-05-29"
        wizard = form.save()
        with self.assertRaisesRegex(UserError, "Tick the sentence"):
            wizard.action_confirm()
        self.assertFalse(self.employee_leaver.offboarding_ids)
        wizard.is_sure = True
        wizard.action_confirm()
        case = self.employee_leaver.offboarding_ids
        self.assertEqual((case.state, case.origin), ("draft", "employee"))
        self.assertEqual(case.stated_reason, "A new town")

        form = self._open()
        self.assertEqual((form.status, form.reference), ("told", case.name))
        self.assertEqual(str(form.last_working_date), "2099-05-29", "as was wished")
        form.save().action_withdraw()
        self.assertEqual(case.state, "retained")
        self.assertEqual(self._open().status, "none")

    def test_button_to_resign_is_seen_before_the_sentence_is_ticked(self):
        """Pressed too early it says what to do: nobody looks for a hidden button."""
        arch = self.env["hr.offboarding.resign"].get_view(view_type="form")["arch"]
        for button in etree.fromstring(arch).findall(".//button[@name]"):
            self.assertNotIn("is_sure", button.get("invisible", ""))

    def test_no_withdrawal_once_hr_has_confirmed(self):
        wizard = self._open().save()
        wizard.is_sure = True
        wizard.action_confirm()
        case = self.employee_leaver.offboarding_ids
        case.with_user(self.user_officer).action_confirm()
        self.assertEqual(self._open().status, "confirmed")
        with self.assertRaisesRegex(UserError, "confirmed your departure already"):
            case.sudo(False).with_user(self.user_leaver).action_withdraw_resignation()
        self.assertEqual(case.state, "in_progress")

    def test_nobody_withdraws_for_others(self):
        wizard = self._open().save()
        wizard.is_sure = True
        wizard.action_confirm()
        case = self.employee_leaver.offboarding_ids.sudo(False)
        for user in (self.user_manager, self.user_colleague, self.user_officer):
            with self.subTest(user.login), self.assertRaises(AccessError):
                case.with_user(user).action_withdraw_resignation()

    def test_what_hr_prepares_is_not_shown(self):
        case = self._new_offboarding(last_working_date="2099-01-01")
        self.assertEqual(self._open().status, "none")
        wizard = self._open().save()
        wizard.is_sure = True
        wizard.action_confirm()
        self.assertEqual(self.employee_leaver.offboarding_ids, case.sudo())
        self.assertEqual(self._open().status, "told")
        self._open().save().action_withdraw()
        self.assertEqual(case.state, "draft", "a case of HR stays with HR")
        self.assertFalse(case.sudo().resignation_date)

    def test_user_without_employee(self):
        form = self._open(self.user_colleague)
        form.last_working_date = "2099-01-01"
        form.is_sure = True
        with self.assertRaisesRegex(UserError, "not registered as an employee"):
            form.save().action_confirm()


@tagged("post_install", "-at_install", "security")
class TestResignationPage(OffboardingHttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.user_portal = cls._new_user("portal_worker", "base.group_portal")
        cls.employee_portal = cls._new_employee("Pol Portal", cls.user_portal)
        cls.user_stranger = cls._new_user("portal_stranger", "base.group_portal")

    def setUp(self):
        super().setUp()
        self._sign_in(self.user_portal)

    def _resign(self, files=None, **data):
        return self._post(
            PAGE,
            {
                "last_working_date": "2099-05-01",
                "stated_reason": "A new town",
                "is_sure": "on",
                **data,
            },
            files=files,
        )

    def _get_cases(self):
        self.env.invalidate_all()
        return self.employee_portal.offboarding_ids

    def test_page_and_card(self):
        self.assertPage(self.url_open(PAGE), 200, "Northwind", "I want to resign")
        self.assertFalse(self._get_cases(), "opening changes nothing")
        self.assertIn(PAGE, self.url_open("/my").text)
        counts = self.make_jsonrpc_request(
            "/my/counters", {"counters": ["resignation_count"]}
        )
        self.assertEqual(counts, {"resignation_count": 1})

    def test_resign_and_withdraw(self):
        response = self._resign(
            files={"letter": ("../../le<b>tter.pdf", b"%PDF-1.4 I resign")}
        )
        self.assertEqual(response.status_code, 303, response.text[:300])
        case = self._get_cases()
        self.assertEqual((case.state, case.origin), ("draft", "employee"))
        self.assertEqual(str(case.last_working_date), "2099-05-01")
        self.assertEqual(case.stated_reason, "A new town")
        self.assertTrue(case.letter)
        self.assertNotRegex(case.letter_name, "[/<]")
        response = self.url_open(PAGE + "?message=sent")
        self.assertPage(response, 200, "You have resigned", case.name)
        self.assertNotIn("I want to resign", response.text)

        response = self._post(f"{PAGE}/withdraw")
        self.assertEqual(response.status_code, 303)
        self.env.invalidate_all()
        self.assertEqual(case.state, "retained")
        self.assertPage(self.url_open(PAGE), 200, "I want to resign")
        self.assertEqual(self._post(f"{PAGE}/withdraw").status_code, 404)

    def test_confirmed_is_shown_and_cannot_be_withdrawn(self):
        self._resign()
        case = self._get_cases()
        case.with_user(self.user_officer).action_confirm()
        self.assertPage(self.url_open(PAGE), 200, "Your departure is confirmed")
        response = self._post(f"{PAGE}/withdraw")
        self.assertPage(response, 400, "HR has confirmed your departure already")
        self.env.invalidate_all()
        self.assertEqual(case.state, "in_progress")
        self.assertPage(self._resign(), 400, "in progress")

    def test_only_for_employees(self):
        for user in (self.user_stranger, None):
            if user:
                self._sign_in(user)
            else:
                self.authenticate(None, None)
            for response in (
                self.url_open(PAGE, allow_redirects=False),
                self._resign(),
                self._post(f"{PAGE}/withdraw"),
            ):
                with self.subTest(user and user.login, url=response.url):
                    self.assertIn(response.status_code, (303, 404))
                    self.assertNotIn("I want to resign", response.text)
        self.assertFalse(self._get_cases())

    def test_no_other_field_can_be_set(self):
        names = set(self.env["hr.offboarding"]._fields) | {"employee"}
        allowed = {"last_working_date", "stated_reason", "letter"}
        data = dict.fromkeys(names - allowed, "1")
        response = self._resign(
            **{
                **data,
                "state": "done",
                "employee_id": str(self.employee_leaver.id),
                "reason_id": str(self.reason_fired.id),
            }
        )
        self.assertEqual(response.status_code, 303)
        case = self._get_cases()
        self.assertEqual(case.state, "draft")
        self.assertEqual(case.reason_id, self.reason_resigned)
        self.assertFalse(case.is_regretted or case.is_key_person or case.is_in_lieu)
        self.assertFalse(self.employee_leaver.offboarding_ids)

    def test_bad_input_is_answered_with_a_sentence(self):
        for data in (
            {"is_sure": ""},
            {"last_working_date": ""},
            {"last_working_date": "tomorrow"},
            {"last_working_date": "\x00"},
            {"last_working_date": "2001-01-01"},
            {"last_working_date": "9" * 400},
            {"last_working_date": "0000-00-00"},
            {"stated_reason": "\x00"},
            {"stated_reason": "a\u202eb"},
            {"stated_reason": "x" * 1_000_000},
        ):
            with self.subTest(str(data)[:60]):
                response = self._resign(**data)
                self.assertEqual(response.status_code, 400)
                self.assertRegex(response.text, "alert-danger")
                self.assertFalse(self._get_cases())
        for name, content in (
            ("letter.pdf", b"<html><script>alert(1)</script>"),
            ("letter.svg", b"<svg onload=alert(1)>"),
            ("big.pdf", b"%PDF-" + b"x" * (10 * 1024 * 1024 + 1)),
        ):
            with self.subTest(name):
                response = self._resign(files={"letter": (name, content)})
                self.assertIn(response.status_code, (400, 413))
                self.assertFalse(self._get_cases())

    def test_markup_is_shown_as_text(self):
        response = self._resign(stated_reason=MARKUP, last_working_date="2001-01-01")
        self.assertPage(response, 400)
        self.assertNotIn("<script>alert", response.text)
        self.assertIn("&lt;script&gt;", response.text)

    def test_without_the_key_of_the_form_nothing_happens(self):
        with mute_logger("odoo.http"):
            response = self.url_open(
                PAGE,
                data={"last_working_date": "2099-05-01", "is_sure": "on"},
                allow_redirects=False,
            )
        self.assertEqual(response.status_code, 400)
        self.assertFalse(self._get_cases())

    def test_nothing_of_hr_is_told(self):
        self._new_offboarding(self.employee_portal, last_working_date="2099-01-01")
        self.assertPage(self.url_open(PAGE), 200, "I want to resign")
        self.assertEqual(self._post(f"{PAGE}/withdraw").status_code, 404)
