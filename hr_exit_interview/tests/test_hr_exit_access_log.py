"""Nobody reads content without a line in the log, in whatever way it is read."""

from datetime import datetime

from freezegun import freeze_time
from psycopg2 import Error

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .exit_common import MARKER, ExitInterviewCase

MUTED = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")


@tagged("post_install", "-at_install", "security")
@freeze_time("2026-03-16 10:20:00")
class TestHrExitAccessLog(ExitInterviewCase):
    def setUp(self):
        super().setUp()
        self._send()
        self._answer(keep=MARKER, recommend="9", preventable="no")
        self.Log = self.env["hr.exit.access.log"]
        self.answers = self.interview.answer_ids
        self.user_exit_officer.group_ids += self.env.ref("base.group_allow_export")
        self.read = self.answers.with_user(self.user_exit_officer)

    def _find(self):
        self.env.flush_all()
        return self.Log.search([("interview_id", "=", self.interview.id)], order="id")

    def _get_ways(self):
        """Ways to content, and how they are noted; each starts with an empty cache."""
        answers, Answer = self.read, self.read.browse()
        Talk = self.interview.with_user(self.user_exit_officer)
        nested = {"answer_ids": {"fields": {"value": {}}}}
        by_value = [("value", "ilike", MARKER[:5])]
        through = [("answer_ids.value", "ilike", MARKER[:5])]
        sets = [["value"], []]
        return (
            ("read", lambda: answers.read(["value"])),
            ("read", lambda: answers.read(["value_key"])),
            ("read", lambda: answers.read()),
            ("read", lambda: answers.mapped("value")),
            ("read", lambda: answers.filtered("value_number")),
            ("read", lambda: answers.filtered_domain(by_value)),
            ("read", lambda: answers.sorted("value")),
            ("read", lambda: answers.web_read({"value": {}})),
            ("read", lambda: Answer.search_read([], ["value"])),
            ("read", lambda: Answer.web_search_read([], {"value": {}})),
            ("read", lambda: Answer.search_fetch([], ["value"])),
            ("read", lambda: Talk.web_read(nested)),
            ("read", lambda: Talk.answer_ids.mapped("value")),
            ("export", lambda: answers.export_data(["value"])),
            ("export", lambda: Talk.export_data(["answer_ids/value"])),
            ("search", lambda: Answer.search(by_value)),
            ("search", lambda: Answer.search_count(by_value)),
            ("search", lambda: Answer.search([], order="value desc")),
            ("search", lambda: Answer.name_search("", by_value)),
            ("search", lambda: Talk.search(through)),
            ("search", lambda: Answer.formatted_read_group([], ["value"])),
            ("search", lambda: Answer.formatted_read_grouping_sets([], sets)),
            ("search", lambda: Answer._read_group([], [], ["value_number:avg"])),
            ("search", lambda: Answer._read_group([], [], ["value:array_agg"])),
            (
                "search",
                lambda: Answer._read_group(
                    [], ["question_key"], having=[("value_number:max", ">", 3)]
                ),
            ),
            (
                "search",
                lambda: Answer.read_progress_bar(
                    [], "question_key", {"field": "value", "colors": {}}
                ),
            ),
        )

    @mute_logger("odoo.addons.hr_exit_interview")
    def test_every_way_leaves_a_line(self):
        for number, (how, way) in enumerate(self._get_ways()):
            with self.subTest(number=number, how=how):
                self.env.cr.execute("DELETE FROM hr_exit_access_log")
                self.env.flush_all()
                self.env.invalidate_all()
                way()
                lines = self._find()
                self.assertIn(how, lines.mapped("how"))
                self.assertEqual(lines.user_id, self.user_exit_officer)
                self.assertEqual(lines.company_id, self.company)
                self.assertEqual(set(lines.mapped("what")), {"answers"})
                self.assertNotIn(MARKER, str(lines.read()))

    def test_what_is_no_content_leaves_none(self):
        self.env.invalidate_all()
        self.read.read(["question_title", "interview_id", "display_name", "mode"])
        self.read.mapped("question_key")
        self.read.search([("question_key", "=", "keep")], order="sequence")
        self.read.formatted_read_group([], ["question_key"], ["__count"])
        self.interview.with_user(self.user_exit_officer).read(["answer_ids", "state"])
        self.assertFalse(self._find())

    def test_content_is_not_fetched_along_with_other_fields(self):
        for Model in self.env.values():
            for name in getattr(Model, "_LOGGED_FIELDS", ()):
                with self.subTest(model=Model._name, field=name):
                    field = Model._fields[name]
                    self.assertIsNot(field.prefetch, True)

    def test_the_addon_at_work_leaves_none(self):
        self.env.invalidate_all()
        self.answers.sudo().mapped("value")
        self.answers.with_user(self.user_exit_officer).sudo().read()
        self.env["hr.exit.stat.window"]._cron_publish()
        self.assertFalse(self._find())

    def test_the_cache_hides_nobody(self):
        """What the addon has read before in the same request is logged all the same."""
        self.answers.sudo().mapped("value")
        self.read.read(["value"])
        self.assertEqual(self._find().mapped("how"), ["read"])

    def test_once_an_hour(self):
        for time, expected in (
            ("10:20:00", 1),
            ("10:59:59", 1),
            ("11:00:00", 2),
        ):
            with freeze_time(f"2026-03-16 {time}"):
                self.env.invalidate_all()
                self.read.read(["value"])
                self.read.read(["value_number"])
                self.assertEqual(len(self._find()), expected, time)
        self.assertEqual(self._find()[0].date, datetime(2026, 3, 16, 10, 20))

    def test_other_users_have_lines_of_their_own(self):
        second = self._new_user("second", "hr_exit_interview.group_manager")
        for user in (self.user_exit_officer, second):
            self.answers.with_user(user).read(["value"])
        self.assertEqual(self._find().user_id, self.user_exit_officer + second)

    @mute_logger(*MUTED)
    def test_who_is_refused_is_not_noted_as_a_reader(self):
        for user in (self.user_officer, self.user_exit_officer_other):
            with self.assertRaises(AccessError), self.env.cr.savepoint():
                self.answers.with_user(user).read(["value"])
        self.assertFalse(self._find())

    @mute_logger("odoo.sql_db")
    def test_nothing_is_read_that_cannot_be_noted(self):
        self.env.cr.execute(
            "ALTER TABLE hr_exit_access_log ADD CHECK (user_id IS NULL) NOT VALID"
        )
        for number, (_how, way) in enumerate(self._get_ways()):
            self.env.flush_all()
            self.env.invalidate_all()
            with (
                self.subTest(number=number),
                self.assertRaises(Error),
                self.env.cr.savepoint(),
            ):
                way()

    @mute_logger(*MUTED)
    def test_nobody_writes_it_not_even_the_system(self):
        self.read.read(["value"])
        line = self._find()
        values = {
            "date": "2026-03-16 10:00:00",
            "hour": "2026-03-16 10:00:00",
            "user_id": self.user_colleague.id,
            "company_id": self.company.id,
            "what": "answers",
            "how": "read",
        }
        admin = self.env.ref("base.user_admin")
        admin.company_ids += self.company
        users = (
            self.user_exit_officer
            + self.user_admin_hr
            + self.user_officer
            + self.user_colleague
            + admin
        )
        for own in [line.with_user(user) for user in users] + [line, line.sudo()]:
            for step in (
                lambda own=own: own.create(values),
                lambda own=own: own.copy(),
                lambda own=own: own.write({"user_id": self.user_colleague.id}),
                lambda own=own: own.unlink(),
            ):
                with (
                    self.subTest(own.env.user.login),
                    self.assertRaises(UserError),
                    self.env.cr.savepoint(),
                ):
                    step()
        self.assertEqual(self._find(), line)

    def test_the_cost_does_not_grow_with_the_answers(self):
        """Two queries for a reading: fetched and answered, each once for all."""
        self.read.read(["value"])

        def count(answers):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            answers.read(["value"])
            return self.env.cr.sql_log_count - before

        self.assertEqual(count(self.read[:1]), count(self.read))

    def test_reading_a_record_card_leaves_a_line(self):
        card = self.env["hr.exit.interview.card"].create(
            {"interview_id": self.interview.id, "notes": MARKER}
        )
        quote = card.quote_ids.create({"card_id": card.id, "text": MARKER})
        for record, name in (
            (card, "notes"),
            (card, "would_return"),
            (card.topic_ids, "rating"),
            (quote, "text"),
        ):
            with self.subTest(model=record._name, field=name):
                self.env.flush_all()
                self.env.invalidate_all()
                self.env.cr.execute("DELETE FROM hr_exit_access_log")
                own = record.with_user(self.user_exit_officer)
                own.read(["display_name", "company_id"])
                card.with_user(self.user_exit_officer).read(["rated_count"])
                self.assertFalse(self._find())
                own.read([name])
                self.assertEqual(self._find().mapped("what"), ["card"])
                self.assertEqual(self._find().user_id, self.user_exit_officer)

    # Until when

    def test_old_lines_go_after_two_years(self):
        self.read.read(["value"])
        self.case.sudo().legal_hold = True
        for day, left in (
            ("2028-03-16 10:00:00", 1),
            ("2028-03-16 11:00:00", 1),
        ):
            with freeze_time(day):
                self.env.flush_all()
                self.Log._gc_old()
                self.assertEqual(len(self._find()), left, day)
        self.case.sudo().legal_hold = False
        with freeze_time("2028-03-16 10:20:01"):
            self.env.flush_all()
            self.Log._gc_old()
            self.assertFalse(self._find())

    def test_the_log_outlives_the_answers(self):
        self.read.read(["value"])
        line = self._find()
        self.interview.sudo()._privacy_erase("request")
        self.assertTrue(line.exists())
        self.assertFalse(self.answers.exists())
        self.assertEqual(line.user_id, self.user_exit_officer)

    # What the subject is told

    def _get_section(self):
        sections = self.case.sudo()._get_leaver_page_sections()
        return next((s for s in sections if s["name"] == "openings"), None)

    def test_the_own_page_tells_the_number(self):
        text = self._get_section()["text"]
        self.assertEqual(text, "Nobody has opened what you have told us.")
        self.read.read(["value"])
        self.read.export_data(["value"])
        text = self._get_section()["text"]
        self.assertEqual(text, "What you have told us was opened once, on 03/16/2026.")
        with freeze_time("2026-03-18 10:00:00"):
            self.read.read(["value"])
        text = self._get_section()["text"]
        self.assertIn("2 times, last on 03/18/2026", text)
        self.assertNotIn(self.user_exit_officer.name, str(self._get_section()))

    def test_the_own_page_is_silent_before_anything_was_told(self):
        case = self._new_offboarding(self.employee_manager)
        case.action_confirm()
        sections = case.sudo()._get_leaver_page_sections()
        self.assertNotIn("openings", [section["name"] for section in sections])
        # Openings of the mirror form are none of what the leaver has told.
        self.interview.sudo().kind = "manager"
        self.assertFalse(self._get_section())

    def test_hr_prints_the_number_and_sees_no_names(self):
        self.read.read(["value"])
        talk = self.interview.with_user(self.user_officer)
        self.assertEqual(talk.opening_count, 1)
        action = talk.action_print_openings()
        self.assertEqual(
            action["report_name"], "hr_exit_interview.report_exit_openings"
        )
        for user in (self.user_officer, self.user_exit_officer):
            html, _kind = (
                self.env["ir.actions.report"]
                .with_user(user)
                ._render_qweb_html(action["report_name"], talk.ids)
            )
            self.assertIn("opened once, on 03/16/2026", html.decode())
            self.assertNotIn(self.user_exit_officer.name, html.decode())
        with self.assertRaises(AccessError):
            talk.action_view_openings()

    @mute_logger(*MUTED)
    def test_others_cannot_ask_for_the_number(self):
        self.interview.interviewer_ids = self.user_interviewer
        talk = self.interview.with_user(self.user_interviewer)
        with self.assertRaises(AccessError):
            talk.action_print_openings()
        with self.assertRaises(AccessError):
            talk.read(["opening_count"])

    def test_those_who_may_open_the_list(self):
        self.read.read(["value"])
        for user in (self.user_admin_hr, self.user_exit_officer):
            talk = self.interview.with_user(user)
            action = talk.action_view_openings()
            found = self.Log.with_user(user).search(action["domain"])
            self.assertEqual(found.user_id, self.user_exit_officer)
            self.assertEqual(found.display_name, self.interview.name)
