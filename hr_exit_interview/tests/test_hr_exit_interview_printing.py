"""The personal link on paper: what the page holds, who may make it, what is noted."""

import base64
import logging
import re
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .exit_common import ExitInterviewCase

REPORT = "hr_exit_interview.report_exit_link"
CODE = r'class="o_exit_code"[^>]*src="data:image/([^;]+);base64,([^"]+)"'
MUTED = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


class PrintingCase(ExitInterviewCase):
    """A leaver without e-mail."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.employee_leaver.private_email = False

    def _print(self, talks=None, user=None):
        """Press the button and return the page as HTML, as without a PDF engine."""
        talks = self.interview if talks is None else talks
        talks = talks.with_user(user or self.user_officer)
        talks.action_print_questionnaire()
        return self._render(talks)

    def _render(self, talks):
        report = self.env["ir.actions.report"].with_user(talks.env.user)
        page = report._render_qweb_html(REPORT, talks.ids)[0]
        self.env.flush_all()
        self.env.invalidate_all()
        return page.decode()


@tagged("post_install", "-at_install", "security")
@freeze_time(TODAY)
class TestHrExitInterviewPrinting(PrintingCase):
    def test_page_holds_link_code_and_promise(self):
        page = self._print()
        sheet = self._sheet()
        self.assertFalse(sheet.email)
        self.assertIn(sheet.get_start_url(), page.replace("&amp;", "&"))
        self.assertEqual(len(re.findall(CODE, page)), 1)
        text = " ".join(re.sub(r"<[^>]+>", " ", page).split())
        for words in (
            "Lea Ver",
            "Northwind",
            "voluntary",
            "exit officers",
            "not before 90 days",
            "at least 5 people",
            "12 months",
            "03/23/2026",
            "hr_officer@northwind.example.com",
        ):
            self.assertIn(words, text)
        for secret in (self.reason_resigned.display_name, self.user_manager.name):
            self.assertNotIn(secret, text)

    def test_the_code_holds_the_whole_address(self):
        with patch.object(
            type(self.env["ir.actions.report"]), "barcode", return_value=b"x"
        ) as draw:
            self._print()
        kind, text = draw.call_args.args
        self.assertEqual(kind, "QR")
        self.assertEqual(
            text, self.interview.get_base_url() + self._sheet().get_start_url()
        )

    def test_code_is_drawn_as_lines_where_pictures_cannot_be_made(self):
        report = type(self.env["ir.actions.report"])
        for effect, kind, start in (
            ([b"\x89PNG"], "png", b"\x89PNG"),
            (ValueError("Cannot convert"), "svg+xml", b"<?xml"),
        ):
            with (
                self.subTest(kind),
                patch.object(report, "barcode", side_effect=effect),
            ):
                page = self._print()
                [(found, code)] = re.findall(CODE, page)
                self.assertEqual(found, kind)
                self.assertEqual(base64.b64decode(code)[: len(start)], start)

    def test_printing_asks_the_person_and_is_noted(self):
        self.assertEqual(self.interview.questionnaire_state, "none")
        self._print()
        self._render(self.interview.with_user(self.user_exit_officer))
        self.assertEqual(self.interview.questionnaire_state, "sent")
        self.assertEqual(self.interview.questionnaire_printed_count, 2)
        self.assertEqual(
            self.interview.questionnaire_printed_user_id, self.user_exit_officer
        )
        self.assertTrue(self.interview.questionnaire_printed_date)
        talk = self.interview.with_user(self.user_officer)
        with self.assertRaisesRegex(UserError, "buttons"):
            talk.questionnaire_printed_count = 0

    def test_the_link_is_kept_and_shown_nowhere_else(self):
        attachments = self.env["ir.attachment"].search([("id", ">", 0)]).ids
        messages = self.env["mail.message"].search([]).ids
        with self.assertLogs("odoo.addons.hr_exit_interview", logging.INFO) as log:
            self._print()
        token = self._sheet().access_token
        self.assertIn(self.interview.name, str(log.output))
        self.assertNotIn(token, str(log.output))
        # Apart from style sheets, which belong to the website.
        made = self.env["ir.attachment"].search(
            [("id", "not in", attachments), ("res_model", "!=", "ir.ui.view")]
        )
        self.assertFalse(made)
        self.assertFalse(self.env["mail.message"].search([("id", "not in", messages)]))
        for model, field in (
            ("mail.mail", "body_html"),
            ("mail.activity", "note"),
            ("ir.attachment", "url"),
        ):
            self.assertFalse(self.env[model].search_count([(field, "like", token)]))

    def test_answered_by_the_printed_link(self):
        self._print()
        self._answer(keep="All")
        self.assertAnswers(self.interview, [("keep", "All")])
        with self.assertRaisesRegex(UserError, "already been answered"):
            self._print()
        with self.assertRaisesRegex(UserError, "no open questionnaire"):
            self._render(self.interview.with_user(self.user_officer))

    def test_nobody_without_address_is_reminded(self):
        self._print()
        self.assertFalse(self.interview.questionnaire_next_date)
        others = self.env["res.company"].search([("id", "!=", self.company.id)])
        others.exit_questionnaire_is_automatic = False
        self.assertFalse(self._send_due("2026-03-19 12:00:00"))
        self.assertEqual(self.interview.questionnaire_reminder_count, 0)
        self.assertFalse(self.interview.questionnaire_problem)
        self.assertFalse(self.interview.questionnaire_next_date)

    def test_leaves_the_list_of_what_was_not_sent(self):
        self.interview.questionnaire_refused = "no_address"
        talk = self.interview.with_user(self.user_officer)
        self.assertEqual(talk.questionnaire_problem, "no_address")
        self.assertIn("print the link", talk.questionnaire_advice)
        self._print()
        self.assertFalse(talk.questionnaire_problem)

    def test_mailed_later_it_is_the_same_link(self):
        self._print()
        token = self._sheet().access_token
        self.employee_leaver.private_email = "lea.ver@example.com"
        [mail] = self._send()
        self.assertIn(token, self._get_link(mail))
        self.assertTrue(self.interview.questionnaire_next_date)
        self.employee_leaver.private_email = False
        others = self.env["res.company"].search([("id", "!=", self.company.id)])
        others.exit_questionnaire_is_automatic = False
        self.assertFalse(self._send_due("2026-03-19 12:00:00"))

    def test_in_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.env["ir.module.module"].search(
            [("name", "=", "hr_exit_interview")]
        )._update_translations("zh_CN")
        self.employee_leaver.lang = "zh_CN"
        self.env.invalidate_all()
        page = self._print()
        self.assertIn("您好", page)
        for english in ("voluntary", "It works without login", "What we promise"):
            self.assertNotIn(english, page)

    def test_many_at_once_in_one_file(self):
        talks = self.interview
        for number in range(3):
            case = self._new_offboarding(self._new_employee(f"Leaver {number}"))
            case.action_confirm()
            talks += case.interview_ids.with_env(self.env)
        self.reason_resigned.flush_recordset()
        talks[-1].offboarding_id.sudo().reason_id = self.env[
            "hr.departure.reason"
        ].create({"name": "Breach", "questionnaire": "none"})
        action = talks.with_user(self.user_officer).action_print_questionnaire()
        self.assertEqual(action["tag"], "display_notification")
        self.assertIn(talks[-1].name, action["params"]["message"])
        printed = action["params"]["next"]
        self.assertEqual(printed["report_name"], REPORT)
        self.assertEqual(printed["context"]["active_ids"], talks[:-1].ids)
        page = self._render(talks[:-1].with_user(self.user_officer))
        for talk in talks[:-1]:
            self.assertIn(self._sheet(talk).access_token, page)
        self.assertFalse(self._sheet(talks[-1]))

    def test_manager_without_address_gets_the_own_page(self):
        self.employee_manager.work_email = False
        view = self.env["hr.exit.interview"].create(
            {"offboarding_id": self.case.id, "kind": "manager"}
        )
        page = self._print(view)
        self.assertIn("Milo Line", page)
        self.assertIn("Lea Ver", page)
        self.assertIn("is not shown to", page)
        self.assertNotIn("You choose on every page", page)

    def test_refusals_say_why(self):
        death = self.env["hr.departure.reason"].search(
            [("kind", "=", "death")], limit=1
        )
        stay = self.env["hr.exit.interview"].create(
            {"offboarding_id": self.case.id, "kind": "stay"}
        )
        for talk, change, words in (
            (
                self.interview,
                lambda: self.reason_resigned.write({"questionnaire": "none"}),
                "for this reason",
            ),
            (
                self.interview,
                lambda: self.case.sudo().write({"reason_id": death.id}),
                "does not take place",
            ),
            (self.interview, self.interview.action_cancel, "does not take place"),
            (
                self.interview,
                lambda: self.survey.write({"active": False}),
                "no active exit",
            ),
            (stay, lambda: None, "this kind of talk"),
        ):
            with self.subTest(words), self.env.cr.savepoint() as savepoint:
                change()
                with self.assertRaisesRegex(UserError, words):
                    self._print(talk)
                self.assertFalse(self._sheet(talk))
                savepoint.rollback()
                self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "no exit interview"):
            self._print(self.env["hr.exit.interview"])

    @mute_logger(*MUTED)
    def test_only_who_may_send_may_print(self):
        self.interview.interviewer_ids = self.user_interviewer
        self._print()
        for user in (
            self.user_interviewer,
            self.user_interviewer_other,
            self.user_manager,
            self.user_leaver,
            self.user_colleague,
            self.user_officer_other,
            self.user_exit_officer_other,
        ):
            talk = self.interview.with_user(user).with_context(
                allowed_company_ids=user.company_ids.ids
            )
            with self.subTest(user.login):
                self.env.invalidate_all()
                with self.assertRaises(AccessError):
                    talk.action_print_questionnaire()
                with self.assertRaises(AccessError):
                    self._render(talk)
        self.assertEqual(self.interview.questionnaire_printed_count, 1)

    @mute_logger(*MUTED)
    def test_who_is_asked_and_who_has_printed_is_for_hr(self):
        self.interview.interviewer_ids = self.user_interviewer
        for name in (
            "respondent_name",
            "questionnaire_printed_date",
            "questionnaire_printed_user_id",
            "questionnaire_printed_count",
        ):
            with self.subTest(name):
                with self.assertRaises(AccessError):
                    self.interview.with_user(self.user_interviewer).read([name])
                for user in (self.user_officer, self.user_exit_officer):
                    self.assertTrue(self.interview.with_user(user).read([name]))

    def test_preparing_costs_the_same_for_many(self):
        counts = []
        for size in (2, 2, 10):
            talks = self.env["hr.exit.interview"]
            for number in range(size):
                case = self._new_offboarding(self._new_employee(f"Leaver {number}"))
                case.action_confirm()
                talks += case.interview_ids.with_env(self.env)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            talks.with_user(self.user_officer).action_print_questionnaire()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1] + 8)


@tagged("post_install", "-at_install", "security")
class TestHrExitInterviewPrintingHttp(PrintingCase, HttpCase):
    def test_page_opens_in_the_browser_and_nothing_of_it_without_login(self):
        """Where there is no PDF engine the browser shows and prints the page."""
        talk = self.interview.with_user(self.user_officer)
        talk.action_print_questionnaire()
        path = f"/report/html/{REPORT}/{talk.id}"
        self.authenticate("hr_officer", "hr_officer")
        response = self.url_open(path)
        self.assertEqual(response.status_code, 200)
        self.assertIn(self._sheet().access_token, response.text)
        self.assertNotIn("/report/barcode", response.text)
        self.env.invalidate_all()
        self.assertEqual(self.interview.questionnaire_printed_count, 1)
        for login in (None, "colleague"):
            self.authenticate(login, login)
            with self.subTest(login), mute_logger("odoo.http", *MUTED):
                response = self.url_open(path)
                self.assertNotIn(self._sheet().access_token, response.text)
