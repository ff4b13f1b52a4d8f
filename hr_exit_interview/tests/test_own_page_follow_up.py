"""On the own page the leaver says whether to be asked again, and changes the mind."""

import re

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .own_page_common import OwnPageCase


@tagged("post_install", "-at_install", "security")
class TestOwnPageFollowUp(OwnPageCase):
    def setUp(self):
        super().setUp()
        self.company.exit_follow_up_policy = "agreed"
        self.case.sudo().reason_id.questionnaire = "short"

    def _choose(self, choice, **data):
        return self._post(f"{self.link}/follow_up", {"follow_up": choice, **data})

    def _get_checked(self):
        return re.findall(
            r'name="follow_up"[^>]*value="(\w+)"[^>]*checked',
            self.url_open(self.link).text,
        )

    def test_nothing_is_ticked_before_it_was_said(self):
        self.assertPage(
            self.url_open(self.link),
            200,
            "May we ask you again later?",
            "only if you say yes",
        )
        self.assertEqual(self._get_checked(), [])
        self.assertFalse(self.case.sudo().follow_up_agreed)

    def test_said_and_said_otherwise(self):
        for choice in ("yes", "no", "yes"):
            with self.subTest(choice):
                response = self._choose(choice)
                self.assertEqual(response.status_code, 303)
                self.assertHeaders(response)
                case = self.case.sudo()
                case.invalidate_recordset()
                self.assertEqual(case.follow_up_agreed, choice)
                self.assertEqual(case.follow_up_said_by, "leaver")
                today = self.employee_leaver._get_today()
                self.assertEqual(case.follow_up_said_date, today)
                self.assertEqual(self._get_checked(), [choice])
        self.assertPage(
            self.url_open(f"{self.link}?message=chosen"), 200, "noted your choice"
        )

    def test_withdrawing_ends_what_was_planned(self):
        self._choose("yes")
        with freeze_time("2099-03-18"):
            self.case.sudo().action_depart()
        later = self.case.sudo().interview_ids.filtered(
            lambda talk: talk.kind == "follow_up"
        )
        self.assertEqual(set(later.mapped("state")), {"planned"})
        self._choose("no")
        later.invalidate_recordset()
        self.assertEqual(set(later.mapped("state")), {"cancelled"})

    def test_company_that_asks_whoever_has_not_refused(self):
        self.company.exit_follow_up_policy = "all"
        self.assertPage(self.url_open(self.link), 200, "unless you say no")
        self.assertEqual(self._get_checked(), [])

    def test_not_offered_where_nobody_is_asked_again(self):
        silent = self.env["hr.departure.reason"].create(
            {"name": "Breach", "questionnaire": "none"}
        )
        for change in (
            lambda: self.company.write({"exit_follow_up_policy": "none"}),
            lambda: self.case.sudo().write({"reason_id": silent.id}),
        ):
            with self.env.cr.savepoint() as savepoint:
                change()
                self.env.flush_all()
                page = self.url_open(self.link)
                self.assertNotIn("ask you again", page.text)
                self.assertPage(self._choose("yes"), 400, "Nothing has been changed")
                self.assertFalse(self.case.sudo().follow_up_agreed)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_bad_input_changes_nothing(self):
        before = self._snapshot()
        for data in (
            {"follow_up": ""},
            {"follow_up": "maybe"},
            {"follow_up": "yes\x00"},
            {"follow_up": "y" * 100000},
            {"follow_up_agreed": "yes"},
            {"choice": "yes", "state": "done"},
        ):
            with self.subTest(str(data)[:40]):
                response = self._post(f"{self.link}/follow_up", data)
                self.assertPage(response, 400, "Nothing has been changed")
                self.assertEqual(self._snapshot(), before)
        self.assertIn(
            self.url_open(f"{self.link}/follow_up?follow_up=yes").status_code,
            (404, 405),
        )
        response = self._post(f"{self.link[:-3]}/follow_up", {"follow_up": "yes"})
        self.assertPage(response, 404, "This link opens nothing")
        response = self.url_open(
            f"{self.link}/follow_up", data={"follow_up": "yes"}, allow_redirects=False
        )
        self.assertEqual(response.status_code, 400)
        self.assertEqual(self._snapshot(), before)

    def test_what_the_page_says_is_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"].search(
            [("name", "=", "hr_exit_interview")]
        )._update_translations(["zh_CN"], overwrite=True)
        self.employee_leaver.lang = "zh_CN"
        self.env.invalidate_all()
        page = self.url_open(f"{self.link}?message=chosen").text
        for words in (
            "我们以后可以再问您吗？",
            "好的，你们可以再问我",
            "已记下您的选择",
        ):
            self.assertIn(words, page)

    @mute_logger("odoo.addons.base.models.ir_model")
    def test_what_was_said_is_for_hr(self):
        self._choose("yes")
        for name in ("follow_up_agreed", "follow_up_said_by", "follow_up_said_date"):
            with self.subTest(name):
                self.env.invalidate_all()
                self.assertTrue(self.case.with_user(self.user_officer).read([name]))
                with self.assertRaises(AccessError):
                    self.case.with_user(self.user_manager).read([name])

    def test_what_hr_notes_says_so(self):
        case = self.case.with_user(self.user_officer)
        case.write({"follow_up_agreed": "yes", "follow_up_said_date": "2020-01-01"})
        case.write({"follow_up_said_by": "leaver"})
        self.assertEqual(case.follow_up_said_by, "hr")
        case.follow_up_agreed = False
        self.assertFalse(case.follow_up_said_by)
        self.assertFalse(case.follow_up_said_date)
