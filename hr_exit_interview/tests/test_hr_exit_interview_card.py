"""The record card: filling it, locking it, printing it, and who reads what is said."""

import re
from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import TODAY
from .exit_common import MARKER, ExitInterviewCase

MUTED = ("odoo.addons.base.models.ir_rule", "odoo.addons.base.models.ir_model")
CARD = "hr.exit.interview.card"
CROSS = re.compile(r">\s*X\s*<")


class ExitCardCase(ExitInterviewCase):
    """A talk that an interviewer outside HR holds, with its card."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.interview.interviewer_ids = cls.user_interviewer
        cls.card = cls._open_card(cls.interview, cls.user_interviewer)

    @classmethod
    def _open_card(cls, interview, user):
        action = interview.with_user(user).action_open_card()
        return cls.env[CARD].with_user(user).browse(action["res_id"])

    def _topic(self, key, card=None):
        return (card or self.card).topic_ids.filtered(
            lambda line: line.topic_id.key == key
        )

    def _fill(self, card=None):
        card = card or self.card
        card.write(
            {
                "would_have_kept": f"Kept {MARKER}",
                "would_return": "perhaps",
                "return_conditions": f"If {MARKER}",
                "notes": f"Notes {MARKER}",
                "quote_ids": [
                    (0, 0, {"text": f"Said {MARKER}", "may_be_quoted": True})
                ],
                "promise_ids": [
                    (
                        0,
                        0,
                        {
                            "name": f"Letter {MARKER}",
                            "user_id": self.user_interviewer.id,
                            "date_deadline": "2026-04-01",
                        },
                    )
                ],
            }
        )
        self._topic("pay", card).write({"rating": "2", "note": f"Pay {MARKER}"})


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestHrExitInterviewCard(ExitCardCase):
    def test_a_card_begins_with_all_topics_and_is_one(self):
        topics = self.env["hr.exit.topic"].search([])
        self.assertEqual(self.card.topic_ids.topic_id, topics)
        self.assertEqual(set(self.card.topic_ids.mapped("rating")), {"0"})
        self.assertEqual(
            (self.card.rated_count, self.card.topic_count), (0, len(topics))
        )
        again = self._open_card(self.interview, self.user_interviewer)
        self.assertEqual(again, self.card)
        self.assertEqual(self.card.display_name, self.interview.name)

    def test_archived_topics_are_not_asked_and_lines_keep_their_topic(self):
        topic = self._topic("market").topic_id.with_env(self.env)
        topic.active = False
        other = self._new_offboarding(self.employee_manager)
        other.action_confirm()
        card = self._open_card(other.interview_ids, self.user_officer)
        self.assertNotIn(topic, card.topic_ids.topic_id)
        self.assertIn(topic, self.card.topic_ids.topic_id)

    def test_progress_counts_ratings_and_notes(self):
        self._topic("pay").rating = "4"
        self._topic("growth").note = "Wants to lead"
        self.assertEqual(self.card.rated_count, 2)
        self._topic("pay").rating = "0"
        self.assertEqual(self.card.rated_count, 1)

    def test_opening_is_a_fixed_number_of_queries(self):
        other = self._new_offboarding(self.employee_manager)
        other.action_confirm()
        talk = other.interview_ids.with_user(self.user_officer)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(60):
            talk.action_open_card()
            self.env.flush_all()

    def test_the_card_is_locked_by_hand(self):
        with self.assertRaisesRegex(UserError, "was held"):
            self.card.action_lock()
        self.interview.action_hold()
        self.card.action_lock()
        self.assertEqual(self.card.locked_date, TODAY)
        self._assert_locked()

    def test_the_card_is_locked_14_days_after_the_talk(self):
        self.interview.action_hold()
        with freeze_time("2026-03-29"):
            self.env.invalidate_all()
            self.card.notes = "Added"
            self.assertFalse(self.card.is_locked)
        with freeze_time("2026-03-30"):
            self.env.invalidate_all()
            self._assert_locked()

    def _assert_locked(self):
        """Nobody changes it who holds the talk; the exit officer leaves a mark."""
        self.assertTrue(self.card.is_locked)
        self.assertFalse(self.card.may_write)
        line = self._topic("pay")
        for attempt in (
            lambda: self.card.write({"notes": "Later"}),
            lambda: line.write({"rating": "1"}),
            lambda: line.unlink(),
            lambda: self.card.write({"topic_ids": [(1, line.id, {"rating": "1"})]}),
            lambda: self.card.quote_ids.create(
                {"card_id": self.card.id, "text": "Later"}
            ),
        ):
            with self.assertRaisesRegex(UserError, "locked"), self.env.cr.savepoint():
                attempt()
        self.assertFalse(self.card.corrected_date)
        officer = self.card.with_user(self.user_exit_officer)
        self.assertTrue(officer.may_write)
        officer.topic_ids.filtered(lambda t: t == line).rating = "1"
        self.assertEqual(line.rating, "1")
        self.assertEqual(officer.corrected_date, date.today())
        self.assertEqual(officer.corrected_user_id, self.user_exit_officer)

    def test_what_is_decided_elsewhere_is_not_written(self):
        other = self._new_offboarding(self.employee_manager)
        other.action_confirm()
        for user in (self.user_interviewer, self.user_exit_officer):
            card = self.card.with_user(user)
            for vals in (
                {"interview_id": other.interview_ids.id},
                {"locked_date": "2026-01-01"},
                {"corrected_date": False},
                {"company_id": self.company_other.id},
            ):
                with self.subTest(vals=vals), self.assertRaises(AccessError):
                    card.write(vals)
            with self.assertRaises(AccessError):
                card.topic_ids[0].write({"card_id": card.id})
        with self.assertRaises(AccessError), mute_logger(*MUTED):
            self.interview.with_user(self.user_interviewer).write(
                {"interviewer_ids": [(4, self.user_interviewer_other.id)]}
            )

    def test_hr_gives_the_talk_to_nobody_else_once_the_card_is_begun(self):
        """Otherwise an HR officer would take the talk over to read its card."""
        talk = self.interview.with_user(self.user_officer)
        for user in (self.user_officer, self.user_admin_hr):
            with self.assertRaisesRegex(AccessError, "exit officer"):
                talk.with_user(user).interviewer_ids += user
        talk.with_user(self.user_exit_officer).interviewer_ids += self.user_officer
        self.assertTrue(talk.may_open_card)

    def test_no_card_for_a_talk_that_does_not_take_place(self):
        other = self._new_offboarding(self.employee_manager)
        other.action_confirm()
        talk = other.interview_ids
        talk.action_decline()
        with self.assertRaisesRegex(UserError, "did not take place"):
            talk.action_open_card()

    def test_a_promise_becomes_a_task_once(self):
        self._fill()
        promise = self.card.promise_ids
        promise.action_make_task()
        promise.action_make_task()
        task = promise.sudo().task_id
        self.assertRecordValues(
            task,
            [
                {
                    "name": promise.name,
                    "offboarding_id": self.case.id,
                    "user_id": self.user_interviewer.id,
                    "date_deadline": date(2026, 4, 1),
                    "is_blocking": False,
                }
            ],
        )
        bare = promise.create({"card_id": self.card.id, "name": "Call again"})
        with self.assertRaisesRegex(UserError, "until when"):
            bare.action_make_task()
        with self.assertRaises(AccessError):
            bare.task_id = task

    def test_a_promise_becomes_an_action_in_other_words(self):
        self._fill()
        with self.assertRaises(AccessError), mute_logger(*MUTED):
            self.card.promise_ids.action_make_action()
        promise = self.card.promise_ids.with_user(self.user_exit_officer)
        action = promise.action_make_action()
        self.assertEqual(action["res_model"], "hr.exit.action")
        self.assertEqual(action["context"]["default_name"], promise.name)
        self.assertFalse(
            self.env["hr.exit.action"].search([("name", "=", promise.name)])
        )

    def test_it_is_erased_with_the_talk(self):
        self._fill()
        self.interview.action_hold()
        self.interview.sudo()._privacy_erase("retention")
        for model in ("", ".topic", ".quote", ".promise"):
            rows = self.env[CARD + model].search([("company_id", "=", self.company.id)])
            self.assertFalse(rows, model)

    def test_it_is_printed_filled_and_empty(self):
        self._fill()
        Report = self.env["ir.actions.report"].with_user(self.user_interviewer)
        before = self.env["ir.attachment"].search_count([])
        pages = {}
        for name in ("report", "report_empty"):
            xml_id = f"hr_exit_interview.hr_exit_interview_card_{name}"
            html, kind = Report._render_qweb_html(xml_id, self.card.ids)
            self.assertEqual(kind, "html")
            pages[name] = html.decode()
            self.assertFalse(self.env.ref(xml_id).attachment)
        self.assertEqual(pages["report"].count(MARKER), 6)
        self.assertNotIn(MARKER, pages["report_empty"])
        for page in pages.values():
            self.assertIn(self.interview.name, page)
            self.assertIn("Lea Ver", page)
            self.assertIn("Workload", page)
        # The rating of one topic and the answer about a return.
        self.assertEqual(len(CROSS.findall(pages["report"])), 2)
        self.assertFalse(CROSS.findall(pages["report_empty"]))
        self.assertEqual(self.env["ir.attachment"].search_count([]), before)


@tagged("post_install", "-at_install", "security")
@freeze_time(TODAY)
class TestHrExitInterviewCardAccess(ExitCardCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.outsiders = (
            cls.user_officer
            + cls.user_admin_hr
            + cls.user_interviewer_other
            + cls.user_manager
            + cls.user_director
            + cls.user_leaver
            + cls.user_colleague
            + cls.user_officer_other
            + cls.user_exit_officer_other
            + cls._new_user(
                "role_survey", "base.group_user,survey.group_survey_manager"
            )
            + cls._new_user("role_system", "base.group_user,base.group_system")
            + cls._new_user("role_portal", "base.group_portal")
            + cls.env.ref("base.public_user")
        )

    def setUp(self):
        super().setUp()
        self._fill()
        self.interview.action_hold()
        self.env.flush_all()
        self.env.invalidate_all()

    def _parts(self, user):
        card = self.card.sudo()
        return [
            part.sudo(False)
            .with_user(user)
            .with_context(allowed_company_ids=user.company_ids.ids)
            for part in (card, card.topic_ids, card.quote_ids, card.promise_ids)
        ]

    @mute_logger(*MUTED)
    def test_nobody_else_has_any_right(self):
        for user in self.outsiders:
            for part in self._parts(user):
                for verb in ("read", "write", "unlink"):
                    with self.subTest(user=user.login, model=part._name, verb=verb):
                        self.assertFalse(part.has_access(verb))
                self.env.invalidate_all()

    def test_those_who_hold_the_talk_and_exit_officers_do(self):
        for user in (self.user_interviewer, self.user_exit_officer):
            for part in self._parts(user):
                with self.subTest(user=user.login, model=part._name):
                    self.assertTrue(part.has_access("read"))
                    self.assertTrue(part.has_access("write"))
                    # Nobody deletes a card, not even an exit officer.
                    self.assertEqual(part.has_access("unlink"), part._name != CARD)

    def test_an_hr_officer_who_holds_the_talk_reads_this_card_and_no_other(self):
        other = self._new_offboarding(self.employee_manager)
        other.action_confirm()
        other.interview_ids.interviewer_ids = self.user_officer
        card = self._open_card(other.interview_ids, self.user_officer)
        self.assertEqual(self.env[CARD].with_user(self.user_officer).search([]), card)
        parts = (
            card.topic_ids[:1],
            card.quote_ids.create({"card_id": card.id, "text": "It was fine"}),
            card.promise_ids.create({"card_id": card.id, "name": "A letter"}),
        )
        for part in (card, *parts):
            with self.subTest(part._name):
                self.assertTrue(part.has_access("write"))

    @mute_logger(*MUTED)
    def test_the_right_ends_30_days_after_the_talk(self):
        for day, may in (("2026-04-15", True), ("2026-04-16", False)):
            with freeze_time(day), self.subTest(day):
                self.env.invalidate_all()
                for part in self._parts(self.user_interviewer):
                    self.assertEqual(part.has_access("read"), may)
                talk = self.interview.with_user(self.user_interviewer)
                self.assertEqual(talk.has_access("read"), may)
                officer = self._parts(self.user_exit_officer)[0]
                self.assertTrue(officer.has_access("read"))
        with freeze_time("2026-04-16"), self.assertRaises(AccessError):
            talk.action_open_card()

    @mute_logger(*MUTED)
    def test_no_other_role_gets_the_marker_in_any_way(self):
        part = MARKER[:6]
        for user in self.outsiders:
            for name, attempt in self._get_attempts(user, part):
                with self.subTest(user=user.login, attempt=name):
                    self.env.flush_all()
                    self.env.invalidate_all()
                    try:
                        with self.env.cr.savepoint():
                            got = str(attempt())
                    except (UserError, KeyError, ValueError) as error:
                        got = str(error)
                    self.assertNotIn(MARKER, got)

    def _get_attempts(self, user, part):
        card, topics, quotes, promises = self._parts(user)
        talk = self.interview.with_user(user)
        Talk, Task = talk.browse(), self.env["hr.offboarding.task"].with_user(user)
        Report = self.env["ir.actions.report"].with_user(user)
        nested = {"card_ids": {"fields": {"notes": {}, "would_have_kept": {}}}}
        oracle = [("card_ids.notes", "like", part)]
        yield "read", lambda: card.read(["notes", "would_have_kept"])
        yield "lines", lambda: (topics + topics).read(["note"])
        yield "quotes", lambda: quotes.mapped("text")
        yield "promises", lambda: promises.mapped("name")
        yield "search", lambda: card.search_read([], ["notes", "topic_ids"])
        yield "name search", lambda: card.name_search(part)
        yield "group", lambda: topics.formatted_read_group([], ["note"])
        yield "export", lambda: card.export_data(["notes", "quote_ids/text"])
        yield "copy", lambda: card.copy().notes
        yield "nested", lambda: talk.web_read(nested)
        yield "oracle", lambda: Talk.search(oracle) and MARKER
        yield "filtered", lambda: talk.filtered_domain(oracle) and MARKER
        yield "line oracle", lambda: topics.search([("note", "like", part)]) and MARKER
        yield "open", lambda: talk.action_open_card() and MARKER
        yield "lock", lambda: card.action_lock() and MARKER
        yield "print", lambda: card.action_print() and MARKER
        yield "task", lambda: promises.action_make_task() and MARKER
        yield "tasks", lambda: Task.search([("name", "like", part)]) and MARKER
        for name in ("report", "report_empty"):
            yield (
                name,
                lambda name=name: (
                    Report._render_qweb_html(
                        f"hr_exit_interview.hr_exit_interview_card_{name}", card.ids
                    )
                    and MARKER
                ),
            )

    def _get_log(self):
        self.env.flush_all()
        openings = self.env["hr.exit.access.log"].search(
            [("interview_id", "=", self.interview.id), ("what", "=", "card")]
        )
        return {(opening.user_id, opening.how) for opening in openings}

    def test_reading_and_printing_are_logged_and_listing_is_not(self):
        user = self.user_exit_officer
        self.assertNotIn((user, "read"), self._get_log())
        card = self.card.with_user(user)
        card.search_read([], ["interview_id", "rated_count", "locked_date"])
        self.assertNotIn(user, {reader for reader, _how in self._get_log()})
        card.read(["notes"])
        self.assertIn((user, "read"), self._get_log())
        self.env["ir.actions.report"].with_user(user)._render_qweb_html(
            "hr_exit_interview.hr_exit_interview_card_report", card.ids
        )
        self.assertIn((user, "print"), self._get_log())

    def test_reading_a_quote_alone_is_logged(self):
        user = self.user_exit_officer
        self.card.quote_ids.with_user(user).read(["text"])
        self.assertEqual(
            {entry for entry in self._get_log() if entry[0] == user}, {(user, "read")}
        )

    def test_hr_sees_the_talk_and_no_content(self):
        talk = self.interview.with_user(self.user_officer)
        self.assertEqual(talk.state, "held")
        self.assertEqual(talk.interviewer_ids, self.user_interviewer)
        self.assertFalse(talk.may_open_card)
        with self.assertRaisesRegex(AccessError, "exit officers"):
            talk.action_open_card()

    def test_both_companies(self):
        user = self.user_exit_officer
        user.company_ids += self.company_other
        Card = self.env[CARD].with_user(user)
        for companies, found in (
            (self.company, True),
            (self.company_other, False),
            (self.company + self.company_other, True),
        ):
            Card = Card.with_context(allowed_company_ids=companies.ids)
            self.assertEqual(self.card in Card.search([]), found)
