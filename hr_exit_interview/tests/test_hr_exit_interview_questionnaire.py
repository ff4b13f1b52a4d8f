from datetime import date, datetime
from unittest.mock import patch

from freezegun import freeze_time
from markupsafe import escape

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY
from .exit_common import ExitInterviewCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrExitInterviewQuestionnaire(ExitInterviewCase):
    def test_mail_goes_to_the_private_address_and_to_nobody_else(self):
        [mail] = self._send()
        self.assertEqual(mail["email_to"], ["lea.ver@example.com"])
        self.assertFalse(mail["email_cc"])
        self.assertIn("people@northwind.example.com", mail["email_from"])
        self.assertIn("hr_officer@northwind.example.com", mail["reply_to"])
        self.assertIn(self._sheet().access_token, self._get_link(mail))
        self.assertEqual(self.interview.questionnaire_state, "sent")
        self.assertEqual(self.interview.questionnaire_sent_date, datetime(2026, 3, 16))

    def test_company_without_an_address_writes_in_the_name_of_the_contact(self):
        self.company.email = False
        [mail] = self._send()
        self.assertIn("hr_officer@northwind.example.com", mail["email_from"])

    def test_sheet_names_the_interview_and_no_contact(self):
        self._send()
        sheet = self._sheet()
        self.assertEqual(sheet.survey_id, self.survey)
        self.assertEqual(sheet.email, "lea.ver@example.com")
        self.assertFalse(sheet.partner_id)
        self.assertFalse(sheet.message_partner_ids)
        self.assertFalse(sheet.message_ids)

    def test_sender_cannot_read_the_link_in_the_mail(self):
        """The link opens what is being answered; core lets authors read messages."""
        with self.mock_mail_gateway(mail_unlink_sent=False):
            self.interview.with_user(self.user_officer).action_send_questionnaire()
        token = self._sheet().access_token
        mail = self.env["mail.mail"].search([("body_html", "like", token)])
        self.assertEqual(len(mail), 1)
        message = mail.mail_message_id
        self.assertFalse(message.model or message.res_id)
        self.env.invalidate_all()
        for user in (self.user_officer, self.user_exit_officer, self.user_admin_hr):
            with self.subTest(user.login):
                for record in (mail, message):
                    with self.assertRaises(AccessError):
                        record.with_user(user).read(["body"])

    def test_mail_is_gone_once_it_is_sent(self):
        with self.mock_mail_gateway(mail_unlink_sent=True):
            self.interview.with_user(self.user_officer).action_send_questionnaire()
        token = self._sheet().access_token
        self.assertFalse(self.env["mail.mail"].search([("body_html", "like", token)]))

    def test_asking_again_sends_the_same_link(self):
        [first] = self._send()
        self.employee_leaver.private_email = "new@example.com"
        [second] = self._send()
        self.assertEqual(self._get_link(first), self._get_link(second))
        self.assertEqual(second["email_to"], ["new@example.com"])
        self.assertEqual(len(self._sheet()), 1)

    def test_answered_questionnaire_is_not_sent_again(self):
        self._send()
        self._answer(keep="All")
        with self.assertRaisesRegex(UserError, "already been answered"):
            self._send()

    def test_refusals_say_why(self):
        for change, words in (
            (lambda: self.employee_leaver.write({"private_email": False}), "private"),
            (lambda: self.employee_leaver.write({"private_email": "x"}), "private"),
            (
                lambda: self.reason_resigned.write({"questionnaire": "none"}),
                "for this reason",
            ),
            (lambda: self.interview.action_cancel(), "does not take place"),
            (lambda: self.case.action_retain(), "does not take place"),
            (lambda: self.survey.write({"active": False}), "no active exit"),
        ):
            with self.subTest(words), self.env.cr.savepoint() as savepoint:
                change()
                with self.assertRaisesRegex(UserError, words):
                    self._send()
                self.assertFalse(self._sheet())
                savepoint.rollback()
                self.env.invalidate_all()

    def test_other_kinds_have_no_questionnaire(self):
        talk = self.env["hr.exit.interview"].create(
            {"offboarding_id": self.case.id, "kind": "stay"}
        )
        with self.assertRaisesRegex(UserError, "this kind of talk"):
            self._send(talk)
        with self.assertRaisesRegex(UserError, "no exit interview"):
            self._send(self.env["hr.exit.interview"])

    def test_many_at_once_list_those_it_could_not_be_sent_to(self):
        other = self._new_offboarding(self.employee_manager)
        other.action_confirm()
        talks = (self.interview + other.interview_ids).with_user(self.user_officer)
        with self.mock_mail_gateway():
            action = talks.action_send_questionnaire()
        self.assertEqual(len(self._mails), 1)
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn(other.interview_ids.name, action["params"]["message"])
        self.assertEqual(other.interview_ids.questionnaire_state, "none")

    def test_departure_sends_for_its_interviews(self):
        with self.mock_mail_gateway():
            self.case.with_user(self.user_officer).action_send_questionnaire()
        self.assertEqual(len(self._mails), 1)

    def test_exit_officer_without_hr_rights_can_send(self):
        with self.mock_mail_gateway():
            self.interview.with_user(self.user_exit_officer).action_send_questionnaire()
        self.assertEqual(len(self._mails), 1)

    def test_employee_who_has_left_still_gets_it(self):
        self.case.action_depart()
        self.assertFalse(self.employee_leaver.active)
        [mail] = self._send()
        self.assertEqual(mail["email_to"], ["lea.ver@example.com"])

    def test_person_is_written_to_in_the_own_language(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("hr_exit_interview.mail_template_exit_questionnaire")
        template.with_context(lang="fr_FR").subject = "Votre avis"
        self.employee_leaver.lang = "fr_FR"
        [mail] = self._send()
        self.assertEqual(mail["subject"], "Votre avis")
        self.assertEqual(self._sheet().lang_id.code, "fr_FR")

    def test_deadline_is_the_end_of_a_day_where_the_person_works(self):
        for zone, hour in (
            ("Pacific/Kiritimati", datetime(2026, 3, 27, 9, 59, 59)),
            ("Pacific/Pago_Pago", datetime(2026, 3, 28, 10, 59, 59)),
            ("UTC", datetime(2026, 3, 27, 23, 59, 59)),
        ):
            self.case.last_working_date = date(2026, 3, 20)
            self.employee_leaver.resource_calendar_id = False
            self.employee_leaver.tz = zone
            self.env.flush_all()
            with self.subTest(zone):
                self._send()
                self.assertEqual(self._sheet().deadline, hour)
                self.assertEqual(
                    self.interview.sudo()._get_questionnaire_last_day(),
                    date(2026, 3, 27),
                )

    def test_late_sending_leaves_time_to_answer(self):
        self.case.sudo().write(
            {"notice_date": "2025-12-01", "last_working_date": "2026-01-10"}
        )
        self._send()
        self.assertEqual(
            self.interview.sudo()._get_questionnaire_last_day(), date(2026, 3, 23)
        )

    def test_cancelling_withdraws_what_is_not_answered(self):
        self._send()
        self._fill(self._sheet(), keep="Half an answer")
        self.interview.with_user(self.user_officer).action_cancel()
        self.assertFalse(self._sheet())
        self.assertEqual(self.interview.questionnaire_state, "none")
        self.interview.with_user(self.user_officer).action_reset()
        [mail] = self._send()
        self.assertTrue(self._get_link(mail))

    def test_cancelling_keeps_what_is_answered(self):
        self._send()
        self._answer(keep="All")
        self.interview.with_user(self.user_officer).action_cancel()
        self.assertEqual(self.interview.questionnaire_state, "done")
        self.assertTrue(self.interview.sudo().answer_ids)

    def test_only_exit_officers_change_the_text_of_the_mail(self):
        """Whoever changes it could have the personal link sent elsewhere."""
        template = self.env.ref("hr_exit_interview.mail_template_exit_questionnaire")
        editors = self.env.ref("mail.group_mail_template_editor")
        self.user_officer.group_ids += editors
        self.user_colleague.group_ids += editors
        partner_model = self.env.ref("base.model_res_partner")
        for user in (self.user_officer, self.user_colleague):
            Template = self.env["mail.template"].with_user(user)
            own = Template.create({"name": "Own", "model_id": partner_model.id})
            own.subject = "Still works"
            mine = template.with_user(user)
            for values in ({"description": "x"}, {"body_html": "x"}, {"subject": "x"}):
                with (
                    self.subTest(user=user.login, values=values),
                    mute_logger("odoo.addons.base.models.ir_rule"),
                    self.assertRaises(AccessError),
                ):
                    mine.write(values)
            for operation in ("write", "unlink"):
                self.assertFalse(mine.has_access(operation))
        self.user_exit_officer.group_ids += editors
        template.with_user(self.user_exit_officer).subject = "Tell us"
        [mail] = self._send()
        self.assertEqual(mail["subject"], "Tell us")

    def test_address_and_copies_in_the_template_change_nothing(self):
        template = self.env.ref("hr_exit_interview.mail_template_exit_questionnaire")
        template.write(
            {"email_to": "thief@example.com", "email_cc": "thief@example.com"}
        )
        [mail] = self._send()
        self.assertNotIn("thief", f"{mail['email_to']}{mail['email_cc']}")

    def test_sending_to_many_takes_no_query_for_each(self):
        """Core's own invitation takes nine."""
        cases = self.env["hr.offboarding"]
        for number in range(12):
            employee = self._new_employee(
                f"Leaver {number}", private_email=f"leaver{number}@example.com"
            )
            cases += self._new_offboarding(employee)
        cases.action_confirm()
        counts = []
        for some in (cases[:1], cases[1:2], cases[2:]):
            talks = some.interview_ids.ids
            self.env.flush_all()
            self.env.invalidate_all()
            talks = self.interview.browse(talks).with_user(self.user_officer)
            # Neither the mail server nor other addons are what is counted here.
            with (
                patch.object(type(self.env["mail.mail"]), "send_after_commit"),
                patch.object(type(self.case), "_may_contact", return_value=True),
            ):
                before = self.env.cr.sql_log_count
                talks.action_send_questionnaire()
                self.env.flush_all()
                counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2] - counts[1], 1)

    def test_sheets_in_batch_are_like_those_of_core(self):
        self._send()
        sheet = self._sheet()
        other = self.env["hr.exit.interview"].create(
            {"offboarding_id": self.case.id, "kind": "exit"}
        )
        before = self.survey.user_input_ids
        self.survey._create_answer(
            email=sheet.email, check_attempts=False, exit_interview_id=other.id
        )
        core = self.survey.user_input_ids - before
        self.assertEqual(len(core), 1)
        for name in (
            "email",
            "state",
            "test_entry",
            "is_session_answer",
            "predefined_question_ids",
            "partner_id",
            "scoring_percentage",
            "scoring_total",
            "scoring_success",
        ):
            with self.subTest(name):
                self.assertEqual(sheet[name], core[name])
        self.assertTrue(sheet.predefined_question_ids)
        self.assertNotEqual(sheet.access_token, core.access_token)

    def test_each_person_reads_the_own_text(self):
        """The text is compiled once for all of a language."""
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("hr_exit_interview.mail_template_exit_questionnaire")
        template.with_context(lang="fr_FR").body_html = (
            '<p>Bonjour <t t-out="object.employee_id.name"/></p>'
            '<a t-att-href="object._get_questionnaire_url()">Ouvrir</a>'
        )
        talks = self.interview
        for number, lang in enumerate(("en_US", "fr_FR", "fr_FR")):
            employee = self._new_employee(
                f"<b>Leaver</b> {number}",
                private_email=f"leaver{number}@example.com",
                lang=lang,
            )
            case = self._new_offboarding(employee)
            case.action_confirm()
            talks += case.interview_ids.with_env(self.env)
        mails = {mail["email_to"][0]: mail for mail in self._send(talks)}
        self.assertEqual(len(mails), 4)
        for talk in talks:
            sheet = self._sheet(talk)
            mail = mails[sheet.email]
            with self.subTest(sheet.email):
                self.assertIn(sheet.access_token, self._get_link(mail))
                self.assertIn(str(escape(talk.employee_id.name)), mail["body"])
                self.assertEqual(
                    "Bonjour" in mail["body"], sheet.lang_id.code == "fr_FR"
                )
