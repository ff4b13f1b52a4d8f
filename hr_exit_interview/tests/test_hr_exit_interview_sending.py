from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY
from .exit_common import ExitInterviewCase


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrExitInterviewSending(ExitInterviewCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Whatever else there is in this database.
        others = cls.env["res.company"].search([("id", "!=", cls.company.id)])
        others.exit_questionnaire_is_automatic = False
        cls._set_dates("2026-03-01", "2026-05-01")

    @classmethod
    def _set_dates(cls, notice, last_day):
        cls.case.sudo().write({"notice_date": notice, "last_working_date": last_day})
        cls.env.flush_all()

    def _run(self, day):
        return self._send_due(day)

    def _new_talk(self, number, **values):
        employee = self._new_employee(
            f"Leaver {number}", private_email=f"leaver{number}@example.com"
        )
        case = self._new_offboarding(
            employee,
            notice_date="2026-03-01",
            last_working_date="2026-05-01",
            **values,
        )
        case.action_confirm()
        return case.interview_ids.with_env(self.env)

    # The day

    def test_day_of_the_invitation(self):
        Reason = self.env["hr.departure.reason"]
        dismissed, none = Reason.create(
            [
                {"name": "Dismissed", "type": "involuntary", "questionnaire": "short"},
                {"name": "Misconduct", "type": "involuntary", "questionnaire": "none"},
            ]
        )
        for values, expected in (
            ({}, date(2026, 3, 31)),
            ({"reason_id": dismissed.id}, date(2026, 5, 4)),
            ({"is_in_lieu": True}, date(2026, 5, 4)),
            ({"reason_id": none.id}, False),
        ):
            with self.subTest(values):
                self.case.sudo().write(
                    {"reason_id": self.reason_resigned.id, "is_in_lieu": False}
                )
                self.case.sudo().write(values)
                self.assertEqual(self.interview.questionnaire_planned_date, expected)
                self.assertEqual(self.interview.questionnaire_next_date, expected)

    def test_a_week_of_work_is_left_by_the_working_hours(self):
        """Whoever works on three days of the week is asked earlier."""
        self._set_dates("2026-03-12", "2026-04-01")
        self.assertEqual(self.interview.questionnaire_planned_date, date(2026, 3, 22))
        self._set_dates("2026-03-20", "2026-04-01")
        self.assertEqual(self.interview.questionnaire_planned_date, date(2026, 3, 25))
        calendar = self.employee_leaver.resource_calendar_id.copy()
        calendar.attendance_ids.filtered(lambda a: a.dayofweek in "14").unlink()
        self.employee_leaver.resource_calendar_id = calendar
        self._set_dates("2026-03-12", "2026-04-01")
        self.assertEqual(self.interview.questionnaire_planned_date, date(2026, 3, 19))

    def test_day_moves_with_the_last_day_unless_hr_has_chosen(self):
        talk = self.interview.with_user(self.user_officer)
        self._set_dates("2026-03-01", "2026-06-01")
        self.assertEqual(talk.questionnaire_planned_date, date(2026, 4, 16))
        talk.write(
            {"questionnaire_mode": "date", "questionnaire_planned_date": "2026-04-02"}
        )
        self._set_dates("2026-03-01", "2026-05-01")
        self.assertEqual(talk.questionnaire_planned_date, date(2026, 4, 2))
        talk.questionnaire_mode = "never"
        self.assertFalse(talk.questionnaire_planned_date)
        self.assertFalse(self._run("2026-05-01"))
        talk.questionnaire_mode = "auto"
        self.assertEqual(talk.questionnaire_planned_date, date(2026, 3, 31))

    def test_day_that_hr_chooses_must_leave_time_to_answer(self):
        talk = self.interview.with_user(self.user_officer)
        for day, words in ((False, "Enter the day"), ("2026-05-09", "up to then")):
            with self.subTest(day), self.assertRaisesRegex(ValidationError, words):
                talk.write(
                    {"questionnaire_mode": "date", "questionnaire_planned_date": day}
                )
        talk.write(
            {"questionnaire_mode": "date", "questionnaire_planned_date": "2026-05-08"}
        )
        self.assertEqual(self._run("2026-05-08"), ["lea.ver@example.com"])

    # The job

    def test_sends_on_the_day_and_never_twice(self):
        self.assertFalse(self._run("2026-03-30 12:00:00"))
        self.assertEqual(self._run("2026-03-31 12:00:00"), ["lea.ver@example.com"])
        self.assertEqual(self.interview.questionnaire_state, "sent")
        self.assertFalse(self._run("2026-03-31 13:00:00"))

    def test_day_is_that_where_the_person_works(self):
        for zone, before, after in (
            ("Pacific/Kiritimati", "2026-03-30 09:30:00", "2026-03-30 10:30:00"),
            ("Pacific/Pago_Pago", "2026-03-31 10:30:00", "2026-03-31 11:30:00"),
        ):
            with self.subTest(zone):
                self.interview.action_cancel()
                self.interview.action_reset()
                self.employee_leaver.resource_calendar_id = False
                self.employee_leaver.tz = zone
                self.assertFalse(self._run(before))
                self.assertEqual(self._run(after), ["lea.ver@example.com"])

    def test_two_reminders_with_the_same_link(self):
        self._run("2026-03-31 12:00:00")
        token = self._sheet().access_token
        for day, count in (
            ("2026-04-02 12:00:00", 0),
            ("2026-04-03 12:00:00", 1),
            ("2026-04-03 13:00:00", 1),
            ("2026-04-06 12:00:00", 1),
            ("2026-04-07 12:00:00", 2),
            ("2026-04-20 12:00:00", 2),
        ):
            before = self.interview.questionnaire_reminder_count
            with self.subTest(day):
                mails = self._run(day)
                self.assertEqual(self.interview.questionnaire_reminder_count, count)
                self.assertEqual(len(mails), count - before)
                for mail in self._mails:
                    self.assertIn(token, self._get_link(mail))
                    self.assertIn("once more", mail["subject"])

    def test_no_reminder_after_the_answer_or_the_close(self):
        self._run("2026-03-31 12:00:00")
        self._answer(keep="All")
        self.assertFalse(self._run("2026-04-03 12:00:00"))
        other = self._new_talk(1)
        self._run("2026-03-31 12:00:00")
        self.assertEqual(other.questionnaire_state, "sent")
        self._sheet(other).deadline = "2026-04-02 12:00:00"
        self.assertFalse(self._run("2026-04-03 12:00:00"))
        self.assertFalse(other.questionnaire_next_date)

    def test_no_reminder_to_somebody_who_is_not_asked_any_more(self):
        """As when another addon knows that the person has died meanwhile."""
        self._run("2026-03-31 12:00:00")
        with patch.object(type(self.case), "_may_contact", lambda case, purpose: False):
            self.assertFalse(self._run("2026-04-03 12:00:00"))

    def test_nothing_goes_out_after_the_close(self):
        self.assertFalse(self._run("2026-05-09 12:00:00"))
        self.assertEqual(self.interview.questionnaire_problem, "late")
        self.assertFalse(self.interview.questionnaire_next_date)
        [mail] = self._send()
        self.assertTrue(self._get_link(mail))
        self.assertFalse(self.interview.questionnaire_problem)

    def test_what_is_long_past_is_no_thing_to_do(self):
        self.assertFalse(self._run("2026-07-09 12:00:00"))
        self.assertFalse(self.interview.questionnaire_problem)
        self.assertFalse(self.interview.questionnaire_next_date)

    def test_company_that_sends_by_hand(self):
        self.company.exit_questionnaire_is_automatic = False
        self.assertFalse(self._run("2026-03-31 12:00:00"))
        self._send()
        self.assertFalse(self._run("2026-04-30 12:00:00"))
        self.company.exit_questionnaire_is_automatic = True
        self.assertEqual(len(self._run("2026-04-30 12:00:00")), 1)

    def test_stops_when_the_departure_does_not_take_place(self):
        for stop in ("action_retain", "action_cancel"):
            with self.subTest(stop):
                talk = self._new_talk(stop)
                self._run("2026-03-31 12:00:00")
                self.assertEqual(talk.questionnaire_state, "sent")
                talk.action_hold()
                getattr(talk.offboarding_id, stop)()
                self.assertFalse(self._sheet(talk))
                self.assertNotIn(
                    f"leaver{stop}@example.com", self._run("2026-04-03 12:00:00")
                )

    def test_nobody_writes_to_the_dead(self):
        death = self.env["hr.departure.reason"].search(
            [("kind", "=", "death")], limit=1
        )
        self._run("2026-03-31 12:00:00")
        self.case.sudo().reason_id = death
        self.assertFalse(self._sheet())
        for day in ("2026-04-03 12:00:00", "2026-05-04 12:00:00"):
            self.assertFalse(self._run(day))

    def test_last_day_that_moves_moves_the_close(self):
        self._send()
        self.assertEqual(self._sheet().deadline.date(), date(2026, 5, 8))
        self._set_dates("2026-03-01", "2026-06-01")
        self.assertEqual(self._sheet().deadline.date(), date(2026, 6, 8))
        self._set_dates("2026-03-01", "2026-05-01")
        self.assertEqual(self._sheet().deadline.date(), date(2026, 6, 8))

    def test_one_that_fails_stops_nobody_else(self):
        other = self._new_talk(1)
        broken = self._new_talk(2)
        cls = type(other)
        prepare = cls._prepare_user_input_values

        def fail(talk):
            if talk.id == broken.id:
                raise UserError("No such day")
            return prepare(talk)

        with (
            patch.object(cls, "_prepare_user_input_values", fail),
            mute_logger("odoo.addons.hr_exit_interview.models.hr_batch_mixin"),
        ):
            mails = self._run("2026-03-31 12:00:00")
            self.assertEqual(
                sorted(mails), ["lea.ver@example.com", "leaver1@example.com"]
            )
            self.assertFalse(self._run("2026-03-31 13:00:00"))
        self.assertEqual(broken.questionnaire_problem, "error")
        self.assertEqual(broken.questionnaire_refused_text, "No such day")
        self.assertEqual(self._run("2026-04-01 12:00:00"), ["leaver2@example.com"])
        self.assertFalse(broken.questionnaire_problem)

    def test_queries_when_nothing_is_due(self):
        talks = self.env["hr.exit.interview"]
        self.env.flush_all()
        self.env.invalidate_all()
        with patch.object(type(self.env["ir.cron"]), "_commit_progress"):
            before = self.env.cr.sql_log_count
            talks._cron_send_questionnaires()
        self.assertLessEqual(self.env.cr.sql_log_count - before, 2)

    def test_two_companies(self):
        case = self.env["hr.offboarding"].create(
            {
                "employee_id": self.employee_other_company.id,
                "reason_id": self.reason_resigned.id,
                "notice_date": "2026-03-01",
                "last_working_date": "2026-05-01",
                "user_id": self.user_officer_other.id,
            }
        )
        self.employee_other_company.private_email = "otto@example.com"
        case.action_confirm()
        self.company_other.exit_questionnaire_is_automatic = False
        self.assertEqual(self._run("2026-03-31 12:00:00"), ["lea.ver@example.com"])
        self.company_other.exit_questionnaire_is_automatic = True
        self.assertIn("otto@example.com", self._run("2026-03-31 12:00:00"))

    # Not sent

    def test_leaver_without_an_address_is_listed_until_there_is_one(self):
        Talk = self.env["hr.exit.interview"].with_user(self.user_officer)
        self.employee_leaver.private_email = False
        self.assertFalse(self._run("2026-03-31 12:00:00"))
        self.assertEqual(self.interview.questionnaire_problem, "no_address")
        self.assertIn("private e-mail", self.interview.questionnaire_advice)
        self.assertIn(
            self.interview, Talk.search([("questionnaire_problem", "!=", False)])
        )
        self.assertNotIn(
            self.interview, Talk.search([("questionnaire_problem", "=", False)])
        )
        self.assertNotIn(
            self.interview, Talk.search([("questionnaire_problem", "=", "late")])
        )
        self.employee_leaver.private_email = "new@example.com"
        self.assertEqual(self._run("2026-04-01 12:00:00"), ["new@example.com"])
        self.assertFalse(self.interview.questionnaire_problem)

    def test_no_questionnaire_in_the_language(self):
        self.survey.lang_ids = self.env["res.lang"]._activate_lang("fr_FR")
        self.assertFalse(self._run("2026-03-31 12:00:00"))
        self.assertEqual(self.interview.questionnaire_problem, "no_form")
        with self.assertRaisesRegex(UserError, "English"):
            self._send()
        self.employee_leaver.lang = "fr_FR"
        self.assertEqual(len(self._run("2026-04-01 12:00:00")), 1)

    def test_mail_that_came_back_is_listed_and_not_reminded_of(self):
        self._send()
        self.env["hr.exit.interview"]._note_bounce("somebody@example.com")
        self.assertFalse(self.interview.questionnaire_problem)
        self.env["hr.exit.interview"]._note_bounce("lea.ver@example.com")
        self.assertEqual(self.interview.questionnaire_problem, "bounced")
        self.assertIn(
            self.interview,
            self.interview.search([("questionnaire_problem", "=", "bounced")]),
        )
        self.assertFalse(self._run("2026-03-20 12:00:00"))
        self._send()
        self.assertFalse(self.interview.questionnaire_problem)

    def test_mail_that_failed_is_listed(self):
        self._send()
        mail = self.env["mail.mail"].create({"state": "exception"})
        self.interview.questionnaire_mail_id = mail
        self.assertEqual(self.interview.questionnaire_problem, "failed")
        for problem, found in (("failed", True), ("bounced", False)):
            talks = self.interview.search([("questionnaire_problem", "=", problem)])
            self.assertEqual(self.interview in talks, found)

    @mute_logger("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
    def test_days_and_problems_are_for_hr(self):
        """What day somebody is asked on tells of the reason."""
        self.interview.interviewer_ids = self.user_interviewer
        for name in (
            "questionnaire_mode",
            "questionnaire_planned_date",
            "questionnaire_next_date",
            "questionnaire_problem",
        ):
            talk = self.interview.with_user(self.user_interviewer)
            with self.subTest(name):
                with self.assertRaises(AccessError):
                    talk.read([name])
                with self.assertRaises(AccessError):
                    talk.search([(name, "!=", False)])
                for user in (self.user_officer, self.user_exit_officer):
                    self.assertTrue(self.interview.with_user(user).read([name]))
        with self.assertRaises(UserError):
            self.interview.with_user(self.user_officer).questionnaire_refused = "late"

    # Later

    def test_follow_ups_of_those_who_have_agreed(self):
        form = self.env.ref("hr_exit_interview.survey_survey_exit_after_90")
        if not form.question_ids:
            form.questions_layout = "one_page"
            form.question_and_page_ids = [(0, 0, {"title": "How is it?"})]
        for policy, agreed, expected in (
            ("agreed", False, 0),
            ("agreed", "yes", 2),
            ("all", False, 2),
            ("all", "no", 0),
            ("none", "yes", 0),
        ):
            with self.subTest(policy=policy, agreed=agreed):
                self.company.exit_follow_up_policy = policy
                talk = self._new_talk(f"{policy}{agreed}")
                case = talk.offboarding_id
                case.follow_up_agreed = agreed
                with freeze_time("2026-05-05"):
                    case.action_depart()
                talks = (case.interview_ids - talk).sorted("round")
                self.assertEqual(len(talks), expected)
                if expected:
                    self.assertEqual(
                        talks.mapped("questionnaire_planned_date"),
                        [date(2026, 7, 30), date(2027, 5, 1)],
                    )
                    case.follow_up_agreed = "no"
                    self.assertEqual(set(talks.mapped("state")), {"cancelled"})
                    case.follow_up_agreed = "yes"
                    states = {"planned"} if policy != "none" else {"cancelled"}
                    self.assertEqual(set(talks.mapped("state")), states)

    def test_follow_up_is_sent_to_the_private_address(self):
        form = self.env.ref("hr_exit_interview.survey_survey_exit_after_90")
        if not form.question_ids:
            form.questions_layout = "one_page"
            form.question_and_page_ids = [(0, 0, {"title": "How is it?"})]
        self.case.sudo().follow_up_agreed = "yes"
        with freeze_time("2026-05-05"):
            self.case.sudo().action_depart()
        talks = self.case.interview_ids.with_env(self.env).sorted("round")
        first = talks.filtered(lambda t: t.kind == "follow_up" and t.round == 1)
        self.interview.questionnaire_mode = "never"
        self.assertFalse(self._run("2026-07-29 12:00:00"))
        self.assertEqual(self._run("2026-07-30 12:00:00"), ["lea.ver@example.com"])
        self.assertEqual(self._sheet(first).survey_id, form)
        self.assertEqual(self._mails[0]["subject"], "How is it going, Lea Ver?")
        self.case.sudo().follow_up_agreed = "no"
        self.assertFalse(self._sheet(first))
        self.assertFalse(self._run("2026-08-02 12:00:00"))
