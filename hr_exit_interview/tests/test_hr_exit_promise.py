from datetime import date, datetime, timedelta

from freezegun import freeze_time
from psycopg2.errors import CheckViolation, UniqueViolation

from odoo.exceptions import AccessError, ConcurrencyError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY
from .exit_common import MARKER, ExitInterviewCase


@tagged("post_install", "-at_install", "security")
@freeze_time(TODAY)
class TestHrExitPromise(ExitInterviewCase):
    def _modes(self, interview=None):
        answers = (interview or self.interview).with_env(self.env).answer_ids
        return {answer.question_key: answer.mode for answer in answers}

    def _readable(self):
        self.env.flush_all()
        self.env.invalidate_all()
        Answer = self.env["hr.exit.answer"].with_user(self.user_exit_officer)
        return set(
            Answer.search([("interview_id", "=", self.interview.id)]).mapped(
                "question_key"
            )
        )

    # What is promised

    def test_the_text_is_kept_with_the_figures_that_held(self):
        self.company.exit_stat_minimum = 7
        self.company.exit_release_days = 45
        self._send()
        self._answer(keep="All")
        promise = self.interview.promise_id
        self.assertEqual((promise.minimum, promise.months, promise.days), (7, 12, 45))
        self.assertEqual((promise.version, promise.lang), (1, "en_US"))
        for words in ("at least 7 people", "at the latest 12 months", "45 days"):
            self.assertIn(words, promise.text)
        self.assertIn("Only in totals", promise.text)
        self.assertNotIn("{", promise.text)
        self.assertEqual(promise.survey_id, self.survey)
        self.assertEqual(promise.name, "Exit questionnaire, version 1 (en_US)")

    def test_the_same_text_is_kept_once_and_another_is_a_new_version(self):
        promises = self.env["hr.exit.promise"]
        for name, change in (
            ("first", lambda: None),
            ("second", lambda: None),
            ("figure", lambda: self.company.write({"exit_stat_minimum": 8})),
            ("text", lambda: self.survey.write({"description": "<p>Anew</p>"})),
        ):
            change()
            case = self._new_offboarding(
                self._new_employee(name, private_email=f"{name}@example.com")
            )
            case.action_confirm()
            talk = case.interview_ids.with_env(self.env)
            self._send(talk)
            self._answer(talk, keep="All")
            promises += talk.promise_id
        self.assertEqual(promises[0], promises[1])
        self.assertEqual(promises.mapped("version"), [1, 1, 2, 3])
        self.assertEqual(len(set(promises.mapped("text_hash"))), 3)

    def test_what_was_read_holds_though_it_changes_before_it_is_sent(self):
        self._send()
        sheet = self._sheet()
        sheet._mark_in_progress()
        self.company.exit_release_days = 10
        self.survey.description = "<p>Everybody reads everything.</p>"
        self._fill(sheet, mode="later", preventable="no")
        sheet._mark_done()
        self.assertEqual(self.interview.promise_id.days, 90)
        self.assertNotIn("Everybody reads", self.interview.promise_id.text)
        left = max(self.case.departure_date, self.case.last_working_date)
        [answer] = self.interview.answer_ids
        self.assertEqual((answer.release_date - left).days, 90)

    def test_nobody_changes_or_deletes_a_promise(self):
        self._send()
        self._answer(keep="All")
        promise = self.interview.promise_id
        with self.assertRaisesRegex(UserError, "cannot be changed"):
            promise.text = "<p>Nothing</p>"
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            promise.unlink()
        for user in (self.user_exit_officer, self.user_admin_hr):
            self.assertTrue(promise.with_user(user).text)
            with self.assertRaises(AccessError):
                promise.with_user(user).check_access("write")
        with self.assertRaises(AccessError):
            promise.with_user(self.user_colleague).read(["text"])

    @mute_logger("odoo.sql_db")
    def test_two_who_begin_at_once_are_tried_again(self):
        Promise = self.env["hr.exit.promise"]
        arguments = (self.survey, "en_US", "<p>x</p>", {"minimum": 5})
        self.patch(
            type(Promise),
            "create",
            lambda *_args: (_ for _ in ()).throw(UniqueViolation("twice")),
        )
        with self.assertRaises(ConcurrencyError):
            Promise._get_for(*arguments)

    # What was chosen

    def test_each_page_follows_the_own_choice_else_that_for_the_whole(self):
        self._send()
        self._answer(
            mode="named",
            mode_work="totals",
            mode_back="later",
            preventable="no",
            future="3",
            recommend="8",
            keep=MARKER,
        )
        self.assertEqual(
            self._modes(),
            {
                "preventable": "named",
                "future": "totals",
                "recommend": "later",
                "keep": "later",
            },
        )
        self.assertEqual(self._readable(), {"preventable"})

    def test_without_a_choice_nobody_reads_anything(self):
        self._send()
        self._answer(mode=None, preventable="no", future="3", keep=MARKER)
        self.assertEqual(self._modes(), {"preventable": "totals", "future": "totals"})
        self.assertFalse(self._readable())

    def test_words_that_nobody_may_read_are_not_kept(self):
        self._send()
        sheet = self._sheet()
        sheet._mark_in_progress()
        self._fill(sheet, mode="totals", preventable="no", keep=MARKER)
        question = self._question("return_intent")
        label = self._label("return_intent", "yes")
        sheet._save_lines(question, str(label.id), MARKER)
        sheet._mark_done()
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT count(*) FROM hr_exit_answer WHERE value LIKE %s", [f"%{MARKER}%"]
        )
        self.assertEqual(self.env.cr.fetchone(), (0,))
        self.assertEqual(
            self._modes(), {"preventable": "totals", "return_intent": "totals"}
        )

    def test_the_choice_itself_is_no_answer(self):
        self._send()
        self._answer(mode="named", mode_work="named", mode_back="named", keep="All")
        self.assertAnswers(self.interview, [("keep", "All")])

    def test_a_choice_that_nobody_knows_is_taken_for_totals(self):
        self._send()
        self._label("mode", "named").exit_key = "whatever"
        sheet = self._sheet()
        sheet._mark_in_progress()
        label = self._question("mode").suggested_answer_ids[0]
        self._fill(sheet, preventable="no")
        sheet._save_lines(self._question("mode"), str(label.id))
        sheet._mark_done()
        self.assertEqual(self._modes(), {"preventable": "totals"})

    def test_of_two_choices_for_a_page_the_more_careful_holds(self):
        self._question("mode_back").sequence = self._question("mode_work").sequence
        self.assertEqual(
            self._question("mode_back").page_id, self._question("mode_work").page_id
        )
        self._send()
        self._answer(mode="named", mode_work="named", mode_back="totals", future="3")
        self.assertEqual(self._modes(), {"future": "totals"})

    def test_later_is_read_from_its_day_where_the_person_worked(self):
        self.employee_leaver.resource_calendar_id = False
        self.employee_leaver.tz = "Pacific/Kiritimati"
        self._send()
        self._answer(mode="later", preventable="no")
        [answer] = self.interview.answer_ids
        left = max(self.case.departure_date, self.case.last_working_date)
        self.assertEqual((answer.release_date - left).days, 90)
        for zone, hour in (("Pacific/Kiritimati", -14), ("Pacific/Pago_Pago", 11)):
            self.employee_leaver.tz = zone
            answer._compute_release_datetime()
            moment = answer.release_datetime
            midnight = datetime.combine(answer.release_date, datetime.min.time())
            self.assertEqual((moment - midnight).total_seconds() / 3600, hour)
            for seconds, seen in ((-1, set()), (0, {"preventable"})):
                with (
                    self.subTest(zone=zone, seconds=seconds),
                    freeze_time(moment + timedelta(seconds=seconds)),
                ):
                    self.assertEqual(self._readable(), seen)

    def test_whoever_leaves_later_is_read_later_and_never_sooner(self):
        self._send()
        self._answer(mode="later", preventable="no")
        [answer] = self.interview.answer_ids
        before = answer.release_date
        self.case.write(
            {"last_working_date": "2026-09-30", "departure_date": "2026-09-30"}
        )
        self.assertEqual(answer.release_date, date(2026, 12, 29))
        self.case.write(
            {"last_working_date": "2026-04-30", "departure_date": "2026-04-30"}
        )
        self.assertEqual(answer.release_date, date(2026, 12, 29))
        self.assertGreater(answer.release_date, before)

    # Who edits the choice

    def test_the_choice_holds_while_somebody_answers(self):
        self._send()
        question = self._question("mode").with_user(self.user_exit_officer)
        label = self._label("mode", "totals").with_user(self.user_exit_officer)
        label.value = "Only in totals, really"
        self._sheet()._mark_in_progress()
        for attempt in (
            lambda: label.write({"exit_key": "named"}),
            lambda: label.write({"value": "With my name"}),
            lambda: question.write({"exit_key": "modal"}),
            label.unlink,
            question.unlink,
        ):
            with self.assertRaisesRegex(UserError, "Somebody is answering"):
                attempt()
        self._question("keep").with_user(self.user_exit_officer).title = "Keep what?"

    def test_the_choice_is_one_choice(self):
        with self.assertRaisesRegex(UserError, "make it a choice"):
            self._question("mode").question_type = "multiple_choice"

    def test_nobody_is_asked_for_words_about_the_own_health(self):
        question = self.env.ref(
            "hr_exit_interview.survey_question_exit_main_reason_hlt"
        )
        self.assertFalse(question.comments_allowed)
        with self.assertRaisesRegex(UserError, "may not ask for words"):
            question.comments_allowed = True
        with self.assertRaisesRegex(UserError, "may not ask for words"):
            self.env["survey.question"].create(
                {
                    "survey_id": self.survey.id,
                    "title": "What is it?",
                    "question_type": "text_box",
                    "sequence": 900,
                    "triggering_answer_ids": [
                        (4, self._label("main_reason", "hlt").id)
                    ],
                }
            )

    def test_days_of_waiting_have_bounds(self):
        for days in (0, -1, 366):
            with (
                self.subTest(days),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self.company.exit_release_days = days
                self.company.flush_recordset()
